"""A list that only a header leads on in: one that never sends it may be cut anywhere, and nobody can tell."""

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
from truespec.contract.api import Api

_PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
_NEXT = {"X-Next": {"description": "A link to the next page.", "schema": {"type": "string"}}}


def _api(folder: Path, *cursor: str) -> Api:
    pets = {"application/json": {"schema": {"type": "array", "items": _PET}}}
    pet = {"application/json": {"schema": _PET}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}}
    others = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in cursor]
    at = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    shown = {"description": "It.", "content": pet}
    nobody = {"description": "There is none."}
    paths = {
        "/pets": {
            "get": {
                "operationId": "list",
                "parameters": [limit, *others],
                "responses": {"200": {"description": "Some of them.", "headers": _NEXT, "content": pets}},
            },
            "post": {
                "operationId": "add",
                "requestBody": {"required": True, "content": pet},
                "responses": {"201": shown},
            },
        },
        "/pets/{id}": {
            "parameters": [at],
            "get": {"operationId": "get", "responses": {"200": shown, "404": nobody}},
        },
    }
    return api_of(folder, {"paths": paths})


class _Pets:
    """Keeps pets, and lists as many as asked for; ``leads`` says whether it tells where the next ones are."""

    def __init__(self, *, leads: bool) -> None:
        self.leads, self.kept = leads, dict[int, dict[str, Any]]()

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        path, _, query = request.target.partition("?")
        if request.method == "POST":
            made = {**request.json(), "id": len(self.kept) + 1}  # type: ignore[dict-item]
            self.kept[len(self.kept) + 1] = made
            return _answer(201, made)
        if path != "/pets":
            found = self.kept.get(int(path.rpartition("/")[2]))
            return _answer(404, {}) if found is None else _answer(200, found)
        asked = dict(part.split("=") for part in query.split("&") if part)
        start, limit = int(asked.get("after", "0")), int(asked.get("limit", "100"))
        pets = list(self.kept.values())
        more = self.leads and len(pets) > start + limit
        headers = (("X-Next", f"/pets?after={start + limit}&limit={limit}"),) if more else ()
        return _answer(200, pets[start : start + limit], headers)


def _answer(status: int, body: object, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    return Response(status, (("Content-Type", "application/json"), *headers), json.dumps(body).encode())


@pytest.mark.parametrize(
    ("cursor", "leads", "told"),
    [((), False, False), (("after",), True, False), (("after",), False, True)],
)
def test_a_list_that_never_leads_on(tmp_path: Path, cursor: tuple[str, ...], *, leads: bool, told: bool) -> None:
    api = _api(tmp_path, *cursor)
    target = function_target(api, _Pets(leads=leads), Access(Credentials({})))
    broken = {finding.fact.id for finding in check(api, target, parts=("rules",)).broken}
    assert told == ("list.consistent.parts" in broken), broken
