"""A book of contacts, made by hand: links lead from part to part, a search comes whole, and forms are looked at."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any, cast

from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api

__all__ = ["broken_facts", "contacts_api", "contacts_verdict"]


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answer(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}} | more


def _query(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, **more}


_TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 60}
_REFUSED = {code: {"description": "It was refused."} for code in ("422",)}
_REFUSED["401"] = {"description": "The key is missing or wrong."}
_MISSING = {"404": {"description": "There is no such contact."}}
_TAKEN = {"409": {"description": "Another contact has this email."}}
_SENT: dict[str, Any] = {
    "name": _TEXT,
    "email": {"type": "string", "format": "email", "maxLength": 90},
    "phone": {"type": ["string", "null"], "pattern": r"^\+[0-9]{6,14}$"},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "born": {"type": ["string", "null"], "format": "date"},
    "group": {"type": "string", "enum": ["family", "work"]},
    "home": {"type": ["object", "null"], "properties": {"street": _TEXT}, "required": ["street"]},
    "notes": _TEXT,
}
_NEW = {"type": "object", "required": ["name", "email"], "additionalProperties": False, "properties": _SENT}
_LIST = {
    "type": "object",
    "required": ["contacts"],
    "properties": {"contacts": {"type": "array", "items": _ref("Contact")}},
}
_RESULT = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"type": "integer"}, "contact": _ref("Contact")},
}
OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Contacts", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/contacts": {
            "get": {
                "operationId": "listContacts",
                "parameters": [
                    _query("cursor", {"type": "string"}),
                    _query("limit", {"type": "integer", "minimum": 1, "maximum": 50, "default": 5}),
                    _query("group", _SENT["group"]),
                ],
                "responses": {
                    "200": _answer(_LIST, headers={"Link": {"schema": {"type": "string"}}}),
                    **_REFUSED,
                },
            },
            "post": {
                "operationId": "addContact",
                "requestBody": _body(_ref("NewContact")),
                "responses": {"201": _answer(_ref("Contact")), **_REFUSED, **_TAKEN},
            },
        },
        "/contacts/search": {
            "get": {
                "operationId": "searchContacts",
                "parameters": [_query("q", {"type": "string", "minLength": 1}, required=True)],
                "responses": {"200": _answer(_LIST), **_REFUSED},
            }
        },
        "/contacts/batch": {
            "post": {
                "operationId": "addContacts",
                "requestBody": _body(
                    {
                        "type": "object",
                        "required": ["contacts"],
                        "properties": {"contacts": {"type": "array", "minItems": 1, "items": _ref("NewContact")}},
                    }
                ),
                "responses": {
                    "207": {
                        **_answer(
                            {
                                "type": "object",
                                "required": ["results"],
                                "properties": {"results": {"type": "array", "items": _RESULT}},
                            }
                        ),
                        "description": "Answers in the same order.",
                    },
                    **_REFUSED,
                },
            }
        },
        "/contacts/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "getContact",
                "responses": {"200": _answer(_ref("Contact")), **_REFUSED, **_MISSING},
            },
            "patch": {
                "operationId": "changeContact",
                "requestBody": _body({**_NEW, "required": [], "minProperties": 1}),
                "responses": {
                    "200": _answer(_ref("Contact"), description="The changed contact."),
                    **_REFUSED,
                    **_MISSING,
                    **_TAKEN,
                },
            },
            "delete": {
                "operationId": "removeContact",
                "responses": {"204": {"description": "Gone."}, **_REFUSED, **_MISSING},
            },
        },
    },
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "schemas": {
            "NewContact": _NEW,
            "Contact": {
                "type": "object",
                "required": ["id", *_SENT],
                "properties": {
                    "id": {"type": "string"},
                    **{
                        name: {**one, "type": [one["type"], "null"] if isinstance(one["type"], str) else one["type"]}
                        if "enum" not in one
                        else {"enum": [*one["enum"], None]}
                        for name, one in _SENT.items()
                    },
                },
            },
        },
    },
}


def _rule(action: str, **more: Any) -> dict[str, Any]:
    return {"action": action, "resource": "contact", "states": f"It is for {action} of a contact.", **more}


_GONE = {"status": 404, "states": "There is none."}
_UNIQUE = [{"by": ["email"], "status": 409, "letters": "alike", "states": "An email is had once."}]
BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "contact": {
            "schema": "Contact",
            "key": "id",
            "states": "A contact is kept.",
            "scope": {"place": "header.X-Key", "states": "Contacts are those of a key."},
        }
    },
    "operations": {
        "listContacts": _rule(
            "list",
            filters={
                "query.group": {"members": ["group"], "operator": "equal", "states": "Those of the group are listed."}
            },
        ),
        "searchContacts": _rule(
            "list", search={"query": "query.q", "members": ["name", "email"], "states": "A text is looked for."}
        ),
        "addContact": _rule("create", unique=_UNIQUE),
        "addContacts": {
            "action": "batch",
            "each": "addContact",
            "items": "body.contacts",
            "answer": "body.results",
            "states": "Each is added as if alone.",
        },
        "getContact": _rule("read", key="path.id", missing=_GONE),
        "changeContact": _rule(
            "update",
            key="path.id",
            missing=_GONE,
            unique=_UNIQUE,
            change={"rule": "partial", "states": "The rest stays."},
        ),
        "removeContact": _rule("delete", key="path.id", missing=_GONE),
    },
    "refusals": [
        {"when": "credentials-missing", "status": 401, "states": "Without a key it is refused."},
        {"when": "credentials-unknown", "status": 401, "states": "An unknown key is refused."},
        {"when": "request-invalid", "status": 422, "states": "What has the wrong form is refused."},
    ],
}


def contacts_api(folder: Path, *, behaviour: bool) -> Api:
    """Return the contract of the contacts, with or without its stated rules."""
    return written_api(folder / "contacts.json", OPENAPI, BEHAVIOUR if behaviour else None)


def contacts_verdict(folder: Path, fault: str, *, behaviour: bool, seed: int = 0) -> Verdict:
    """Return what a run says of contacts with a fault, with a second key that has contacts of its own."""
    api = contacts_api(folder, behaviour=behaviour)
    access = Access(Credentials({"key": "first"}), second=Credentials({"key": "second"}))
    return check(api, function_target(api, _Contacts(fault), access), seed=seed)


def broken_facts(verdict: Verdict) -> set[str]:
    """Return the ids of the facts that are broken."""
    return {finding.fact.id for finding in verdict.broken}


class _RefusedError(Exception):
    """The request is refused with a status."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        self.status = status


class _Contacts:
    """The contacts; a fault is a word that one of the methods below looks for."""

    def __init__(self, fault: str = "") -> None:
        """Start with a few contacts for each key."""
        self.fault = fault
        self.kept: dict[str, dict[str, dict[str, Any]]] = {"first": {}, "second": {}}
        self._numbers = itertools.count(1)
        for key, number in itertools.product(self.kept, range(6)):
            self._add(key, {"name": f"Old {number}", "email": f"{number}@{key}.example"})

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        try:
            status, value, headers = self._route(request)
        except _RefusedError as refusal:
            return Response(refusal.status)
        kind = () if value is None else (("Content-Type", "application/json"),)
        return Response(status, (*kind, *headers), b"" if value is None else json.dumps(value).encode())

    def _route(self, request: Request) -> tuple[int, Any, tuple[tuple[str, str], ...]]:
        key = request.header("x-key") or ""
        if key and self.fault == "any key":
            key = key if key in self.kept else "first"
        if key not in self.kept:
            raise _RefusedError(401)
        steps, query = [step for step in request.path.split("/") if step][1:], dict(request.query)
        if not steps:
            return (
                self._listed(key, query) if request.method == "GET" else (201, self._new(key, self._read(request)), ())
            )
        if steps == ["search"]:
            return 200, {"contacts": self._found(key, query.get("q", ""))}, ()
        if steps == ["batch"]:
            return 207, {"results": self._many(key, self._read(request))}, ()
        return (*self._one(request, key, steps[0]), ())

    def _read(self, request: Request) -> dict[str, Any]:
        if not request.body and self.fault == "empty body":
            raise _RefusedError(500)
        value = request.json()
        if not isinstance(value, dict):
            raise _RefusedError(422)
        return cast("dict[str, Any]", value)

    def _checked(self, sent: dict[str, Any], *, new: bool) -> dict[str, Any]:
        known = {name: value for name, value in sent.items() if name in _SENT}
        wrong = (known != sent and self.fault != "unknown member") or not known
        wrong = wrong or (new and not {"name", "email"} <= set(known))
        if wrong or any(self._is_wrong(name, value) for name, value in known.items()):
            raise _RefusedError(422)
        return known

    def _is_wrong(self, name: str, value: Any) -> bool:
        if value is None:
            return name not in {"phone", "born", "home"}
        if name == "home":
            return not isinstance(value, dict) or self._is_wrong(
                "notes", cast("dict[str, Any]", value).get("street", "")
            )
        forms = {"email": r"[^@\s]+@[^@\s]+\.[A-Za-z]+", "phone": r"\+[0-9]{6,14}", "country": "[A-Z]{2}"}
        forms |= {"born": r"(?!.*-02-3)\d{4}-\d\d-\d\d", "group": "family|work"}
        if not isinstance(value, str) or not 1 <= len(value) <= (90 if name == "email" else 60):
            return True
        return self.fault != f"any {name}" and re.fullmatch(forms.get(name, r"(?s:.*)"), value) is None

    def _add(self, key: str, sent: dict[str, Any]) -> dict[str, Any]:
        contact: dict[str, Any] = {"id": f"c{next(self._numbers)}", **dict.fromkeys(_SENT), **sent}
        lost = {"lost phone": "phone", "lost home": "home"}.get(self.fault)
        self.kept[key][contact["id"]] = contact | ({lost: None} if lost else {})
        return self.kept[key][contact["id"]]

    def _new(self, key: str, sent: dict[str, Any]) -> dict[str, Any]:
        return self._add(key, self._unique(key, self._checked(sent, new=True)))

    def _unique(self, key: str, sent: dict[str, Any], but: str = "") -> dict[str, Any]:
        others = [one["email"].lower() for one in self.kept[key].values() if one["id"] != but]
        if sent.get("email", "").lower() in others and self.fault != "twice":
            raise _RefusedError(409)
        return sent

    def _many(self, key: str, sent: dict[str, Any]) -> list[dict[str, Any]]:
        items = cast("list[Any] | None", sent.get("contacts"))
        if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
            raise _RefusedError(422)
        results: list[dict[str, Any]] = []
        for one in [self._checked(item, new=True) for item in cast("list[dict[str, Any]]", items)]:
            try:
                results.append({"status": 201, "contact": self._add(key, self._unique(key, one))})
            except _RefusedError:
                results.append({"status": 409})
                if self.fault == "stops":
                    break
        return results[::-1] if self.fault == "turned round" else results

    def _listed(self, key: str, query: dict[str, str]) -> tuple[int, Any, tuple[tuple[str, str], ...]]:
        limit, group, start = query.get("limit", "5"), query.get("group"), query.get("cursor", "0")
        if not re.fullmatch("[1-9][0-9]?", limit) or int(limit) > 50 or group not in {None, "family", "work"}:
            raise _RefusedError(422)
        if not start.isdecimal():
            raise _RefusedError(422)
        rows = [one for one in self.kept[key].values() if group in {None, one["group"]} or self.fault == "group"]
        end = int(start) + int(limit)
        link = f'</contacts?cursor={end}&limit={limit}>; rel="next"'
        headers = (("Link", link),) if end < len(rows) else ()
        return 200, {"contacts": rows[int(start) : end]}, headers

    def _found(self, key: str, text: str) -> list[dict[str, Any]]:
        if not text:
            raise _RefusedError(422)
        members = ["name"] if self.fault == "email not searched" else ["name", "email"]
        rows = [
            one for name in self.kept if name == key or self.fault == "found by all" for one in self.kept[name].values()
        ]
        return [one for one in rows if any(text.lower() in one[member].lower() for member in members)]

    def _one(self, request: Request, key: str, id_: str) -> tuple[int, Any]:
        kept = self.kept[key]
        method = request.method
        others = {one: rows for rows in self.kept.values() for one in rows}
        if id_ in others and self.fault == f"{method} by all":
            kept = others[id_]
        if id_ not in kept:
            if self.fault == f"{method} unknown":
                return (204, None) if method == "DELETE" else (200, next(iter(kept.values())))
            raise _RefusedError(404)
        if method == "PATCH":
            sent = self._unique(key, self._checked(self._read(request), new=False), id_)
            before = dict(kept[id_])
            for one in kept.values() if self.fault == "all changed" else [kept[id_]]:
                one.update(sent | ({"email": one["email"]} if one["id"] != id_ else {}))
            return 200, before if self.fault == "old answered" else kept[id_]
        if method == "DELETE":
            del kept[id_]
            return 204, None
        return 200, kept[id_]
