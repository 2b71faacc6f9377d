"""An update that replaces a record replaces the objects in it: what is left of the one before is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target, mock_target

_TEXT = {"type": "string", "minLength": 1, "maxLength": 40}
_NEW = {
    "name": _TEXT,
    "address": {"type": "object", "required": ["street"], "properties": {"street": _TEXT, "floor": _TEXT}},
}
_KEPT = {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "string"}, **_NEW}}
_AT = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_BODY = {"schema": {"type": "object", "required": ["name", "address"], "properties": _NEW}}


def _answers(status: str) -> dict[str, Any]:
    shown = {"application/json": {"schema": {"$ref": "#/components/schemas/Guest"}}}
    return {status: {"description": "It.", "content": shown}, "404": {"description": "Nobody."}}


_SENT = {"required": True, "content": {"application/json": _BODY}}
_OPENAPI: dict[str, Any] = {
    "paths": {
        "/guests": {"post": {"operationId": "add", "requestBody": _SENT, "responses": _answers("201")}},
        "/guests/{id}": {
            "get": {"operationId": "get", "parameters": [_AT], "responses": _answers("200")},
            "put": {"operationId": "put", "parameters": [_AT], "requestBody": _SENT, "responses": _answers("200")},
        },
    },
    "components": {"schemas": {"Guest": _KEPT}},
}
_GONE = {"status": 404, "states": "There is nobody."}
_ONE = {"resource": "guest", "missing": _GONE, "key": "path.id", "states": "It is done."}


def _behaviour(rule: str) -> dict[str, Any]:
    return {
        "resources": {"guest": {"schema": "Guest", "key": "id", "sets": {"id": "uuid"}, "states": "It has an id."}},
        "operations": {
            "add": {"action": "create", "resource": "guest", "states": "Somebody is kept."},
            "get": {**_ONE, "action": "read"},
            "put": {**_ONE, "action": "update", "change": {"rule": rule, "states": "It is as it was sent."}},
        },
    }


def _merging(healthy: Callable[[Request], Response], request: Request) -> Response:
    """Keep of the address what is not sent."""
    response = healthy(Request("GET", request.path)) if request.method == "PUT" else healthy(request)
    before, sent = response.json(), request.json()
    if request.method != "PUT" or not response.success or not isinstance(before, dict) or not isinstance(sent, dict):
        return response if request.method != "PUT" else healthy(request)
    known, told = before.get("address"), sent.get("address")
    if isinstance(known, dict) and isinstance(told, dict):
        sent = {**sent, "address": {**known, **told}}
    return healthy(Request("PUT", request.path, request.headers, json.dumps(sent).encode()))


@pytest.mark.parametrize(("rule", "merges", "expected"), [("replace", True, True), ("replace", False, False)])
def test_what_is_left_of_an_object_that_was_replaced_is_told(
    tmp_path: Path, rule: str, *, merges: bool, expected: bool
) -> None:
    api = api_of(tmp_path, _OPENAPI, _behaviour(rule))
    healthy = mock_target(api).connect().send
    answer = (lambda request: _merging(healthy, request)) if merges else healthy
    verdict = check(api, function_target(api, answer, Access(Credentials({}))), parts=("rules",))
    assert ("put.change.within" in {finding.fact.id for finding in verdict.broken}) == expected


def test_what_a_partial_update_does_within_an_object_is_nobodys_rule(tmp_path: Path) -> None:
    api = api_of(tmp_path, _OPENAPI, _behaviour("partial"))
    healthy = mock_target(api).connect().send
    target = function_target(api, lambda request: _merging(healthy, request), Access(Credentials({})))
    assert "put.change.within" not in {one.fact.id for one in check(api, target, parts=("rules",)).broken}
