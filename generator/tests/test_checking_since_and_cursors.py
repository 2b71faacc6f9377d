"""A filter on moments looks at the one that is meant, and a cursor does not forget what a list was asked for."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.events import Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.filters import keeping
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.pages import narrowed_pages
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target

_Twist = Callable[[Callable[[Request], Response], Request], Response]

_MOMENT = {"type": "string", "format": "date-time"}
_NEW = {
    "name": {"type": "string", "minLength": 1, "maxLength": 40},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
}
_GUEST = {
    "type": "object",
    "required": ["id", "name", "country", "createdAt", "updatedAt"],
    "properties": {"id": {"type": "string"}, **_NEW, "createdAt": _MOMENT, "updatedAt": _MOMENT},
}
_QUERY = [
    {"name": "country", "in": "query", "schema": _NEW["country"]},
    {"name": "changedSince", "in": "query", "schema": _MOMENT},
    {"name": "madeBefore", "in": "query", "schema": _MOMENT},
    {"name": "cursor", "in": "query", "schema": {"type": "string"}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50}},
]
_AT = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_PART = {
    "type": "object",
    "required": ["guests", "next"],
    "properties": {
        "guests": {"type": "array", "items": {"$ref": "#/components/schemas/Guest"}},
        "next": {"type": ["string", "null"]},
    },
}


def _answers(status: str, schema: dict[str, Any]) -> dict[str, Any]:
    told = {"description": "It.", "content": {"application/json": {"schema": schema}}}
    return {status: told, "404": {"description": "Nobody."}}


def _body(required: list[str]) -> dict[str, Any]:
    schema = {"type": "object", "required": required, "properties": _NEW}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


_SHOWN = {"$ref": "#/components/schemas/Guest"}
_OPENAPI: dict[str, Any] = {
    "security": [{"key": []}],
    "paths": {
        "/guests": {
            "get": {"operationId": "list", "parameters": _QUERY, "responses": _answers("200", _PART)},
            "post": {
                "operationId": "add",
                "requestBody": _body(["name", "country"]),
                "responses": _answers("201", _SHOWN),
            },
        },
        "/guests/{id}": {
            "get": {"operationId": "get", "parameters": [_AT], "responses": _answers("200", _SHOWN)},
            "patch": {
                "operationId": "change",
                "parameters": [_AT],
                "requestBody": _body([]),
                "responses": _answers("200", _SHOWN),
            },
        },
    },
    "components": {
        "schemas": {"Guest": _GUEST},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
_GONE = {"status": 404, "states": "There is nobody."}
_ONE = {"resource": "guest", "missing": _GONE, "key": "path.id", "states": "It is done."}
_BEHAVIOUR: dict[str, Any] = {
    "resources": {
        "guest": {
            "schema": "Guest",
            "key": "id",
            "sets": {"id": "uuid", "createdAt": "created", "updatedAt": "updated"},
            "states": "A guest has an id.",
        }
    },
    "operations": {
        "list": {
            "action": "list",
            "resource": "guest",
            "paging": {
                "style": "cursor",
                "cursor": "query.cursor",
                "next": "body.next",
                "limit": "query.limit",
                "items": "body.guests",
                "states": "A part leads on to the next one.",
            },
            "filters": {
                "query.country": {"members": ["country"], "operator": "equal", "states": "Those of a country."},
                "query.changedSince": {"members": ["updatedAt"], "operator": "at-least", "states": "Changed since."},
                "query.madeBefore": {"members": ["createdAt"], "operator": "below", "states": "Made before."},
            },
            "states": "All are listed.",
        },
        "add": {"action": "create", "resource": "guest", "states": "Somebody is kept."},
        "get": {**_ONE, "action": "read"},
        "change": {**_ONE, "action": "update", "change": {"rule": "partial", "states": "The rest stays."}},
    },
}


def _told(folder: Path, family: Family, twist: _Twist) -> set[str]:
    api, broken = api_of(folder, _OPENAPI, _BEHAVIOUR), set[str]()
    mock = mock_target(api)
    healthy = mock.connect().send

    def hear(event: object) -> None:
        if isinstance(event, Found) and event.finding.assumed is None:
            broken.add(event.finding.fact.id)

    target = function_target(api, lambda request: twist(healthy, request), Access(Credentials({"key": "north"})))
    target = replace(target, disposable=True, let_pass=mock.let_pass)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    family.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return broken


def _as_it_is(healthy: Callable[[Request], Response], request: Request) -> Response:
    return healthy(request)


def _asked(request: Request, query: dict[str, str]) -> Request:
    return replace(request, target=f"{request.path}?{urlencode(query)}")


def _by_the_other_time(name: str, member: str) -> _Twist:
    """Return what looks at another time than it should, of all that the list holds."""

    def answer(healthy: Callable[[Request], Response], request: Request) -> Response:
        query = dict(request.query)
        bound = query.pop(name, None)
        if request.method != "GET" or bound is None:
            return healthy(request)
        found = healthy(_asked(request, {**query, "limit": "50"}))
        shown: Any = found.json()
        if not found.success:
            return found
        kept = [one for one in shown["guests"] if (one[member] >= bound) == (name == "changedSince")]
        return replace(found, body=json.dumps({"guests": kept, "next": None}).encode())

    return answer


def _forgetting(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Count the parts in what is asked for, and show them of all there is."""
    query = dict(request.query)
    if request.method != "GET" or "country" not in query:
        return healthy(request)
    if "cursor" not in query:
        found = healthy(request)
        shown: Any = found.json()
        following = shown["next"] and f"after-{len(shown['guests'])}"
        return replace(found, body=json.dumps({**shown, "next": following}).encode())
    every = healthy(_asked(request, {"limit": "50"}))
    start, shown = int(query["cursor"].partition("-")[2]), every.json()
    end = start + int(query.get("limit", "20"))
    following = f"after-{end}" if end < len(shown["guests"]) else None
    return replace(every, body=json.dumps({"guests": shown["guests"][start:end], "next": following}).encode())


@pytest.mark.parametrize(
    ("name", "member", "expected"),
    [
        ("changedSince", "createdAt", True),
        ("changedSince", "updatedAt", False),
        ("madeBefore", "updatedAt", True),
        ("madeBefore", "createdAt", False),
    ],
)
def test_a_filter_that_looks_at_another_time_is_told(tmp_path: Path, name: str, member: str, *, expected: bool) -> None:
    told = _told(tmp_path, keeping.FAMILY, _by_the_other_time(name, member))
    assert (f"list.filters.query.{name}.moment" in told) == expected
    assert expected or not told


@pytest.mark.parametrize(("twist", "expected"), [(_forgetting, True), (_as_it_is, False)])
def test_a_cursor_that_forgets_what_was_asked_for_is_told(tmp_path: Path, twist: _Twist, *, expected: bool) -> None:
    assert ("list.filters.query.country.pages" in _told(tmp_path, narrowed_pages.FAMILY, twist)) == expected
