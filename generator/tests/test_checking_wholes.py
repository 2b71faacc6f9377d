"""What is said to be replaced as a whole, to be left alone or to move on with a change is held to that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target

_TEXT = {"type": "string", "minLength": 1, "maxLength": 60}
_NEW: dict[str, Any] = {
    "name": _TEXT,
    "note": {"type": ["string", "null"], "maxLength": 60},
    "tags": {"type": "array", "items": _TEXT},
}
_KEPT = {
    "type": "object",
    "required": ["id", "name", "updatedAt"],
    "properties": {"id": _TEXT, **_NEW, "updatedAt": {"type": "string", "format": "date-time", "readOnly": True}},
}
_AT = {"name": "id", "in": "path", "required": True, "schema": _TEXT}


def _answers(status: str) -> dict[str, Any]:
    return {
        status: {
            "description": "It.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Guest"}}},
        },
        "404": {"description": "Nobody."},
    }


def _openapi(said: str) -> dict[str, Any]:
    sent = {"required": True, "content": {"application/json": {"schema": {"type": "object", "properties": _NEW}}}}
    making = {"schema": {"type": "object", "required": ["name"], "properties": _NEW}}
    new = {"required": True, "content": {"application/json": making}}
    change = {"operationId": "change", "description": said, "requestBody": sent, "responses": _answers("200")}
    return {
        "paths": {
            "/guests": {"post": {"operationId": "add", "requestBody": new, "responses": _answers("201")}},
            "/guests/{id}": {
                "parameters": [_AT],
                "get": {"operationId": "get", "responses": _answers("200")},
                "patch": change,
            },
        },
        "components": {"schemas": {"Guest": _KEPT}},
    }


class _Guests:
    """Keeps guests, with one fault or none."""

    def __init__(self, fault: str = "") -> None:
        self.fault, self.kept, self.asked = fault, dict[str, dict[str, Any]](), 0

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        self.asked += 1
        body, key = request.json(), request.path.rpartition("/")[2]
        now = f"2026-01-01T{self.asked // 3600 % 24:02}:{self.asked // 60 % 60:02}:{self.asked % 60:02}Z"
        if request.method == "POST" and isinstance(body, dict):
            key = f"g{self.asked}"
            self.kept[key] = {"id": key, "note": None, "tags": [], **body, "updatedAt": now}
        elif key not in self.kept:
            return Response(404, (), b"")
        elif request.method == "PATCH" and isinstance(body, dict):
            before = self.kept[key]
            tags = body.get("tags")
            if self.fault == "mixes" and isinstance(tags, list):
                body = {**body, "tags": [*before["tags"], *tags]}
            if self.fault == "clears" and "note" not in body:
                body = {**body, "note": None}
            self.kept[key] = {**before, **body, "updatedAt": before["updatedAt"] if self.fault == "stands" else now}
        shown = json.dumps(self.kept[key]).encode()
        return Response(201 if request.method == "POST" else 200, (("Content-Type", "application/json"),), shown)


def _broken(folder: Path, said: str, fault: str) -> set[str]:
    api = api_of(folder, _openapi(said))
    verdict = check(api, function_target(api, _Guests(fault), Access(Credentials({}))), parts=("rules",))
    return {finding.fact.id for finding in verdict.broken}


@pytest.mark.parametrize(
    ("said", "fault", "fact"),
    [
        ("tags are replaced as a whole.", "mixes", "change.consistent.whole.tags"),
        ("The tags are always replaced.", "mixes", "change.consistent.whole.tags"),
        ("Changes what is sent and leaves all others as they are.", "clears", "change.change"),
        ("What is sent is changed, leaving the rest untouched.", "clears", "change.change"),
        ("updatedAt moves with every change.", "stands", "change.consistent.moves.updatedAt"),
        ("The id stays, `updatedAt` becomes the time of the request.", "stands", "change.consistent.moves.updatedAt"),
    ],
)
def test_what_is_said_of_a_change_holds(tmp_path: Path, said: str, fault: str, fact: str) -> None:
    assert fact in _broken(tmp_path, said, fault)
    assert fact not in _broken(tmp_path, said, "")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("tags are not replaced as a whole.", "mixes"),
        ("Adds tags.", "mixes"),
        ("Others may leave the rest as it is.", "clears"),
        ("updatedAt does not move with every change.", "stands"),
        ("updatedAt is set by the server.", "stands"),
    ],
)
def test_what_is_not_said_is_not_broken(tmp_path: Path, said: str, fault: str) -> None:
    assert not {
        one for one in _broken(tmp_path, said, fault) if "whole" in one or "moves" in one or one == "change.change"
    }
