"""What another place lists when it is asked for more: found by a filter or a text, ordered, or on a further page."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
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
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from truespec.contract.api import Api

_ID = {"type": "string", "format": "uuid"}
_TEXT = {"type": "string", "maxLength": 40}
_WRITTEN = {"name": _TEXT, "mail": _TEXT}
_SCHEMA = {
    "type": "object",
    "required": ["id", "name", "createdAt"],
    "properties": {"id": _ID, "createdAt": {"type": "string", "format": "date-time"}, **_WRITTEN},
}
_CLUB = {"name": "X-Club", "in": "header", "required": True, "schema": {"type": "string"}}
_AT = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_CARD = {"$ref": "#/components/schemas/Card"}


def _answer(status: str, schema: dict[str, Any]) -> dict[str, Any]:
    shown = {"description": "It.", "content": {"application/json": {"schema": schema}}}
    return {status: shown, "404": {"description": "None."}, "422": {"description": "Wrong."}}


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


_PAGES = (
    _query("page", type="integer", minimum=1, default=1),
    _query("size", type="integer", minimum=1, maximum=50, default=10),
)
_LIST = {
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": _CARD}},
}
_OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Cards", "version": "1"},
    "paths": {
        "/cards": {
            "post": {
                "operationId": "addCard",
                "parameters": [_CLUB],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "required": ["name", "mail"], "properties": _WRITTEN}
                        }
                    },
                },
                "responses": _answer("201", _CARD),
            },
            "get": {
                "operationId": "listCards",
                "parameters": [_CLUB, *_PAGES, _query("mail", type="string"), _query("sort", type="string")],
                "responses": _answer("200", _LIST),
            },
        },
        "/found": {
            "get": {
                "operationId": "findCards",
                "parameters": [_CLUB, *_PAGES, _query("q", type="string")],
                "responses": _answer("200", _LIST),
            },
        },
        "/cards/{id}": {
            "get": {"operationId": "getCard", "parameters": [_AT, _CLUB], "responses": _answer("200", _CARD)},
        },
    },
    "components": {"schemas": {"Card": _SCHEMA}},
}
_PAGING = {
    "style": "page",
    "page": "query.page",
    "limit": "query.size",
    "first": 1,
    "items": "body.items",
    "states": "It comes page by page.",
}
_BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "card": {
            "schema": "Card",
            "key": "id",
            "sets": {"id": "uuid", "createdAt": "created"},
            "scope": {"place": "header.X-Club", "states": "A card belongs to one club."},
            "states": "A card has an id.",
        }
    },
    "operations": {
        "addCard": {"action": "create", "resource": "card", "states": "A card is kept."},
        "getCard": {
            "action": "read",
            "resource": "card",
            "key": "path.id",
            "missing": {"status": 404, "states": "There is no such card."},
            "states": "It is shown.",
        },
        "listCards": {
            "action": "list",
            "resource": "card",
            "paging": _PAGING,
            "filters": {"query.mail": {"members": ["mail"], "operator": "equal", "states": "Those with this mail."}},
            "order": {"by": "query.sort", "prefix": "-", "states": "By this member."},
            "states": "They are listed.",
        },
        "findCards": {
            "action": "list",
            "resource": "card",
            "paging": _PAGING,
            "search": {"query": "query.q", "members": ["name"], "states": "Those whose name has it."},
            "states": "They are found.",
        },
    },
}
_ACCESS = Access(Credentials({}), parameters=(("X-Club", "north"), ("X-Club", "south")))

_Server = Callable[[Request], Response]


def _told(api: Api, server: Callable[[_Server, Request], Response]) -> list[str]:
    broken: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, Found):
            broken.append(event.finding.fact.id)

    healthy = mock_target(api).connect().send
    for name in ("Ida", "Nils", "Marit", "Ravna"):
        body = json.dumps({"name": name, "mail": f"{name}@example.com"}).encode()
        healthy(Request("POST", "/cards", (("X-Club", "north"), ("Content-Type", "application/json")), body))
    target = replace(function_target(api, lambda request: server(healthy, request), _ACCESS), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    tenants.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return broken


def _leaking(asked: str) -> Callable[[_Server, Request], Response]:
    """Show the south what the north lists, where a list is asked for with one parameter."""

    def server(healthy: _Server, request: Request) -> Response:
        if request.method == "GET" and f"{asked}=" in request.target and request.header("X-Club") == "south":
            return healthy(replace(request, headers=(("X-Club", "north"),)))
        return healthy(request)

    return server


def _as_it_is(healthy: _Server, request: Request) -> Response:
    return healthy(request)


@pytest.fixture(name="api")
def _api(tmp_path: Path) -> Api:
    return api_of(tmp_path, _OPENAPI, _BEHAVIOUR)


@pytest.mark.parametrize("asked", ["mail", "q", "sort"])
def test_no_question_to_a_list_shows_what_is_of_another_place(api: Api, asked: str) -> None:
    assert _told(api, _leaking(asked)) == ["card.scope.listed"]


def test_nor_does_a_further_page(api: Api) -> None:
    assert _told(api, _leaking("page=2&size")) == ["card.scope.listed"]


def test_a_server_that_keeps_places_apart_is_left_alone(api: Api) -> None:
    assert not _told(api, _as_it_is)


def test_a_key_may_be_that_of_another_record_at_every_place(api: Api) -> None:
    def counting(healthy: _Server, request: Request) -> Response:
        """Number the cards of each club from 1 on."""
        answer = healthy(request)
        if request.method == "GET" and request.path.startswith("/cards/") and request.header("X-Club") == "south":
            north = healthy(replace(request, headers=(("X-Club", "north"),)))
            record = north.json()
            assert isinstance(record, dict)
            return replace(north, body=json.dumps({**record, "name": "Sami", "mail": "sami@example.com"}).encode())
        return answer

    assert not _told(api, counting)
