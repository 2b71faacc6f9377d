"""A schema of alternatives within alternatives is not held against values: nobody would live to see the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of
from truespec.checking.schema_check import SchemaCheck
from truespec.contract.breadth import BEARABLE, Breadth
from truespec.mock.service import Service

LEVELS = 24


def named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def laid(levels: int, inner: str = "anyOf") -> dict[str, Any]:
    """Return schemas that each have two times the next as alternatives, the last a text."""
    return {
        **{f"L{n}": {inner: [named(f"L{n + 1}"), {"minLength": 0, **named(f"L{n + 1}")}]} for n in range(levels)},
        f"L{levels}": {"type": "string"},
    }


@pytest.mark.parametrize(("levels", "expected"), [(0, 1), (1, 5), (2, 13), (3, 29)])
def test_every_schema_counts_as_often_as_it_is_applied(tmp_path: Path, levels: int, expected: int) -> None:
    api = api_of(tmp_path, {"paths": {}, "components": {"schemas": laid(levels)}})
    assert expected == Breadth(api)(api.schema("L0").schema)


@pytest.mark.parametrize("schema", [{"anyOf": [named("A"), {"type": "string"}]}, {"not": named("A")}])
def test_a_schema_that_leads_back_to_itself_has_no_end(tmp_path: Path, schema: dict[str, Any]) -> None:
    api = api_of(tmp_path, {"paths": {}, "components": {"schemas": {"A": schema}}})
    assert Breadth(api)(api.schema("A").schema) > BEARABLE


def test_what_is_inside_a_member_counts_and_recursion_through_members_does_not(tmp_path: Path) -> None:
    schemas = {
        **laid(LEVELS),
        "Holder": {"type": "object", "properties": {"a": {"type": "array", "items": named("L0")}}},
        "Tree": {"type": "object", "properties": {"left": named("Tree"), "right": named("Tree")}},
    }
    api = api_of(tmp_path, {"paths": {}, "components": {"schemas": schemas}})
    bearable = {name: Breadth(api).is_bearable(api.schema(name).schema) for name in ("Holder", "Tree", "L20")}
    assert {"Holder": False, "Tree": True, "L20": True} == bearable


def test_a_mock_and_a_check_of_such_a_schema_answer_at_once(tmp_path: Path) -> None:
    body = {"content": {"application/json": {"schema": named("L0")}}}
    operation = {"operationId": "send", "requestBody": body, "responses": {"200": {"description": "Sent.", **body}}}
    api = api_of(tmp_path, {"paths": {"/a": {"post": operation}}, "components": {"schemas": laid(LEVELS)}})
    service = Service(api)
    answer = Caller(service).send("POST", "/a", body={"b": 1})
    assert 200 == answer.status
    assert "schema-not-checkable" in [note.id for note in service.notes]
    assert [] == SchemaCheck(api, "response").violations(api.schema("L0").schema, {"b": 1})
