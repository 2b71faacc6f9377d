"""Which sentences of a spec say that a record that is sent again is the one that was there; and what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.customs import with_customs
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api

_TEXT = {"type": "string"}
_NEW = {"email": {"type": "string", "format": "email"}, "name": _TEXT, "note": {"type": ["string", "null"]}}
_GUEST = {"type": "object", "required": ["id"], "properties": {"id": _TEXT, **_NEW}}
_AT = {"name": "id", "in": "path", "required": True, "schema": _TEXT}
_KNOWN = "If there is already a guest with the same e-mail address (compared without regard to case), no second one is "
_FILLS = "created: the existing guest is answered with 200. Members of it that are empty are filled with what was sent."


def _api(folder: Path, said: str) -> Api:
    shown = {"description": "It.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Guest"}}}}
    sent = {"schema": {"type": "object", "required": ["email"], "properties": _NEW}}
    openapi: dict[str, Any] = {
        "paths": {
            "/guests": {
                "post": {
                    "operationId": "add",
                    "description": said,
                    "requestBody": {"required": True, "content": {"application/json": sent}},
                    "responses": {"200": shown, "201": shown},
                }
            },
            "/guests/{id}": {
                "parameters": [_AT],
                "get": {"operationId": "get", "responses": {"200": shown, "404": {"description": "Nobody."}}},
            },
        },
        "components": {"schemas": {"Guest": _GUEST}},
    }
    return api_of(folder, openapi)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (f"{_KNOWN}{_FILLS}", ("email", "fill-null")),
        ("When a guest with this email exists already, the existing guest is returned unchanged.", ("email", "keep")),
        ("If there is a guest with the same email, no new guest is created.", ("email", None)),
        ("If a guest with the same email already exists, the request may be refused.", None),
        ("If a guest with the same email and name already exists, no new one is made.", None),
        ("If a guest with the same email already exists, usually no new one is made.", None),
        ("The email of a guest.", None),
        ("", None),
        ("No new guest is created if the server is busy.", None),
    ],
)
def test_what_is_said_of_a_record_that_is_sent_again(
    tmp_path: Path, said: str, read: tuple[str, str | None] | None
) -> None:
    behaviour = with_customs(_api(tmp_path, said)).behaviour
    action = behaviour.action("add") if behaviour is not None else None
    rule = action.dedupe if action is not None else None
    existing = rule.existing.rule if rule is not None and rule.existing is not None else None
    assert read == (None if rule is None else (rule.members[0], existing))


class _Guests:
    """Keeps guests, each once; with a fault, not quite so."""

    def __init__(self, fault: str) -> None:
        self.fault, self.kept = fault, dict[str, dict[str, Any]]()

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        body: Any = request.json()
        if request.method == "GET":
            found = self.kept.get(request.path.rpartition("/")[2])
            return Response(404, (), b"") if found is None else self._shown(200, found)
        if not isinstance(body, dict) or not isinstance(body.get("email"), str) or "@" not in body["email"]:
            return Response(400, (), b"")
        letters = str if self.fault == "letters" else str.lower
        known = [one for one in self.kept.values() if letters(one["email"]) == letters(body["email"])]
        if known and self.fault != "second":
            for name, value in body.items():
                if known[0].get(name) is None or self.fault == "overwrites":
                    known[0][name] = value
            return self._shown(200, known[0])
        key = f"g{len(self.kept)}"
        self.kept[key] = {"id": key, "note": None, **body}
        return self._shown(201, self.kept[key])

    @staticmethod
    def _shown(status: int, record: dict[str, Any]) -> Response:
        return Response(status, (("Content-Type", "application/json"),), json.dumps(record).encode())


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("", ""),
        ("second", "add.dedupe"),
        ("letters", "add.dedupe.letters"),
        ("overwrites", "add.dedupe.existing"),
    ],
)
def test_a_record_that_is_sent_again_is_held_to_the_words(tmp_path: Path, fault: str, fact: str) -> None:
    api = _api(tmp_path, f"{_KNOWN}{_FILLS}")
    verdict = check(api, function_target(api, _Guests(fault), Access(Credentials({}))), parts=("rules",))
    found = {finding.fact.id for finding in verdict.broken if "dedupe" in finding.fact.id}
    assert fact in found if fact else not found
