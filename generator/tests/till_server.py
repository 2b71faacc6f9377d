"""A till's customers: numbers for keys, a search in a body as their only list, and groups to be in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mock_apis import written_api
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Target, function_target, mock_target
from truespec.contract.api import Api

__all__ = ["in_order", "till_api", "till_target"]

_TEXT = {"type": "string", "minLength": 1, "maxLength": 60}
_COUNT = {"type": "integer", "minimum": 1}
_GROUP = {"type": "integer", "minimum": 1, "maximum": 9}
_WRITTEN: dict[str, Any] = {
    "LastName": _TEXT,
    "Notes": {"type": "string", "maxLength": 200},
    "Email": {"type": "string", "format": "email", "maxLength": 100},
    "Points": {"type": "integer", "minimum": 0, "maximum": 900},
}


def _object(needed: str, **members: Any) -> dict[str, Any]:
    return {"type": "object", "required": needed.split(), "properties": members}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answers(status: str, schema: dict[str, Any] | None, *refused: str) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done."}
    if schema is not None:
        done["content"] = {"application/json": {"schema": schema}}
    return {status: done, **{code: {"description": "Refused."} for code in (*refused, "422")}}


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


OPENAPI: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Till", "version": "1"},
    "paths": {
        "/Customers": {
            "post": {
                "operationId": "CreateCustomer",
                "requestBody": _body(_ref("CustomerData")),
                "responses": _answers("201", _ref("Customer")),
            },
        },
        "/Customers/Search": {
            "post": {
                "operationId": "SearchCustomers",
                "requestBody": _body(_ref("SearchRequest")),
                "responses": _answers("200", _ref("SearchResult")),
            }
        },
        "/Customers/{Id}": {
            "parameters": [_path("Id", _COUNT)],
            "get": {"operationId": "GetCustomer", "responses": _answers("200", _ref("Customer"), "404")},
            "patch": {
                "operationId": "ChangeCustomer",
                "requestBody": _body({"type": "object", "properties": _WRITTEN, "additionalProperties": False}),
                "responses": _answers("200", _ref("Customer"), "404"),
            },
            "post": {"operationId": "GreetCustomer", "responses": _answers("204", None, "404")},
        },
        "/Customers/{Id}/Groups/{GroupId}": {
            "parameters": [_path("Id", _COUNT), _path("GroupId", _GROUP)],
            "put": {"operationId": "AddToGroup", "responses": _answers("204", None, "404")},
            "delete": {"operationId": "RemoveFromGroup", "responses": _answers("204", None, "404")},
        },
    },
    "components": {
        "schemas": {
            "Customer": _object(
                "Id LastName Groups",
                Id=_COUNT,
                Groups={"type": "array", "items": _object("GroupId", GroupId=_GROUP)},
                **_WRITTEN,
            ),
            "CustomerData": _object("LastName", **_WRITTEN) | {"additionalProperties": False},
            "Criteria": {
                "type": "object",
                "properties": {
                    "Text": {
                        **_TEXT,
                        "description": "Occurs in the last name or the notes, in capital or small letters.",
                    },
                    "Email": _TEXT,
                    "PointsFrom": {"type": "integer", "description": "So many points or more."},
                },
            },
            "SearchRequest": {
                "type": "object",
                "properties": {
                    "Criteria": _ref("Criteria"),
                    "OrderBy": {"type": "string", "pattern": "^(Id|Points)( (asc|desc))?$"},
                    "PageIndex": {**_COUNT, "default": 1},
                    "PageSize": {**_COUNT, "maximum": 100, "default": 20},
                },
            },
            "SearchResult": _object(
                "Customers TotalCount PageCount",
                Customers={"type": "array", "items": _ref("Customer")},
                TotalCount={"type": "integer", "minimum": 0},
                PageCount={"type": "integer", "minimum": 0},
            ),
        },
    },
}


def _rule(action: str, **more: Any) -> dict[str, Any]:
    return {"action": action, "resource": "customer", "states": f"It is for {action} of a customer.", **more}


def _group(effect: str) -> dict[str, Any]:
    part = {"effect": effect, "list": "Groups", "key": "GroupId", "value": "path.GroupId", "states": "In it or not."}
    return _rule("part", key="path.Id", missing=_NOBODY, part=part)


_NOBODY = {"status": 404, "states": "There is no such customer."}
BEHAVIOUR: dict[str, Any] = {
    "behaviour": 1,
    "resources": {
        "customer": {
            "schema": "Customer",
            "key": "Id",
            "states": "A customer is kept.",
            "sets": {"Id": "count", "Groups": {"constant": []}},
        }
    },
    "operations": {
        "CreateCustomer": _rule("create", answer="body"),
        "SearchCustomers": _rule(
            "list",
            paging={
                "style": "page",
                "page": "body.PageIndex",
                "limit": "body.PageSize",
                "items": "body.Customers",
                "totals": {"items": "body.TotalCount", "pages": "body.PageCount"},
                "states": "A list comes in pages.",
            },
            search={"query": "body.Criteria.Text", "members": ["LastName", "Notes"], "states": "It occurs in one."},
            filters={
                "body.Criteria.Email": {"members": ["Email"], "operator": "equal", "states": "It is the address."},
                "body.Criteria.PointsFrom": {"members": ["Points"], "operator": "at-least", "states": "Or more."},
            },
        ),
        "GetCustomer": _rule("read", key="path.Id", missing=_NOBODY),
        "ChangeCustomer": _rule(
            "update", key="path.Id", missing=_NOBODY, change={"rule": "partial", "states": "The rest stays."}
        ),
        "AddToGroup": _group("add"),
        "RemoveFromGroup": _group("remove"),
    },
}


def till_api(folder: Path, *, behaviour: bool = True) -> Api:
    """Return the contract of the till, its rules with it or not."""
    return written_api(folder / "openapi.json", OPENAPI, BEHAVIOUR if behaviour else None)


def in_order(request: Request, response: Response) -> Response:
    """Return a page in the order that the request asks for, which no rule has words for."""
    body = json.loads(request.body or b"null") if request.path.endswith("Search") and response.success else None
    by, _, way = (body.get("OrderBy", "") if isinstance(body, dict) else "").partition(" ")
    if by not in {"Id", "Points"}:
        return response
    page = json.loads(response.body)
    rows = sorted(page["Customers"], key=lambda one: one.get(by, 0), reverse=way == "desc")
    return replace(response, body=json.dumps({**page, "Customers": rows}).encode())


def till_target(
    folder: Path, api: Api, change: Callable[[Request, Callable[[Request], Response]], Response] | None = None
) -> Target:
    """Return a healthy till as something to be checked, or one for which ``change`` answers; nobody waits."""
    (folder / "healthy").mkdir()
    mocked = mock_target(till_api(folder / "healthy")).connect().send

    def healthy(request: Request) -> Response:
        if request.method == "POST" and len(request.path.split("/")) == len(("", "Customers", "Id")):
            # No rule has words for it, and the mock keeps to the rules.
            status = 0 if request.path.endswith("Search") else mocked(replace(request, method="GET")).status
            if status:
                return Response(204 if status == 200 else status)
        return in_order(request, mocked(request))

    server = healthy if change is None else lambda request: change(request, healthy)
    return replace(function_target(api, server), let_pass=lambda _: None, disposable=True)
