"""JSON Schema made from a contract means what the document said, and leads back to where the document said it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from interpreting import Interpreted, interpreted, schemas_document
from truespec.contract.json_schema import definitions, find, json_schema, standalone
from truespec.contract.schema import Schema

KEYS = st.sampled_from(["a", "b", "a-b", "A_b", "$ref", "items"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["", "a", "b1", "long text"]))
INSTANCES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=8,
)
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
    "enum": st.lists(SCALARS, min_size=1, max_size=3),
    "minimum": st.integers(-2, 2),
    "exclusiveMaximum": st.integers(-2, 3),
    "multipleOf": st.integers(1, 3),
    "minLength": st.integers(0, 2),
    "pattern": st.sampled_from(["^a", "[0-9]$"]),
    "minItems": st.integers(0, 2),
    "uniqueItems": st.booleans(),
    "maxProperties": st.integers(0, 3),
    "required": st.lists(KEYS, max_size=2, unique=True),
    "dependentRequired": st.dictionaries(KEYS, st.lists(KEYS, max_size=2, unique=True), max_size=1),
    "default": SCALARS,
    "description": st.just("about it"),
    "$ref": st.sampled_from(
        ["#/components/schemas/Root", "#/components/schemas/Other", "#/components/schemas/Deep/items"]
    ),
}
SIMPLE = st.one_of(
    st.booleans(), st.fixed_dictionaries({}, optional=PLAIN), st.builds(lambda value: {"const": value}, SCALARS)
)


def composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return schemas that hold others under every keyword there is for it."""
    branches, by_key = st.lists(inner, min_size=1, max_size=2), st.dictionaries(KEYS, inner, min_size=1, max_size=2)
    holders: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(("properties", "dependentSchemas"), by_key),
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "b$"]), inner, min_size=1, max_size=2),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), branches),
        **dict.fromkeys(("items", "additionalProperties", "not", "contains", "propertyNames"), inner),
        **dict.fromkeys(("unevaluatedProperties", "unevaluatedItems", "if", "then", "else"), inner),
    }
    return st.fixed_dictionaries({}, optional={**PLAIN, **holders})


SCHEMAS = st.recursive(SIMPLE, composed, max_leaves=8)


def contract_of(schemas: dict[str, Any]) -> Interpreted:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        found = interpreted(path, json.dumps(schemas_document(schemas)))
        list(map(str, found.report))  # the files are still there to be looked into
        return found


def validator(schema: Any) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema)


@settings(deadline=None, max_examples=100)
@example({"additionalProperties": True, "unevaluatedProperties": False}, True, [{"a": 1}])
@example({"properties": {"a": True}, "required": ["a", "b"]}, True, [{"a": 1}, {"b": 1}])
@example({"items": True, "unevaluatedItems": False}, True, [[1]])
@given(SCHEMAS, SCHEMAS, st.lists(INSTANCES, min_size=1, max_size=6))
def test_a_contract_accepts_and_refuses_what_its_document_does(root: Any, other: Any, instances: list[Any]) -> None:
    schemas = {"Root": {"anyOf": [root, {"const": "never met"}]}, "Other": other, "Deep": {"items": {"minLength": 1}}}
    found = contract_of(schemas)
    try:
        before = validator({"$ref": "#/components/schemas/Root", "components": {"schemas": schemas}})
    except jsonschema_rs.ValidationError:
        return  # not a schema at all
    after = validator(standalone(Schema(location=found.api.location, reference="Root"), found.api))
    assert [before.is_valid(each) for each in instances] == [after.is_valid(each) for each in instances]


DEEP = {
    "Root": {
        "type": "object",
        "required": ["pet"],
        "properties": {
            "pet": {"$ref": "#/components/schemas/Pet"},
            "tags": {"type": "array", "prefixItems": [{"const": 1}], "items": {"minLength": 2}},
            "free": {"additionalProperties": {"type": "integer"}, "propertyNames": {"maxLength": 3}},
            "never": False,
        },
        "patternProperties": {"^x-": {"type": "boolean"}},
        "additionalProperties": False,
    },
    "Pet": {
        "allOf": [
            {"$ref": "#/components/schemas/Named"},
            {"properties": {"age": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}},
        ]
    },
    "Named": {"properties": {"name": {"type": "string"}, "home": {"properties": {"street": {"type": "string"}}}}},
}


@pytest.mark.parametrize(
    ("instance", "expected"),
    [
        ({}, ["/Root"]),
        ({"pet": {"name": 1}}, ["/Named/properties/name"]),
        ({"pet": {"home": {"street": 1}}}, ["/Named/properties/home/properties/street"]),
        ({"pet": {"age": "x"}}, ["/Pet/allOf/1/properties/age"]),
        ({"pet": {}, "tags": [2, "x"]}, ["/Root/properties/tags/prefixItems/0", "/Root/properties/tags/items"]),
        ({"pet": {}, "free": {"a": "x"}}, ["/Root/properties/free/additionalProperties"]),
        ({"pet": {}, "free": {"long": 1}}, ["/Root/properties/free/propertyNames"]),
        ({"pet": {}, "never": 1}, ["/Root/properties/never"]),
        ({"pet": {}, "x-a": 1}, ["/Root/patternProperties/^x-"]),
        ({"pet": {}, "other": 1}, ["/Root/additionalProperties"]),
    ],
)
def test_the_path_of_an_error_leads_to_the_schema_in_the_document(instance: Any, expected: list[str]) -> None:
    found = contract_of(DEEP)
    root = Schema(location=found.api.location, reference="Root")
    errors = list(validator(standalone(root, found.api)).iter_errors(instance))
    for paths in ([error.schema_path for error in errors], [error.evaluation_path for error in errors]):
        pointers = {find(root, found.api, path).location.pointer for path in paths}
        assert {f"/components/schemas{pointer}" for pointer in expected} == pointers


def test_a_path_is_followed_as_far_as_it_goes() -> None:
    found = contract_of(DEEP)
    root = Schema(location=found.api.location, reference="Root")
    assert find(root, found.api, ["$defs", "Nobody", "type"]) is root
    assert find(root, found.api, ["$ref", "properties", "nothing"]).location.pointer == "/components/schemas/Root"
    assert find(root, found.api, []) is root


def subschemas(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from subschemas(inner)


def test_every_reference_of_the_export_has_its_definition_and_its_prefix() -> None:
    made = definitions(contract_of(DEEP).api, "#/components/schemas/")
    references = {each["$ref"] for each in subschemas(made) if isinstance(each, dict) and "$ref" in each}
    assert {f"#/components/schemas/{name}" for name in ("Pet", "Named", "NamedHome")} == references
    assert list(made) == ["Root", "Pet", "Named", "NamedHome"]


def test_annotations_are_exported_too() -> None:
    member = {
        "type": ["string", "null"],
        "format": "date",
        "title": "T",
        "description": "D",
        "default": None,
        "deprecated": True,
        "readOnly": True,
        "enum": ["2020-01-01", None],
    }
    found = contract_of({"Root": {"properties": {"day": member}}})
    assert member == json_schema(found.member("Root", "day"))


def test_the_schema_false_stands_alone_as_one_that_refuses_all() -> None:
    found = contract_of({"Never": False})
    assert not validator(standalone(found.schema("Never"), found.api)).is_valid(None)
    assert json_schema(found.schema("Never")) is False


def test_definitions_made_once_can_be_shared() -> None:
    found = contract_of(DEEP)
    shared = definitions(found.api)
    assert standalone(found.schema("Pet"), found.api) == standalone(found.schema("Pet"), found.api, shared)
