"""Samples as a page prints them beside an operation."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from printing.shapes import Shapes, alternatives_of

__all__ = ["answer_value", "http_request", "request_value"]

_BY_FORMAT = {
    "email": "name@gmail.com",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "date-time": "2026-01-01T00:00:00.000Z",
    "date": "2026-01-01",
    "password": "password",
}
_DEEP = 5


def request_value(schema: dict[str, Any], shapes: Shapes) -> Any:
    """Make the sample of a body: no read-only and no deprecated members."""
    return _value(schema, "readOnly", shapes, ())


def answer_value(schema: dict[str, Any], shapes: Shapes) -> Any:
    """Make the sample of an answer: no write-only and no deprecated members."""
    return _value(schema, "writeOnly", shapes, ())


def _value(schema: dict[str, Any], hidden: str, shapes: Shapes, above: tuple[str, ...]) -> Any:
    name = shapes.name(schema)
    if name and name in above and len(above) > _DEEP:
        return "[Circular Reference]"
    parted = "allOf" in shapes.resolved(schema)
    above = (*above, name, "all of") if parted else (*above, name)
    schema = shapes.merged(schema)
    for keyword in ("example", "default"):
        if schema.get(keyword) is not None:
            return schema[keyword]
    if "enum" in schema:
        return schema["enum"][0]
    choices = alternatives_of(schema)
    if choices:
        return _value(choices[0], hidden, shapes, above)
    kind = schema.get("type")
    kind = next((one for one in kind if one != "null"), "") if isinstance(kind, list) else kind
    if kind == "array":
        return [_value(schema["items"], hidden, shapes, above)]
    if kind == "object" or schema.get("properties"):
        found = dict(schema.get("properties", {}).items())
        whole = {n: shapes.merged(s) for n, s in found.items()}
        shown = [n for n in found if not whole[n].get(hidden) and not whole[n].get("deprecated")]
        value = {n: _value(found[n], hidden, shapes, above) for n in shown}
        others = schema.get("additionalProperties", False)
        if others is not False:
            value["ANY_ADDITIONAL_PROPERTY"] = _value({} if others is True else others, hidden, shapes, above)
        return value
    if kind == "string":
        return _BY_FORMAT.get(schema.get("format", ""), "text")
    return {"integer": 1, "number": 1, "boolean": True}.get(str(kind))


def http_request(
    target: str, operation: dict[str, Any], host: str, credentials: list[str], shapes: Shapes
) -> tuple[list[str], Any]:
    """Return the lines of the request, and its body or None; ``target`` is method and path."""
    needed = [one for one in operation.get("parameters", []) if one.get("required")]
    shown = [(one["in"], one["name"], _plain(_value(one["schema"], "readOnly", shapes, ()))) for one in needed]
    query = "&".join(f"{quote(name)}={quote(text)}" for place, name, text in shown if place == "query")
    lines = [f"{target}{'?' + query if query else ''} HTTP/1.1", f"Host: {host}", *credentials]
    lines += [f"{name}: {text}" for place, name, text in shown if place == "header"]
    body = operation.get("requestBody")
    if body is None:
        return [*lines, "Accept: */*", ""], None
    media, content = next(iter(body["content"].items()))
    value = request_value(content["schema"], shapes)
    length = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    head = [*lines, f"Content-Type: {media}", "Accept: */*", f"Content-Length: {length}", ""]
    return [*head, *json.dumps(value, indent=2, ensure_ascii=False).split("\n")], value


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
