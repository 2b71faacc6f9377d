"""A list that may be searched shows all records where it need not be, and merging does not reach into other shops."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.events import Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access import tenants
from truespec.checking.rules.batches import each_element
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from truespec.contract.api import Api

_ID = {"type": "string"}
_WRITTEN = {"email": {"type": "string", "format": "email"}, "note": {"type": ["string", "null"], "maxLength": 40}}
_WHO = {"type": "object", "required": ["id", "email"], "properties": {"id": _ID, **_WRITTEN}}
_AT = {"name": "id", "in": "path", "required": True, "schema": _ID}
_WHOLE = {"type": "integer", "minimum": 1, "maximum": 50}
_QUERY = [
    {"name": "q", "in": "query", "schema": {"type": "string", "minLength": 1}},
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}},
    {"name": "size", "in": "query", "schema": _WHOLE},
]


def _answers(status: str, schema: dict[str, Any] | None) -> dict[str, Any]:
    told = {"description": "It."} | ({"content": {"application/json": {"schema": schema}}} if schema else {})
    return {status: told, "401": {"description": "No key."}, "404": {"description": "None."}}


def _body(required: list[str], members: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": required, "properties": members}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


_SHOWN = {"$ref": "#/components/schemas/Who"}
_MANY = {"type": "array", "minItems": 1, "maxItems": 9, "items": {"$ref": "#/components/schemas/NewWho"}}
_NEW = {"type": "object", "required": ["email"], "properties": _WRITTEN}
_PAGE = {"type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": _SHOWN}}}
_OPENAPI: dict[str, Any] = {
    "security": [{"key": []}],
    "paths": {
        "/people": {
            "get": {"operationId": "list", "parameters": _QUERY, "responses": _answers("200", _PAGE)},
            "post": {
                "operationId": "add",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewWho"}}},
                },
                "responses": _answers("201", _SHOWN),
            },
        },
        "/people/{id}": {
            "get": {"operationId": "get", "parameters": [_AT], "responses": _answers("200", _SHOWN)},
            "delete": {"operationId": "remove", "parameters": [_AT], "responses": _answers("204", None)},
        },
        "/people/import": {
            "post": {
                "operationId": "import",
                "requestBody": _body(["people"], {"people": _MANY}),
                "responses": _answers("200", {"type": "object"}),
            }
        },
        "/people/merge": {
            "post": {
                "operationId": "merge",
                "requestBody": _body(["source", "target"], {"source": _ID, "target": _ID}),
                "responses": _answers("200", _SHOWN),
            }
        },
    },
    "components": {
        "schemas": {"Who": _WHO, "NewWho": _NEW},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
_GONE = {"status": 404, "states": "There is nobody."}
_PAGING = {
    "style": "page",
    "page": "query.page",
    "limit": "query.size",
    "items": "body.data",
    "states": "It comes in pages.",
}
_ONE = {"resource": "who", "missing": _GONE, "key": "path.id", "states": "It is done."}
_BEHAVIOUR: dict[str, Any] = {
    "resources": {
        "who": {
            "schema": "Who",
            "key": "id",
            "sets": {"id": "uuid"},
            "scope": {"place": "header.X-Key", "states": "A key belongs to one shop."},
            "states": "Somebody has an id.",
        }
    },
    "operations": {
        "list": {
            "action": "list",
            "resource": "who",
            "paging": _PAGING,
            "search": {"query": "query.q", "members": ["email", "note"], "states": "The text is in one of two."},
            "states": "All are listed.",
        },
        "add": {"action": "create", "resource": "who", "states": "Somebody is kept."},
        "get": {**_ONE, "action": "read"},
        "remove": {**_ONE, "action": "delete"},
        "import": {"action": "batch", "each": "add", "items": "body.people", "states": "Each is added."},
        "merge": {
            **_ONE,
            "action": "merge",
            "key": "body.target",
            "merge": {"others": "body.source", "states": "The source is gone."},
        },
    },
}

_Twist = Callable[[Callable[[Request], Response], Request], Response]


def _world(api: Api, twist: _Twist, broken: list[str]) -> World:
    healthy = mock_target(api).connect().send

    def hear(event: object) -> None:
        if isinstance(event, Found) and event.finding.assumed is None:
            broken.append(event.finding.fact.id)

    access = Access(Credentials({"key": "north"}), second=Credentials({"key": "south"}))
    target = replace(function_target(api, lambda request: twist(healthy, request), access), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    return World(session, RecordMaker(api, "test", 0), random.Random(0), 1)


def _as_it_is(healthy: Callable[[Request], Response], request: Request) -> Response:
    return healthy(request)


def _told(folder: Path, family: Family, twist: _Twist) -> list[str]:
    broken: list[str] = []
    family.check(_world(api_of(folder, _OPENAPI, _BEHAVIOUR), twist, broken))
    return broken


def _keeping_nothing(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Answer a batch as if it were done."""
    return (
        Response(200, (("Content-Type", "application/json"),), b"{}") if "import" in request.path else healthy(request)
    )


def _merging_for_all(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Look up who is merged without a look at the key: here all merging is done by the first."""
    if request.path.endswith("/merge") and request.header("X-Key") == "south":
        request = replace(request, headers=(*(one for one in request.headers if one[0] != "X-Key"), ("X-Key", "north")))
        body: Any = request.json()
        read = healthy(Request("GET", f"/people/{body['source']}", (("X-Key", "north"),)))
        if read.success:
            healthy(Request("DELETE", f"/people/{body['source']}", (("X-Key", "north"),)))
            return Response(200, read.headers, read.body)
    return healthy(request)


@pytest.mark.parametrize(("twist", "expected"), [(_keeping_nothing, True), (_as_it_is, False)])
def test_what_a_batch_makes_is_looked_for_in_a_list_that_may_be_searched(
    tmp_path: Path, twist: _Twist, *, expected: bool
) -> None:
    assert expected == ("import" in _told(tmp_path, each_element.FAMILY, twist))


@pytest.mark.parametrize(("twist", "expected"), [(_merging_for_all, True), (_as_it_is, False)])
def test_another_tenant_merges_nobody_of_ours(tmp_path: Path, twist: _Twist, *, expected: bool) -> None:
    assert expected == ("who.scope.merge" in _told(tmp_path, tenants.FAMILY, twist))


@pytest.mark.parametrize("needed", [True, False])
def test_a_list_that_has_to_be_searched_is_not_taken_for_that_of_all(tmp_path: Path, *, needed: bool) -> None:
    openapi = deepcopy(_OPENAPI)
    openapi["paths"]["/people"]["get"]["parameters"][0]["required"] = needed
    world = _world(api_of(tmp_path, openapi, _BEHAVIOUR), _as_it_is, [])
    assert (lister_of(world, world.behaviour.resources[0]) is None) == needed


def test_a_search_that_stands_elsewhere_is_not_taken_for_a_list_of_all(tmp_path: Path) -> None:
    openapi = deepcopy(_OPENAPI)
    openapi["paths"]["/people/search"] = {"get": openapi["paths"]["/people"].pop("get")}
    world = _world(api_of(tmp_path, openapi, _BEHAVIOUR), _as_it_is, [])
    assert lister_of(world, world.behaviour.resources[0]) is None
