"""Where a change has to name the state of its record, by an entity tag or a version, the run reads it before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

_SENT: dict[str, Any] = {"title": {"type": "string", "maxLength": 60}, "text": {"type": "string", "maxLength": 200}}
_NOTE: dict[str, Any] = {"id": {"type": "integer"}, "version": {"type": "integer", "minimum": 1}, **_SENT}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _document(by: str) -> dict[str, Any]:
    needed = ["title", "text", *(["version"] if by == "version" else [])]
    members = _SENT if by == "tag" else {**_SENT, "version": _NOTE["version"]}
    tag = {"ETag": {"required": True, "schema": {"type": "string"}}}
    note = {"description": "The note.", "headers": tag, "content": _json("Note")}
    no = {"description": "No."}
    match = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
    named = [match] if by == "tag" else []
    refused = {"412": no} if by == "tag" else {"409": {"description": "The version is not that of the note."}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "paths": {
            "/notes": {
                "post": {
                    "operationId": "addNote",
                    "requestBody": {"required": True, "content": _json("NewNote")},
                    "responses": {"201": note, "400": no},
                }
            },
            "/notes/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "get": {"operationId": "getNote", "responses": {"200": note, "404": no}},
                "put": {
                    "operationId": "changeNote",
                    "parameters": named,
                    "requestBody": {"required": True, "content": _json("ChangedNote")},
                    "responses": {"200": note, "400": no, "404": no, **refused},
                },
                "delete": {
                    "operationId": "deleteNote",
                    "parameters": named,
                    "responses": {"204": no, "400": no, "404": no, **refused},
                },
            },
        },
        "components": {
            "schemas": {
                "Note": {"type": "object", "required": list(_NOTE), "properties": _NOTE},
                "NewNote": {"type": "object", "required": list(_SENT), "properties": _SENT},
                "ChangedNote": {"type": "object", "required": needed, "properties": members},
            }
        },
    }


class Notes:
    """Keeps notes, and lets nobody change one who has not seen it as it is; ``fault`` is what it does wrong."""

    def __init__(self, by: str, fault: str = "") -> None:
        """Begin with none."""
        self.by, self.fault = by, fault
        self.notes: dict[int, dict[str, Any]] = {}
        self.last = 0
        self.changes = 0

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        status, value = self._answered(request)
        tag = [("ETag", f'"{value["version"]}"')] if "version" in value else []
        headers = (("Content-Type", "application/json"), *tag)
        return Response(status, headers, b"" if status == 204 else json.dumps(value).encode())

    def _answered(self, request: Request) -> tuple[int, dict[str, Any]]:
        key, body = request.path.rpartition("/")[2], request.json()
        if request.method == "POST":
            if not _fits(body, _SENT):
                return 400, {}
            self.last += 1
            self.notes[self.last] = {"id": self.last, "version": 1, **{name: body[name] for name in _SENT}}
            return 201, self.notes[self.last]
        note = self.notes.get(int(key)) if key.isdigit() else None
        if request.method == "GET":
            return (404, {}) if note is None else (200, note)
        return self._changed(request, note, body)

    def _changed(self, request: Request, note: dict[str, Any] | None, body: Any) -> tuple[int, dict[str, Any]]:
        tags = request.header("If-Match")
        if (self.by == "tag" and tags is None) or (request.method == "PUT" and not _fits(body, _SENT)):
            return 400, {}
        if request.method == "PUT" and self.by == "version" and not isinstance(body.get("version"), int):
            return 400, {}
        if note is None:
            return 404, {}
        if self.by == "tag" and tags != f'"{note["version"]}"':
            return 412, {}
        if request.method == "DELETE":
            del self.notes[note["id"]]
            return 204, {}
        if self.by == "version" and body["version"] != note["version"]:
            return 409, {}
        self.changes += 1
        kept = {} if self.fault == "forgets" else {name: body[name] for name in _SENT}
        changed = {**note, **kept, "version": note["version"] + 1}
        self.notes[note["id"]] = changed
        return 200, {**changed, **{name: body[name] for name in _SENT}}


def _fits(body: Any, members: dict[str, Any]) -> bool:
    return isinstance(body, dict) and all(
        isinstance(body.get(name), str) and len(body[name]) <= members[name]["maxLength"] for name in members
    )


def _api(folder: Path, by: str) -> Api:
    (folder / "notes.json").write_text(json.dumps(_document(by)))
    api = load_api(str(folder / "notes.json"), Report())
    assert api is not None
    return api


def _checked(folder: Path, server: Notes) -> Verdict:
    api = _api(folder, server.by)
    target = function_target(api, server, Access(Credentials({})))
    return check(api, target, parts=("rules",))


@pytest.mark.parametrize("by", ["tag", "version"])
def test_a_change_names_what_was_just_read(tmp_path: Path, by: str) -> None:
    server = Notes(by)
    verdict = _checked(tmp_path, server)
    assert [] == [finding.fact.id for finding in verdict.broken]
    assert server.changes
    assert not server.notes, "what was made is taken away again, though that needs a tag, too"


@pytest.mark.parametrize("by", ["tag", "version"])
def test_so_a_change_that_is_lost_is_told(tmp_path: Path, by: str) -> None:
    told = {finding.fact.operation for finding in _checked(tmp_path, Notes(by, "forgets")).broken}
    assert "changeNote" in told
