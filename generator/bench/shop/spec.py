"""A customer API of seven operations as a vendor might write it down: a spec, and the rules that prose tells."""

from __future__ import annotations

from typing import Any

__all__ = ["BEHAVIOUR", "OPENAPI"]

_KEY = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_TEXT = {"type": ["string", "null"], "maxLength": 80}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _answers(status: str, name: str = "", *refusals: str) -> dict[str, Any]:
    success = {"description": "Done.", **({"content": _json(name)} if name else {})}
    return {status: success} | {
        code: {"description": "Refused.", "content": _json("Problem")} for code in (*refusals, "401")
    }


_PAGE = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}}
_LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}}
_WRITTEN: dict[str, Any] = {
    "name": {"type": "string", "minLength": 1, "maxLength": 60},
    "email": {"type": ["string", "null"], "format": "email"},
    "city": _TEXT,
    "level": {"type": "string", "enum": ["basic", "silver", "gold"]},
    "points": {"type": "integer", "minimum": 0, "maximum": 1000},
    "newsletter": {"type": "boolean"},
    "tags": {"type": "array", "maxItems": 5, "items": {"type": "string", "minLength": 1, "maxLength": 20}},
    "address": {
        "type": ["object", "null"],
        "required": ["country"],
        "properties": {"street": _TEXT, "country": {"type": "string", "minLength": 2, "maxLength": 2}},
    },
}
_SET: dict[str, Any] = {
    "id": {"type": "string", "format": "uuid"},
    "created_at": {"type": "string", "format": "date-time"},
    "updated_at": {"type": "string", "format": "date-time"},
}
OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "security": [{"key": []}],
    "paths": {
        "/customers": {
            "get": {
                "operationId": "listCustomers",
                "parameters": [
                    _PAGE,
                    _LIMIT,
                    {"name": "level", "in": "query", "schema": {"type": "string", "enum": ["basic", "silver", "gold"]}},
                    {"name": "city", "in": "query", "schema": {"type": "string"}},
                    {
                        "name": "sort",
                        "in": "query",
                        "schema": {"type": "string", "enum": ["name", "-name", "created_at", "-created_at"]},
                    },
                ],
                "responses": _answers("200", "Page", "400"),
            },
            "post": {
                "operationId": "createCustomer",
                "requestBody": {"required": True, "content": _json("NewCustomer")},
                "responses": _answers("201", "Customer", "400"),
            },
        },
        "/customers/{id}": {
            "parameters": [_KEY],
            "get": {"operationId": "getCustomer", "responses": _answers("200", "Customer", "404")},
            "patch": {
                "operationId": "updateCustomer",
                "requestBody": {"required": True, "content": _json("Change")},
                "responses": _answers("200", "Customer", "400", "404"),
            },
            "delete": {"operationId": "deleteCustomer", "responses": _answers("204", "", "404")},
        },
        "/customers/search": {
            "post": {
                "operationId": "searchCustomers",
                "requestBody": {"required": True, "content": _json("Query")},
                "responses": _answers("200", "Page", "400"),
            }
        },
        "/customers/batch": {
            "post": {
                "operationId": "batchCustomers",
                "requestBody": {"required": True, "content": _json("Batch")},
                "responses": _answers("200", "BatchResult", "400"),
            }
        },
    },
    "components": {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"}},
        "schemas": {
            "NewCustomer": {"type": "object", "required": ["name"], "properties": _WRITTEN},
            "Change": {"type": "object", "minProperties": 1, "properties": _WRITTEN},
            "Customer": {
                "type": "object",
                "required": [*_SET, *_WRITTEN],
                "properties": {**_SET, **_WRITTEN},
            },
            "Page": {
                "type": "object",
                "required": ["items", "total", "page"],
                "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Customer"}},
                    "total": {"type": "integer", "minimum": 0},
                    "page": {"type": "integer"},
                },
            },
            "Query": {
                "type": "object",
                "required": ["text"],
                "properties": {
                    "text": {"type": "string", "minLength": 1},
                    "email": {"type": "string"},
                    "page": {"type": "integer", "minimum": 1, "default": 1},
                    "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10},
                },
            },
            "Batch": {
                "type": "object",
                "required": ["customers"],
                "properties": {
                    "customers": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 20,
                        "items": {"$ref": "#/components/schemas/NewCustomer"},
                    }
                },
            },
            "BatchResult": {
                "type": "object",
                "required": ["customers"],
                "properties": {"customers": {"type": "array", "items": {"$ref": "#/components/schemas/Customer"}}},
            },
            "Problem": {
                "type": "object",
                "required": ["error"],
                "properties": {"error": {"type": "string"}},
            },
        },
    },
}

_MISSING = {"status": 404, "states": "An id that no customer has is answered with 404."}


def _paging(part: str) -> dict[str, Any]:
    return {
        "style": "page",
        "page": f"{part}.page",
        "limit": f"{part}.limit",
        "first": 1,
        "items": "body.items",
        "totals": {"items": "body.total", "page": "body.page"},
        "states": "A page holds at most as many customers as the limit; total counts those of all pages.",
    }


BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "customer": {
            "schema": "Customer",
            "key": "id",
            "states": "A customer is known by the id.",
            "scope": {"place": "header.X-Api-Key", "states": "A customer belongs to the caller, and no other sees it."},
            "sets": {
                "id": "uuid",
                "created_at": "created",
                "updated_at": "updated",
                "level": {"constant": "basic"},
                "points": {"constant": 0},
                "newsletter": {"constant": False},
                "tags": {"constant": []},
            },
        }
    },
    "operations": {
        "createCustomer": {
            "action": "upsert",
            "resource": "customer",
            "states": "A customer is kept and is the answer.",
            "dedupe": {
                "by": ["email"],
                "when": "all-equal",
                "states": "There is one customer for an email address.",
                "existing": {"rule": "fill-null", "states": "Only what was null is filled."},
            },
        },
        "getCustomer": {
            "action": "read",
            "resource": "customer",
            "key": "path.id",
            "states": "The customer with the id is the answer.",
            "missing": _MISSING,
        },
        "updateCustomer": {
            "action": "update",
            "resource": "customer",
            "key": "path.id",
            "states": "What is sent is changed.",
            "missing": _MISSING,
            "change": {"rule": "partial", "states": "What is not sent stays as it was."},
        },
        "deleteCustomer": {
            "action": "delete",
            "resource": "customer",
            "key": "path.id",
            "states": "A deleted customer is gone.",
            "missing": _MISSING,
        },
        "listCustomers": {
            "action": "list",
            "resource": "customer",
            "states": "All customers of the caller are listed.",
            "paging": _paging("query"),
            "sort": {"by": "created_at", "direction": "ascending", "states": "Unasked, the oldest comes first."},
            "order": {
                "by": "query.sort",
                "prefix": "-",
                "states": "The request names the order; a hyphen turns it round.",
            },
            "filters": {
                "query.level": {"members": ["level"], "operator": "equal", "states": "Only this level is listed."},
                "query.city": {"members": ["city"], "operator": "equal", "states": "Only this city is listed."},
            },
        },
        "searchCustomers": {
            "action": "list",
            "resource": "customer",
            "states": "The customers that fit are listed.",
            "paging": _paging("body"),
            "search": {
                "query": "body.text",
                "members": ["name", "email", "city"],
                "own": {"body.email": "email"},
                "states": "The text is looked for in three members; an email that is given is looked for instead.",
            },
        },
        "batchCustomers": {
            "action": "batch",
            "states": "Every element is done as if it came alone.",
            "each": "createCustomer",
            "items": "body.customers",
        },
    },
    "refusals": [
        {"when": "credentials-missing", "status": 401, "states": "Without a key, all is refused with 401."},
        {"when": "credentials-unknown", "status": 401, "states": "With an unknown key, all is refused with 401."},
        {"when": "request-invalid", "status": 400, "states": "What has the wrong form is refused with 400."},
    ],
}
