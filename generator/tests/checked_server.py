"""A small guest list, made by hand and without the mock: the server that the tests of checking look at, with faults."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access, Target, function_target
from truespec.contract.api import Api

__all__ = ["BEHAVIOUR", "OPENAPI", "PERSONAL", "SECRET", "GuestServer", "guest_api", "guest_target"]

SECRET = "canary-51f0c2"  # noqa: S105 - a value to search for
PERSONAL = "canary-personal@example.com"


def _ref(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


_PROBLEM = {"description": "It was refused."}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_NULLABLE = {"type": ["string", "null"]}
OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Guests", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/guests": {
            "get": {
                "operationId": "listGuests",
                "parameters": [
                    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}},
                    {
                        "name": "limit",
                        "in": "query",
                        "schema": {"type": "integer", "minimum": 1, "maximum": 20, "default": 5},
                    },
                ],
                "responses": {
                    "200": {"description": "A page.", "content": _ref("GuestPage")},
                    "400": _PROBLEM,
                    "401": _PROBLEM,
                },
            },
            "post": {
                "operationId": "createGuest",
                "requestBody": {"required": True, "content": _ref("NewGuest")},
                "responses": {
                    "201": {"description": "It was made.", "content": _ref("Guest")},
                    "400": _PROBLEM,
                    "401": _PROBLEM,
                },
            },
        },
        "/guests/{id}": {
            "parameters": [_ID],
            "get": {
                "operationId": "getGuest",
                "responses": {
                    "200": {"description": "The guest.", "content": _ref("Guest")},
                    "401": _PROBLEM,
                    "404": _PROBLEM,
                },
            },
            "patch": {
                "operationId": "updateGuest",
                "requestBody": {"required": True, "content": _ref("NewGuest")},
                "responses": {
                    "200": {"description": "The guest.", "content": _ref("Guest")},
                    "400": _PROBLEM,
                    "401": _PROBLEM,
                    "404": _PROBLEM,
                },
            },
            "delete": {
                "operationId": "deleteGuest",
                "responses": {"204": {"description": "It is gone."}, "401": _PROBLEM, "404": _PROBLEM},
            },
        },
    },
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "schemas": {
            "NewGuest": {
                "type": "object",
                "properties": {"email": _NULLABLE, "name": _NULLABLE, "city": _NULLABLE, "vip": {"type": "boolean"}},
            },
            "Guest": {
                "type": "object",
                "required": ["id", "createdAt", "email"],
                "properties": {
                    "id": {"type": "string"},
                    "createdAt": {"type": "string", "format": "date-time"},
                    "email": _NULLABLE,
                    "name": _NULLABLE,
                    "city": {**_NULLABLE, "x-assumed": {"nullable": "no page says so"}},
                    "vip": {"type": ["boolean", "null"]},
                    "visits": {"type": "integer", "x-assumed": {"type": "only the name is documented"}},
                },
            },
            "GuestPage": {
                "type": "object",
                "required": ["items", "total"],
                "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Guest"}},
                    "total": {"type": "integer"},
                },
            },
        },
    },
}

_MISSING = {"status": 404, "states": "An unknown id is answered with 404."}
BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {"guest": {"schema": "Guest", "key": "id", "sets": {"id": "uuid", "createdAt": "created"}}},
    "operations": {
        "createGuest": {
            "action": "upsert",
            "resource": "guest",
            "states": "A guest is kept and is the answer.",
            "dedupe": {
                "by": ["email"],
                "when": "all-equal",
                "states": "There is one guest for an email address.",
                "existing": {"rule": "fill-null", "states": "Only what was null is filled."},
            },
        },
        "getGuest": {
            "action": "read",
            "resource": "guest",
            "key": "path.id",
            "states": "The guest with the id is the answer.",
            "missing": _MISSING,
        },
        "updateGuest": {
            "action": "update",
            "resource": "guest",
            "key": "path.id",
            "states": "What is sent is changed.",
            "missing": _MISSING,
        },
        "deleteGuest": {
            "action": "delete",
            "resource": "guest",
            "key": "path.id",
            "states": "A deleted guest is gone.",
            "missing": _MISSING,
        },
        "listGuests": {
            "action": "list",
            "resource": "guest",
            "states": "All guests are listed.",
            "paging": {
                "style": "page",
                "page": "query.page",
                "limit": "query.limit",
                "first": 1,
                "items": "body.items",
                "totals": {"items": "body.total"},
                "states": "A page holds no more guests than the limit.",
            },
            "sort": {"by": "createdAt", "direction": "ascending", "states": "The oldest guest comes first."},
        },
    },
    "refusals": [
        {"when": "credentials-missing", "status": 401, "states": "Without the key, all is refused with 401."},
        {"when": "request-invalid", "status": 400, "states": "What has the wrong form is refused with 400."},
    ],
}


def guest_api(folder: Path, *, behaviour: bool = True, openapi: Mapping[str, Any] = OPENAPI) -> Api:
    """Return the contract of the guest list, with or without its stated rules."""
    return written_api(folder / "guests.json", openapi, BEHAVIOUR if behaviour else None)


class GuestServer:
    """The guest list; every fault is a word that one of the methods below looks for."""

    def __init__(self, *faults: str) -> None:
        """Start with one guest, whose address is nobody's business."""
        self.faults = set(faults)
        self.guests: dict[str, dict[str, Any]] = {}
        self.seen: list[Request] = []
        self._made = 0
        self._started = datetime.now(UTC) + timedelta(seconds=1)  # no run begins later
        self._create({"email": PERSONAL, "name": "Canary"})

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.seen.append(request)
        if request.header("X-Key") != SECRET and "key-ignored" not in self.faults:
            return _answer(403 if "wrong-refusal" in self.faults else 401, {"seen": request.header("X-Key")})
        status, value = self._route(request)
        kind = "text/plain" if "content-type" in self.faults else "application/json"
        return _answer(status, value, kind)

    def _route(self, request: Request) -> tuple[int, Any]:
        if "crash" in self.faults and b"\\u0000" in request.body:
            return 500, {"trace": SECRET}
        if request.path == "/guests":
            return self._list(dict(request.query)) if request.method == "GET" else self._post(request)
        id_ = unquote(request.path.removeprefix("/guests/"))
        if id_ not in self.guests:
            return (200, {}) if "not-found-200" in self.faults else (404, {})
        return self._one(request, id_)

    def _post(self, request: Request) -> tuple[int, Any]:
        body = _body(request)
        if body is None and "invalid-accepted" not in self.faults:
            return 400, {}
        made = self._create(body or {})
        return (200 if "status" in self.faults else 201), self._shown(made)

    def _one(self, request: Request, id_: str) -> tuple[int, Any]:
        if request.method == "DELETE":
            if "delete-kept" not in self.faults:
                del self.guests[id_]
            return 204, None
        if request.method == "PATCH":
            body = _body(request)
            if body is None:
                return 400, {}
            if "update-lost" not in self.faults:
                self.guests[id_] = {**self.guests[id_], **body}
            if "update-clears" in self.faults:
                self.guests[id_].update({name: None for name in ("name", "city") if name not in body})
        return 200, self._shown(self.guests[id_])

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        known = [guest for guest in self.guests.values() if guest["email"] == body.get("email") is not None]
        if known and "dedupe-off" not in self.faults:
            for name, value in body.items():
                if known[0].get(name) is None or "fill-null-overwrites" in self.faults:
                    known[0][name] = value
            return known[0]
        number, self._made = self._made, self._made + 1
        at = (self._started + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        guest = {"email": None, "name": None, "city": None, "vip": None} | body
        guest |= {"id": str(uuid.UUID(int=number + 1, version=4)), "createdAt": at, "visits": 0}
        if "write-lost" not in self.faults or not self.guests:
            self.guests[guest["id"]] = guest
        return guest

    def _list(self, query: dict[str, str]) -> tuple[int, Any]:
        page, limit = _whole(query.get("page", "1")), _whole(query.get("limit", "5"))
        if page is None or limit is None or page < 1 or not 1 <= limit <= 20:
            return 400, {}
        everyone = [self._shown(guest) for guest in self.guests.values()]
        if "unsorted" in self.faults:
            everyone.reverse()
        limit = limit + 1 if "limit-ignored" in self.faults else limit
        start = (page - 1) * limit
        if "page-overlaps" in self.faults and page > 1:
            start -= 1
        if "page-skips" in self.faults and page > 1:
            start += 1
        total = len(everyone) + ("totals-wrong" in self.faults)
        return 200, {"items": everyone[start : start + limit], "total": total}

    def _shown(self, guest: dict[str, Any]) -> dict[str, Any]:
        shown = {name: value for name, value in guest.items() if name != "extra"}
        changes: dict[str, Callable[[], Any]] = {
            "name-number": lambda: shown.update(name=7),
            "city-null": lambda: shown.update(city=None),
            "created-text": lambda: shown.update(createdAt="yesterday"),
            "email-missing": lambda: shown.pop("email"),
            "visits-text": lambda: shown.update(visits="none"),
        }
        for fault in self.faults & set(changes):
            changes[fault]()
        return shown


def _body(request: Request) -> dict[str, Any] | None:
    try:
        value = json.loads(request.body)
    except ValueError:
        return None
    texts = ("email", "name", "city")
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str | None) for name in texts):
        return None
    return {name: value[name] for name in (*texts, "vip") if name in value} if _is_flag(value) else None


def _is_flag(value: dict[str, Any]) -> bool:
    return isinstance(value.get("vip", False), bool)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.removeprefix("-").isdecimal() else None


def _answer(status: int, value: Any, kind: str = "application/json") -> Response:
    if value is None:
        return Response(status)
    return Response(status, (("Content-Type", kind),), json.dumps(value).encode())


def guest_target(api: Api, server: Callable[[Request], Response]) -> Target:
    """Return a server in this process as a target that is given the right key."""
    return function_target(api, server, Access(Credentials({"key": SECRET})))
