"""A roster made by hand: keys of one form, words that come by themselves, names in the order of a dictionary."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access, Target, function_target
from truespec.contract.api import Api

__all__ = ["RosterServer", "roster_api", "roster_target"]

_KEY = "^mem_[a-z0-9]{12}$"
_TEXT = {"type": "string"}
_NAME = {**_TEXT, "minLength": 1, "maxLength": 50}
_DESK = {
    "type": "object",
    "required": ["room"],
    "additionalProperties": False,
    "properties": {"room": {**_TEXT, "minLength": 1, "maxLength": 40}, "main": {"type": "boolean"}},
}
_KINDS = ("travelling", "supporting", "honorary")
_WRITTEN: dict[str, Any] = {
    "family_name": _NAME,
    "given_name": _NAME,
    "kind": {**_TEXT, "enum": list(_KINDS), "default": "supporting"},
    "remark": {"type": ["string", "null"], "maxLength": 80},
    "motto": {"type": ["string", "null"], "maxLength": 80},
    "lessons": {"type": "integer", "minimum": 0, "maximum": 500, "default": 0},
    "dues": {"type": "number", "minimum": 0, "maximum": 40},
    "badges": {"type": "array", "maxItems": 6, "uniqueItems": True, "items": {**_TEXT, "pattern": "^[a-z0-9-]{1,40}$"}},
    "desks": {"type": "array", "maxItems": 3, "items": _DESK},
}


def _object(needed: str, **members: Any) -> dict[str, Any]:
    return {"type": "object", "required": needed.split(), "properties": members}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answers(status: str, schema: dict[str, Any] | None, *refused: str) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done."}
    if schema is not None:
        done["content"] = {"application/json": {"schema": schema}}
    return {status: done, **{code: {"description": "Refused."} for code in (*refused, "401")}}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Roster", "version": "1"},
    "security": [{"club": []}],
    "paths": {
        "/members": {
            "get": {
                "operationId": "listMembers",
                "parameters": [
                    _query("page", type="integer", minimum=1, default=1),
                    _query("limit", type="integer", minimum=1, maximum=50, default=20),
                ],
                "responses": _answers("200", _object("members", members={"type": "array", "items": _ref("Member")})),
            },
            "post": {
                "operationId": "addMember",
                "requestBody": _body(_ref("NewMember")),
                "responses": _answers("201", _ref("Member"), "422"),
            },
        },
        "/members/import": {
            "post": {
                "operationId": "importMembers",
                "requestBody": _body(_object("members", members={"type": "array", "items": _ref("NewMember")})),
                "responses": _answers("200", _object("results", results={"type": "array", "items": {}}), "422"),
            }
        },
        "/members/{member_id}": {
            "parameters": [{"name": "member_id", "in": "path", "required": True, "schema": {**_TEXT, "pattern": _KEY}}],
            "get": {"operationId": "getMember", "responses": _answers("200", _ref("Member"), "404", "422")},
            "delete": {"operationId": "removeMember", "responses": _answers("204", None, "404", "422")},
        },
    },
    "components": {
        "securitySchemes": {"club": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Member": _object("id family_name kind", id={**_TEXT, "pattern": _KEY}, **_WRITTEN),
            "NewMember": _object("family_name given_name", **_WRITTEN) | {"additionalProperties": False},
        },
    },
}


def _rule(action: str, **more: Any) -> dict[str, Any]:
    return {"action": action, "resource": "member", "states": f"It is for {action} of a member.", **more}


_GONE = {"status": 404, "states": "There is no such member."}
BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "member": {
            "schema": "Member",
            "key": "id",
            "states": "A member is kept.",
            "sets": {"kind": {"constant": "supporting"}},
        }
    },
    "operations": {
        "listMembers": _rule(
            "list",
            paging={
                "style": "page",
                "page": "query.page",
                "limit": "query.limit",
                "items": "body.members",
                "states": "A list comes in pages.",
            },
            sort={"by": "family_name", "direction": "ascending", "states": "By family name."},
        ),
        "addMember": _rule("create", answer="body"),
        "getMember": _rule("read", key="path.member_id", answer="body", missing=_GONE),
        "removeMember": _rule("delete", key="path.member_id", missing=_GONE),
        "importMembers": {
            "action": "batch",
            "each": "addMember",
            "items": "body.members",
            "answer": "body.results",
            "states": "Each is added as if it came alone.",
        },
    },
}


def roster_api(folder: Path, *, behaviour: bool) -> Api:
    """Return the contract of the roster, its rules with it or not."""
    return written_api(folder / "openapi.json", OPENAPI, BEHAVIOUR if behaviour else None)


def roster_target(api: Api, server: Callable[[Request], Response]) -> Target:
    """Return the roster as something to be checked; nobody waits."""
    access = Access(Credentials({"club": "a"}))
    return replace(function_target(api, server, access), let_pass=lambda _: None)


class RosterServer:
    """Keeps members; ``fault`` is the one thing that it does otherwise."""

    def __init__(self, fault: str = "") -> None:
        """Begin with two."""
        self.fault, self.made = fault, 0
        self.members: dict[str, dict[str, Any]] = {}
        for name in ("Ashe", "brand"):
            self._keep({"family_name": name, "given_name": "Kim"})

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        status, value = self._answered(request)
        body = b"" if value is None else json.dumps(value).encode()
        return Response(status, (("Content-Type", "application/json"),) if body else (), body)

    def _answered(self, request: Request) -> tuple[int, Any]:
        if request.header("Authorization") != "Bearer a":
            return 401, None
        sent, steps = request.json(), request.path.strip("/").split("/")
        if request.method == "POST":
            return self._added(sent, many=steps[-1] == "import")
        return self._listed(dict(request.query)) if len(steps) == 1 else self._one(request.method, steps[1])

    def _added(self, sent: Any, *, many: bool) -> tuple[int, Any]:
        if not many:
            return (201, self._keep(sent)) if self._fits(sent) else (422, None)
        elements = sent.get("members") if isinstance(sent, dict) else None
        if not isinstance(elements, list) or not all(map(self._fits, elements)):
            return 422, None
        if self.fault == "import-mixes":
            elements = [{**elements[at - 1], **one} for at, one in enumerate(elements)]
        return 200, {"results": [self._keep(one) for one in elements]}

    def _listed(self, asked: dict[str, str]) -> tuple[int, Any]:
        page, limit = asked.get("page", "1"), asked.get("limit", "20")
        if not page.isdecimal() or not limit.isdecimal() or not 1 <= int(limit) <= 50 or int(page) < 1:
            return 422, None
        kept = list(self.members.values())
        if self.fault != "unsorted":
            kept.sort(key=lambda one: (re.sub(r"\W", "", one["family_name"]).casefold(), one["id"]))
        begin = (int(page) - 1) * int(limit)
        return 200, {"members": kept[begin : begin + int(limit)]}

    def _one(self, method: str, key: str) -> tuple[int, Any]:
        if not re.fullmatch(_KEY, key):
            return 422, None
        if key not in self.members:
            return (410 if self.fault == "gone" else 404), None
        if method == "DELETE":
            del self.members[key]
            return 204, None
        return 200, self.members[key]

    def _fits(self, sent: Any) -> bool:
        if not isinstance(sent, dict) or not {"family_name", "given_name"} <= sent.keys() <= _WRITTEN.keys():
            return False
        names = [sent["family_name"], sent["given_name"]]
        lessons, badges = sent.get("lessons", 0), sent.get("badges", [])
        texts = [sent[name] for name in ("remark", "motto") if sent.get(name) is not None]
        return (
            all(isinstance(name, str) and 1 <= len(name) <= 50 for name in names)
            and all(isinstance(text, str) and len(text) <= 80 for text in texts)
            and sent.get("kind", "supporting") in _KINDS
            and type(lessons) is int
            and 0 <= lessons <= (499 if self.fault == "refuses-most" else 500)
            and type(sent.get("dues", 0)) in {int, float}
            and 0 <= sent.get("dues", 0) <= (39.5 if self.fault == "refuses-full-dues" else 40)
            and isinstance(badges, list)
            and len(badges) <= 6
            and all(isinstance(one, str) and re.fullmatch("[a-z0-9-]{1,40}", one) for one in badges)
            and self._seats(sent.get("desks", []))
        )

    def _seats(self, desks: Any) -> bool:
        whole = isinstance(desks, list) and len(desks) <= 3 and all(isinstance(one, dict) for one in desks)
        rooms = [one.get("room") for one in desks] if whole else [None]
        return all(isinstance(room, str) and 1 <= len(room) <= 40 for room in rooms) and all(
            one.keys() <= {"room", "main"} and isinstance(one.get("main", False), bool) for one in desks
        )

    def _keep(self, sent: dict[str, Any]) -> dict[str, Any]:
        self.made += 1
        key = f"mem_{zlib.crc32(str(self.made).encode()):08x}{self.made:04}"
        self.members[key] = {"id": key, "kind": "supporting", "remark": None, "motto": None, "lessons": 0, **sent}
        if self.fault == "kind-forced" and "kind" not in sent:
            self.members[key]["kind"] = "honorary"
        if self.fault == "cuts-badges":
            self.members[key]["badges"] = sorted(sent.get("badges", []))[:3]
        if self.fault == "one-desk" and "desks" in sent:
            self.members[key]["desks"] = sent["desks"][:1]
        if self.fault == "main-of-several" and len(sent.get("desks", [])) > 1:
            self.members[key]["desks"] = [{**one, "main": not at} for at, one in enumerate(sent["desks"])]
        return self.members[key]
