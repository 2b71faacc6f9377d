"""An operation that no rule is about takes the scope that the rules of others name: without it, it is refused."""

from __future__ import annotations

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
from truespec.checking.rules.access import permissions
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target

_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_NOTE = {"type": "object", "properties": {"id": {"type": "string"}, "text": {"type": "string"}}}


def _operation(name: str, scope: str, *parameters: Any, **more: Any) -> dict[str, Any]:
    shown = {
        "description": "The note.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}},
    }
    refused = {code: {"description": "Refused."} for code in ("401", "403", "404")}
    return {
        "operationId": name,
        "security": [{"key": [scope]}],
        "parameters": list(parameters),
        "responses": {"200": shown, **refused},
        **more,
    }


_BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}}
_OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/notes": {"post": _operation("addNote", "write", requestBody=_BODY)},
        "/notes/{id}": {"get": _operation("getNote", "read", _ID)},
        "/notes/{id}/stamp": {"post": _operation("stampNote", "write", _ID)},
    },
    "components": {
        "schemas": {"Note": _NOTE},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
_WRITE = {"name": "write", "status": 403, "states": "It takes a key that may write."}
_BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {"note": {"schema": "Note", "key": "id", "states": "A note has an id."}},
    "operations": {
        "addNote": {"action": "create", "resource": "note", "permission": _WRITE, "states": "A note is kept."},
        "getNote": {"action": "read", "resource": "note", "key": "path.id", "states": "It is shown."},
    },
}


@pytest.mark.parametrize("lets_in", [True, False])
def test_a_scope_that_a_rule_names_is_needed_elsewhere_too(tmp_path: Path, *, lets_in: bool) -> None:
    def answer(request: Request) -> Response:
        stamps = lets_in and request.path.endswith("/stamp")
        refused = request.method == "POST" and request.header("X-Key") == "reader" and not stamps
        headers = (("Content-Type", "application/json"),)
        return Response(403) if refused else Response(200, headers, b'{"id": "n1", "text": "one"}')

    told: list[str] = []
    api = api_of(tmp_path, _OPENAPI, _BEHAVIOUR)
    access = Access(Credentials({"key": "writer"}), second=Credentials({"key": "reader"}))
    target = function_target(api, answer, access)
    ledger = Ledger(api, target, lambda event: told.append(event.finding.fact.id) if isinstance(event, Found) else None)
    session = Session(api, target, target.connect(), ledger)
    permissions.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert told == (["stampNote.refuses-credentials-forbidden"] if lets_in else [])
