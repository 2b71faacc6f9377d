"""A shop whose customers are persons or companies, made by hand and without the mock, with faults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from truespec.checking.exchange import Request, Response

__all__ = ["Shop", "document"]

_TEXT = {"type": "string", "minLength": 1}
_WORDS = ("de", "fr")
_OWN = {"person": ("lastName", "birthDate"), "company": ("companyName", "vatCode")}
_SHARED = ("mail", "phone", "language", "addresses")


def _json(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {kind: {"schema": schema}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _kinds(start: str, *more: str, closed: bool, named: bool) -> dict[str, Any]:
    """Return the schemas of both kinds, and that of either; ``named`` leaves their words to the discriminator."""
    both: dict[str, Any] = {}
    for kind, names in _OWN.items():
        own = {
            "lastName": _TEXT,
            "companyName": _TEXT,
            "birthDate": {"type": "string", "format": "date"},
            "vatCode": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{8}$"},
        }
        word = {"type": "string"} if named else {"const": kind}
        names_of = {
            "type": "object",
            "required": ["kind", names[0]],
            "properties": {"kind": word, **{name: own[name] for name in names}},
        }
        whole = {"allOf": [names_of, *map(_ref, more)]}
        both[f"{start}{kind.title()}"] = whole | ({"unevaluatedProperties": False} if closed else {})
    mapping = {kind: f"#/components/schemas/{start}{kind.title()}" for kind in _OWN}
    either = {
        "oneOf" if not named else "anyOf": [_ref(f"{start}{kind.title()}") for kind in _OWN],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    return {**both, f"{start}Customer": either}


def document(*, named: bool = False) -> dict[str, Any]:
    """Return the spec; ``named`` leaves the word of each kind to the discriminator."""
    no, key = {"description": "No."}, {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    whole = {"type": "integer", "minimum": 0, "maximum": 50}
    taken = {"required": True, "content": _json(_ref("NewCustomer"))}
    shown = {"200": {"description": "It.", "content": _json(_ref("Customer"))}, "404": no, "422": no}
    nullable: dict[str, Any] = {"type": ["string", "null"]}
    own: dict[str, Any] = {name: _TEXT for kind in _OWN for name in _OWN[kind]}
    own["birthDate"] = {"type": "string", "format": "date"}
    patch = {"mail": nullable, "phone": nullable, "language": {**nullable, "enum": [*_WORDS, None]}, **own}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/customers": {
                "get": {
                    "operationId": "list",
                    "parameters": [{"name": name, "in": "query", "schema": whole} for name in ("limit", "offset")],
                    "responses": {
                        "200": {
                            "description": "All.",
                            "content": _json({"type": "array", "items": _ref("Customer")}),
                        }
                    },
                },
                "post": {
                    "operationId": "make",
                    "requestBody": taken,
                    "responses": {"201": {"description": "Made.", "content": _json(_ref("Customer"))}, "422": no},
                },
            },
            "/customers/import": {
                "post": {
                    "operationId": "import",
                    "description": "Each item is done as if it came alone.",
                    "requestBody": {
                        "required": True,
                        "content": _json({"type": "array", "items": _ref("NewCustomer")}),
                    },
                    "responses": {
                        "207": {"description": "Each.", "content": _json({"type": "array", "items": _ref("Told")})},
                        "422": no,
                    },
                },
            },
            "/customers/find": {
                "get": {
                    "operationId": "find",
                    "parameters": [{"name": "mail", "in": "query", "schema": {"type": "string", "format": "email"}}],
                    "responses": shown,
                },
            },
            "/customers/{id}/orders": {
                "parameters": [key],
                "get": {
                    "operationId": "orders",
                    "parameters": [{"name": "from", "in": "query", "schema": {"type": "string", "format": "date"}}],
                    "responses": {
                        "200": {
                            "description": "What was ordered.",
                            "content": _json({"type": "array", "items": _ref("Order")}),
                        },
                        "404": no,
                    },
                },
            },
            "/customers/{id}": {
                "parameters": [key],
                "get": {"operationId": "get", "responses": shown},
                "put": {"operationId": "put", "requestBody": taken, "responses": shown},
                "patch": {
                    "operationId": "patch",
                    "requestBody": {
                        "required": True,
                        "content": _json({"type": "object", "properties": patch}, "application/merge-patch+json"),
                    },
                    "responses": shown,
                },
            },
        },
        "components": {
            "schemas": {
                "Shared": {
                    "type": "object",
                    "properties": {
                        "mail": {"type": ["string", "null"], "format": "email"},
                        "phone": {"type": ["string", "null"], "pattern": "^[+][1-9][0-9]{6,14}$"},
                        "language": {"type": "string", "enum": list(_WORDS), "default": _WORDS[0]},
                        "addresses": {"type": "array", "default": [], "items": _ref("Address")},
                    },
                },
                "Address": {
                    "type": "object",
                    "required": ["street", "main"],
                    "properties": {"street": _TEXT, "main": {"type": "boolean"}},
                },
                "Order": {
                    "type": "object",
                    "required": ["id", "day"],
                    "properties": {"id": {"type": "string"}, "day": {"type": "string", "format": "date"}},
                },
                "Told": {
                    "type": "object",
                    "required": ["index", "status"],
                    "properties": {
                        "index": {"type": "integer", "minimum": 0, "description": "The place in the list."},
                        "status": {"type": "integer"},
                        "customer": {"anyOf": [_ref("Customer"), {"type": "null"}]},
                    },
                },
                "Kept": {
                    "type": "object",
                    "required": ["id", "language"],
                    "properties": {"id": {"type": "string"}},
                },
                **_kinds("New", "Shared", closed=True, named=named),
                **_kinds("", "Kept", "Shared", closed=False, named=named),
            }
        },
    }


class Shop:
    """Keeps customers; persons are of age, and what is taken away has its default."""

    def __init__(self, fault: str = "") -> None:
        self.fault, self.kept = fault, dict[str, dict[str, Any]]()
        self.kept["c0"] = self._made("c0", {"kind": "person", "lastName": "Old", "mail": "old@example.com"})

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        try:
            status, value = self._done(request, request.path.split("/")[2:])
        except (KeyError, TypeError, ValueError, AttributeError):
            status, value = 422, {}
        return Response(status, (("Content-Type", "application/json"),), json.dumps(value).encode())

    def _done(self, request: Request, steps: list[str]) -> tuple[int, Any]:
        body: Any = json.loads(request.body) if request.body else {}
        if not steps and request.method == "POST":
            made = self._made(f"c{len(self.kept)}", body)
            if self.fault != "lost":
                self.kept[made["id"]] = made
            return 201, made
        if not steps:
            query = {name: int(value) for name, value in request.query}
            start = query.get("offset", 0)
            return 200, list(self.kept.values())[start : start + query.get("limit", 50)]
        if steps == ["find"]:
            mail = None if self.fault == "finds any" else dict(request.query).get("mail")
            found = next((one for one in self.kept.values() if mail in {None, one["mail"]}), None)
            return (200, found) if found else (404, {})
        if steps[1:] == ["orders"]:
            first = "" if self.fault == "orders of all days" else dict(request.query).get("from", "")
            days = [f"2025-0{month}-1{month}" for month in range(1, 8)] if steps[0] == "c0" else []
            numbers = self.fault == "orders in numbers"
            return 200, [{"id": one, "day": 2025 if numbers else one} for one in days if one >= first]
        if steps == ["import"] and request.method == "POST":
            return 207, [*self._imported(body)]
        found = self.kept.get(steps[0])
        if found is None:
            return 404, {}
        if request.method == "PUT":
            found = self.kept[steps[0]] = self._made(found["id"], body)
        elif request.method == "PATCH":
            found = self._patched(found, body)
        return 200, found

    def _imported(self, items: list[Any]) -> Iterator[dict[str, Any]]:
        first = int(self.fault == "from one")
        for number, item in enumerate(items):
            try:
                made = self._made(f"c{len(self.kept)}", item)
            except (KeyError, TypeError, ValueError, AttributeError):
                yield {"index": number + first, "status": 422, "customer": None}
                if self.fault == "stops":
                    return
                continue
            if not (self.fault == "last lost" and 0 < number == len(items) - 1):
                self.kept[made["id"]] = made
            yield {"index": number + first, "status": 201, "customer": made}

    def _made(self, key: str, body: Any) -> dict[str, Any]:
        kind = body["kind"]
        if body.keys() - {"kind", *_OWN[kind], *_SHARED} or not body[_OWN[kind][0]]:
            raise ValueError
        born = body.get("birthDate", "1980-01-01")
        if date.fromisoformat(born).year > 2005:
            raise ValueError
        kept = body if self.fault != "forgets" else {name: body[name] for name in body if name != "phone"}
        addresses = body.get("addresses", [])
        if addresses and sum(one["main"] is True for one in addresses) != 1:
            raise ValueError
        if self.fault == "drops addresses":
            kept = {**kept, "addresses": addresses[1:]}
        return {"id": key, "mail": None, "phone": None, "language": _WORDS[0], "addresses": []} | kept

    def _patched(self, found: dict[str, Any], body: Any) -> dict[str, Any]:
        for name, value in body.items():
            if name not in {*_SHARED, *_OWN[found["kind"]]} or (value is None and name in _OWN[found["kind"]]):
                raise ValueError
            if name in _OWN[found["kind"]]:
                found[name] = date.fromisoformat(value).isoformat() if name == "birthDate" else str(value)
            if name in _SHARED and not (self.fault == "keeps" and value is None):
                found[name] = _WORDS[0] if name == "language" and value is None else value
        return found
