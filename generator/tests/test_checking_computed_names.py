"""A text that is made of others follows them, and what one record uses is refused to the next: the spec says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target

_TEXT: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": 80}
_SENT: Final[dict[str, Any]] = {"email": _TEXT, "first_name": _TEXT, "last_name": _TEXT}
_FULL: Final = "first_name and last_name, with a space between them."
_BY_ONE: Final = "An e-mail address can be used by one member only, whatever the case of its letters."


_BORN: Final = "When the member was created."
_ADDS: Final = "Notes that the member came. `visit_count` goes up by one."


def _document(full: str, by_one: str, adds: str, born: str) -> dict[str, Any]:
    one = {"description": "It.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Member"}}}}
    no = {"description": "No."}
    sent = {"type": "object", "additionalProperties": False, "properties": _SENT}

    def body(*needed: str) -> dict[str, Any]:
        return {"required": True, "content": {"application/json": {"schema": {**sent, "required": list(needed)}}}}

    refused = {"404": no, "409": {"description": "It goes against what is there."}, "422": no}
    made = {"operationId": "addMember", "description": by_one, "requestBody": body(*_SENT)}
    changed = {"operationId": "changeMember", "requestBody": body(), "responses": {"200": one, **refused}}
    count = {"type": "integer", "readOnly": True}
    came = {"operationId": "noteVisit", "description": adds, "responses": {"204": {"description": "Done."}, "404": no}}
    joined = {"type": "string", "format": "date-time", "readOnly": True, "description": born}
    kept = {
        "id": {"type": "string"},
        "visit_count": count,
        "joined": joined,
        "full_name": {**_TEXT, "maxLength": 161, "readOnly": True, "description": full},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "paths": {
            "/members": {"post": {**made, "responses": {"201": one, **refused}}},
            "/members/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": {"operationId": "getMember", "responses": {"200": one, "404": no}},
                "patch": changed,
            },
            "/members/{id}/visits": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "post": came,
            },
        },
        "components": {
            "schemas": {"Member": {"type": "object", "required": [*_SENT], "properties": {**kept, **_SENT}}}
        },
    }


class _Names:
    """Keeps members; ``fault`` is what it does otherwise."""

    def __init__(self, fault: str) -> None:
        self.fault, self.asked = fault, 0
        self.members: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request) -> Response:
        status, value = self._answered(request)
        if value is None:
            return Response(status)
        return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())

    def _now(self) -> str:
        self.asked += 1
        return f"2026-03-{self.asked // 1440 % 28 + 1:02}T{self.asked // 60 % 24:02}:{self.asked % 60:02}:07Z"

    def _visited(self, key: str) -> tuple[int, Any]:
        if key not in self.members:
            return 404, {}
        self.members[key]["visit_count"] += self.fault != "not counted"
        return 204, None

    def _answered(self, request: Request) -> tuple[int, Any]:
        if request.path.endswith("/visits"):
            return self._visited(request.path.split("/")[2])
        sent, key = request.json(), request.path.rpartition("/")[2]
        known = self.members.get(key)
        if known is None and key != "members":
            return 404, {}
        if request.method == "GET":
            return 200, known
        if not isinstance(sent, dict) or sent.keys() - _SENT.keys() or (known is None and sent.keys() != _SENT.keys()):
            return 422, {}
        if not all(isinstance(text, str) and 0 < len(text) <= 80 for text in sent.values()):
            return 422, {}
        spelt = str if self.fault == "case counts" else str.lower
        others = {spelt(one["email"]) for one in self.members.values() if one is not known}
        if spelt(f"{sent.get('email', '')}") in others and self.fault != "taken":
            return 409, {}
        kept = (
            known
            if known is not None
            else {"id": f"member-{len(self.members)}", "visit_count": 0, "joined": self._now()}
        )
        kept.update(sent)
        if self.fault == "joins again":
            kept["joined"] = self._now()
        if known is None or self.fault != "stale":
            kept["full_name"] = f"{kept['first_name']} {kept['last_name']}"
        self.members[kept["id"]] = kept
        return (200 if known is not None else 201), kept


def broken(folder: Path, fault: str, **said: str) -> set[str]:
    """Return what is told of a server; ``said`` are sentences that its spec has in the place of others."""
    told = {"full": _FULL, "by_one": _BY_ONE, "adds": _ADDS, "born": _BORN, **said}
    api = written_api(folder / "openapi.json", _document(**told), None)
    target = function_target(api, _Names(fault), Access(Credentials({})))
    return {finding.fact.id for finding in check(api, target, parts=("rules",)).broken}


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("joins again", "changeMember.consistent.stays.joined"),
        ("not counted", "noteVisit.consistent.adds.visit_count"),
        ("stale", "changeMember.consistent.computed.full_name"),
        ("taken", "addMember.consistent.unique.email"),
        ("case counts", "addMember.consistent.unique.email.letters"),
    ],
)
def test_what_goes_against_a_sentence_is_told(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken(tmp_path, fault)


def test_who_does_what_is_said_breaks_nothing(tmp_path: Path) -> None:
    assert broken(tmp_path, "") == set()


@pytest.mark.parametrize(
    ("fault", "full", "by_one"),
    [
        ("stale", "As it was first written.", _BY_ONE),
        ("taken", _FULL, "An e-mail address can be used by one member of a first_name only."),
        ("taken", _FULL, "An e-mail address need not be used by one member only."),
        ("taken", _FULL, "An e-mail address can be used by one member within a family only."),
    ],
)
def test_what_is_not_said_is_not_told(tmp_path: Path, fault: str, full: str, by_one: str) -> None:
    assert broken(tmp_path, fault, full=full, by_one=by_one) == set()


@pytest.mark.parametrize("adds", ["Notes a visit.", "`visit_count` goes up by one if it is the first of the day."])
def test_what_is_counted_under_conditions_is_not_told(tmp_path: Path, adds: str) -> None:
    assert broken(tmp_path, "not counted", adds=adds) == set()


@pytest.mark.parametrize(
    "born", ["When the member was last created or changed.", "When the member was created or renewed."]
)
def test_what_is_the_time_of_something_else_may_move(tmp_path: Path, born: str) -> None:
    assert broken(tmp_path, "joins again", born=born) == set()
