"""A document knows its version, walks as nodes, and follows references without ever leaving its directory."""

import os
from pathlib import Path

import pytest
from truespec.diagnostics import Report
from truespec.specification.document import Document, OpenApiVersion, load
from truespec.specification.limits import Limits
from truespec.specification.node import Node
from truespec.specification.survey import survey

HEAD = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n"


def loaded(folder: Path, text: str, limits: Limits | None = None) -> Document:
    path = folder / "openapi.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    report = Report()
    document = load(path, report, limits or Limits())
    assert [str(found) for found in report] == []
    assert document is not None
    return document


def at(document: Document, *tokens: str) -> Node:
    node = document.root
    for token in tokens:
        node = node.child(token)
    return node


def resolved(document: Document, *tokens: str) -> tuple[Node | None, list[str]]:
    report = Report()
    node = document.resolve(at(document, *tokens), report)
    return node, [f"{found.location.line}:{found.location.column} {found.id}" for found in report]


@pytest.mark.parametrize("text", ["3.0.0", "3.0.4", "3.1.1", "3.2.0"])
def test_openapi_3_0_to_3_2_is_recognised(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"openapi: {text}\n", encoding="utf-8")
    document = load(path, Report())
    assert document is not None
    assert str(document.version) == text[:3]
    assert document.version == OpenApiVersion(3, int(text[2]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nswagger: '2.0'\n", "2:1 openapi-version-unsupported"),
        ("openapi: 4.0.0\n", "1:1 openapi-version-unsupported"),
        ("openapi: [3]\n", "1:1 openapi-version-unsupported"),
        ("openapi: three\n", "1:1 openapi-version-unsupported"),
        ("title: x\n", "1:1 openapi-version-missing"),
        ("- openapi\n", "1:1 document-not-mapping"),
        ("just text\n", "1:1 document-not-mapping"),
    ],
)
def test_anything_else_is_refused_where_it_says_what_it_is(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    report = Report()
    assert load(path, report) is None
    assert [f"{found.location.line}:{found.location.column} {found.id}" for found in report] == [expected]


def test_names_in_messages_are_those_the_user_gave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    loaded(folder, "components: {schemas: {A: {$ref: 'parts/b.yaml#/B'}}}\n")
    (folder / "parts").mkdir()
    (folder / "parts" / "b.yaml").write_text("B: {type: object}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    document = load(Path("specs/openapi.yaml"), Report())
    assert document is not None
    node, _ = resolved(document, "components", "schemas", "A")
    assert node is not None
    assert str(node.location) == f"specs{os.sep}parts{os.sep}b.yaml:1:4"
    assert [source.name for source in document.sources] == ["specs/openapi.yaml", f"specs{os.sep}parts{os.sep}b.yaml"]


def test_a_node_reached_by_reference_is_the_node_reached_by_walking(tmp_path: Path) -> None:
    document = loaded(
        tmp_path, "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {type: object}\n"
    )
    node, troubles = resolved(document, "components", "schemas", "A")
    assert troubles == []
    assert node == at(document, "components", "schemas", "B")
    assert hash(node) == hash(at(document, "components", "schemas", "B"))
    assert node != at(document, "components", "schemas", "A")


def test_a_node_without_reference_is_its_own_answer(tmp_path: Path) -> None:
    document = loaded(tmp_path, "components: {schemas: {A: {type: object}}}\n")
    node, _ = resolved(document, "components", "schemas", "A")
    assert node == at(document, "components", "schemas", "A")
    assert document.step(at(document, "components"), Report()) is None


def test_reading_a_node_is_quiet_about_other_types(tmp_path: Path) -> None:
    node = loaded(tmp_path, "x: {a: text, b: true, c: 2.0, d: [p, 1], e: 1.5}\n").root.child("x")
    assert (node.text("a"), node.text("b"), node.text("z")) == ("text", None, None)
    assert (node.flag("b"), node.flag("c")) == (True, None)
    assert (node.integer("c"), node.integer("b"), node.integer("e")) == (2, None, None)
    assert (node.number("e"), node.number("b")) == (1.5, None)
    assert node.texts("d") == ("p",)
    assert node.child("a").get("b") is None
    assert list(node.child("a").items()) == []
    assert list(node.child("a").elements()) == []
    assert [key for key, _ in node.items()] == ["a", "b", "c", "d", "e"]
    assert [element.value for element in node.child("d").elements()] == ["p", 1]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("http://127.0.0.1/x.yaml", "ref-remote"),
        ("HTTPS://example.com/x.yaml#/a", "ref-remote"),
        ("//example.com/x.yaml", "ref-remote"),
        ("urn:x:y", "ref-remote"),
        ("file:///etc/passwd", "ref-outside"),
        ("file:x.yaml", "ref-outside"),
        ("/etc/passwd", "ref-outside"),
        ("../openapi.yaml", "ref-outside"),
        ("sub/../../x.yaml", "ref-outside"),
        ("%2e%2e/x.yaml", "ref-outside"),
        ("..%2Fx.yaml", "ref-outside"),
        ("a\\\\b.yaml", "ref-outside"),
        ("link.yaml", "ref-outside"),
        ("loop.yaml", "ref-invalid"),
        ("a%00b.yaml", "ref-invalid"),
        ("%ff.yaml", "ref-invalid"),
        ("#/a~2", "ref-invalid"),
        ("fifo.yaml", "ref-unreadable"),
        ("sub", "ref-unreadable"),
        ("absent.yaml", "ref-unresolved"),
        ("#/nowhere", "ref-unresolved"),
        ("#nowhere", "ref-unresolved"),
        ("#/info/title/0", "ref-unresolved"),
        ("#/list/01", "ref-unresolved"),
        ("#/list/2", "ref-unresolved"),
    ],
)
def test_a_reference_that_must_not_or_cannot_be_followed_says_so_at_its_place(
    reference: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "specs"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "x.yaml").write_text("secret: 1\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "x.yaml")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    os.mkfifo(folder / "fifo.yaml")
    document = loaded(folder, f'list: [a, b]\nx: {{$ref: "{reference}"}}\n')
    monkeypatch.setattr("socket.socket", None)
    node, troubles = resolved(document, "x")
    assert node is None
    if reference == "loop.yaml":  # newer Pythons resolve a circle of links without complaint and fail at reading it
        assert troubles in (["4:11 ref-invalid"], ["4:11 ref-unresolved"])
    else:
        assert troubles == [f"4:11 {expected}"]


def test_trouble_inside_another_file_is_reported_there_and_only_there(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("A: [\n", encoding="utf-8")
    document = loaded(tmp_path, "x: {$ref: 'b.yaml#/A'}\ny: {$ref: 'b.yaml#/B'}\n")
    for key in ("x", "y"):
        assert resolved(document, key) == (None, ["2:1 yaml-syntax"])


def test_references_that_only_lead_in_a_circle_are_one_diagnostic(tmp_path: Path) -> None:
    document = loaded(tmp_path, "x: {$ref: '#/z'}\ny: {$ref: '#/x'}\nz: {$ref: '#/y'}\nw: {$ref: '#/z'}\n")
    for key in "xyzw":
        assert resolved(document, key) == (None, ["3:11 ref-cycle"])


def test_a_hundred_references_in_a_row_are_followed_and_no_more(tmp_path: Path) -> None:
    lines = [f"s{n}: {{$ref: '#/s{n + 1}'}}" for n in range(102)]
    document = loaded(tmp_path, "\n".join([*lines, "s102: {type: object}\n"]))
    assert resolved(document, "s2")[0] == at(document, "s102")
    assert resolved(document, "s1") == (None, ["4:12 ref-too-long"])


def test_a_document_has_a_bounded_number_of_files(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text("type: object\n", encoding="utf-8")
    document = loaded(tmp_path, "x: {$ref: a.yaml}\ny: {$ref: b.yaml}\n", Limits(files=2))
    assert resolved(document, "x")[1] == []
    assert resolved(document, "y") == (None, ["4:11 file-limit"])


def test_schemas_are_found_by_anchor_and_by_id(tmp_path: Path) -> None:
    document = loaded(
        tmp_path,
        "a: {$anchor: here, type: object}\n"
        "b: {$id: 'https://example.com/s', $defs: {c: {type: string}}, d: {$ref: '#/$defs/c'}}\n"
        "x: {$ref: '#here'}\ny: {$ref: 'https://example.com/s'}\nz: {$ref: 'https://example.com/s#/$defs/c'}\n",
    )
    assert resolved(document, "x") == (at(document, "a"), [])
    assert resolved(document, "y") == (at(document, "b"), [])
    assert resolved(document, "z") == (at(document, "b", "$defs", "c"), [])
    assert resolved(document, "b", "d") == (at(document, "b", "$defs", "c"), [])


def test_a_reference_that_names_no_file_is_read_from_the_id_above_it(tmp_path: Path) -> None:
    (tmp_path / "near.yaml").write_text("e: 1\n", encoding="utf-8")
    document = loaded(
        tmp_path,
        "a: {$id: 'https://example.com/', o: {$ref: gone}, b: {$id: 'in/', c: {$ref: 'd.yaml'}, n: {$ref: near.yaml}}}"
        "\n"
        "d: {$id: 'https://example.com/in/d.yaml'}\n"
        "p: {$id: 'http://[', q: {$ref: gone}}\nr: {$ref: gone}\n",
    )
    assert resolved(document, "a", "b", "c") == (at(document, "d"), [])
    assert [found.value for found in (resolved(document, "a", "b", "n")[0],) if found] == [{"e": 1}]
    assert [resolved(document, *way)[1] for way in (("a", "o"), ("p", "q"), ("r",))] == [
        ["3:44 ref-remote"],
        ["5:32 ref-unresolved"],
        ["6:11 ref-unresolved"],
    ]


def test_a_document_is_found_by_what_it_calls_itself(tmp_path: Path) -> None:
    text = "$self: https://example.com/a.yaml\na: {b: c}\nx: {$ref: 'https://example.com/a.yaml#/a'}\n"
    document = loaded(tmp_path, text)
    assert resolved(document, "x") == (at(document, "a"), [])


def test_the_survey_meets_every_object_once_across_files(tmp_path: Path) -> None:
    (tmp_path / "pets.yaml").write_text(
        "get:\n  responses: {'200': {$ref: 'openapi.yaml#/components/responses/Ok'}}\n", encoding="utf-8"
    )
    document = loaded(tmp_path, "paths: {/pets: {$ref: pets.yaml}}\ncomponents: {responses: {Ok: {description: x}}}\n")
    found = survey(document)
    assert list(found.troubles) == []
    assert [node.source.name.rpartition(os.sep)[2] for node in found.of("operation")] == ["pets.yaml"]
    assert [node.pointer for node in found.targets("response")] == ["/components/responses/Ok"]
