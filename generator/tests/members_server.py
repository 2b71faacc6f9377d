"""Members of a club whose documentation says in words what only one may have, what a text finds and what is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qs, urlsplit

from truespec.checking.exchange import Request, Response

__all__ = ["ClubServer", "club"]

_TEXT = {"type": "string", "minLength": 1, "maxLength": 60}
_SENT: dict[str, Any] = {
    "lastName": _TEXT,
    "email": {"type": "string", "format": "email"},
    "phone": {"type": ["string", "null"], "pattern": r"^\+[0-9]{7,15}$"},
    "notes": {"type": ["string", "null"], "maxLength": 400},
    "points": {"type": "integer", "minimum": 0, "maximum": 90000, "default": 0},
}
_STATES = {"type": "string", "enum": ["active", "deleted"]}
_PATHS = """
{"/members": {
  "get": {"operationId": "listMembers", "parameters": [
    {"name": "q", "in": "query", "schema": {"type": "string"}, "description":
     "Only members whose last name or phone begins with this text. Upper and lower case make no difference."},
    {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["name", "-name"]}, "description":
     "`name` sorts by last name and then by points; with a leading minus it is descending."},
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 20}},
    {"name": "includeDeleted", "in": "query", "schema": {"type": "boolean", "default": false}}],
   "responses": {"200": {"description": "The members.", "content": "page"}, "400": {"description": "No number."}}},
  "post": {"operationId": "createMember", "description":
    "An e-mail address belongs to one member only (409). With the same key and another body it is refused with 409.",
   "parameters": [{"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}],
   "requestBody": {"required": true, "content": "sent"},
   "responses": {"200": {"description": "The key was used before: this was made then.", "content": "member"},
                 "201": {"description": "The member was created.", "content": "member"},
                 "400": {"description": "The body is not JSON."},
                 "409": {"description": "The e-mail address is taken."},
                 "422": {"description": "It is not valid."}}}},
 "/members/{id}": {
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
  "get": {"operationId": "getMember", "description": "Deleted members are still answered.",
   "responses": {"200": {"description": "The member.", "content": "member"}, "404": {"description": "None."}}},
  "put": {"operationId": "replaceMember", "requestBody": {"required": true, "content": "sent"},
   "responses": {"200": {"description": "The member.", "content": "member"}, "400": {"description": "It is not valid."},
                 "404": {"description": "None."}, "409": {"description": "The e-mail address is taken."}}},
  "delete": {"operationId": "deleteMember", "description":
    "Marks a member as deleted. The e-mail address may be used again.",
   "responses": {"204": {"description": "It is done."}, "404": {"description": "None."}}}},
 "/members/import": {"post": {"operationId": "importMembers", "description":
    "All or nothing: where one element is wrong, no member is created.",
   "requestBody": {"required": true, "content": "many"},
   "responses": {"201": {"description": "They were created.", "content": "page"},
                 "422": {"description": "One is wrong."}}}}}
"""


def club() -> dict[str, Any]:
    """Return the spec."""
    shown = {
        "id": {"type": "string"},
        **_SENT,
        "status": _STATES,
        "createdAt": {"type": "string", "format": "date-time"},
    }
    required = ["id", "lastName", "email", "points", "status", "createdAt"]
    sent = {"type": "object", "required": ["lastName", "email"], "properties": _SENT}
    schemas: dict[str, Any] = {
        "sent": sent,
        "member": {"type": "object", "required": required, "properties": shown},
        "page": {"type": "object", "required": ["data"], "properties": {"data": {"type": "array"}}},
        "many": {"type": "object", "required": ["members"], "properties": {"members": {"type": "array"}}},
    }
    schemas["page"]["properties"]["data"]["items"] = {"$ref": "#/components/schemas/member"}
    schemas["many"]["properties"]["members"]["items"] = {"$ref": "#/components/schemas/sent"}
    paths = re.sub(
        r'"content": "(\w+)"',
        r'"content": {"application/json": {"schema": {"$ref": "#/components/schemas/\1"}}}',
        _PATHS,
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Club", "version": "1"},
        "paths": json.loads(paths),
        "components": {"schemas": schemas},
    }


def _fits(body: Any) -> bool:
    if not isinstance(body, dict) or not {"lastName", "email"} <= body.keys():
        return False
    forms: dict[str, Callable[[Any], bool]] = {
        "lastName": lambda v: isinstance(v, str) and 1 <= len(v) <= 60,
        "email": lambda v: isinstance(v, str) and re.fullmatch(r"[^@\s]+@[^@\s]+", v) is not None,
        "phone": lambda v: v is None or (isinstance(v, str) and re.fullmatch(r"\+[0-9]{7,15}", v) is not None),
        "notes": lambda v: v is None or (isinstance(v, str) and len(v) <= 400),
        "points": lambda v: type(v) is int and 0 <= v <= 90000,
    }
    return all(forms[name](value) for name, value in body.items() if name in forms)


class ClubServer:
    """Does as it says, but for ``fault``."""

    def __init__(self, fault: str = "") -> None:
        """Start with nobody."""
        self.fault = fault
        self.members: list[dict[str, Any]] = []
        self.answered: dict[str, tuple[Any, dict[str, Any]]] = {}

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        status, answer = self._answer(request)
        headers = (("Content-Type", "application/json"),) if answer is not None else ()
        return Response(status, headers, b"" if answer is None else json.dumps(answer).encode())

    def _answer(self, request: Request) -> tuple[int, Any]:
        url = urlsplit(request.target)
        query = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        try:
            body = json.loads(request.body) if request.body else None
        except ValueError:
            return (422 if self.fault == "noise" else 400), None
        name = url.path.removeprefix("/members").strip("/")
        if name == "import" and request.method == "POST":
            return self._import(body)
        if not name:
            return self._page(query) if request.method == "GET" else self._make(request, body)
        member = next((one for one in self.members if one["id"] == name), None)
        if member is None:
            return 404, None
        if request.method == "DELETE":
            member["status"] = "deleted"
            return 204, None
        return (200, member) if request.method == "GET" else self._put(member, body)

    def _page(self, query: dict[str, str]) -> tuple[int, Any]:
        page, limit = query.get("page", "1"), query.get("limit", "20")
        if not (page.isascii() and page.isdigit() and limit.isascii() and limit.isdigit()):
            return 400, None
        if query.get("includeDeleted", "false") not in {"true", "false"} or int(page) < 1 or not 1 <= int(limit) <= 50:
            return 400, None
        end, found = int(page) * int(limit), self._found(query)
        if query.get("sort", "name") not in {"name", "-name"}:
            return 400, None
        if "sort" in query:
            names = ["points"] if self.fault == "by points" else ["lastName", "points"]
            found.sort(key=itemgetter(*names), reverse=query["sort"] == "-name")
        return 200, {"data": found[end - int(limit) : end]}

    def _found(self, query: dict[str, str]) -> list[dict[str, Any]]:
        text, found = query.get("q", ""), []
        for member in self.members:
            looked = [member["lastName"], *([member["phone"] or ""] if self.fault != "no phone" else [])]
            if self.fault != "letters":
                text, looked = text.lower(), [one.lower() for one in looked]
            fits = any(text in one if self.fault == "anywhere" else one.startswith(text) for one in looked)
            gone = member["status"] == "deleted" and (
                query.get("includeDeleted") != "true" or self.fault == "deleted never"
            )
            found += [member] if fits and not gone else []
        return found

    def _is_taken(self, body: dict[str, Any], but: Any = None) -> bool:
        held = [one for one in self.members if self.fault == "kept back" or one["status"] != "deleted"]
        return any(one["email"] == body["email"] and one is not but for one in held)

    def _make(self, request: Request, body: Any) -> tuple[int, Any]:
        key = request.header("Idempotency-Key")
        if key in self.answered:
            sent, member = self.answered[key]
            return (409, None) if sent != body and self.fault != "any body" else (200, member)
        nameless = isinstance(body, dict) and body.get("lastName", "") is None and self.fault == "null name"
        if not _fits({**body, "lastName": "null"} if nameless else body):
            return (400 if self.fault == "wrong" else 422), None
        if self.fault == "short notes" and len(body.get("notes") or "") > 399:
            return 422, None
        if self._is_taken(body):
            return 409, None
        member = self._added({**body, "lastName": body["lastName"] or "null"})
        if key is not None:
            self.answered[key] = (body, member)
        return (200 if self.fault == "known" else 201), member

    def _added(self, body: dict[str, Any]) -> dict[str, Any]:
        number = len(self.members) + 1
        made = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        own = {"id": f"m{number}", "status": "active", "createdAt": made.isoformat()}
        self.members.append({**self._whole(body), **own})
        return self.members[-1]

    def _whole(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"phone": None, "notes": None, "points": 0, **{name: body[name] for name in _SENT if name in body}}

    def _put(self, member: dict[str, Any], body: Any) -> tuple[int, Any]:
        if not _fits(body):
            return 400, None
        if self._is_taken(body, member):
            return 409, None
        kept = {"points": member["points"]} if self.fault == "points stay" and "points" not in body else {}
        member.update({**self._whole(body), **kept})
        return 200, member

    def _import(self, body: Any) -> tuple[int, Any]:
        elements = body.get("members") if isinstance(body, dict) else None
        if not isinstance(elements, list):
            return 422, None
        good = [one for one in elements if _fits(one) and not self._is_taken(one)]
        if len(good) < len(elements):
            for one in good if self.fault == "some" else ():
                self._added(one)
            return 422, None
        return 201, {"data": [self._added(one) for one in good]}
