"""The members of several clubs, made by hand: the club is in the path, and batches and headers have their words."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access, Target, function_target
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

__all__ = ["ClubServer", "club_api", "club_target"]


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(needed: str = "", **members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": needed.split(), "properties": members}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_NICK = {"type": ["string", "null"], "maxLength": 60, "description": "Unique within the club, case-insensitively."}
_GONE = {"404": {"description": "There is none."}}
_REFUSED = {"409": {"description": "The login is taken."}, "422": {"description": "It is not valid."}}
_ONE = {"200": {"description": "The member.", **_json(_ref("Member"))}, **_GONE}
_MADE = {"description": "It is made.", "headers": {"Location": {"schema": _TEXT}}, **_json(_ref("Member"))}
_FIND = {
    "name": "q",
    "in": "query",
    "description": "Members whose login, nick or remark contains the text, regardless of case.",
    "schema": _TEXT,
}
_KEY = {"name": "Idempotency-Key", "in": "header", "schema": _TEXT}
_MANY = {"type": "array", "items": _ref("Member")}
_TOLD = _object("outcome", outcome={**_TEXT, "enum": ["created", "failed"]}, member=_ref("Member"))
_TOLDS = {"type": "array", "items": _TOLD}
_NEW_MANY = {"type": "array", "minItems": 1, "items": _ref("NewMember")}
OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Clubs", "version": "1"},
    "paths": {
        "/clubs/{club_id}/members": {
            "parameters": [_in_path("club_id")],
            "get": {
                "operationId": "listMembers",
                "parameters": [_FIND],
                "responses": {"200": {"description": "All.", **_json(_object("data", data=_MANY))}, **_GONE},
            },
            "post": {
                "operationId": "addMember",
                "parameters": [_KEY],
                "requestBody": {"required": True, **_json(_ref("NewMember"))},
                "responses": {"201": _MADE, **_GONE, **_REFUSED},
            },
        },
        "/clubs/{club_id}/members/batch": {
            "parameters": [_in_path("club_id")],
            "post": {
                "operationId": "addMembers",
                "requestBody": {"required": True, **_json(_object("members", members=_NEW_MANY))},
                "responses": {
                    "200": {
                        "description": "What became of each, in the order of the request.",
                        **_json(
                            _object("results", results=_TOLDS, created_count=_COUNT, failedCount=_COUNT, count=_COUNT)
                        ),
                    },
                    **_REFUSED,
                },
            },
        },
        "/clubs/{club_id}/members/search": {
            "parameters": [_in_path("club_id")],
            "post": {
                "operationId": "searchMembers",
                "requestBody": {"required": True, **_json(_object("query", query=_TEXT))},
                "responses": {"200": {"description": "Some.", **_json(_object("data", data=_MANY))}, **_REFUSED},
            },
        },
        "/clubs/{club_id}/members/{member_id}": {
            "parameters": [_in_path("club_id"), _in_path("member_id")],
            "get": {"operationId": "getMember", "responses": _ONE},
            "patch": {
                "operationId": "changeMember",
                "description": "Changes what is sent; null clears a nick.",
                "requestBody": {"required": True, **_json(_ref("MemberChange"))},
                "responses": {**_ONE, **_REFUSED},
            },
            "delete": {"operationId": "removeMember", "responses": {"204": {"description": "It is gone."}, **_GONE}},
        },
    },
    "components": {
        "schemas": {
            "NewMember": _object("login", login={**_TEXT, "maxLength": 60}, nick=_NICK, remark=_TEXT),
            "MemberChange": _object(login={**_TEXT, "maxLength": 60}, nick=_NICK, remark=_TEXT),
            "Member": _object("id login", id=_TEXT, login=_TEXT, nick={"type": ["string", "null"]}, remark=_TEXT),
        }
    },
}


def club_api(folder: Path) -> Api:
    """Return the contract of the clubs, of which no rule is written down."""
    (folder / "clubs.json").write_text(json.dumps(OPENAPI))
    report = Report()
    api = load_api(str(folder / "clubs.json"), report)
    assert api is not None, "\n".join(map(str, report))
    return api


class ClubServer:
    """Keeps the members of two clubs; ``fault`` is what it does otherwise than it says."""

    def __init__(self, fault: str = "") -> None:
        """Start without members."""
        self.fault = fault
        self.clubs: dict[str, dict[str, dict[str, Any]]] = {"chess": {}, "choir": {}}
        self.keys: dict[str, dict[str, Any]] = {}
        self._numbers = itertools.count(1000, 7)

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        status, value, headers = self._answer(request)
        body = b"" if value is None else json.dumps(value).encode()
        kind = (("Content-Type", "application/json"),) if body else ()
        return Response(status, (*kind, *headers), b"" if request.method == "HEAD" else body)

    def _answer(self, request: Request) -> tuple[int, Any, tuple[tuple[str, str], ...]]:
        found = re.fullmatch(r"/clubs/([^/]+)/members(?:/([^/]+))?", request.path)
        if found is None or found[1] not in self.clubs:
            return 404, {}, ()
        club, key, sent = found[1], found[2], request.json()
        if request.method in {"POST", "PATCH"} and not isinstance(sent, dict):
            return 422, {}, ()
        if key == "batch" and request.method == "POST":
            return (*self._many(club, sent), ())
        if key == "search" and request.method == "POST":
            text = sent.get("query")
            found = self._found(self._listed(club, "finds in all clubs"), str(text))
            return (200, {"data": found}, ()) if isinstance(text, str) else (422, {}, ())
        if key is None and request.method == "GET":
            return 200, {"data": self._found(self._listed(club), dict(request.query).get("q", ""))}, ()
        if key is None and request.method == "POST":
            return self._made(club, sent, request)
        return (*self._one(club, key or "", request.method, sent), ())

    def _listed(self, club: str, fault: str = "lists all clubs") -> list[dict[str, Any]]:
        everywhere = [one for members in self.clubs.values() for one in members.values()]
        return everywhere if self.fault == fault else list(self.clubs[club].values())

    def _found(self, members: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
        spell = str if self.fault == "finds letters apart" else str.casefold
        names = {"login", "nick", "remark"} - ({"remark"} if self.fault == "finds no remark" else set[str]())
        return [one for one in members if any(spell(text) in spell(one[name] or "") for name in sorted(names))]

    def _made(self, club: str, sent: Any, request: Request) -> tuple[int, Any, tuple[tuple[str, str], ...]]:
        key = request.header("Idempotency-Key")
        if key in self.keys and self.fault != "forgets keys":
            return 201, self.keys[key], ()
        status, member = self._add(club, sent)
        if status != 201:
            return status, {}, ()
        if key is not None:
            self.keys[key] = dict(member)
        ends = {"leads to all": "", "leads nowhere": "/0", "leads to a page": f"/{member['id']}/profile"}
        return 201, member, (("Location", f"/v1{request.path}{ends.get(self.fault, '/' + member['id'])}"),)

    def _add(self, club: str, sent: Any) -> tuple[int, Any]:
        if not _is_valid(sent) or not isinstance(sent.get("login"), str):
            return 422, {}
        if self._is_taken(club, sent):
            return 409, {}
        key = str(next(self._numbers))
        self.clubs[club][key] = {"nick": None, "remark": "", **sent, "id": key}
        return 201, self.clubs[club][key]

    def _is_taken(self, club: str, sent: dict[str, Any], but: str = "") -> bool:
        spell = str if self.fault == "letters apart" else str.casefold
        others = [one for key, one in self.clubs[club].items() if key != but]
        nick = sent.get("nick") if self.fault != "nicks of many" else None
        taken = nick is not None and any(spell(one["nick"]) == spell(nick) for one in others if one["nick"] is not None)
        return taken or any(one["login"] == sent.get("login") for one in others)

    def _many(self, club: str, sent: Any) -> tuple[int, Any]:
        members = sent.get("members")
        if not isinstance(members, list) or not members or not all(map(_is_valid, members)):
            return 422, {}
        done = [self._add(club, one) for one in members]
        told = [
            {"outcome": "created", "member": one} if status == 201 else {"outcome": "failed"} for status, one in done
        ]
        if self.fault == "batch unmade":
            for one in told:
                self.clubs[club].pop(one.get("member", {}).get("id", ""), None)
        made = sum(one["outcome"] == "created" for one in told)
        counted = len(told) if self.fault == "counts all" else made
        if self.fault == "tells of failures alone":
            told = [one for one in told if one["outcome"] == "failed"]
        return 200, {"results": told, "created_count": counted, "failedCount": len(done) - made, "count": len(done)}

    def _one(self, club: str, key: str, method: str, sent: Any) -> tuple[int, Any]:
        here = self.clubs[club]
        if (self.fault, method) in {("removes elsewhere", "DELETE"), ("changes elsewhere", "PATCH")}:
            here = next((members for members in self.clubs.values() if key in members), here)
        if key not in here:
            return (204, None) if (self.fault, method) == ("nothing to remove", "DELETE") else (404, {})
        if method == "DELETE":
            del here[key]
            return 204, None
        if method == "PATCH" and not _is_valid(sent):
            return 422, {}
        if method == "PATCH" and self._is_taken(club, sent, key):
            return 409, {}
        if method == "PATCH":
            kept = {"nick"} if self.fault == "null is nothing" and sent.get("nick", "") is None else set[str]()
            here[key].update({name: value for name, value in sent.items() if name not in kept})
        return (200, dict(here[key])) if method in {"GET", "HEAD", "PATCH"} else (405, {})


def _is_valid(sent: Any) -> bool:
    texts = {name: value for name, value in sent.items() if name in {"login", "nick", "remark"}} if sent else {}
    if texts.get("nick", "") is None:
        del texts["nick"]
    plain = isinstance(sent, dict) and all(isinstance(value, str) for value in texts.values())
    return plain and all(len(value) <= 60 for name, value in texts.items() if name != "remark")


def club_target(api: Api, server: ClubServer) -> Target:
    """Return the server as a target of which two clubs are known."""
    return function_target(
        api, server, Access(Credentials({}), parameters=(("club_id", "chess"), ("club_id", "choir")))
    )
