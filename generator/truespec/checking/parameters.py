"""Parameters between JSON values and the text that HTTP carries, and requests built from both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote, urlencode

from truespec.checking.exchange import Request
from truespec.contract.operation import Operation, Parameter, is_json
from truespec.contract.schema import ABSENT, Absent, Json, Schema

__all__ = [
    "Values",
    "build",
    "is_idempotency_key",
    "json_media_type",
    "json_schema",
    "parsed",
    "path_values",
    "text_of",
]

_IDEMPOTENCY: Final = re.compile(r"idempoten|^(x-)?request-?id$|nonce", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}

Values = Mapping[tuple[str, str], Json]
"""Parameter values by place and wire name: ``{("query", "id"): "42"}``."""


def is_idempotency_key(parameter: Parameter) -> bool:
    """Say whether a header tells a request that is sent again from a new one: no two requests may have the same."""
    return parameter.place == "header" and _IDEMPOTENCY.search(parameter.wire) is not None


def text_of(value: Json) -> str:
    """Return one scalar as HTTP carries it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def parsed(text: str, schema: Schema) -> Json:
    """Read text as the JSON value a schema (with references followed) expects; text that does not fit stays text."""
    types = schema.plain_types
    if not types and schema.enum is not None:
        return next((value for value in schema.enum if text_of(value) == text), text)
    if "string" in types or not types:
        return text
    if "array" in types:
        return [parsed(item, schema.items) if schema.items else item for item in text.split(",")] if text else []
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, bool | int | float) else text


def build(operation: Operation, values: Values, body: Json | Absent = ABSENT) -> Request:
    """Return the request for an operation; parameters without a value are left out, a JSON body is sent compactly.

    Raises:
        KeyError: A path parameter has no value.
    """
    path = _sent_path(operation)
    query: list[tuple[str, str]] = []
    whole = ""
    headers: list[tuple[str, str]] = [("Accept", "application/json, */*;q=0.5")]
    cookies: list[str] = []
    for parameter in operation.parameters:
        key = (parameter.place, parameter.wire)
        if parameter.place == "path":
            path = path.replace("{" + parameter.wire + "}", _joined(parameter, values[key]))
        elif key not in values:
            continue
        elif parameter.place == "query":
            query.extend(_pairs(parameter, values[key]))
        elif parameter.place == "querystring":
            whole = _whole_query(parameter, values[key])
        elif parameter.place == "header":
            headers.append((parameter.wire, _joined(parameter, values[key], encode=False)))
        else:
            cookies.append(f"{parameter.wire}={_joined(parameter, values[key])}")
    if cookies:
        headers.append(("Cookie", "; ".join(cookies)))
    content = b""
    if not isinstance(body, Absent):
        content = json.dumps(body, separators=(",", ":"), allow_nan=False).encode("ascii")
        headers.append(("Content-Type", json_media_type(operation) or "application/json"))
    mark = "&" if "?" in path else "?"
    asked = "&".join(filter(None, (urlencode(query, quote_via=quote), whole)))
    target = path + (mark + asked if asked else "")
    return Request(operation.method, target, tuple(headers), content)


def json_media_type(operation: Operation) -> str | None:
    """Return the name of the first JSON representation of an operation's body."""
    content = operation.body.content if operation.body is not None else ()
    return next((media.name for media in content if is_json(media.name)), None)


def json_schema(operation: Operation) -> Schema | None:
    """Return the schema of an operation's JSON body."""
    content = operation.body.content if operation.body is not None else ()
    return next((media.schema for media in content if is_json(media.name)), None)


def _joined(parameter: Parameter, value: Json, *, encode: bool = True) -> str:
    if parameter.content_type:
        text = json.dumps(value)
    elif isinstance(value, list):
        text = ",".join(text_of(item) for item in value)
    elif isinstance(value, dict):
        pairs = [
            f"{key}={text_of(item)}" if parameter.explode else f"{key},{text_of(item)}" for key, item in value.items()
        ]
        text = ",".join(pairs)
    else:
        text = text_of(value)
    return quote(text, safe="") if encode else text


def _pairs(parameter: Parameter, value: Json) -> Iterator[tuple[str, str]]:
    if parameter.content_type:
        yield parameter.wire, json.dumps(value)
    elif isinstance(value, list) and parameter.explode:
        yield from ((parameter.wire, text_of(item)) for item in value)
    elif isinstance(value, list):
        yield parameter.wire, _SEPARATORS.get(parameter.style, ",").join(text_of(item) for item in value)
    elif isinstance(value, dict) and parameter.style == "deepObject":
        yield from ((f"{parameter.wire}[{key}]", text_of(item)) for key, item in value.items())
    elif isinstance(value, dict) and parameter.explode:
        yield from ((key, text_of(item)) for key, item in value.items())
    elif isinstance(value, dict):
        yield parameter.wire, ",".join(f"{key},{text_of(item)}" for key, item in value.items())
    else:
        yield parameter.wire, text_of(value)


def _whole_query(parameter: Parameter, value: Json) -> str:
    if isinstance(value, dict) and not is_json(parameter.content_type):
        pairs = ((key, item) for key, one in value.items() for item in (one if isinstance(one, list) else [one]))
        return urlencode([(key, json.dumps(i) if isinstance(i, dict | list) else text_of(i)) for key, i in pairs])
    return quote(json.dumps(value) if is_json(parameter.content_type) else text_of(value), safe="")


def path_values(operation: Operation, path: str) -> dict[str, str]:
    """Return the decoded values of the path parameters in a path that was made for an operation.

    A path that does not have the operation's shape gives nothing.
    """
    template = _sent_path(operation).partition("?")[0].split("/")
    given = path.split("/")[-len(template) :]
    if len(template) != len(given):
        return {}
    values: dict[str, str] = {}
    for expected, actual in zip(template, given, strict=True):
        if "{" not in expected:
            continue
        names, pattern = _step(expected)
        found = pattern.fullmatch(actual)
        if found is None:
            return {}
        values |= {name: unquote(text) for name, text in zip(names, found.groups(), strict=True)}
    return values


def _sent_path(operation: Operation) -> str:
    """Return the path of an operation as it is sent: without what is behind ``#``."""
    return operation.path.partition("#")[0]


@lru_cache(maxsize=1024)
def _step(template: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Return the variables of a step of a path (``report-{year}.{kind}``), and what finds their values."""
    pieces = _VARIABLE.split(template)
    return tuple(pieces[1::2]), re.compile("(.*?)".join(re.escape(piece) for piece in pieces[::2]), re.DOTALL)
