"""What is written of the lending desk: its spec, and its rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mock_apis import written_api
from truespec.contract.api import Api

__all__ = ["desk_api"]

_TEXT = {"type": "string"}
_NULLABLE = {"type": ["string", "null"]}


def _object(needed: str, **members: Any) -> dict[str, Any]:
    return {"type": "object", "required": needed.split(), "properties": members}


def _answer(schema: dict[str, Any], *, listed: bool = False) -> dict[str, Any]:
    media = {"application/json": {"schema": _object("data", data=schema)}}
    headers = {
        "X-Next-Cursor": {"schema": _TEXT},
        "X-Total-Count": {"required": True, "schema": {"type": "integer"}},
    }
    return {"description": "Done.", "content": media, **({"headers": headers} if listed else {})}


def _parameter(name: str, schema: dict[str, Any], place: str = "query") -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _operation(name: str, answer: str, *refused: str, **more: Any) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{answer.removesuffix('s')}"}
    many = answer.endswith("s")
    told = {"200": _answer({"type": "array", "items": schema} if many else schema, listed=many)}
    if name.startswith("add"):
        told = {"201": told["200"]}
    if not answer:
        told = {"204": {"description": "It is archived."}}
    if name == "getMember":
        told["200"]["headers"] = {"ETag": {"required": True, "schema": _TEXT}}
    for status in ("401", *refused):
        told[status] = {"description": "It was refused."}
    return {"operationId": name, "responses": told, **more}


def _body(schema: dict[str, Any], media: str = "application/json") -> dict[str, Any]:
    return {"required": True, "content": {media: {"schema": schema}}}


_WRITTEN: dict[str, Any] = {
    "name": {**_TEXT, "minLength": 1, "maxLength": 60},
    "remark": {"type": ["string", "null"], "maxLength": 200},
    "tags": {"type": "array", "maxItems": 5, "items": {**_TEXT, "maxLength": 40}},
    "wishes": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"room": {**_TEXT, "maxLength": 40}, "meal": {**_TEXT, "maxLength": 40}},
    },
}
_PAGES = [_parameter("cursor", _TEXT), _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 50})]
_ARCHIVED = _parameter("include_archived", {"type": "boolean", "default": False})
_ID = [_parameter("member_id", _TEXT, "path")]
_NEW = _object("name", **_WRITTEN) | {"additionalProperties": False}
_PATCH = {"type": "object", "additionalProperties": False, "properties": _WRITTEN}
_CHANGED = {**_TEXT, "format": "date-time", "description": "When the member was last changed."}
_STATUS = {**_TEXT, "enum": ["open", "returned"]}
_MAYBE = {"anyOf": [{"$ref": "#/components/schemas/Member"}, {"type": "null"}]}
_LOAN = {"title": {**_TEXT, "minLength": 1, "maxLength": 80}}
OPENAPI: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Desk", "version": "1"},
    "security": [{"desk": []}],
    "paths": {
        "/members": {
            "get": _operation(
                "listMembers", "Members", "400", parameters=[*_PAGES, _ARCHIVED, _parameter("filter[tag]", _TEXT)]
            ),
            "post": _operation("addMember", "Member", "400", "409", "415", requestBody=_body(_NEW)),
        },
        "/members/bulk": {
            "post": {
                "operationId": "enrolMembers",
                "requestBody": _body(_object("members", members={"type": "array", "minItems": 1, "items": _NEW})),
                "responses": {
                    "200": _answer({"type": "array", "items": _object("member", member=_MAYBE)}),
                    "400": {"description": "It was refused."},
                },
            }
        },
        "/members/{member_id}": {
            "parameters": _ID,
            "get": _operation(
                "getMember", "Member", "304", "404", parameters=[_parameter("If-None-Match", _TEXT, "header")]
            ),
            "patch": _operation(
                "changeMember", "Member", "400", "404", requestBody=_body(_PATCH, "application/merge-patch+json")
            ),
            "delete": _operation("archiveMember", "", "404"),
        },
        "/members/{member_id}/restore": {
            "parameters": _ID,
            "post": _operation("restoreMember", "Member", "404", "409"),
        },
        "/members/{member_id}/loans": {
            "parameters": _ID,
            "get": _operation("listLoans", "Loans", "400", "404", parameters=_PAGES),
            "post": _operation("addLoan", "Loan", "400", "404", requestBody=_body(_object("title", **_LOAN))),
        },
        "/loans/{loan_id}": {
            "parameters": [_parameter("loan_id", _TEXT, "path")],
            "get": _operation("getLoan", "Loan", "404"),
        },
        "/loans/{loan_id}/return": {
            "parameters": [_parameter("loan_id", _TEXT, "path")],
            "post": _operation("returnLoan", "Loan", "404", "409"),
        },
    },
    "components": {
        "securitySchemes": {"desk": {"type": "http", "scheme": "basic"}},
        "schemas": {
            "Member": _object("id name archived_at", id=_TEXT, archived_at=_NULLABLE, updated_at=_CHANGED, **_WRITTEN),
            "Loan": _object("id member_id title status", id=_TEXT, member_id=_TEXT, status=_STATUS, **_LOAN),
        },
    },
}


def _rule(action: str, resource: str, **more: Any) -> dict[str, Any]:
    return {"action": action, "resource": resource, "states": f"It is for {action} of a {resource}.", **more}


def _paging() -> dict[str, Any]:
    return {
        "style": "cursor",
        "cursor": "query.cursor",
        "next": "header.X-Next-Cursor",
        "limit": "query.limit",
        "items": "body.data",
        "states": "A list comes in parts.",
    }


_MISSING = {"status": 404, "states": "There is none."}
_RETURNED = {
    "member": "status",
    "to": {"constant": "returned"},
    "steps": {"open": ["returned"], "returned": []},
    "status": 409,
    "states": "A loan is returned once.",
}
_UNIQUE = {"by": ["name"], "status": 409, "states": "No two members have one name."}
_SCOPE = {"place": "header.Authorization", "states": "A key sees its own."}
BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "member": {"schema": "Member", "key": "id", "states": "A member is kept.", "scope": _SCOPE},
        "loan": {"schema": "Loan", "key": "id", "states": "A loan is kept.", "scope": _SCOPE},
    },
    "operations": {
        "listMembers": _rule("list", "member", paging=_paging()),
        "addMember": _rule("create", "member", answer="body.data", unique=[_UNIQUE]),
        "enrolMembers": {
            "action": "batch",
            "each": "addMember",
            "items": "body.members",
            "answer": "body.data",
            "states": "Each member is added as if it came alone.",
        },
        "getMember": _rule("read", "member", key="path.member_id", answer="body.data", missing=_MISSING),
        "changeMember": _rule(
            "update",
            "member",
            key="path.member_id",
            answer="body.data",
            change={"rule": "partial", "states": "The rest stays."},
        ),
        "listLoans": _rule(
            "list",
            "loan",
            paging=_paging(),
            filters={"path.member_id": {"members": ["member_id"], "operator": "equal", "states": "Of one member."}},
        ),
        "addLoan": _rule("create", "loan", answer="body.data"),
        "returnLoan": _rule("move", "loan", key="path.loan_id", answer="body.data", missing=_MISSING, move=_RETURNED),
        "getLoan": _rule("read", "loan", key="path.loan_id", answer="body.data", missing=_MISSING),
    },
}


def desk_api(folder: Path, *, behaviour: bool) -> Api:
    """Return the contract of the desk, its rules with it or not."""
    return written_api(folder / "openapi.json", OPENAPI, BEHAVIOUR if behaviour else None)
