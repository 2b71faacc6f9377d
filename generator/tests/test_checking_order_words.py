"""A word to order by that no member is called is held to the member that its sentence names."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.events import Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.orders import ordering
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target

_TEXT = {"type": "string", "minLength": 1, "maxLength": 60}
_NAMES = {"firstName": _TEXT, "lastName": _TEXT}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_REF = {"$ref": "#/components/schemas/Guest"}
_GUEST = {"type": "object", "required": ["id", *_NAMES], "properties": {"id": {"type": "string"}, **_NAMES}}
_LIST = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": _REF}}}
_TOLD = "`name` sorts by last name and then by first name; with a leading minus the order is descending."


def _shown(schema: dict[str, Any], status: str = "200") -> dict[str, Any]:
    return {status: {"description": "It.", "content": {"application/json": {"schema": schema}}}}


def _openapi(told: str, words: list[str]) -> dict[str, Any]:
    new = {"type": "object", "required": [*_NAMES], "properties": _NAMES}
    numbers = {"page": {"type": "integer", "minimum": 1}, "size": {"type": "integer", "minimum": 1, "maximum": 50}}
    sort = {"name": "sort", "in": "query", "description": told, "schema": {"type": "string", "enum": words}}
    more = {**numbers, **_NAMES}
    asked = [sort, *({"name": name, "in": "query", "schema": schema} for name, schema in more.items())]
    body = {"required": True, "content": {"application/json": {"schema": new}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Guests", "version": "1"},
        "paths": {
            "/guests": {
                "post": {"operationId": "addGuest", "requestBody": body, "responses": _shown(_REF, "201")},
                "get": {"operationId": "listGuests", "parameters": asked, "responses": _shown(_LIST)},
            },
            "/guests/{id}": {"get": {"operationId": "getGuest", "parameters": [_ID], "responses": _shown(_REF)}},
        },
        "components": {"schemas": {"Guest": _GUEST}},
    }


_PAGING = {
    "style": "page",
    "page": "query.page",
    "limit": "query.size",
    "items": "body.items",
    "states": "It comes page by page.",
}
_ORDER = {"by": "query.sort", "prefix": "-", "states": "A word says the order, and a minus turns it round."}
_BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {"guest": {"schema": "Guest", "key": "id", "states": "A guest has an id."}},
    "operations": {
        "addGuest": {"action": "create", "resource": "guest", "states": "A guest is kept."},
        "listGuests": {
            "action": "list",
            "resource": "guest",
            "paging": _PAGING,
            "order": _ORDER,
            "filters": {
                f"query.{name}": {"members": [name], "operator": "equal", "states": f"Those with this {name}."}
                for name in _NAMES
            },
            "states": "They are listed.",
        },
        "getGuest": {"action": "read", "resource": "guest", "key": "path.id", "states": "It is shown."},
    },
}


def _told(folder: Path, by: str, told: str = _TOLD, words: tuple[str, ...] = ("name", "-name")) -> list[str]:
    """Check a server that orders by one member, whatever the word is."""
    guests: list[dict[str, Any]] = []

    def answer(request: Request) -> Response:
        asked = dict(request.query)
        if request.method == "POST":
            guests.append({**json.loads(request.body), "id": f"g{len(guests)}"})
            return _json(guests[-1], 201)
        if request.path != "/guests":
            return next((_json(one) for one in guests if request.path == f"/guests/{one['id']}"), Response(404))
        size, sort = int(asked.get("size", "20")), asked.get("sort", "")
        rows = sorted(guests, key=lambda one: one[by], reverse=sort.startswith("-") or sort == "za") if sort else guests
        start = (int(asked.get("page", "1")) - 1) * size
        return _json({"items": rows[start : start + size]})

    found: list[str] = []
    api = api_of(folder, _openapi(told, [*words]), _BEHAVIOUR)
    target = function_target(api, answer, Access(Credentials({})))
    ledger = Ledger(api, target, lambda event: found.append(event.finding.detail) if isinstance(event, Found) else None)
    session = Session(api, target, target.connect(), ledger)
    ordering.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return found


def _json(value: object, status: int = 200) -> Response:
    return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())


def test_a_word_that_stands_for_a_member_orders_by_it(tmp_path: Path) -> None:
    assert not _told(tmp_path, "lastName")
    assert any("in the wrong order of `lastName`" in detail for detail in _told(tmp_path, "firstName"))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("`name` sorts by what people are called; a minus turns it round.", ("name", "-name")),
        ("`name` does not sort by last name.", ("name", "-name")),
        ("`az` sorts by last name, and `za` sorts by last name from the end.", ("az", "za")),
    ],
)
def test_what_no_sentence_says_beyond_doubt_is_left_open(tmp_path: Path, told: str, words: tuple[str, ...]) -> None:
    assert not _told(tmp_path, "firstName", told, words)
