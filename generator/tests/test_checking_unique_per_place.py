"""What is said to be had once in a place, records of two places may have: a server that refuses it there is told."""

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
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target

_PLACE = {"name": "X-Hotel-Id", "in": "header", "required": True, "schema": {"type": "string"}}
_AT = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_NEW = {"email": {"type": "string", "format": "email"}, "name": {"type": "string", "maxLength": 40}}
_GUEST = {"type": "object", "required": ["id", "email"], "properties": {"id": {"type": "string"}, **_NEW}}


def _answers(status: str, schema: dict[str, Any] | None) -> dict[str, Any]:
    told = {"description": "It."} | ({"content": {"application/json": {"schema": schema}}} if schema else {})
    return {status: told, **{other: {"description": "No."} for other in ("401", "404", "409")}}


_SHOWN = {"$ref": "#/components/schemas/Guest"}
_BODY = {"schema": {"type": "object", "required": ["email"], "properties": _NEW}}
_OPENAPI: dict[str, Any] = {
    "security": [{"key": []}],
    "paths": {
        "/guests": {
            "post": {
                "operationId": "add",
                "parameters": [_PLACE],
                "requestBody": {"required": True, "content": {"application/json": _BODY}},
                "responses": _answers("201", _SHOWN),
            },
        },
        "/guests/{id}": {
            "get": {"operationId": "get", "parameters": [_PLACE, _AT], "responses": _answers("200", _SHOWN)},
            "delete": {"operationId": "remove", "parameters": [_PLACE, _AT], "responses": _answers("204", None)},
        },
    },
    "components": {
        "schemas": {"Guest": _GUEST},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
_GONE = {"status": 404, "states": "There is nobody."}
_ONE = {"resource": "guest", "missing": _GONE, "key": "path.id", "states": "It is done."}
_RESOURCE = {"schema": "Guest", "key": "id", "sets": {"id": "uuid"}, "states": "A guest has an id."}


def _behaviour(place: str, belongs: str, once: str) -> dict[str, Any]:
    unique = [{"by": ["email"], "status": 409, "states": once}]
    return {
        "resources": {"guest": {**_RESOURCE, "scope": {"place": place, "states": belongs}}},
        "operations": {
            "add": {"action": "create", "resource": "guest", "unique": unique, "states": "Somebody is kept."},
            "get": {**_ONE, "action": "read"},
            "remove": {**_ONE, "action": "delete"},
        },
    }


def _told(folder: Path, behaviour: dict[str, Any], *, everywhere: bool) -> set[str]:
    """Return what is told of a server that keeps an e-mail address to one place, or to one guest ``everywhere``."""
    openapi, broken, taken = deepcopy(_OPENAPI), set[str](), dict[str, str]()
    api = api_of(folder, openapi, behaviour)
    healthy = mock_target(api).connect().send

    def answer(request: Request) -> Response:
        body: Any = request.json() if request.method == "POST" else {}
        email = str(body.get("email", "")).lower() if isinstance(body, dict) else ""
        if everywhere and email in taken:
            return Response(409, (("Content-Type", "application/json"),), b"{}")
        response = healthy(request)
        if email and response.status == 201:
            taken[email] = str(request.header("X-Hotel-Id"))
        return response

    def hear(event: object) -> None:
        if isinstance(event, Found) and event.finding.assumed is None:
            broken.add(event.finding.fact.id)

    places = (("X-Hotel-Id", "paris"), ("X-Hotel-Id", "lyon"))
    access = Access(Credentials({"key": "north"}), parameters=places, second=Credentials({"key": "south"}))
    target: Callable[[Request], Response] = answer
    given = replace(function_target(api, target, access), disposable=True)
    session = Session(api, given, given.connect(), Ledger(api, given, hear))
    tenants.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return broken


_HOTEL = ("header.X-Hotel-Id", "A guest belongs to a hotel.")
_KEY = ("header.X-Key", "A key belongs to one hotel group, and guests of others do not exist for it.")


@pytest.mark.parametrize(
    ("scope", "once", "said"),
    [
        (_HOTEL, "An e-mail address is used once per hotel.", True),
        (_HOTEL, "The email must not be used by another guest of the hotel.", True),
        (_HOTEL, "No two guests of a hotel have the same email.", True),
        (_HOTEL, "An e-mail address is used once.", False),
        (_HOTEL, "No two guests of all hotels have the same email.", False),
        (_HOTEL, "No other guest has the email.", False),
        (_HOTEL, "The email of one guest is not had by another.", False),
        (_KEY, "An e-mail address is used once per hotel group.", True),
        (_KEY, "No other guest of the group has the email.", True),
        (_KEY, "No other guest has the email.", False),
    ],
)
def test_uniqueness_ends_where_its_words_say(tmp_path: Path, scope: tuple[str, str], once: str, *, said: bool) -> None:
    behaviour = _behaviour(*scope, once)
    assert ("add.unique.1.elsewhere" in _told(tmp_path, behaviour, everywhere=True)) == said
    assert not _told(tmp_path, behaviour, everywhere=False)
