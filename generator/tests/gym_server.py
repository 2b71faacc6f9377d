"""A gym, made by hand: references in a batch, criteria that a search needs, clubs to be named, cursors and a count."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, Final

from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access, Target, function_target
from truespec.contract.api import Api

__all__ = ["BEHAVIOUR", "OPENAPI", "GymServer", "gym_target"]

_SIZE: Final = 5
_KEY: Final = "^gym_[a-z0-9]{10}$"
_TEXT: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": 80}
_CLUB: Final[dict[str, Any]] = {"type": "string", "pattern": "^club_[0-9]{4}$"}
_SENT: Final[dict[str, Any]] = {
    "name": _TEXT,
    "email": _TEXT,
    "plan": {"type": "string", "enum": ["day", "year"]},
    "homeClubId": _CLUB,
}
_PAGED: Final[dict[str, Any]] = {
    "cursor": {"type": "string"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 25},
}


def _object(members: dict[str, Any], *needed: str, closed: bool = True) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": not closed, "required": list(needed), "properties": members}


def _json(schema: dict[str, Any], description: str = "Done.") -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _operation(name: str, answers: dict[str, Any], body: dict[str, Any] | None = None) -> dict[str, Any]:
    sent = {} if body is None else {"requestBody": {"required": True, "content": _json(body)["content"]}}
    return {"operationId": name, "responses": {**answers, "422": {"description": "No."}}, **sent}


_REF: Final[dict[str, Any]] = {"$ref": "#/components/schemas/Member"}
_LIST: Final[dict[str, Any]] = _object(
    {
        "data": {"type": "array", "items": _REF},
        "count": {"type": "integer"},
        "next": {"type": ["string", "null"]},
    },
    "data",
    "count",
    "next",
)
_ELEMENT: Final[dict[str, Any]] = _object({"ref": _TEXT, **_SENT}, "ref", *_SENT)
_OUTCOME: Final[dict[str, Any]] = _object(
    {"ref": _TEXT, "status": {"type": "integer"}, "member": {"anyOf": [_REF, {"type": "null"}]}}, "ref", "status"
)
_MISSING: Final[dict[str, Any]] = {"404": {"description": "There is no such member."}}

OPENAPI: Final[dict[str, Any]] = {
    "openapi": "3.1.0",
    "info": {"title": "Gym", "version": "1"},
    "paths": {
        "/members": {
            "get": _operation("listMembers", {"200": _json(_LIST)})
            | {"parameters": [{"name": name, "in": "query", "schema": schema} for name, schema in _PAGED.items()]},
            "post": _operation("addMember", {"201": _json(_REF)}, _object(_SENT, *_SENT)),
        },
        "/clubs": {
            "post": _operation(
                "addClub", {"201": _json({"$ref": "#/components/schemas/Club"})}, _object({"name": _TEXT}, "name")
            )
        },
        "/members/{memberId}": {
            "parameters": [{"name": "memberId", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": _operation("getMember", {"200": _json(_REF), **_MISSING}),
        },
        "/members/search": {
            "post": _operation(
                "searchMembers",
                {"200": _json(_LIST)},
                _object({"criteria": _object({"plan": _SENT["plan"]}), **_PAGED}, "criteria"),
            )
        },
        "/members/merge": {
            "post": _operation(
                "mergeMembers",
                {"200": _json(_REF), **_MISSING},
                _object(
                    {
                        "keep": {"type": "string", "pattern": _KEY},
                        "others": {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": _KEY}},
                    },
                    "keep",
                    "others",
                ),
            )
        },
        "/members/batch": {
            "post": _operation(
                "addMembers",
                {"200": _json(_object({"data": {"type": "array", "items": _OUTCOME}}, "data"))},
                _object({"items": {"type": "array", "minItems": 1, "maxItems": _SIZE, "items": _ELEMENT}}, "items"),
            )
        },
    },
    "components": {
        "schemas": {
            "Member": _object({"id": {"type": "string", "pattern": _KEY}, **_SENT}, "id", *_SENT, closed=False),
            "Club": _object({"id": _CLUB, "name": _TEXT}, "id", "name", closed=False),
        }
    },
}

_PAGING: Final[dict[str, Any]] = {
    "style": "cursor",
    "cursor": "query.cursor",
    "limit": "query.limit",
    "next": "body.next",
    "items": "body.data",
    "totals": {"page_items": "body.count"},
    "states": "A page leads on to the next.",
}
_NONE: Final[dict[str, Any]] = {"status": 404, "states": "There is no such member."}
_ABOUT: Final[dict[str, Any]] = {"resource": "member", "states": "It is about members."}

BEHAVIOUR: Final[dict[str, Any]] = {
    "behaviour": 1,
    "resources": {
        "member": {"schema": "Member", "key": "id", "states": "A member is known by the id."},
        "club": {"schema": "Club", "key": "id", "states": "A club is known by the id."},
    },
    "operations": {
        "listMembers": {"action": "list", "paging": _PAGING, **_ABOUT},
        "addMember": {"action": "create", "answer": "body", **_ABOUT},
        "addClub": {"action": "create", "answer": "body", **_ABOUT, "resource": "club"},
        "getMember": {"action": "read", "key": "path.memberId", "answer": "body", "missing": _NONE, **_ABOUT},
        "searchMembers": {
            "action": "list",
            "paging": {**_PAGING, "cursor": "body.cursor", "limit": "body.limit"},
            "filters": {
                "body.criteria.plan": {"members": ["plan"], "operator": "equal", "states": "The plan is this one."}
            },
            **_ABOUT,
        },
        "mergeMembers": {
            "action": "merge",
            "key": "body.keep",
            "answer": "body",
            "missing": _NONE,
            "merge": {"others": "body.others", "states": "The others are no more."},
            **_ABOUT,
        },
        "addMembers": {
            "action": "batch",
            "states": "Each is done as if alone, and told by its ref.",
            "each": "addMember",
            "items": "body.items",
            "answer": "body.data",
            "limits": {"body.items": {"most": _SIZE, "status": 422, "states": "Not more than a few at once."}},
        },
    },
    "refusals": [{"when": "request-invalid", "status": 422, "states": "What has another form is refused."}],
}


def gym_target(api: Api, server: GymServer) -> Target:
    """Return the gym as something to be checked; its clock goes on with each request, so nobody waits."""
    return replace(function_target(api, server, Access(Credentials({}))), let_pass=lambda _: None)


class GymServer:
    """Keeps members; ``fault`` is the one thing that it does otherwise."""

    def __init__(self, fault: str = "") -> None:
        """Begin with nobody."""
        self.fault, self.made, self.asked = fault, 0, list[Request]()
        self.members: dict[str, dict[str, Any]] = {}
        self.clubs: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.asked.append(request)
        if self.fault == "busy-at-first" and request.path == "/members" and self._counted(request) in {2, 3}:
            return Response(503)
        try:
            status, value = self._answered(request)
        except (ValueError, KeyError, TypeError, AttributeError):
            status, value = 422, None
        body = b"" if value is None else json.dumps(value).encode()
        return Response(status, (("Content-Type", "application/json"),) if body else (), body)

    def _counted(self, request: Request) -> int:
        return sum((one.method, one.path) == (request.method, request.path) for one in self.asked)

    def _answered(self, request: Request) -> tuple[int, Any]:
        path, sent = request.path, request.json()
        body: Any = sent if isinstance(sent, dict) else {}
        if path == "/members" and request.method == "GET":
            return self._page(list(self.members.values()), dict(request.query))
        if path == "/members":
            return 201, self._add(body)
        if path == "/clubs":
            if body.keys() != {"name"} or not 0 < len(body["name"]) <= _TEXT["maxLength"]:
                raise ValueError
            made = {"id": f"club_{len(self.clubs):04}", "name": f"{body['name']}"}
            return 201, self.clubs.setdefault(made["id"], made)
        if path == "/members/search":
            plan = {**body["criteria"]}.get("plan")
            return self._page([one for one in self.members.values() if plan in {None, one["plan"]}], body)
        if path == "/members/merge":
            return self._merge(body["keep"], body["others"])
        if path == "/members/batch":
            return self._batch(body["items"])
        found = self.members.get(path.rpartition("/")[2])
        return (200, found) if found is not None else (404, None)

    def _add(self, body: dict[str, Any], *beside: str) -> dict[str, Any]:
        if body.keys() - set(beside) != _SENT.keys() or body["plan"] not in _SENT["plan"]["enum"]:
            raise ValueError
        if not all(isinstance(word, str) and 0 < len(word) <= _TEXT["maxLength"] for word in body.values()):
            raise ValueError
        if body["homeClubId"] not in self.clubs:
            raise ValueError
        self.made += 1
        made = {"id": f"gym_{self.made * 7919 % 10**6:010}", **{name: body[name] for name in _SENT}}
        return self.members.setdefault(made["id"], made)

    def _page(self, found: list[dict[str, Any]], asked: dict[str, Any]) -> tuple[int, Any]:
        begin, limit = int(asked.get("cursor") or "0"), int(asked.get("limit", 25))
        if not 1 <= limit <= _PAGED["limit"]["maximum"]:
            raise ValueError
        part, more = found[begin : begin + limit], begin + limit < len(found)
        count = len(found) if self.fault == "counts-all" else len(part)
        return 200, {"data": part, "count": count, "next": str(begin + limit) if more else None}

    def _merge(self, keep: str, others: list[str]) -> tuple[int, Any]:
        if not others or not all(re.search(_KEY, key) for key in (keep, *others)) or keep in others:
            raise ValueError
        if not {keep, *others} <= self.members.keys():
            return 404, None
        for key in others:
            del self.members[key]
        return 200, self.members[keep]

    def _batch(self, items: list[dict[str, Any]]) -> tuple[int, Any]:
        names = [one["ref"] for one in items]
        if not 0 < len(items) <= _SIZE or len(set(names)) < len(names):
            raise ValueError
        answers: list[dict[str, Any]] = []
        for one in items:
            try:
                answers.append({"ref": one["ref"], "status": 201, "member": self._add(one, "ref")})
            except ValueError:
                answers.append({"ref": one["ref"], "status": 422, "member": None})
        if self.fault == "swaps-refs":
            for answer, name in zip(answers, reversed(names), strict=True):
                answer["ref"] = name
        # Whoever is told by a reference may be answered in any order.
        return 200, {"data": answers[::-1]}
