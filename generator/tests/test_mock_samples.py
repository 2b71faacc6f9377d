"""Samples satisfy the schemas they are made from, whatever the schema, and are the same every time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mock_apis import Caller, api_of, fullwhere
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.mock.patterns import UnsupportedPatternError, matching_text
from truespec.mock.samples import Sampler
from truespec.mock.service import Service
from truespec.mock.shapes import Shapes
from truespec.mock.validators import Validators

FORMATS = [
    "date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "ipv4", "ipv6", "iri",
    "iri-reference", "json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference", "uri-template",
    "uuid",
]  # fmt: skip
SCHEMAS: list[Any] = [
    *({"type": "string", "format": name} for name in FORMATS),
    {"type": "string", "minLength": 12, "maxLength": 14},
    {"type": "string", "pattern": "^[A-Z]{2}-\\d{4}$"},
    {"type": "integer", "exclusiveMinimum": 5, "maximum": 7, "multipleOf": 2},
    {"type": "integer", "minimum": -9, "maximum": -3},
    {"type": "integer", "exclusiveMaximum": 0},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    {"type": "number", "minimum": 0.5, "maximum": 0.7},
    {"type": "number", "multipleOf": 0.5, "minimum": 3.2},
    {"enum": [None, "b"]},
    {"const": {"a": [1]}},
    {"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 3},
    {"type": "array", "items": {"type": "string"}, "maxItems": 0},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    {"type": "object", "required": ["a", "b"], "properties": {"a": {"$ref": "#/components/schemas/Tree"}}},
    {"allOf": [{"$ref": "#/components/schemas/Tree"}, {"required": ["b"], "properties": {"b": {"type": "null"}}}]},
    {"allOf": [{"type": "number", "minimum": 1}, {"type": "integer", "maximum": 1}]},
    {"oneOf": [{"type": "integer", "minimum": 10}, {"type": "integer", "maximum": -5}]},
    {"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "properties": {"a": {"const": 1}, "b": {"const": 2}}},
    {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "string"}]},
    {"$ref": "#/components/schemas/Loop"},
    {"type": "string", "examples": [7, "shown"]},
    {"type": "string", "format": "email", "default": "not an address"},
    {},
    True,
]
COMPONENTS = {
    "Tree": {
        "type": "object",
        "required": ["children"],
        "properties": {
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            "next": {"$ref": "#/components/schemas/Tree"},
        },
    },
    "Loop": {
        "oneOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Loop"}, "minItems": 1}, {"type": "null"}]
    },
}


def made(folder: Path, schema: Any, seed: int = 0) -> tuple[Api, Validators, Sampler]:
    responses = {"200": {"description": "x", "content": {"application/json": {"schema": schema}}}}
    paths = {"/x": {"get": {"operationId": "x", "responses": responses}}}
    api = api_of(folder, {"paths": paths, "components": {"schemas": COMPONENTS}})
    return api, *tools(api, seed)


def tools(api: Api, seed: int = 0) -> tuple[Validators, Sampler]:
    validators = Validators(api, "response")
    return validators, Sampler(Shapes(api), validators, seed)


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_samples_and_neutral_values_satisfy_their_schema(tmp_path: Path, schema: Any) -> None:
    api, validators, sampler = made(tmp_path, schema)
    wanted = api.operations[0].answers[0].content[0].schema
    assert wanted is not None
    for value in (sampler.sample(wanted), sampler.neutral(wanted)):
        assert () == validators.problems(wanted, value, "body"), value
    assert [] == validators.unusable


def test_samples_depend_on_the_seed_and_on_nothing_else() -> None:
    schema = fullwhere().schema("PartnerCustomer").schema
    _, first = tools(fullwhere())
    _, again = tools(fullwhere())
    _, other = tools(fullwhere(), 1)
    again.sample(fullwhere().schema("CustomerPage").schema)
    assert first.sample(schema) == again.sample(schema) != other.sample(schema)


def test_every_schema_of_the_catalogue_has_a_sample() -> None:
    validators, sampler = tools(fullwhere())
    for named in fullwhere().schemas:
        for value in (sampler.sample(named.schema), sampler.neutral(named.schema), sampler.blank(named.schema)):
            if value != {} or "object" in Shapes(fullwhere()).types(named.schema):
                assert () == validators.problems(named.schema, value, named.name), value


LEAVES = st.one_of(
    st.builds(
        lambda low, room: {"type": "integer", "minimum": low, "maximum": low + room},
        st.integers(-99, 99),
        st.integers(0, 9),
    ),
    st.builds(
        lambda low, room: {"type": "string", "minLength": low, "maxLength": low + room},
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    st.builds(lambda name: {"type": "string", "format": name}, st.sampled_from(FORMATS)),
    st.just({"type": "boolean"}),
    st.just({"type": ["null", "number"]}),
    st.builds(lambda values: {"enum": values}, st.lists(st.none() | st.integers() | st.text(), min_size=1, max_size=3)),
)
NESTED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda items, least: {"type": "array", "items": items, "minItems": least}, inner, st.integers(0, 3)),
        st.builds(
            lambda members, closed: {
                "type": "object",
                "properties": members,
                "required": list(members)[::2],
                "additionalProperties": not closed,
            },
            st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=3),
            st.booleans(),
        ),
        st.builds(lambda branches: {"anyOf": branches}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schema=NESTED)
def test_any_schema_that_does_not_contradict_itself_has_a_sample(tmp_path: Path, schema: Any) -> None:
    api, validators, sampler = made(tmp_path, schema)
    wanted = api.operations[0].answers[0].content[0].schema
    assert wanted is not None
    for value in (sampler.sample(wanted), sampler.neutral(wanted)):
        assert () == validators.problems(wanted, value, "body"), value


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{5}$", r"^[A-Za-z0-9_-]+$", r"^(a|b)c?$", r"^\+?[1-9]\d{1,14}$", r"[^a-z]{3}", r"^(?:x(y)*){2,}$",
        r"^\S+@\S+$", r"^[0-9a-f]{8}-[0-9a-f]{4}$", r"^#[\da-fA-F]{6}$", r"^\u0041\x42$", r"^[\w.-]+\.(?:png|jpe?g)$",
        r"^$", r"a{2}b{3,}?", r"^[^\s/]+/[^\s/]+$", r"^\d{4}-\d{2}(?<day>-\d{2})?$", r"^{}$",
    ],
)  # fmt: skip
@pytest.mark.parametrize("shortest", [0, 20])
def test_a_text_made_for_a_pattern_matches_it(pattern: str, shortest: int) -> None:
    text = matching_text(pattern, shortest)
    assert re.search(pattern.replace("(?<", "(?P<"), text), text


@pytest.mark.parametrize(
    "pattern", [r"^(?=a)b", r"(a)\1", r"^(a", r"a)", r"[a", "\\", r"\p{L}", "(" * 99, r"^\u00", "a" * 20_000]
)
def test_a_pattern_beyond_the_plain_ones_is_said_to_be(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError):
        matching_text(pattern)


def test_a_sample_of_what_multiplies_is_cut(tmp_path: Path) -> None:
    schemas: dict[str, Any] = {"E0": {"type": "string"}}
    for level in range(1, 25):
        member = {"$ref": f"#/components/schemas/E{level - 1}"}
        schemas[f"E{level}"] = {"type": "object", "required": ["a", "b"], "properties": {"a": member, "b": member}}
    api = api_of(tmp_path, {"components": {"schemas": schemas}})
    _, sampler = tools(api)
    assert 9_000 < json.dumps(sampler.sample(api.schema("E24").schema)).count(":") < 20_100


def test_a_sample_of_a_wide_schema_stays_small(tmp_path: Path) -> None:
    wide: Json = {"type": "object", "properties": {f"m{n}": {"$ref": "#/components/schemas/Tree"} for n in range(50)}}
    api, _, sampler = made(tmp_path, wide)
    wanted = api.operations[0].answers[0].content[0].schema
    assert wanted is not None
    assert len(str(sampler.sample(wanted))) < 20_000


@pytest.mark.parametrize(
    "schema",
    [
        {"anyOf": [{"$ref": "#/components/schemas/Named"}, {"type": "null"}]},
        {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Named"}]},
        {"oneOf": [{"$ref": "#/components/schemas/Named"}]},
        {"$ref": "#/components/schemas/Named", "description": "x"},
        {"allOf": [{"$ref": "#/components/schemas/Named"}]},
        {"type": "string", "examples": ["Morel"]},
    ],
)
def test_an_example_is_found_behind_references_and_alternatives(tmp_path: Path, schema: Any) -> None:
    media = {"application/json": {"schema": {"type": "object", "required": ["name"], "properties": {"name": schema}}}}
    paths = {"/x": {"get": {"operationId": "x", "responses": {"200": {"description": "x", "content": media}}}}}
    named = {"type": "string", "examples": ["Morel"]}
    api = api_of(tmp_path, {"paths": paths, "components": {"schemas": {"Named": named}}})
    assert {"name": "Morel"} == json.loads(Caller(Service(api), {}).send("GET", "/x").body)
