"""Samples as a page prints them beside an operation."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

__all__ = ["answer_value", "http_request", "request_value"]

_BY_FORMAT = {
    "email": "name@gmail.com",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "date-time": "2026-01-01T00:00:00.000Z",
}


def request_value(schema: dict[str, Any]) -> Any:
    """Make the sample of a body: no read-only and no deprecated members."""
    return _value(schema, "readOnly")


def answer_value(schema: dict[str, Any]) -> Any:
    """Make the sample of an answer: no write-only and no deprecated members."""
    return _value(schema, "writeOnly")


def _value(schema: dict[str, Any], hidden: str) -> Any:
    for keyword in ("example", "default"):
        if schema.get(keyword) is not None:
            return schema[keyword]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "oneOf" in schema:
        return _value(schema["oneOf"][0], hidden)
    kind = schema.get("type")
    if kind == "array":
        return [_value(schema["items"], hidden)]
    if kind == "object":
        shown = {n: s for n, s in schema.get("properties", {}).items() if not s.get(hidden) and not s.get("deprecated")}
        return {name: _value(inner, hidden) for name, inner in shown.items()}
    if kind == "string":
        return _BY_FORMAT.get(schema.get("format", ""), "text")
    return {"integer": 1, "number": 1, "boolean": True}.get(str(kind))


def http_request(target: str, operation: dict[str, Any], host: str) -> tuple[list[str], Any]:
    """Return the lines of the request, and its body or None; ``target`` is method and path."""
    parameters = operation.get("parameters", [])
    query = "&".join(f"{quote(p['name'])}=text" for p in parameters if p["in"] == "query" and p.get("required"))
    lines = [f"{target}{'?' + query if query else ''} HTTP/1.1", f"Host: {host}"]
    lines += [f"{p['name']}: text" for p in parameters if p["in"] == "header" and p.get("required")]
    body = operation.get("requestBody")
    if body is None:
        return [*lines, "Accept: */*"], None
    media, content = next(iter(body["content"].items()))
    value = request_value(content["schema"])
    length = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    return [*lines, f"Content-Type: {media}", "Accept: */*", f"Content-Length: {length}"], value
