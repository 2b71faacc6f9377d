"""Schemas of OpenAPI 3.0, 3.1 and 3.2 in the one dialect of the contract, each object with a class of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from interpreting import interpreted, schemas_document
from truespec.contract.json_schema import json_schema
from truespec.contract.provenance import assumption_for
from truespec.contract.schema import ABSENT, Absent


def exported(folder: Path, schema: Any, version: str) -> Any:
    """Return what a schema means, as JSON Schema."""
    found = interpreted(folder, schemas_document({"It": schema, "Pet": {"type": "object"}}, version))
    assert found.said == []
    return json_schema(found.schema("It"), "")


PET = {"$ref": "#/components/schemas/Pet"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"nullable": True}, {}),
        ({"nullable": True, "minLength": 2}, {"minLength": 2}),
        ({"type": "string", "nullable": True, "enum": ["a"]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"nullable": True, "enum": ["a", None]}, {"enum": ["a", None]}),
        ({"nullable": True, "allOf": [PET]}, {"anyOf": [{"$ref": "Pet"}, {"type": "null"}]}),
        (
            {"type": "object", "nullable": True, "allOf": [PET], "description": "d", "default": None},
            {
                "anyOf": [{"type": "object", "allOf": [{"$ref": "Pet"}]}, {"type": "null"}],
                "description": "d",
                "default": None,
            },
        ),
        (
            {"nullable": True, "oneOf": [PET, {"type": "string"}]},
            {"anyOf": [{"oneOf": [{"$ref": "Pet"}, {"type": "string"}]}, {"type": "null"}]},
        ),
        ({**PET, "nullable": True, "minLength": 3}, {"$ref": "Pet"}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1.5, "exclusiveMaximum": True, "minimum": 0}, {"exclusiveMaximum": 1.5, "minimum": 0}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"exclusiveMaximum": True}, {}),
    ],
)
def test_openapi_30_says_in_its_own_words_what_2020_12_says(tmp_path: Path, schema: Any, expected: Any) -> None:
    assert expected == exported(tmp_path, schema, "3.0.3")


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({**PET, "nullable": True}, {"anyOf": [{"$ref": "Pet"}, {"type": "null"}]}),
        ({"type": ["string", None]}, {"type": ["string", "null"]}),
        ({"const": None}, {"enum": [None]}),
        ({"exclusiveMinimum": 2}, {"exclusiveMinimum": 2}),
        ({**PET, "minProperties": 1}, {"$ref": "Pet", "minProperties": 1}),
        ({"prefixItems": [{}, False], "items": False}, {"prefixItems": [{}, False], "items": False}),
        ({"patternProperties": {"^a": {"type": "null"}}}, {"patternProperties": {"^a": {"type": "null"}}}),
        (
            {"if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": True},
            {"if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": {}},
        ),
        ({"unevaluatedProperties": False}, {"unevaluatedProperties": False}),
        ({"additionalProperties": {}}, {"additionalProperties": {}}),
        (True, {}),
        (False, False),
    ],
)
def test_openapi_31_and_32_keep_every_keyword(tmp_path: Path, version: str, schema: Any, expected: Any) -> None:
    assert expected == exported(tmp_path, schema, version)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [({"example": None}, (None,)), ({"examples": [1, 2], "example": 3}, (1, 2)), ({}, ())],
)
def test_examples_come_from_the_list_or_from_the_single_one(
    tmp_path: Path, schema: Any, expected: tuple[Any, ...]
) -> None:
    assert expected == interpreted(tmp_path, schemas_document({"It": schema})).schema("It").examples


def test_a_default_of_null_is_not_the_absence_of_a_default(tmp_path: Path) -> None:
    found = interpreted(tmp_path, schemas_document({"It": {"default": None}, "Other": {}}))
    assert found.schema("It").default is None
    assert isinstance(found.schema("Other").default, Absent)
    assert not ABSENT


def test_required_members_that_are_not_declared_are_a_constraint(tmp_path: Path) -> None:
    schema = {"properties": {"a": True}, "required": ["a", "b"]}
    it = interpreted(tmp_path, schemas_document({"It": schema})).schema("It")
    assert ([member.required for member in it.properties], it.constraints) == ([True], {"required": ["b"]})


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("because", [("", "because")]),
        ({"type": "not said", "enum": "guessed"}, [("type", "not said"), ("enum", "guessed")]),
        ({"type": 3}, []),
        (7, []),
    ],
)
def test_assumptions_are_read_in_both_forms(tmp_path: Path, mark: Any, expected: list[tuple[str, str]]) -> None:
    schemas = {"It": {"x-assumed": mark, "properties": {"a": {**PET, "x-assumed": mark}}}, "Pet": {}}
    for version in ("3.0.0", "3.1.0"):
        found = interpreted(tmp_path, schemas_document(schemas, version))
        (member,) = found.schema("It").properties
        for carrier in (found.schema("It"), member, member.schema):
            assert expected == [(assumption.attribute, assumption.why) for assumption in carrier.assumptions]


def test_an_assumption_knows_its_place_and_what_it_covers(tmp_path: Path) -> None:
    schemas = {"It": {"x-assumed": {"type": "not said"}}, "All": {"x-assumed": "not said"}}
    found = interpreted(tmp_path, schemas_document(schemas))
    (assumption,) = found.schema("It").assumptions
    assert str(assumption.location).endswith("openapi.yaml:10:15")
    assert assumption_for(found.schema("It").assumptions, "type") is assumption
    assert assumption_for(found.schema("It").assumptions, "enum") is None
    assert assumption_for(found.schema("All").assumptions, "enum") is not None


def test_what_no_class_can_say_of_a_discriminator_is_noted(tmp_path: Path) -> None:
    schema = {"discriminator": {"propertyName": "kind", "defaultMapping": "Pet"}}
    (said,) = interpreted(tmp_path, schemas_document({"It": schema}, "3.2.0")).said
    assert "openapi.yaml:11:9: note default-mapping-not-rendered" in said


def test_a_broken_schema_allows_anything(tmp_path: Path) -> None:
    schemas = {"It": {"properties": {"a": 3, "b": [], "c": None}, "items": "x", "allOf": 7, "type": {}, "required": 3}}
    found = interpreted(tmp_path, schemas_document(schemas))
    assert [json_schema(member.schema) for member in found.schema("It").properties] == [{}, {}, {}]


def test_references_that_lead_nowhere_are_reported_and_allow_anything(tmp_path: Path) -> None:
    found = interpreted(tmp_path, schemas_document({"It": {"$ref": "#/components/schemas/Gone"}}))
    assert json_schema(found.schema("It")) == {}
    assert [line.partition("error ")[2][:14] for line in found.said] == ["ref-unresolved"]
