"""A merge whose request names one other record alone, not a list of them: one is named, and all else is as ever."""

from __future__ import annotations

import itertools
import json
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
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.identity import joining
from truespec.checking.rules.records import missing
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from truespec.contract.api import Api

_MINUTES = itertools.count()
_ID = {"type": "string", "format": "uuid"}
_WRITTEN = {"name": {"type": "string", "maxLength": 40}, "note": {"type": ["string", "null"], "maxLength": 40}}
_CARD = {"type": "object", "required": ["id", "name"], "properties": {"id": _ID, **_WRITTEN}}
_CLUB = {"name": "X-Club", "in": "header", "required": True, "schema": {"type": "string"}}
_AT = {"name": "id", "in": "path", "required": True, "schema": _ID}


def _answer(status: str) -> dict[str, Any]:
    shown = {
        "description": "The card.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Card"}}},
    }
    return {status: shown, "404": {"description": "None."}, "422": {"description": "Wrong."}}


def _body(**members: Any) -> dict[str, Any]:
    schema = {"type": "object", "required": list(members)[:1], "properties": members}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


_OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Cards", "version": "1"},
    "paths": {
        "/cards": {
            "post": {
                "operationId": "addCard",
                "parameters": [_CLUB],
                "requestBody": _body(**_WRITTEN),
                "responses": _answer("201"),
            },
        },
        "/cards/{id}": {
            "get": {"operationId": "getCard", "parameters": [_AT, _CLUB], "responses": _answer("200")},
        },
        "/cards/{id}/merge": {
            "post": {
                "operationId": "mergeCard",
                "parameters": [_AT, _CLUB],
                "requestBody": _body(source=_ID),
                "responses": _answer("200"),
            },
        },
    },
    "components": {"schemas": {"Card": _CARD}},
}
_ACCESS = Access(Credentials({}), parameters=(("X-Club", "north"), ("X-Club", "south")))
_GONE = {"status": 404, "states": "There is no such card."}
_BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "card": {
            "schema": "Card",
            "key": "id",
            "sets": {"id": "uuid"},
            "scope": {"place": "header.X-Club", "states": "A card belongs to one club."},
            "states": "A card has an id.",
        }
    },
    "operations": {
        "addCard": {"action": "create", "resource": "card", "states": "A card is kept."},
        "getCard": {"action": "read", "resource": "card", "key": "path.id", "missing": _GONE, "states": "It is shown."},
        "mergeCard": {
            "action": "merge",
            "resource": "card",
            "key": "path.id",
            "missing": _GONE,
            "merge": {"others": "body.source", "states": "The source is gone."},
            "states": "The card in the path remains.",
        },
    },
}


def _told(api: Api, family: Family, twist: Callable[[Callable[[Request], Response], Request], Response]) -> list[str]:
    broken: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, Found):
            broken.append(event.finding.fact.id)

    healthy = mock_target(api).connect().send
    target = replace(function_target(api, lambda request: twist(healthy, request), _ACCESS), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    family.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return broken


def _strict(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Refuse a source that is no text."""
    if request.path.endswith("/merge") and not isinstance(json.loads(request.body).get("source"), str):
        return Response(422)
    return healthy(request)


def _keeping(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Leave the source where it is."""
    if request.path.endswith("/merge") and json.loads(request.body)["source"] not in request.path:
        return healthy(replace(request, method="GET", target=request.path.removesuffix("/merge"), body=b""))
    return _strict(healthy, request)


def _merging_everybody(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Take a source of the north into a card of the south."""
    if not request.path.endswith("/merge") or request.header("X-Club") != "south":
        return _strict(healthy, request)
    north = tuple((name, "north" if name == "X-Club" else value) for name, value in request.headers)
    other = healthy(Request("POST", "/cards", north, b'{"name": "another"}')).json()
    assert isinstance(other, dict)
    healthy(replace(request, headers=north, target=f"/cards/{other['id']}/merge"))
    return healthy(replace(request, method="GET", target=request.path.removesuffix("/merge"), body=b""))


def test_a_source_that_belongs_to_another_club_is_left_there(tmp_path: Path) -> None:
    api = api_of(tmp_path, _OPENAPI, _BEHAVIOUR)
    assert [] == _told(api, tenants.FAMILY, _strict)
    assert ["card.scope.merged"] == _told(api, tenants.FAMILY, _merging_everybody)


def _touching(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Show another time of the last change each time a card is read, as where something goes on with new ones."""
    answer = _strict(healthy, request)
    shown = answer.json()
    if request.method == "GET" and isinstance(shown, dict) and "id" in shown:
        seen = f"2026-05-01T08:{next(_MINUTES) % 60:02}:00Z"
        return replace(answer, body=json.dumps({**shown, "touched": seen}).encode())
    return answer


def test_a_time_that_the_server_sets_anew_is_no_merge(tmp_path: Path) -> None:
    rules: Any = deepcopy(_BEHAVIOUR)
    rules["resources"]["card"]["sets"]["touched"] = "updated"
    document: Any = deepcopy(_OPENAPI)
    touched = {"type": "string", "format": "date-time"}
    document["components"]["schemas"]["Card"]["properties"]["touched"] = touched
    told = _told(api_of(tmp_path, document, rules), tenants.FAMILY, _touching)
    assert "card.scope.merged" not in told


def _failing_at_capitals(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Fail where the key in the path has capital letters."""
    return Response(500) if request.path != request.path.lower() else healthy(request)


def test_a_key_in_capital_letters_is_no_reason_to_fail(tmp_path: Path) -> None:
    api = api_of(tmp_path, _OPENAPI, _BEHAVIOUR)
    assert ["getCard.server-error"] == _told(api, missing.FAMILY, _failing_at_capitals)


@pytest.mark.parametrize("family", [joining.FAMILY, missing.FAMILY])
def test_one_record_is_named_where_no_list_is_asked_for(tmp_path: Path, family: Family) -> None:
    assert [] == _told(api_of(tmp_path, _OPENAPI, _BEHAVIOUR), family, _strict)


def test_a_source_that_is_still_there_is_told(tmp_path: Path) -> None:
    assert ["mergeCard.merge"] == _told(api_of(tmp_path, _OPENAPI, _BEHAVIOUR), joining.FAMILY, _keeping)
