"""Where a request may name a few consents only, these are the names that are sent: a server may refuse all others."""

from __future__ import annotations

import json
import random
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
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records import consenting
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target

_TIME = {"type": ["string", "null"], "format": "date-time"}
_MEMBER: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "name": {"type": "string"},
        "consents": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "channel": {"type": "string"},
                    "granted": {"type": "boolean"},
                    "at": _TIME,
                    "off": _TIME,
                },
            },
        },
    },
}
_CHANNELS = {"type": "object", "additionalProperties": False, "properties": {"mail": {"type": "boolean"}}}
_NEW = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "consent": _CHANNELS}}


def _media(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


_SHOWN = {"description": "Done.", **_media({"$ref": "#/components/schemas/Member"})}
_OPENAPI: dict[str, Any] = {
    "paths": {
        "/members": {
            "post": {
                "operationId": "addMember",
                "requestBody": {"required": True, **_media(_NEW)},
                "responses": {"201": _SHOWN, "422": {"description": "It was refused."}},
            },
        },
        "/members/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"operationId": "getMember", "responses": {"200": _SHOWN, "404": {"description": "There is none."}}},
        },
    },
    "components": {"schemas": {"Member": _MEMBER}},
}
_FORM = {"form": "map", "list": "consents", "key": "channel", "flag": "granted", "agreed": "at", "refused": "off"}
_BEHAVIOUR: dict[str, Any] = {
    "resources": {"member": {"schema": "Member", "key": "id", "sets": {"id": "uuid"}, "states": "It has an id."}},
    "operations": {
        "addMember": {
            "action": "create",
            "resource": "member",
            "answer": "body",
            "consents": {"body.consent": {**_FORM, "states": "The member agrees, or does not."}},
            "states": "A member is made.",
        },
        "getMember": {
            "action": "read",
            "resource": "member",
            "key": "path.id",
            "answer": "body",
            "missing": {"status": 404, "states": "There is none."},
            "states": "It is read.",
        },
    },
}


@pytest.mark.parametrize(("name", "told"), [("withdrawnAt", []), ("no", ["addMember.consents.body.consent.no"])])
def test_who_never_agreed_has_withdrawn_nothing(tmp_path: Path, name: str, told: list[str]) -> None:
    """A time of withdrawing need not be set by a first no, as that of saying no has to be."""
    openapi, behaviour = (json.loads(json.dumps(one).replace('"off"', f'"{name}"')) for one in (_OPENAPI, _BEHAVIOUR))
    openapi["paths"]["/members"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"][
        "consent"
    ]["properties"]["post"] = {"type": "boolean"}
    api, found = api_of(tmp_path, openapi, behaviour), list[str]()
    healthy = mock_target(api).connect().send

    def answer(request: Request) -> Response:
        response = healthy(request)
        shown: Any = response.json()
        for consent in shown.get("consents") or [] if isinstance(shown, dict) else []:
            consent[name] = None
        return replace(response, body=json.dumps(shown).encode()) if response.body else response

    def hear(event: object) -> None:
        if isinstance(event, Found):
            found.append(event.finding.fact.id)

    target = replace(function_target(api, answer, Access(Credentials({}))), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    consenting.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert told == found


@pytest.mark.parametrize("kept", [True, False])
def test_names_that_are_declared_are_kept(tmp_path: Path, *, kept: bool) -> None:
    api = api_of(tmp_path, _OPENAPI, _BEHAVIOUR)
    healthy, told = mock_target(api).connect().send, list[str]()

    def answer(request: Request) -> Response:
        body: Any = request.json() if request.body else {}
        if not kept and isinstance(body, dict):
            body.pop("consent", None)
        return healthy(replace(request, body=json.dumps(body).encode()) if request.body else request)

    def hear(event: object) -> None:
        if isinstance(event, Found):
            told.append(event.finding.fact.id)

    target = replace(function_target(api, answer, Access(Credentials({}))), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    consenting.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert (["addMember.consents.body.consent"] if not kept else []) == told
