"""Files are read strictly, cheaply and with the place of everything; what cannot be read is refused with its place."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from truespec.diagnostics import Report
from truespec.specification.limits import DEFAULT, Limits
from truespec.specification.source import Source, read_source


def read(path: Path, limits: Limits = DEFAULT) -> tuple[Source | None, list[str]]:
    report = Report()
    source = read_source(path, path.name, report, limits)
    return source, [f"{found.location} {found.id}" for found in report]


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def value_of(folder: Path, text: str, name: str = "a.yaml") -> object:
    source, troubles = read(written(folder, name, text))
    assert troubles == []
    assert source is not None
    return source.value


def sparse(folder: Path) -> Path:
    path = folder / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    return path


def fifo(folder: Path) -> Path:
    path = folder / "fifo.yaml"
    os.mkfifo(path)
    return path


def unix_socket(folder: Path) -> Path:
    path = folder / "s.yaml"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(os.fspath(path))
    return path


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda folder: folder / "absent.yaml", "absent.yaml file-missing"),
        (lambda folder: written(folder, "a", "") / "b.yaml", "b.yaml file-missing"),
        (lambda folder: folder / "a\0b", "a\\x00b file-unreadable"),
        (lambda folder: folder, "{folder} file-is-directory"),
        (sparse, "huge.yaml file-too-large"),
        (fifo, "fifo.yaml file-not-regular"),
        (unix_socket, "s.yaml file-not-regular"),
        (lambda _: Path("/dev/zero"), "zero file-not-regular"),
        (lambda folder: written(folder, "e.yaml", ""), "e.yaml:1:1 file-empty"),
        (lambda folder: written(folder, "e.yaml", "# only this\n"), "e.yaml:1:1 file-empty"),
        (lambda folder: written(folder, "e.json", ""), "e.json:1:1 json-syntax"),
        (lambda folder: written(folder, "b.yaml", b"a: 1\n\x7fELF\0\0"), "b.yaml:2:5 file-binary"),
        (lambda folder: written(folder, "l.yaml", b"a: b\nb: caf\xe9\n"), "l.yaml:2:7 file-not-utf8"),
        (lambda folder: written(folder, "u.yaml", "a: 1".encode("utf-16")), "u.yaml:1:1 file-not-utf8"),
    ],
)
def test_a_file_that_is_no_document_is_refused_within_a_second(
    make: Callable[[Path], Path], expected: str, tmp_path: Path
) -> None:
    path = make(tmp_path)
    start = time.monotonic()
    source, troubles = read(path)
    assert time.monotonic() - start < 1
    assert source is None
    assert troubles == [expected.format(folder=tmp_path.name)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1, 2\nb: 3\n", "a.yaml:2:2 yaml-syntax"),
        ("a: b: c\n", "a.yaml:1:5 yaml-syntax"),
        ("a: *b\n", "a.yaml:1:4 yaml-alias"),
        ("a: &a [*a]\n", "a.yaml:1:8 yaml-alias"),
        ("? [a, b]\n: 1\n", "a.yaml:1:3 key-collection"),
        ("a: '\x07'\n", "a.yaml:1:5 yaml-character"),
        (f"a: {'[' * 300}{']' * 300}\n", "a.yaml:1:203 depth-limit"),
        (f"a: {'[' * 200_000}\n", "a.yaml:1:203 depth-limit"),
    ],
)
def test_yaml_that_cannot_be_read_is_refused_at_its_place(text: str, expected: str, tmp_path: Path) -> None:
    source, troubles = read(written(tmp_path, "a.yaml", text))
    assert source is None
    assert troubles == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1 key-repeated"),
        ("a: {}\na: {}\n", "a.yaml:2:1 key-repeated"),
        ("a: {b: 1}\na: {b: 2}\n", "a.yaml:2:1 key-duplicate"),
        ("a: {b: {c: {d: {e: 1}, d: {e: 2}}}}\n", "a.yaml:1:24 key-repeated"),
        ("a: !!python/name:os.system\n", "a.yaml:1:4 yaml-tag"),
        ("a: !mine {b: 1}\n", "a.yaml:1:4 yaml-tag-unknown"),
        ("true: 1\n", "a.yaml:1:1 key-not-text"),
        ("1.5: 1\n", "a.yaml:1:1 key-not-text"),
        ("a: .nan\n", "a.yaml:1:4 number-not-finite"),
        ("a: 1e999\n", "a.yaml:1:4 number-not-finite"),
        (f"a: {'9' * 4301}\n", "a.yaml:1:4 number-too-long"),
        ("<<: 3\n", "a.yaml:1:1 yaml-merge"),
    ],
)
def test_trouble_that_leaves_yaml_readable_is_reported_and_the_rest_is_still_read(
    text: str, expected: str, tmp_path: Path
) -> None:
    source, troubles = read(written(tmp_path, "a.yaml", f"{text}z: 1\n"))
    assert troubles == [expected]
    assert source is not None
    assert isinstance(source.value, dict)
    assert source.value["z"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,}', "a.json:1:9 json-syntax"),
        ('{"a": NaN}', "a.json:1:7 number-not-finite"),
        ('{"a":\n -Infinity}', "a.json:2:2 number-not-finite"),
        ('{"a": 1e999}', "a.json:1:7 number-not-finite"),
        (f'{{"a": {"9" * 4301}}}', "a.json:1:7 number-too-long"),
        ('{"a": "\\ud800"}', "a.json:1:7 text-surrogate"),
        ("[" * 201 + "]" * 201, "a.json:1:201 depth-limit"),
        ("[" * 200_000, "a.json:1:201 depth-limit"),
    ],
)
def test_json_that_cannot_be_read_is_refused_at_its_place(text: str, expected: str, tmp_path: Path) -> None:
    source, troubles = read(written(tmp_path, "a.json", text))
    assert source is None
    assert troubles == [expected]


def test_of_several_yaml_documents_the_first_is_read(tmp_path: Path) -> None:
    source, troubles = read(written(tmp_path, "a.yaml", "a: 1\n--- \n---\nb: 2\n"))
    assert troubles == ["a.yaml:2:1 yaml-documents", "a.yaml:3:1 yaml-documents-several"]
    assert source is not None
    assert source.value == {"a": 1}


def test_every_key_given_twice_in_json_is_reported_and_the_last_one_counts(tmp_path: Path) -> None:
    source, troubles = read(written(tmp_path, "a.json", '{"a": 1,\n\t"a": 2, "b": {"c": 1, "c": 3}}'))
    assert troubles == ["a.json:2:2 key-repeated", "a.json:2:24 key-repeated"]
    assert source is not None
    assert source.value == {"a": 2, "b": {"c": 3}}


def test_aliases_that_multiply_are_refused_before_they_cost_anything(tmp_path: Path) -> None:
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 10)]
    source, troubles = read(written(tmp_path, "a.yaml", "\n".join(lines)))
    assert source is None
    assert [trouble.split()[1] for trouble in troubles] == ["node-limit"]


def test_aliases_cannot_nest_deeper_than_the_limit(tmp_path: Path) -> None:
    lines = ["l0: &l0 [x]", *(f"l{n}: &l{n} [*l{n - 1}]" for n in range(1, 250))]
    source, troubles = read(written(tmp_path, "a.yaml", "\n".join(lines)))
    assert source is None
    assert [trouble.split()[1] for trouble in troubles] == ["depth-limit"]


def test_a_json_document_of_too_many_values_is_refused(tmp_path: Path) -> None:
    source, troubles = read(written(tmp_path, "a.json", "[1, 2, 3, 4]"), Limits(nodes=4))
    assert source is None
    assert troubles == ["a.json:1:11 node-limit"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[no, on, y, off, 2024-01-01, 1:30, '1', \"2\"]", ["no", "on", "y", "off", "2024-01-01", "1:30", "1", "2"]),
        ("[true, False, null, ~, NULL]", [True, False, None, None, None]),
        ("[012, 0o17, 0x1F, -7, +3]", [12, 15, 31, -7, 3]),
        ("[1.10, .5, 1e3, -2.5E-1]", [1.1, 0.5, 1000.0, -0.25]),
        ("[1_000, =, 0b1, 08:00]", ["1_000", "=", "0b1", "08:00"]),
        ("{200: a, 0x10: b, no: c}", {"200": "a", "0x10": "b", "no": "c"}),
        ("{a: !!str 1, b: !!float 1, c: !!int '2', d: ! 3}", {"a": "1", "b": 1.0, "c": 2, "d": "3"}),
        ("a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}", {"a": {"k": 1, "l": 2}, "b": {"k": 1, "l": 3}}),
        (
            "a: [&x {k: 1}, &y {k: 2, m: 3}]\nb: {<<: [*x, *y]}",
            {"a": [{"k": 1}, {"k": 2, "m": 3}], "b": {"k": 1, "m": 3}},
        ),
        ("{'<<': 1}", {"<<": 1}),
        ("&k a: 1\nb: *k", {"a": 1, "b": "a"}),
    ],
)
def test_yaml_means_what_the_core_schema_says(text: str, expected: object, tmp_path: Path) -> None:
    actual = value_of(tmp_path, text)
    assert repr(expected) == repr(actual)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    for name in ("a.json", "a.yaml"):
        source, troubles = read(written(tmp_path, name, '\ufeff{"a": 1}'))
        assert troubles == []
        assert source is not None
        assert str(source.locate(("a",))) == f"{name}:1:7"


def test_a_name_without_a_known_suffix_is_read_by_its_first_character(tmp_path: Path) -> None:
    assert value_of(tmp_path, '{"a":\t1}', "spec.txt") == {"a": 1}
    assert value_of(tmp_path, "a: 1", "spec") == {"a": 1}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "é: x\nb:\n  - c: 1\n    'd': [7, {e: 8}]\n"),
        ("a.json", '{"é": "x",\n"b":\n  [{"c": 1,\n    "d": [7, {"e": 8}]\n}]}'),
        ("a.json", '{"é": "x",\r"b":\r  [{"c": 1,\r    "d": [7, {"e": 8}]\r}]}'),
    ],
)
def test_every_value_and_key_has_its_line_and_column(name: str, text: str, tmp_path: Path) -> None:
    source, _ = read(written(tmp_path, name, text))
    assert source is not None
    lines = text.replace("\r", "\n").split("\n")
    for tokens, found in [(("b", 0, "d", 0), "7"), (("b", 0, "d", 1, "e"), "8"), (("b", 0, "c"), "1")]:
        place = source.locate(tokens)
        assert lines[place.line - 1][place.column - 1] == found
    key = source.locate(("b", 0, "d"), key=True)
    assert lines[key.line - 1][key.column - 1 :].startswith(("'d'", '"d"'))
    assert source.locate(("b", 0, "absent")).line == source.locate(("b", 0)).line


def test_what_stands_behind_an_alias_has_the_place_of_the_anchored_text(tmp_path: Path) -> None:
    source, _ = read(written(tmp_path, "a.yaml", "a: &x {k: 1}\nb: *x\nc: {<<: *x}\n"))
    assert source is not None
    places = [source.locate(tokens) for tokens in (("b",), ("b", "k"), ("c", "k"))]
    assert [(place.line, place.column) for place in places] == [(2, 4), (1, 11), (1, 11)]


def test_an_anchor_may_stand_before_a_key(tmp_path: Path) -> None:
    source, _ = read(written(tmp_path, "a.yaml", "&x k: 1\nb: *x\nc: {*x : 2}\n"))
    assert source is not None
    assert {"k": 1, "b": "k", "c": {"k": 2}} == source.value
    places = [source.locate(tokens) for tokens in (("k",), ("b",), ("c", "k"))]
    assert [(place.line, place.column) for place in places] == [(1, 7), (2, 4), (3, 10)]


def test_the_text_of_a_file_stays_out_of_its_repr(tmp_path: Path) -> None:
    source, _ = read(written(tmp_path, "a.yaml", "secret: 1\n"))
    assert repr(source) == "Source('a.yaml')"


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sparse(tmp_path)
    monkeypatch.setattr("os.open", None)
    assert read(path) == (None, ["huge.yaml file-too-large"])
