"""The shape of every object is checked, and each mistake is told once, at its place, in words about the document."""

import time
from pathlib import Path

import jsonschema_rs
import pytest
from truespec.diagnostics import Report
from truespec.specification.anatomy import ANATOMY
from truespec.specification.lint import lint
from truespec.specification.schemas import fields_of, shallow_schema


def linted(folder: Path, body: str, version: str = "3.1.0") -> list[str]:
    path = folder / "openapi.yaml"
    path.write_text(f"openapi: {version}\ninfo: {{title: t, version: '1'}}\n{body}", encoding="utf-8")
    report = Report()
    lint(path, report)
    return [f"{found.location.line}:{found.location.column} {found.id}: {found.message}" for found in report]


def schema(text: str) -> str:
    return f"components: {{schemas: {{A: {text}}}}}\npaths: {{}}\n"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    ("body", "place", "expected"),
    [
        (schema("{required: id}"), "id}", "field-type: `required` must be a list of property names, not the text 'id'"),
        (schema("{type: strng}"), "strng", "field-value: `type` must not be the text 'strng'"),
        (schema("{maxLength: '3'}"), "'3'", "field-type: `maxLength` must be a whole number, not the text '3'"),
        (schema("{properties: 1}"), "1}", "field-type: `properties` must be a mapping of names to schemas, not 1"),
        (schema("{items: 3}"), "3}", "field-type: `items` must be a mapping, not 3"),
        ("paths: {/a: {gett: {}}}\n", "gett", "field-unknown: the field `gett` is not known here"),
        ("paths: {a: {}}\n", "a: {}", "field-unknown: the field `a` is not known here"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once_in_words(body: str, place: str, expected: str, version: str, tmp_path: Path) -> None:
    (actual,) = linted(tmp_path, body, version)
    assert f"3:{body.index(place) + 1} {expected}" == actual.replace("a mapping or true or false", "a mapping")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[{name: a, in: query}]", ["`schema` or `content` is missing"]),
        ("[{name: a, in: query, schema: {}, content: {a/b: {}}}]", ["`content` and `schema` exclude each other"]),
        ("[{name: a, in: body, schema: {}}]", ["`in` must not be the text 'body'"]),
        ("[{name: a, in: query, schema: {}, stile: form}]", ["the field `stile` is not known here"]),
        (
            "[{name: a, in: header, schema: {}, allowEmptyValue: true}]",
            ["the field `allowEmptyValue` is not known here"],
        ),
        ("[{name: a, in: query, style: simple, schema: {}}]", ["`style` must not be the text 'simple'"]),
        ("{name: a}", ["`parameters` must be a list of parameters, not a mapping"]),
        ("[limit]", ["element 0 of `parameters` must be a mapping, not the text 'limit'"]),
        ("[{nam: a, in: query, schema: {}}]", ["the field `nam` is not known here"]),
    ],
)
def test_a_wrong_parameter_is_one_diagnostic(body: str, expected: list[str], tmp_path: Path) -> None:
    found = linted(tmp_path, f"components: {{}}\npaths: {{/a: {{parameters: {body}}}}}\n")
    assert expected == [line.partition(": ")[2] for line in found]


def test_values_in_messages_are_cut_and_escaped(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    text = (
        'openapi: 3.1.0\ninfo: {title: t, version: "1"}\ncomponents: {schemas: {A: {type: "\\e[2J'
        + "x" * 500
        + '"}}}\n'
    )
    path.write_text(text, encoding="utf-8")
    report = Report()
    lint(path, report)
    (found,) = report
    assert "\x1b" not in str(found)
    assert "\\x1b[2J" in str(found)
    assert len(str(found)) < 400


def test_an_unknown_keyword_of_a_3_0_schema_is_only_a_warning(tmp_path: Path) -> None:
    assert linted(tmp_path, schema("{const: 1}"), "3.0.3") == [
        "3:28 keyword-unknown: the field `const` is not known here and means nothing"
    ]


def test_objects_of_other_files_are_checked_as_what_they_are_used_for(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("type: strng\n", encoding="utf-8")
    found = linted(tmp_path, schema("{$ref: b.yaml}"))
    assert found == ["1:7 field-value: `type` must not be the text 'strng'"]


@pytest.mark.parametrize("version", ["3.0", "3.1", "3.2"])
def test_every_kind_of_object_has_a_schema_in_every_version_that_knows_it(version: str) -> None:
    for kind in ANATOMY:
        assert not jsonschema_rs.validator_for(shallow_schema(version, kind)).is_valid(7)
        if kind not in {"paths", "responses", "callback"}:
            assert fields_of(version, kind)


def test_examples_against_alternatives_without_end_are_left_alone_and_said_so(tmp_path: Path) -> None:
    deep = "{a: " * 60 + "1" + "}" * 60
    branch = "{properties: {a: {$ref: '#/components/schemas/A'}}}"
    start = time.monotonic()
    found = linted(tmp_path, schema(f"{{oneOf: [{branch}, {branch}, {branch}], example: {deep}}}"))
    assert time.monotonic() - start < 5
    assert [line.split()[1] for line in found] == ["example-unchecked:"]


def test_very_long_numbers_are_no_trouble(tmp_path: Path) -> None:
    long = "9" * 400
    assert linted(tmp_path, schema(f"{{type: integer, maximum: {long}, default: {long}}}")) == []


def test_a_field_is_not_called_unknown_because_something_inside_it_is_wrong(tmp_path: Path) -> None:
    found = linted(
        tmp_path,
        "paths: {}\ncomponents: {securitySchemes: {o: {type: oauth2, flows: {implicit: {scopes: {}}}}}}\n",
    )
    assert [line.partition(": ")[2] for line in found] == ["the field `authorizationUrl` is missing in `implicit`"]
