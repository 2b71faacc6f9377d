"""A guild of members with versions, unique addresses, a search and imports: the spec says all of it in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from truespec.checking.exchange import Request, Response
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

__all__ = ["Guild", "guild_api"]

_TEXT: Final[dict[str, Any]] = {"type": "string", "minLength": 1, "maxLength": 60}
_SENT: Final[dict[str, Any]] = {
    "email": {"type": "string", "format": "email"},
    "firstName": _TEXT,
    "lastName": _TEXT,
    "points": {"type": "integer", "minimum": 0, "maximum": 9999},
}
_KEPT: Final[dict[str, Any]] = {
    "id": {"type": "integer"},
    "version": {"type": "integer", "description": "Starts at 1, one more with every change."},
    **_SENT,
}


_PAGED: Final[dict[str, Any]] = {
    "page": {"type": "integer", "minimum": 1, "default": 1},
    "perPage": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _object(members: dict[str, Any], *needed: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(needed), "properties": members}


def _answer(schema: dict[str, Any], text: str = "Done.") -> dict[str, Any]:
    return {"description": text, "content": _json(schema)}


def guild_api(folder: Path, behaviour: str = "", shown: tuple[str, ...] = tuple(_KEPT)) -> Api:
    """Return the contract of the guild, its behaviour file with it where given; lists have the members ``shown``."""
    one, many = {"$ref": "#/components/schemas/Member"}, {"type": "array"}
    new, no = {"$ref": "#/components/schemas/NewMember"}, {"description": "No."}
    taken = {"description": "The e-mail address is taken, or the version is not the current one."}
    item = one if len(shown) == len(_KEPT) else _object({name: _KEPT[name] for name in shown}, *shown)
    listed = _answer(_object({"data": {**many, "items": item}}, "data"))
    order = {"sortBy": ["id", "points"], "order": ["asc", "desc"]}
    result = {"outcome": {"type": "string", "enum": ["created", "conflict", "invalid"]}, "member": one}
    counts = _object({"created": {"type": "integer"}, "failed": {"type": "integer"}}, "created", "failed")
    results = {"data": {**many, "items": _object(result, "outcome")}, "meta": counts}
    key = {"name": "memberId", "in": "path", "required": True, "schema": {"type": "integer"}}
    paths: dict[str, Any] = {
        "/members": {
            "get": {
                "operationId": "listMembers",
                "parameters": [
                    {"name": name, "in": "query", "schema": {"type": "string", "enum": words, "default": words[0]}}
                    for name, words in order.items()
                ]
                + [{"name": name, "in": "query", "schema": _PAGED[name]} for name in _PAGED],
                "responses": {"200": listed, "422": no},
            },
            "post": {
                "operationId": "addMember",
                "description": "No two members may have the same e-mail address; case is ignored.",
                "requestBody": {"required": True, "content": _json(new)},
                "responses": {"201": _answer(one), "409": taken, "422": no},
            },
        },
        "/members/search": {
            "get": {
                "operationId": "searchMembers",
                "description": "Finds members with the text `q` in their first name, last name or e-mail address.",
                "parameters": [{"name": "q", "in": "query", "required": True, "schema": _TEXT}],
                "responses": {"200": listed, "422": no},
            }
        },
        "/members/import": {
            "post": {
                "operationId": "importMembers",
                "description": "Every entry is handled on its own: one that fails does not stop the others.",
                "requestBody": {
                    "required": True,
                    "content": _json(_object({"members": {**many, "items": new, "minItems": 1}}, "members")),
                },
                "responses": {"200": _answer(_object(results, "data", "meta")), "422": no},
            }
        },
        "/members/{memberId}": {
            "parameters": [key],
            "get": {"operationId": "getMember", "responses": {"200": _answer(one), "404": no}},
            "patch": {
                "operationId": "changeMember",
                "requestBody": {
                    "required": True,
                    "content": _json(_object({**_SENT, "version": {"type": "integer", "minimum": 1}})),
                },
                "responses": {"200": _answer(one), "404": no, "409": taken, "422": no},
            },
        },
    }
    schemas = {"Member": _object(_KEPT, *_KEPT), "NewMember": _object(_SENT, *_SENT)}
    info = {"title": "Guild", "version": "1"}
    document = {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}
    (folder / "openapi.yaml").write_text(json.dumps(document))
    if behaviour:
        (folder / "behaviour.yaml").write_text(behaviour)
    report = Report()
    api = load_api(str(folder / "openapi.yaml"), report)
    assert api is not None, "\n".join(map(str, report))
    return api


class _No(Exception):  # noqa: N818 - it names what happened
    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Guild:
    """Keeps members; ``fault`` is what it does wrong."""

    def __init__(self, fault: str = "", shown: tuple[str, ...] = tuple(_KEPT)) -> None:
        """Start empty; lists have the members ``shown``."""
        self.fault, self.shown = fault, shown
        self.members: list[dict[str, Any]] = []

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        try:
            status, value = self._route(request)
        except _No as no:
            status, value = no.status, {}
        return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())

    def _route(self, request: Request) -> tuple[int, Any]:
        path, query, body = request.path.split("/")[2:], dict(request.query), request.json()
        if not path and request.method == "GET":
            return 200, self._brief(self._ordered(query))
        if not path:
            return 201, self._add(body)
        if path == ["search"]:
            return 200, self._brief(self._found(query.get("q", "")))
        if path == ["import"]:
            return 200, self._import(body)
        found = [member for member in self.members if str(member["id"]) == path[0]]
        if not found:
            raise _No(404)
        return 200, found[0] if request.method == "GET" else self._change(found[0], body)

    def _brief(self, found: list[dict[str, Any]]) -> dict[str, Any]:
        return {"data": [{name: one[name] for name in self.shown} for one in found]}

    def _ordered(self, query: dict[str, str]) -> list[dict[str, Any]]:
        by, way = query.get("sortBy", "id"), query.get("order", "asc")
        if by not in {"id", "points"} or way not in {"asc", "desc"}:
            raise _No(422)
        page, size = query.get("page", "1"), query.get("perPage", "50")
        if not (page.isdecimal() and size.isdecimal() and int(page) > 0 and 1 <= int(size) <= 100):
            raise _No(422)
        by = "id" if self.fault == "points no order" else by
        found = sorted(self.members, key=lambda one: (one[by], one["id"]), reverse=way == "desc")
        start = (int(page) - 1) * int(size)
        return found[start : start + int(size)]

    def _found(self, text: str) -> list[dict[str, Any]]:
        if not 1 <= len(text) <= _TEXT["maxLength"]:
            raise _No(422)
        names = ("firstName", "lastName", "email")[: 2 if self.fault == "email unsearched" else 3]
        return [one for one in self.members if any(text.lower() in one[name].lower() for name in names)]

    def _free(self, email: str, own: int = 0) -> None:
        spelt = str if self.fault == "case counts" else str.lower
        if any(spelt(one["email"]) == spelt(email) and one["id"] != own for one in self.members):
            raise _No(409)

    def _add(self, body: Any) -> dict[str, Any]:
        if not _fits(body) or set(body) != set(_SENT):
            raise _No(422)
        self._free(body["email"])
        self.members.append({"id": len(self.members) + 1, "version": 1, **body})
        return self.members[-1]

    def _change(self, member: dict[str, Any], body: Any) -> dict[str, Any]:
        if not _fits(body):
            raise _No(422)
        if body.get("version", member["version"]) != member["version"] and self.fault != "any version":
            raise _No(409)
        if self.fault != "taken when changed":
            self._free(body.get("email", ""), member["id"])
        member.update({name: value for name, value in body.items() if name != "version"})
        member["version"] += self.fault != "version stays"
        return member

    def _import(self, body: Any) -> dict[str, Any]:
        if not isinstance(body, dict) or set(body) != {"members"} or not isinstance(body["members"], list):
            raise _No(422)
        if not body["members"]:
            raise _No(422)
        told: list[dict[str, Any]] = []
        for number, entry in enumerate(body["members"]):
            if self.fault == "last is lost" and number == len(body["members"]) - 1 > 0:
                told.append({"outcome": "created"})
                continue
            try:
                told.append({"outcome": "created", "member": self._entry(entry)})
            except _No as no:
                told.append({"outcome": "conflict" if no.status == 409 else "invalid"})
                if self.fault == "stops":
                    break
        made = sum("member" in one for one in told)
        return {
            "data": told,
            "meta": {"created": len(told) if self.fault == "counts all" else made, "failed": len(told) - made},
        }

    def _entry(self, entry: Any) -> dict[str, Any]:
        if self.fault != "taken in imports" or not _fits(entry) or set(entry) != set(_SENT):
            return self._add(entry)
        self.members.append({"id": len(self.members) + 1, "version": 1, **entry})
        return self.members[-1]


def _fits(body: Any) -> bool:
    if not isinstance(body, dict) or set(body) - {*_SENT, "version"}:
        return False
    texts = all(
        isinstance(body.get(name, "x"), str) and 1 <= len(body.get(name, "x")) <= 60
        for name in ("firstName", "lastName")
    )
    email = body.get("email", "a@b.example")
    whole = all(type(body.get(name, 1)) is int for name in ("points", "version"))
    return (
        texts
        and isinstance(email, str)
        and "@" in email.strip("@")
        and whole
        and 0 <= body.get("points", 0) <= 9999
        and body.get("version", 1) > 0
    )
