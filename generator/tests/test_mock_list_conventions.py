"""A list without behaviour comes in the parts, the order and with the filters that its parameters are called after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.mock.service import Service

PET: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string"},
        "status": {"type": "string", "enum": ["here", "gone"]},
    },
}
PETS = {"type": "array", "items": PET}
FIVE = [{"id": number, "name": f"Rex {number}"} for number in range(1, 6)]


def query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 0, **schema}}


def answer(schema: Any, status: str = "200", **more: Any) -> dict[str, Any]:
    return {status: {"description": "x", "content": {"application/json": {"schema": schema, **more}}}}


def shown(*parameters: dict[str, Any]) -> dict[str, Any]:
    """Return a document with a list of examples."""
    listed = {"operationId": "list", "parameters": [*parameters], "responses": answer(PETS, example=FIVE)}
    return {"paths": {"/pets": {"get": listed}}}


def kept(*parameters: dict[str, Any]) -> dict[str, Any]:
    """Return a document with records that can be made and listed."""
    page = {"type": "object", "required": ["items", "total"]}
    page["properties"] = {"items": PETS, "total": {"type": "integer"}}
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    content = {"application/json": {"schema": PET}}
    make = {"operationId": "make", "requestBody": {"required": True, "content": content}}
    listed = {"operationId": "list", "parameters": [*parameters], "responses": answer(page)}
    missing = {"404": {"description": "x"}}
    read = {"operationId": "read", "parameters": [key], "responses": {**answer(PET), **missing}}
    pets = {"get": listed, "post": {**make, "responses": {**answer(PET, "201"), "400": {"description": "x"}}}}
    return {"paths": {"/pets": pets, "/pets/{id}": {"get": read}}}


def got(caller: Caller, path: str) -> Any:
    response = caller.send("GET", *path.split("?"))
    assert 200 == response.status, response.body
    return json.loads(response.body)


def test_a_list_of_examples_comes_in_the_part_that_is_asked_for(tmp_path: Path) -> None:
    caller = Caller(Service(api_of(tmp_path, shown(query("limit"), query("offset")))), {})
    assert FIVE == got(caller, "/pets")
    assert FIVE[:2] == got(caller, "/pets?limit=2")
    assert FIVE[4:] == got(caller, "/pets?limit=2&offset=4")
    assert [] == got(caller, "/pets?offset=5")


def test_where_only_the_size_can_be_asked_for_the_first_part_comes(tmp_path: Path) -> None:
    caller = Caller(Service(api_of(tmp_path, shown(query("pageSize")))), {})
    assert (FIVE, FIVE[:3]) == (got(caller, "/pets"), got(caller, "/pets?pageSize=3"))


def test_a_list_without_such_parameters_stays_as_it_is_shown(tmp_path: Path) -> None:
    assert FIVE == got(Caller(Service(api_of(tmp_path, shown(query("depth")))), {}), "/pets?depth=1")


def test_records_are_listed_in_pages_and_by_their_members(tmp_path: Path) -> None:
    status = {"name": "status", "in": "query", "schema": {"type": "string"}}
    caller = Caller(Service(api_of(tmp_path, kept(query("page", minimum=1), query("limit", minimum=1), status))), {})
    made = [caller.post("/pets", {"name": f"Rex {n}", "status": "gone" if n % 2 else "here"}) for n in range(5)]
    assert {"items": made[2:4], "total": 5} == got(caller, "/pets?page=2&limit=2")
    assert {"items": made[1::2], "total": 2} == got(caller, "/pets?status=gone")


@pytest.mark.parametrize("parameters", [("limit",), ("limit", "offset"), ("limit", "page"), ("perPage", "page")])
def test_a_stand_in_keeps_to_what_it_is_checked_for_without_rules(tmp_path: Path, parameters: tuple[str, ...]) -> None:
    for folder, document in (("shown", shown), ("kept", kept)):
        (tmp_path / folder).mkdir()
        api = api_of(tmp_path / folder, document(*(query(name, minimum=1, maximum=50) for name in parameters)))
        verdict = check(api, mock_target(api))
        told = [(finding.fact.id, finding.detail) for finding in (*verdict.broken, *verdict.differs)]
        assert ([], True) == (told, bool(verdict.holds))
