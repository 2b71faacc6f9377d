"""A club's cards, made by hand, no rules written: newest first, a cursor, a total, a search, and other people."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.checking.verdict import Verdict

__all__ = ["CardServer", "cards_verdict"]

_EARLY = 30
_NOTHING = {"email": False, "sms": False}
_ID = {"type": "string", "format": "uuid"}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 60}
_WANTS = {"type": "object", "properties": {"email": {"type": "boolean"}, "sms": {"type": "boolean"}}}
_WRITTEN: dict[str, Any] = {"name": _TEXT, "note": {**_TEXT, "type": ["string", "null"]}, "wants": _WANTS}
_CARD = {"type": "object", "required": ["id", "name"], "properties": {"id": _ID, **_WRITTEN}}
_REFUSED = {"404": {"description": "There is none."}, "422": {"description": "It has another form."}}


def _list(name: str, **more: Any) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Card"}}
    return {"type": "object", "required": [name, *more], "properties": {name: items, **more}}


def _answer(status: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {status: {"description": "Done.", "content": {"application/json": {"schema": schema}}}, **_REFUSED}


def _query(name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


_LIMIT = _query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 10})
_OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Cards", "version": "1"},
    "paths": {
        "/cards": {
            "get": {
                "operationId": "listCards",
                "parameters": [_query("cursor", {"type": "string", "minLength": 1}), _LIMIT],
                "responses": _answer("200", _list("items", next_cursor=_TEXT, total={"type": "integer"})),
            },
            "post": {
                "operationId": "addCard",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"type": "object", "required": ["name"], "properties": _WRITTEN}}
                    },
                },
                "responses": _answer("201", _CARD),
            },
        },
        "/cards/search": {
            "get": {
                "operationId": "searchCards",
                "description": "Finds the cards whose name or note contains the text.",
                "parameters": [_query("q", {**_TEXT, "minLength": 2}, required=True), _LIMIT],
                "responses": _answer("200", _list("results")),
            },
        },
        "/cards/{id}": {
            "get": {
                "operationId": "getCard",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": _ID}],
                "responses": _answer("200", _CARD),
            },
            "patch": {
                "operationId": "changeCard",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": _ID}],
                "requestBody": {
                    "required": True,
                    "content": {"application/merge-patch+json": {"schema": {"type": "object", "properties": _WRITTEN}}},
                },
                "responses": _answer("200", _CARD),
            },
        },
    },
    "components": {"schemas": {"Card": _CARD}},
}
_OPENAPI["paths"]["/cards"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["properties"][
    "next_cursor"
] = {"type": ["string", "null"]}


_PAGING = {
    "style": "cursor",
    "cursor": "query.cursor",
    "next": "body.next_cursor",
    "limit": "query.limit",
    "items": "body.items",
    "totals": {"items": "body.total"},
    "states": "A page goes on at the cursor.",
}
_BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {"card": {"schema": "Card", "key": "id", "sets": {"id": "uuid"}, "states": "A card has an id."}},
    "operations": {
        "listCards": {"action": "list", "resource": "card", "paging": _PAGING, "states": "All cards are listed."},
        "addCard": {"action": "create", "resource": "card", "states": "A card is kept."},
        "getCard": {"action": "read", "resource": "card", "key": "path.id", "states": "It is shown."},
        "changeCard": {"action": "update", "resource": "card", "key": "path.id", "states": "It is changed."},
    },
}


class CardServer:
    """Keeps cards.

    Lists show them so many requests ``behind``; with one request in so many, somebody else adds one (``others``).
    """

    def __init__(self, *, behind: int = 0, others: int = 0, copies: int = 0, fault: str = "") -> None:
        """Begin with a few cards."""
        self.behind, self.others, self.copies, self.fault = behind, others, copies, fault
        self.asked, self.cards = 0, list[tuple[int, dict[str, Any]]]()
        for number in range(4):
            self._add({"name": f"Guest {number}"})

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.asked += 1
        if self.others and self.asked % self.others == 0:
            self._add({"name": f"Guest {self.asked}"})
        status, value = self._answered(request)
        return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())

    def _add(self, written: dict[str, Any]) -> dict[str, Any]:
        key = str(uuid.uuid5(uuid.NAMESPACE_OID, str(len(self.cards))))
        made = {"id": key, "note": None, **written, "wants": _NOTHING | written.get("wants", {})}
        self.cards.append((self.asked, made))
        return made

    def _is_shown(self, made: int) -> bool:
        return made < _EARLY if "stuck" in self.fault else made + self._lag() <= self.asked

    def _lag(self) -> int:
        """Return how far behind lists are; of several ``copies`` that are read in turn, one is."""
        return 0 if self.copies and self.asked % self.copies else self.behind

    def _answered(self, request: Request) -> tuple[int, Any]:
        query, last = dict(request.query), request.path.rpartition("/")[2]
        body = request.json()
        given = {name: body[name] for name in _WRITTEN if name in body} if isinstance(body, dict) else {}
        fits = isinstance(body, dict) and all(_fits(name, value) for name, value in given.items())
        if request.method == "POST":
            return (201, self._add(given)) if fits and "name" in given else (422, {})
        if request.method == "PATCH":
            known = next((card for _, card in self.cards if card["id"] == last), None)
            return (422, {}) if not fits else (404, {}) if known is None else (200, self._changed(known, given))
        limit = query.get("limit", "7" if "limit" in self.fault else "10")
        if not limit.isdecimal() or not 1 <= int(limit) <= 100:
            return 422, {}
        shown = [card for at, card in reversed(self.cards) if self._is_shown(at)]
        if last == "search":
            found = [card for card in shown if query.get("q", "").lower() in f"{card['name']}\n{card['note']}".lower()]
            return (200, {"results": found[: int(limit)]}) if len(query.get("q", "")) > 1 else (422, {})
        if last == "cards":
            return self._listed(shown, query.get("cursor", ""), int(limit))
        return next(((200, card) for _, card in self.cards if card["id"] == last), (404, {}))

    def _changed(self, known: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        base = _NOTHING if "wants" in self.fault and "wants" in given else known["wants"]
        known.update({**given, "wants": base | given.get("wants", {})})
        return known

    def _listed(self, shown: list[dict[str, Any]], cursor: str, limit: int) -> tuple[int, Any]:
        at = next((number for number, card in enumerate(shown, 1) if card["id"] == cursor), 0)
        if cursor and not at:
            return 422, {}
        page = shown[at : at + limit]
        following = page[-1]["id"] if at + limit < len(shown) else None
        total = len(shown) + (bool(cursor) if "total" in self.fault else 0)
        return 200, {"items": page, "next_cursor": following, "total": total}


def _fits(name: str, value: Any) -> bool:
    if name == "wants":
        return isinstance(value, dict) and all(isinstance(value.get(one, False), bool) for one in _NOTHING)
    return (name == "note" and value is None) or (isinstance(value, str) and 1 <= len(value) <= 60)


def cards_verdict(folder: Path, server: CardServer, seed: int = 0, *, rules: bool = False) -> Verdict:
    """Check a server by its spec alone, or with rules."""
    api = api_of(folder, _OPENAPI, _BEHAVIOUR if rules else None)
    return check(api, function_target(api, server, Access(Credentials({}))), seed=seed, parts=("rules",))
