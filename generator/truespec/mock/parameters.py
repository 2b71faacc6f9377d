"""Reads parameters off the wire: from ``style`` and ``explode`` to typed JSON values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import unquote, unquote_plus

from truespec.contract.operation import Parameter, is_json
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.mock.exchange import Request
from truespec.mock.shapes import Shapes
from truespec.mock.strict_json import NotJsonError, read_json

__all__ = ["BadParameterError", "Pairs", "cookies", "decode", "decode_pairs", "is_text", "query_pairs", "typed"]

Pairs = tuple[tuple[str, str], ...]
"""Names (decoded) and values (still encoded) in the order they were sent."""

_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,2})?")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9]\d{0,400})")
_QUERY_SEPARATORS: Final = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_UNREADABLE_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})


class BadParameterError(ValueError):
    """A parameter cannot be read at all; the message never quotes it."""


def query_pairs(query: str) -> Pairs:
    """Split a raw query at ``&``, before anything is decoded."""
    if not query:
        return ()
    pairs = (part.partition("=") for part in query.split("&") if part)
    return tuple((unquote_plus(name), value) for name, _, value in pairs)


def cookies(request: Request) -> Pairs:
    """Return the cookies of a request."""
    parts = (part.strip().partition("=") for line in request.header_values("cookie") for part in line.split(";"))
    return tuple((name, value) for name, separator, value in parts if separator)


def decode(
    parameter: Parameter, request: Request, path_values: Mapping[str, str], query: Pairs, shapes: Shapes
) -> Json | Absent:
    """Return the typed value of one parameter, :data:`ABSENT` where it was not sent.

    Raises:
        BadParameterError: The value is there, but not in a form its style allows.
    """
    match parameter.place:
        case "query" | "querystring" if not query:
            return ABSENT
        case "querystring":
            return _whole_query(parameter, request.query, query, shapes)
        case "path":
            return _from_path(parameter, path_values[parameter.wire], shapes)
        case "query":
            return decode_pairs(parameter, query, shapes)
        case "cookie":
            return decode_pairs(parameter, cookies(request), shapes)
        case "header":
            # OpenAPI leaves these three to media types and security.
            if parameter.wire.lower() in _UNREADABLE_HEADERS:
                return ABSENT
            text = request.header(parameter.wire)
            return ABSENT if text is None else _simple(parameter, text, shapes)


def is_text(parameter: Parameter, shapes: Shapes) -> bool:
    """Say whether the value of a path parameter is the very text that stands there, whatever that is."""
    plain = parameter.place == "path" and parameter.style == "simple" and not parameter.content_type
    types = shapes.types(parameter.schema)
    return plain and shapes(parameter.schema).enum is None and (not types or "string" in types)


def typed(text: str, schema: Schema, shapes: Shapes) -> Json:
    """Return ``text`` as the JSON value that the schema's types ask for; text that fits no type stays text.

    Judging is left to the validator, which sees what was meant: ``"abc"`` where a number is asked for stays a string.
    """
    shape = shapes(schema)
    if shape.enum is not None:
        return next((member for member in shape.enum if _spelled(member) == text), text)
    types = shapes.types(schema)
    if not types or "string" in types:
        return text
    if "integer" in types and _INTEGER.fullmatch(text):
        return int(text)
    if types & {"number", "integer"} and _NUMBER.fullmatch(text):
        return float(text) if not _INTEGER.fullmatch(text) else int(text)
    if "boolean" in types and text in {"true", "false"}:
        return text == "true"
    if "null" in types and text in {"", "null"}:
        return None
    return text


def _spelled(member: Json) -> str:
    if isinstance(member, bool):
        return "true" if member else "false"
    return "null" if member is None else str(member)


def _from_path(parameter: Parameter, text: str, shapes: Shapes) -> Json:
    if parameter.style == "label":
        if not text.startswith("."):
            raise BadParameterError("does not start with a dot, as its style asks")
        return _delimited(parameter, text[1:], "." if parameter.explode else ",", shapes)
    if parameter.style == "matrix":
        return _from_matrix(parameter, text, shapes)
    return _simple(parameter, text, shapes)


def _from_matrix(parameter: Parameter, text: str, shapes: Shapes) -> Json:
    pairs = tuple((name, value) for name, _, value in (part.partition("=") for part in text.lstrip(";").split(";")))
    if not text.startswith(";"):
        raise BadParameterError("does not start with a semicolon, as its style asks")
    if parameter.explode and "object" in shapes.types(parameter.schema):
        return _object(pairs, parameter.schema, shapes)
    values = [value for name, value in pairs if name == parameter.wire]
    if not values:
        raise BadParameterError("does not name itself, as its style asks")
    if parameter.explode and "array" in shapes.types(parameter.schema):
        return _array(values, parameter.schema, shapes)
    return _delimited(parameter, values[0], ",", shapes)


def _simple(parameter: Parameter, text: str, shapes: Shapes) -> Json:
    if parameter.content_type:
        return _content(parameter, text)
    types = shapes.types(parameter.schema)
    if parameter.explode and "object" in types and "string" not in types:
        pairs = [part.strip().partition("=") for part in text.split(",")]
        return _object([(name, value) for name, _, value in pairs], parameter.schema, shapes)
    return _delimited(parameter, text, ",", shapes)


def _content(parameter: Parameter, text: str) -> Json:
    if not is_json(parameter.content_type):
        return text
    try:
        return read_json(text)
    except NotJsonError as error:
        raise BadParameterError(str(error)) from None


def _whole_query(parameter: Parameter, query: str, pairs: Pairs, shapes: Shapes) -> Json:
    if parameter.content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        return _object([(name, unquote_plus(value)) for name, value in pairs], parameter.schema, shapes)
    return _content(parameter, unquote(query))


def decode_pairs(parameter: Parameter, pairs: Pairs, shapes: Shapes) -> Json | Absent:
    """Return the value of a parameter among names and values, :data:`ABSENT` where it is not there.

    Raises:
        BadParameterError: The value is there, but not in a form its style allows.
    """
    types = shapes.types(parameter.schema)
    if parameter.style == "deepObject":
        return _deep_object(parameter, pairs, shapes)
    if parameter.explode and "object" in types and not parameter.content_type:
        known = shapes(parameter.schema).properties
        mine = [(name, unquote_plus(value)) for name, value in pairs if name in known]
        return _object(mine, parameter.schema, shapes) if mine else ABSENT
    values = [value for name, value in pairs if name == parameter.wire]
    if not values:
        return ABSENT
    if parameter.explode and "array" in types and not parameter.content_type:
        return _array([unquote_plus(value) for value in values], parameter.schema, shapes)
    if len(values) > 1:
        raise BadParameterError("is given more than once")
    if parameter.content_type:
        return _content(parameter, unquote_plus(values[0]))
    return _separated(parameter, values[0], shapes)


def _separated(parameter: Parameter, raw: str, shapes: Shapes) -> Json:
    """Read a query value that was not exploded.

    A separator counts as one when it is sent as it is; where none is, the encoded ones do, because many clients encode
    the whole value.
    """
    if not shapes.types(parameter.schema) & {"array", "object"}:
        return typed(unquote_plus(raw), parameter.schema, shapes)
    separator = _QUERY_SEPARATORS.get(parameter.style, ",")
    pieces = [unquote_plus(piece) for piece in raw.split(separator)]
    if len(pieces) == 1:
        pieces = unquote_plus(raw).split(separator)
    return _pieces(parameter, pieces, shapes)


def _delimited(parameter: Parameter, text: str, separator: str, shapes: Shapes) -> Json:
    types = shapes.types(parameter.schema)
    if "string" in types or not types & {"array", "object"}:
        return typed(text, parameter.schema, shapes)
    return _pieces(parameter, [piece.strip() for piece in text.split(separator)], shapes)


def _pieces(parameter: Parameter, pieces: list[str], shapes: Shapes) -> Json:
    if "array" in shapes.types(parameter.schema):
        return _array([] if pieces == [""] else pieces, parameter.schema, shapes)
    if len(pieces) % 2:
        raise BadParameterError("has a name without a value")
    return _object(list(zip(pieces[::2], pieces[1::2], strict=True)), parameter.schema, shapes)


def _deep_object(parameter: Parameter, pairs: Pairs, shapes: Shapes) -> Json | Absent:
    prefix = f"{parameter.wire}["
    mine = [
        (name[len(prefix) : -1], unquote_plus(value))
        for name, value in pairs
        if name.startswith(prefix) and name.endswith("]")
    ]
    return _object(mine, parameter.schema, shapes) if mine else ABSENT


def _array(texts: Sequence[str], schema: Schema, shapes: Shapes) -> Json:
    items = shapes(schema).items
    return [text if items is None else typed(text, items, shapes) for text in texts]


def _object(pairs: Iterable[tuple[str, str]], schema: Schema, shapes: Shapes) -> Json:
    members: dict[str, Json] = {}
    for name, text in pairs:
        member = shapes.member(schema, (name,))
        repeated = member is not None and "array" in shapes.types(member)
        if repeated and member is not None:
            before = members.get(name)
            members[name] = [*(before if isinstance(before, list) else []), *_as_list(_array([text], member, shapes))]
        elif name in members:
            raise BadParameterError("has the same name twice")
        else:
            members[name] = text if member is None else typed(text, member, shapes)
    return members


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]
