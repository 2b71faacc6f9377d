"""A second credential that reads what is ours is told only where it cannot be one of ours that is allowed less."""

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
from truespec.checking.rules.access import tenants
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target

_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 40}
_NOTE = {"type": "object", "required": ["id", "text"], "properties": {"id": {"type": "string"}, "text": _TEXT}}
_REF = {"$ref": "#/components/schemas/Note"}
_NEW = {"type": "object", "required": ["text"], "properties": {"text": _TEXT}}


def _operation(name: str, scope: str, answer: dict[str, Any], status: str = "200", **more: Any) -> dict[str, Any]:
    shown = {status: {"description": "It.", "content": {"application/json": {"schema": answer}}}}
    refused = {code: {"description": "Refused."} for code in ("401", "403", "404")}
    return {"operationId": name, "security": [{"key": [scope]}], "responses": {**shown, **refused}, **more}


_LIST = {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": _REF}}}
_BODY = {"required": True, "content": {"application/json": {"schema": _NEW}}}
_SIZE = {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 99}}
_PAGE = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}
_OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/notes": {
            "post": _operation("addNote", "write", _REF, "201", requestBody=_BODY),
            "get": _operation("listNotes", "read", _LIST, parameters=[_PAGE, _SIZE]),
        },
        "/notes/{id}": {"get": _operation("getNote", "read", _REF, parameters=[_ID])},
    },
    "components": {
        "schemas": {"Note": _NOTE},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
_PAGING = {
    "style": "page",
    "page": "query.page",
    "limit": "query.size",
    "first": 1,
    "items": "body.items",
    "states": "It comes page by page.",
}
_WRITE = {"name": "write", "status": 403, "states": "It takes a key that may write."}
_MISSING = {"status": 404, "states": "There is no such note."}
_SCOPE = {"place": "header.X-Key", "states": "A key belongs to one house, and no other sees its notes."}
_BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {"note": {"schema": "Note", "key": "id", "scope": _SCOPE, "states": "A note has an id."}},
    "operations": {
        "addNote": {"action": "create", "resource": "note", "permission": _WRITE, "states": "A note is kept."},
        "listNotes": {"action": "list", "resource": "note", "paging": _PAGING, "states": "They are listed."},
        "getNote": {
            "action": "read",
            "resource": "note",
            "key": "path.id",
            "missing": _MISSING,
            "states": "It is shown.",
        },
    },
}


def _told(folder: Path, second: str, *open_to_all: str) -> list[str]:
    """Check a server that shows others' notes by the operations named; a key is its house and what it may do."""
    notes: list[tuple[str, dict[str, Any]]] = []

    def answer(request: Request) -> Response:
        house, _, role = (request.header("X-Key") or "").partition("-")
        asked = dict(request.query)
        if request.method == "POST":
            if role != "writer":
                return Response(403)
            note = {**json.loads(request.body), "id": f"n{len(notes)}"}
            notes.append((house, note))
            return _json(201, note)
        name = "listNotes" if request.path == "/notes" else "getNote"
        seen = [note for owner, note in notes if owner == house or name in open_to_all]
        if name == "listNotes":
            size = int(asked.get("size", "20"))
            start = (int(asked.get("page", "1")) - 1) * size
            return _json(200, {"items": seen[start : start + size]})
        return next((_json(200, note) for note in seen if request.path == f"/notes/{note['id']}"), Response(404))

    told: list[str] = []
    api = api_of(folder, _OPENAPI, _BEHAVIOUR)
    access = Access(Credentials({"key": "north-writer"}), second=Credentials({"key": second}))
    target = function_target(api, answer, access)
    ledger = Ledger(api, target, lambda event: told.append(event.finding.fact.id) if isinstance(event, Found) else None)
    session = Session(api, target, target.connect(), ledger)
    tenants.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return sorted(told)


def _json(status: int, value: object) -> Response:
    return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())


def test_one_of_ours_that_may_only_read_sees_what_is_ours(tmp_path: Path) -> None:
    assert not _told(tmp_path, "north-reader")


@pytest.mark.parametrize(
    ("second", "shown", "told"),
    [
        ("south-reader", "listNotes", "note.scope.listNotes"),
        ("south-writer", "listNotes", "note.scope.listNotes"),
        ("south-writer", "getNote", "note.scope.getNote"),
    ],
)
def test_one_of_another_tenant_does_not(tmp_path: Path, second: str, shown: str, told: str) -> None:
    assert _told(tmp_path, second, shown) == [told]


def test_where_one_that_may_do_everything_sees_all_it_is_told(tmp_path: Path) -> None:
    assert _told(tmp_path, "south-writer", "listNotes", "getNote") == ["note.scope.getNote", "note.scope.listNotes"]
