"""Takes bodies that are no JSON apart with the standard library, and asks a validator whether they fit their schema."""

from __future__ import annotations

import json
import re
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs

__all__ = ["fits", "schema_2020"]

NAME = re.compile(r'; name="([^"]*)"')
Read = list[tuple[str, str, bytes]]
"""Name, media type and content of each piece of a body."""


def fits(content_type: str, content: bytes, media: dict[str, Any]) -> bool:
    """Say whether a form or a multipart body is what its schema wants, as far as its members have no styles."""
    is_form = content_type.startswith("application/x-www-form-urlencoded")
    pieces = form_pieces(content) if is_form else multipart_pieces(content_type, content)
    schema, encoding = schema_2020(media["schema"]), media.get("encoding", {})
    if schema["type"] == "array":
        return jsonschema_rs.is_valid(schema, [typed(piece, schema["items"], {}) for piece in pieces])
    styled = {name for name, told in encoding.items() if {"style", "explode", "allowReserved"} & told.keys()}
    members: dict[str, Any] = {}
    for piece in pieces:
        member = schema.get("properties", {}).get(piece[0])
        if member is None or piece[0] in styled:
            continue
        if "items" in member:
            members.setdefault(piece[0], []).append(typed(piece, member["items"], encoding.get(piece[0], {})))
        elif piece[0] in members:
            return False
        else:
            members[piece[0]] = typed(piece, member, encoding.get(piece[0], {}))
    # An empty list has no piece, so that a list that must be there cannot be missed.
    needed = [
        name for name in schema.get("required", ()) if name not in styled and "items" not in schema["properties"][name]
    ]
    return jsonschema_rs.is_valid({**schema, "required": needed}, members)


def form_pieces(content: bytes) -> Read:
    """Return the pieces of an urlencoded form."""
    pairs = parse_qsl(content.decode("ascii"), keep_blank_values=True, strict_parsing=bool(content), errors="strict")
    return [(name, "", text.encode()) for name, text in pairs]


def multipart_pieces(content_type: str, content: bytes) -> Read:
    """Return the parts of a multipart body; those without a disposition have no name.

    A body without any is what browsers send: its end alone, for which RFC 2046 has no form.
    """
    if content == f"--{content_type.partition('boundary=')[2]}--\r\n".encode():
        return []
    message = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + content)
    assert not message.defects, message.defects
    found: Read = []
    for part in list(message.walk())[1:]:
        assert not part.defects, part.defects
        raw = {name.lower(): str(value) for name, value in part.raw_items()}
        quoted = NAME.search(raw.get("content-disposition", ""))
        name = "" if quoted is None else quoted[1].encode("ascii", "surrogateescape").decode()
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found.append((unescaped(name), part.get_content_type(), payload))
    return found


def unescaped(name: str) -> str:
    """Return a name of a part as it was before browsers' way to quote it."""
    return name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


def typed(piece: tuple[str, str, bytes], schema: dict[str, Any], told: dict[str, Any]) -> Any:
    """Return a piece as the value that its schema is about."""
    _, kind, content = piece
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if schema.get("format") == "binary":
        return content.decode("latin-1")
    if kind.endswith("json") or told.get("contentType", "").endswith("json") or {"object", "array"} & {*types}:
        return json.loads(content)
    text = content.decode()
    if not text and "null" in types:
        return None
    return text if "string" in types or not types else json.loads(text)


def schema_2020(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of a document in the dialect of the validator."""
    if isinstance(schema.get("type"), str) and schema.get("nullable"):
        schema = {**schema, "type": [schema["type"], "null"]}
    found: dict[str, Any] = {key: value for key, value in schema.items() if key != "nullable"}
    if "properties" in found:
        found["properties"] = {name: schema_2020(member) for name, member in found["properties"].items()}
    for keyword in ("items", "additionalProperties"):
        if keyword in found:
            found[keyword] = schema_2020(found[keyword])
    return found
