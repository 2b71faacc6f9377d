"""Riders of a hire shop, made by hand: one schema is both what is sent and what is shown, with members only read."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access, Target, function_target
from truespec.contract.api import Api

__all__ = ["ACCESS", "RiderServer", "rider_api", "rider_target"]

ACCESS = Access(Credentials({}))
_DEFAULTS: dict[str, Any] = {"status": "active"}
_WRITTEN: dict[str, Any] = {
    "code": {"type": ["string", "null"], "minLength": 1, "maxLength": 40, "pattern": "^[A-Z0-9-]+$"},
    "firstName": {"type": ["string", "null"], "minLength": 1, "maxLength": 60},
    "lastName": {"type": "string", "minLength": 1, "maxLength": 60},
    "status": {"type": "string", "enum": ["active", "paused", "closed"], "default": "active"},
    "consent": {"$ref": "#/components/schemas/Consent"},
}
_READ: dict[str, Any] = {
    "id": {"type": "string", "format": "uuid", "readOnly": True},
    "fullName": {"type": "string", "readOnly": True},
    "points": {"type": "integer", "minimum": 0, "readOnly": True},
    "createdAt": {"type": "string", "format": "date-time", "readOnly": True},
    "updatedAt": {"type": "string", "format": "date-time", "readOnly": True},
}


def _object(needed: str, **members: Any) -> dict[str, Any]:
    return {"type": "object", "required": needed.split(), "properties": members}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _media(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _operation(name: str, status: str, answer: dict[str, Any] | None, body: str = "", **more: Any) -> dict[str, Any]:
    shown = {"description": "Done.", **(_media(answer) if answer is not None else {})}
    refused = {"description": "It was refused."}
    sent = {"requestBody": {"required": True, **_media(_ref(body))}} if body else {}
    answers = {status: shown, "404": refused, "422": refused}
    if name in {"createRider", "replaceRider", "changeRider"}:
        answers["409"] = {"description": "It contradicts what is there."}
    return {"operationId": name, **sent, "responses": answers, **more}


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_ELEMENT = _object("code lastName", **(_WRITTEN | {"code": _WRITTEN["code"] | {"type": "string"}}))
_RESULT = {"type": "object", "properties": {"rider": {"anyOf": [_ref("Rider"), {"type": "null"}]}}}
_PAGES = [
    {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": default}}
    for name, default in (("page", 1), ("pageSize", 20))
]
_MAKES = "Makes a rider. The code must not be in use by another rider, upper and lower case are not distinguished."
_OPENAPI: dict[str, Any] = {
    "paths": {
        "/riders": {
            "get": _operation("listRiders", "200", _ref("Page"), parameters=_PAGES),
            "post": _operation("createRider", "201", _ref("Rider"), "Rider", description=_MAKES),
        },
        "/riders/batch": {"post": _operation("batchRiders", "200", _ref("Results"), "Batch")},
        "/riders/{id}": {
            "parameters": [_ID],
            "get": _operation("getRider", "200", _ref("Rider")),
            "put": _operation("replaceRider", "200", _ref("Rider"), "Rider", description="Replaces it as a whole."),
            "patch": _operation("changeRider", "200", _ref("Rider"), "RiderPatch"),
            "delete": _operation("deleteRider", "204", None),
        },
    },
    "components": {
        "schemas": {
            "Rider": _object("id fullName lastName points createdAt updatedAt", **_READ, **_WRITTEN),
            "RiderPatch": {"type": "object", "properties": _WRITTEN},
            "Consent": {"type": "object", "writeOnly": True, "properties": {"email": {"type": "boolean"}}},
            "Page": _object("items total", items={"type": "array", "items": _ref("Rider")}, total={"type": "integer"}),
            "Batch": _object("riders", riders={"type": "array", "minItems": 1, "maxItems": 50, "items": _ELEMENT}),
            "Results": _object("results", results={"type": "array", "items": _RESULT}),
        }
    },
}
_TOLD = {"resource": "rider", "states": "It is done."}
_ONE = {**_TOLD, "key": "path.id", "missing": {"status": 404, "states": "There is none."}}
_UPSERT = {"action": "upsert", "key": "code", "states": "Each is changed or made."}
_SETS = {"id": "uuid", "createdAt": "created", "updatedAt": "updated", "points": {"constant": 0}}
_BEHAVIOUR: dict[str, Any] = {
    "resources": {"rider": {"schema": "Rider", "key": "id", "states": "It has an id.", "sets": _SETS}},
    "operations": {
        "listRiders": {
            "action": "list",
            **_TOLD,
            "paging": {
                "style": "page",
                "page": "query.page",
                "limit": "query.pageSize",
                "items": "body.items",
                "totals": {"items": "body.total"},
                "states": "Pages begin with 1.",
            },
        },
        "createRider": {"action": "create", **_TOLD, "answer": "body"},
        "getRider": {"action": "read", **_ONE, "answer": "body"},
        "replaceRider": {
            "action": "update",
            **_ONE,
            "answer": "body",
            "change": {"rule": "replace", "states": "What is not sent is emptied."},
        },
        "changeRider": {
            "action": "update",
            **_ONE,
            "answer": "body",
            "change": {"rule": "partial", "states": "What is not sent is left alone."},
        },
        "deleteRider": {"action": "delete", **_ONE},
        "batchRiders": {
            "action": "batch",
            **_TOLD,
            "answer": "body.results",
            "lists": {"body.riders": _UPSERT | {"existing": {"rule": "partial", "states": "The rest is left alone."}}},
        },
    },
}


def rider_api(folder: Path, *, behaviour: bool) -> Api:
    """Return the contract of the riders, with the rules of their shop or without."""
    return api_of(folder, _OPENAPI, _BEHAVIOUR if behaviour else None)


def rider_target(api: Api, server: RiderServer) -> Target:
    """Return the shop as something to be checked; its clock goes on with each request, so nobody waits."""
    return replace(function_target(api, server, ACCESS), let_pass=lambda _: None)


class RiderServer:
    """Keeps riders; ``fault`` is the one thing that it does otherwise."""

    def __init__(self, fault: str = "") -> None:
        """Begin with nobody."""
        self.fault, self.asked = fault, 0
        self.riders: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.asked += 1
        status, value = self._answered(request)
        body = b"" if value is None else json.dumps(value).encode()
        return Response(status, (("Content-Type", "application/json"),) if body else (), body)

    def _answered(self, request: Request) -> tuple[int, Any]:
        key = request.path.removeprefix("/riders").strip("/")
        body: Any = request.json() if request.method in {"POST", "PUT", "PATCH"} else {}
        if not isinstance(body, dict):
            return 422, {}
        if key == "batch":
            return self._batch(body)
        if not key:
            return self._made(body) if request.method == "POST" else self._listed(dict(request.query))
        key = key.upper()
        if key not in self.riders:
            return 404, {}
        if request.method == "DELETE":
            del self.riders[key]
            return 204, None
        rider = self.riders[key]
        if request.method != "GET":
            if _is_wrong(body, "lastName" if request.method == "PUT" else ""):
                return 422, {}
            if self._is_taken(body, rider):
                return 409, {}
            if request.method == "PUT":
                rider |= dict.fromkeys(_WRITTEN) | _DEFAULTS
            self._take(rider, body)
        return 200, _shown(rider)

    def _is_taken(self, body: dict[str, Any], rider: dict[str, Any] | None) -> bool:
        """Say whether another rider has the code, as far as anybody looks."""
        looks = self.fault != ("code-made-twice" if rider is None else "code-given-twice")
        others = (one["code"] for one in self.riders.values() if one is not rider)
        return looks and body.get("code") is not None and body["code"] in others

    def _now(self) -> str:
        return (datetime(2026, 5, 1, tzinfo=UTC) + timedelta(seconds=self.asked)).isoformat()

    def _take(self, rider: dict[str, Any], body: dict[str, Any]) -> None:
        rider |= {name: body[name] for name in _WRITTEN if name in body} | {"updatedAt": self._now()}

    def _made(self, body: dict[str, Any]) -> tuple[int, Any]:
        if _is_wrong(body, "lastName"):
            return 422, {}
        if self._is_taken(body, None):
            return 409, {}
        # In capitals, so that it could be a code as well.
        key = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.asked} {len(self.riders)}")).upper()
        rider = dict.fromkeys(_WRITTEN) | _DEFAULTS | {"id": key, "points": 0, "createdAt": self._now()}
        self.riders[key] = rider
        self._take(rider, body)
        return 201, _shown(rider)

    def _listed(self, query: dict[str, str]) -> tuple[int, Any]:
        asked = [query.get("page", "1"), query.get("pageSize", "20")]
        if not all(re.fullmatch("[1-9][0-9]?|100", text) for text in asked):
            return 422, {}
        page, size = map(int, asked)
        riders = [_shown(rider) for rider in self.riders.values()]
        return 200, {"items": riders[(page - 1) * size : page * size], "total": len(riders)}

    def _batch(self, body: dict[str, Any]) -> tuple[int, Any]:
        elements = body.get("riders")
        if not isinstance(elements, list) or not 1 <= len(elements) <= 50:
            return 422, {}
        return 200, {"results": [{"rider": self._upserted(element)} for element in elements]}

    def _upserted(self, element: Any) -> Any:
        if not isinstance(element, dict) or _is_wrong(element, "lastName") or not element.get("code"):
            return None
        rider = next((one for one in self.riders.values() if one["code"] == element["code"]), None)
        if rider is None:
            return self._made(element)[1]
        self._take(rider, element)
        return _shown(rider)


def _shown(rider: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in (rider["firstName"], rider["lastName"]) if name]
    return {name: value for name, value in rider.items() if name != "consent"} | {"fullName": " ".join(names)}


def _is_wrong(body: dict[str, Any], needed: str) -> bool:
    """Say whether a body is not as it is written."""
    return (bool(needed) and needed not in body) or any(
        name in body and not _fits(name, schema, body[name]) for name, schema in _WRITTEN.items()
    )


def _fits(name: str, schema: dict[str, Any], value: Any) -> bool:
    if name == "consent":
        return isinstance(value, dict) and isinstance(value.get("email", True), bool)
    if value is None:
        return "null" in schema["type"]
    return (
        isinstance(value, str)
        and 1 <= len(value) <= schema.get("maxLength", 60)
        and re.fullmatch(schema.get("pattern", "(?s).*").strip("^$"), value) is not None
        and value in schema.get("enum", [value])
    )
