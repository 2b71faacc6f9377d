"""Documents of others are worked with in spite of mistakes that leave the meaning clear, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from truespec.catalogue import file_entry, resolve
from truespec.contract.api import Api
from truespec.diagnostics import Location, Report, Severity
from truespec.interpretation.load import load_entry
from truespec.specification.tolerance import TOLERATED, tolerated

A: dict[str, Any] = {"parameters": {"a": {"name": "a", "in": "query", "schema": {}}}}
OK = {"200": {"description": "ok"}}
WORKED_AROUND: list[tuple[str, str, dict[str, Any]]] = [
    ("3.0.3", "component-name-invalid", {"components": {"schemas": {"List<Pet>": {"type": "object"}}}}),
    ("3.1.0", "field-name", {"components": {"schemas": {"List<Pet>": {"type": "object"}}}}),
    ("3.0.3", "field-missing", {"paths": {"/a": {"get": {"operationId": "a"}}}}),
    ("3.0.3", "field-unknown", {"paths": {"/a": {"tags": ["b"], "get": {"operationId": "a", "responses": OK}}}}),
    ("3.0.3", "field-type", {"components": {"schemas": {"A": {"properties": {"b": {"required": True}}}}}}),
    ("3.0.3", "field-value", {"components": {"schemas": {"A": {"type": "file"}}}}),
    (
        "3.0.3",
        "header-name-invalid",
        {"components": {"parameters": {"a": {"name": "a b", "in": "header", "schema": {}}}}},
    ),
    (
        "3.0.3",
        "media-type-invalid",
        {"components": {"responses": {"a": {"description": "a", "content": {"a/b/c": {}}}}}},
    ),
    ("3.0.3", "pattern-invalid", {"components": {"schemas": {"A": {"type": "string", "pattern": "(?P<a>"}}}}),
    ("3.0.3", "range-empty", {"components": {"schemas": {"A": {"type": "integer", "minimum": 9, "maximum": 1}}}}),
    ("3.0.3", "ref-unresolved", {"components": {"schemas": {"A": {"properties": {"b": {"$ref": "#/gone"}}}}}}),
    (
        "3.0.3",
        "ref-wrong-kind",
        {"components": {"schemas": {"A": {"properties": {"b": {"$ref": "#/components/parameters/a"}}}}, **A}},
    ),
    ("3.0.3", "security-scheme-undeclared", {"security": [{"nobody": []}]}),
    (
        "3.0.3",
        "operation-id-duplicate",
        {"paths": {path: {"get": {"operationId": "a", "summary": path, "responses": OK}} for path in ("/a", "/b")}},
    ),
    (
        "3.0.3",
        "parameter-duplicate",
        {"paths": {"/a": {"get": {"responses": OK, "parameters": [A["parameters"]["a"]] * 2}}}},
    ),
]
STOPPING: list[tuple[str, dict[str, Any]]] = [
    ("all-of-cycle", {"components": {"schemas": {"A": {"allOf": [{"$ref": "#/components/schemas/A"}]}}}}),
    ("operation-repeated", {"paths": {path: {"get": {"operationId": "a", "responses": OK}} for path in ("/a", "/b")}}),
    (
        "parameter-contradiction",
        {
            "paths": {
                "/a": {
                    "get": {
                        "responses": OK,
                        "parameters": [A["parameters"]["a"], {**A["parameters"]["a"], "schema": {"type": "integer"}}],
                    }
                }
            }
        },
    ),
    ("component-undefined", {"components": {"schemas": {"A": {"$ref": "#/components/schemas/B"}}}}),
    ("method-unknown", {"paths": {"/a": {"fetch": {"responses": OK}}}}),
    ("field-implausible", {"components": {"schemas": {"A": {"type": "object", "required": "a\nb"}}}}),
    ("field-implausible", {"components": {"schemas": {"A": {"type": "integer", "minimum": "0); open('x'"}}}}),
    ("field-implausible", {"components": {"schemas": {"A": {"type": 'str"'}}}}),
    ("field-implausible", {"components": {"schemas": {"A": {"nullable": "true\n"}}}}),
    ("field-implausible", {"paths": {"/a": {"get": {"responses": {**OK, "404\nimport os": {"description": "No."}}}}}}),
    ("name-unprintable", {"components": {"schemas": {"A\nB": {"type": "object"}}}}),
    ("name-unprintable", {"security": [{"a\nb": []}]}),
    ("name-unprintable", {"components": {"securitySchemes": {"a": {"type": "http", "scheme": "basic\r\nX-A: b"}}}}),
    (
        "name-unprintable",
        {"components": {"securitySchemes": {"a": {"type": "apiKey", "in": "header", "name": "X-A\r\nX-B: c"}}}},
    ),
    ("ref-invalid", {"components": {"schemas": {"A": {"$ref": "#/components/schemas/B\u001b[2J"}}}}),
    ("ref-outside", {"components": {"schemas": {"A": {"$ref": "../../b.yaml"}}}}),
    ("ref-unreadable", {"components": {"schemas": {"A": {"items": {"$ref": "."}}}}}),
    ("ref-unreadable", {"components": {"schemas": {"A": {"items": {"$ref": "b" * 5000}}}}}),
    ("ref-remote", {"components": {"schemas": {"A": {"$ref": "https://example.com/b.yaml"}}}}),
]


def load(folder: Path, document: dict[str, Any], version: str = "3.0.3", *, strict: bool = False) -> tuple[Any, Report]:
    """Write a document and return its contract, if any, with what was said."""
    whole = {"openapi": version, "info": {"title": "Pets", "version": "1"}, "paths": {}, **document}
    return load_text(folder, yaml.safe_dump(whole, sort_keys=False), strict=strict)


def load_text(folder: Path, text: str, *, strict: bool = False) -> tuple[Any, Report]:
    (folder / "openapi.yaml").write_text(text, encoding="utf-8")
    report = Report()
    return load_entry(file_entry(folder / "openapi.yaml"), report, strict=strict), report


def understood(folder: Path, document: dict[str, Any], version: str = "3.0.3") -> Api:
    api, report = load(folder, document, version)
    assert isinstance(api, Api), [str(diagnostic) for diagnostic in report]
    return api


@pytest.mark.parametrize(("version", "expected", "document"), WORKED_AROUND, ids=lambda value: str(value)[:40])
def test_a_mistake_that_leaves_the_meaning_clear_is_a_warning_unless_strict(
    tmp_path: Path, version: str, expected: str, document: dict[str, Any]
) -> None:
    api, report = load(tmp_path, document, version)
    assert isinstance(api, Api)
    (told,) = (found for found in report if found.id == expected)
    assert (told.severity, told.location.line > 0) == (Severity.WARNING, True)
    assert told.message.endswith(f"({TOLERATED[expected]})")
    api, report = load(tmp_path, document, version, strict=True)
    assert api is None
    assert (expected, Severity.ERROR) in [(found.id, found.severity) for found in report]


@pytest.mark.parametrize(("expected", "document"), STOPPING, ids=lambda value: str(value)[:40])
def test_a_mistake_that_leaves_the_meaning_open_stops(tmp_path: Path, expected: str, document: dict[str, Any]) -> None:
    api, report = load(tmp_path, document)
    assert api is None
    assert expected in [found.id for found in report if found.severity is Severity.ERROR]


def test_warnings_and_notes_stay_what_they_are() -> None:
    report = Report()
    report.warning("field-missing", Location("a.yaml", 1, 1), "said")
    report.note("field-type", Location("a.yaml", 2, 1), "said")
    assert [(found.id, found.severity.value) for found in tolerated(report)] == [
        ("field-missing", "warning"),
        ("field-type", "note"),
    ]


def test_operations_that_share_an_id_are_both_there(tmp_path: Path) -> None:
    operation = {"operationId": "pet", "responses": OK}
    api = understood(tmp_path, {"paths": {"/a": {"get": operation, "put": operation}}})
    assert [(found.id, found.method) for found in api.operations] == [("pet", "GET"), ("put_a", "PUT")]


def test_a_path_parameter_that_nothing_declares_is_a_text(tmp_path: Path) -> None:
    declared = {"name": "b", "in": "path", "required": True, "schema": {"type": "integer"}}
    unused = {"name": "nowhere", "in": "path", "required": True, "schema": {"type": "integer"}}
    item = {"get": {"parameters": [declared, unused], "responses": OK}}
    (operation,) = understood(tmp_path, {"paths": {"/{a}/{b}": item}}).operations
    shown = [(each.wire, each.place, each.schema.types, each.required) for each in operation.parameters]
    assert sorted(shown) == [("a", "path", ("string",), True), ("b", "path", ("integer",), True)]


def test_statuses_are_read_in_any_case_and_others_left_out(tmp_path: Path) -> None:
    responses = {word: {"description": "x"} for word in ("2xx", "Default", "404 ", "fine", "99")}
    (operation,) = understood(tmp_path, {"paths": {"/a": {"get": {"responses": responses}}}}).operations
    assert [answer.status for answer in operation.answers] == ["2XX", "default", "404"]


def test_methods_are_read_in_any_case(tmp_path: Path) -> None:
    api = understood(tmp_path, {"paths": {"/a": {"GET": {"responses": OK}, "Post": {"responses": OK}}}})
    assert [operation.label for operation in api.operations] == ["GET /a", "POST /a"]


def test_a_path_without_its_slash_is_an_operation_all_the_same(tmp_path: Path) -> None:
    api = understood(tmp_path, {"paths": {"pets/all": {"get": {"responses": OK}}}})
    assert [operation.label for operation in api.operations] == ["GET /pets/all"]


def test_a_parameter_as_swagger_2_wrote_it_keeps_its_type(tmp_path: Path) -> None:
    parameter = {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "csv"}
    item = {"get": {"parameters": [parameter], "responses": OK}}
    ((found,),) = (each.parameters for each in understood(tmp_path, {"paths": {"/a": item}}).operations)
    assert (found.schema.types, found.schema.items and found.schema.items.types) == (("array",), ("string",))


@pytest.mark.parametrize(
    ("written", "types", "format_"),
    [("String", ("string",), ""), ("file", ("string",), "binary"), ("int", ("integer",), ""), ("any", (), "")],
)
def test_a_type_that_json_schema_lacks_is_read_as_what_it_was_meant_to_be(
    tmp_path: Path, written: str, types: tuple[str, ...], format_: str
) -> None:
    schema = understood(tmp_path, {"components": {"schemas": {"A": {"type": written}}}}).schema("A").schema
    assert (types, format_) == (schema.types, schema.format)


def test_constraints_that_no_validator_takes_are_left_out(tmp_path: Path) -> None:
    written = {"type": "string", "minLength": "1", "maxLength": -1, "pattern": "(?P<a>", "uniqueItems": 1, "maximum": 3}
    schema = understood(tmp_path, {"components": {"schemas": {"A": written}}}).schema("A").schema
    assert schema.constraints == {"maximum": 3}


def test_members_behind_a_reference_in_place_of_properties_are_read(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text("members:\n  id: {type: integer}\n", encoding="utf-8")
    document = {"components": {"schemas": {"A": {"properties": {"$ref": "shared.yaml#/members"}}}}}
    (member,) = understood(tmp_path, document).schema("A").schema.properties
    assert (member.wire, member.schema.types) == ("id", ("integer",))


def test_what_a_missing_file_would_hold_may_be_anything(tmp_path: Path) -> None:
    document = {"components": {"schemas": {"A": {"$ref": "gone.yaml#/A"}}}}
    schema = understood(tmp_path, document).schema("A").schema
    assert (schema.reference, schema.types, schema.properties) == ("", (), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paths: {}\nx-a: {1.5: a, true: b}\n", ["key-not-text"]),
        ("paths: {}\nx-a: {b: 1, b: 2}\n", ["key-repeated"]),
        ("paths: {}\nx-a: .nan\n", ["number-not-finite"]),
        ("paths: {}\nx-a: !Sub b\nx-b: !!timestamp 2020-01-01\n", ["yaml-tag-unknown"]),
        ("paths: {}\n---\n", ["yaml-documents"]),
        ("paths: {}\nx-a: {<<: b}\n", ["yaml-merge"]),
    ],
)
def test_yaml_that_is_not_json_is_read_as_far_as_it_goes(tmp_path: Path, text: str, expected: list[str]) -> None:
    api, report = load_text(tmp_path, f"openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\n{text}")
    assert isinstance(api, Api)
    assert expected == sorted({found.id for found in report})


def test_json_in_a_file_called_yaml_may_escape_characters_beyond_16_bits(tmp_path: Path) -> None:
    text = '{"openapi": "3.0.3",\n\t"info": {"title": "\\ud83d\\ude00\\/", "version": "1"}, "paths": {}}'
    api, _ = load_text(tmp_path, text)
    assert api.title == "\N{GRINNING FACE}/"


def test_a_file_that_cannot_be_read_is_an_error_whatever_is_wrong(tmp_path: Path) -> None:
    api, report = load_text(tmp_path, "? [a]\n: 1\n")
    assert api is None
    assert [(found.id, found.severity) for found in report] == [("key-collection", Severity.ERROR)]


def test_mistakes_in_a_spec_of_the_house_stop(tmp_path: Path) -> None:
    folder = tmp_path / "specs" / "pets"
    folder.mkdir(parents=True)
    (folder / "api.toml").write_text("", encoding="utf-8")
    (folder / "openapi.yaml").write_text("openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\n", encoding="utf-8")
    report = Report()
    entry = resolve(str(folder), report)
    assert entry is not None
    assert load_entry(entry, report) is None
    assert "field-missing" in [found.id for found in report if found.severity is Severity.ERROR]
