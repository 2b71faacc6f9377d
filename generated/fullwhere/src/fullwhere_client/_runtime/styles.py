"""OpenAPI's parameter styles: how one argument is written in a path, a query, a header or a cookie."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from .operation import Parameter
from .shapes import is_array, is_object
from .values import is_json, json_bytes, json_data, scalar_text
from .words import cookie_text

__all__ = ["cookie_pairs", "header_text", "path_text", "plain_pairs", "query_pairs"]

Pairs = list[tuple[str, str]]
Encode = Callable[[str], str]

_TRIPLE = re.compile("(%[0-9A-Fa-f]{2})")
_RESERVED = {"path": ":@!$&'()*+,;=", "query": ":/?@!$'()*,;=", "cookie": ":/?#[]@!$&'()*+="}
"""Reserved characters that ``allowReserved`` lets through: those that end nothing where they stand."""

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
"""What stands between values, where it is not a comma; unlike a comma it is encoded where values are."""


def path_text(parameter: Parameter, value: Any) -> str:
    """Return the percent-encoded text for a path (styles simple, label and matrix).

    Raises:
        ValueError: The text is empty, so that the path would mean another operation.
    """
    data = _data(parameter, value)
    write: Callable[[str, Any, bool, Encode], str] = _PATH_STYLES.get(parameter.style, _simple)
    text = write(parameter.name, data, parameter.explode, _encoder(parameter)) if data is not None else ""
    if not text:
        raise ValueError(f"path parameter {parameter.name!r} must not be empty")
    return text


def query_pairs(parameter: Parameter, value: Any) -> Pairs:
    """Return the percent-encoded names and values for a query (styles form, *Delimited and deepObject).

    An empty list or object gives no pair.
    """
    data = _data(parameter, value)
    return _pairs(parameter, data, _encode, _encoder(parameter))


def plain_pairs(parameter: Parameter, value: Any) -> Pairs:
    """Return the names and values of a query before they are encoded: what parts of a multipart body have."""
    return _pairs(parameter, json_data(value), str, str)


def _pairs(parameter: Parameter, data: Any, encode_name: Encode, encode: Encode) -> Pairs:
    name = encode_name(parameter.name)
    if parameter.style == "deepObject":
        whole = dict(enumerate(data)) if is_array(data) else data
        return [(encode_name(key), encode(text)) for key, text in _deep(parameter.name, whole)]
    delimiter = encode(_DELIMITERS[parameter.style]) if parameter.style in _DELIMITERS else ","
    if is_array(data):
        items = [encode(scalar_text(item)) for item in data]
        if parameter.explode:
            return [(name, item) for item in items]
        return [(name, delimiter.join(items))] if items else []
    if is_object(data):
        if parameter.explode:
            return [(encode_name(key), encode(scalar_text(member))) for key, member in data.items()]
        flat = [encode(text) for key, member in data.items() for text in (key, scalar_text(member))]
        return [(name, delimiter.join(flat))] if flat else []
    return [(name, encode(scalar_text(data)))]


def header_text(parameter: Parameter, value: Any) -> str:
    """Return the text for a header (style simple), not percent-encoded; JSON spells what is not ASCII by number."""
    if parameter.content_type is not None and is_json(parameter.content_type):
        return json.dumps(json_data(value), allow_nan=False, separators=(",", ":"))
    return _join_simple(_data(parameter, value), parameter.explode, str)


def cookie_pairs(parameter: Parameter, value: Any) -> Pairs:
    """Return the names and values for the Cookie header: percent-encoded in style form, as they are in style cookie."""
    if parameter.style == "cookie":
        return _pairs(parameter, _data(parameter, value), cookie_text, cookie_text)
    return query_pairs(parameter, value)


def _data(parameter: Parameter, value: Any) -> Any:
    is_text = parameter.content_type is None or not is_json(parameter.content_type)
    return json_data(value) if is_text else json_bytes(value).decode()


def _encoder(parameter: Parameter) -> Encode:
    return (lambda text: _reserving(text, parameter.location)) if parameter.allow_reserved else _encode


def _encode(text: str) -> str:
    return quote(text, safe="")


def _reserving(text: str, location: str) -> str:
    """Encode as RFC 6570 does in a reserved expansion: what is percent-encoded already stays."""
    parts = _TRIPLE.split(text)
    safe = _RESERVED.get(location, "")
    return "".join(part if _TRIPLE.fullmatch(part) else quote(part, safe=safe) for part in parts)


def _join_simple(data: Any, explode: bool, encode: Encode, delimiter: str = ",") -> str:  # noqa: FBT001  # as OpenAPI has it
    if is_array(data):
        return delimiter.join(encode(scalar_text(item)) for item in data)
    if is_object(data):
        between = "=" if explode else delimiter
        return delimiter.join(f"{encode(key)}{between}{encode(scalar_text(item))}" for key, item in data.items())
    return encode(scalar_text(data))


def _simple(_: str, data: Any, explode: bool, encode: Encode) -> str:  # noqa: FBT001  # as above
    return _join_simple(data, explode, encode)


def _label(_: str, data: Any, explode: bool, encode: Encode) -> str:  # noqa: FBT001  # as above
    return "." + _join_simple(data, explode, encode, "." if explode else ",")


def _matrix(name: str, data: Any, explode: bool, encode: Encode) -> str:  # noqa: FBT001  # as above
    pairs = [(name, _join_simple(data, explode, encode))]
    if explode and is_array(data):
        pairs = [(name, encode(scalar_text(item))) for item in data]
    elif explode and is_object(data):
        pairs = [(key, encode(scalar_text(item))) for key, item in data.items()]
    return "".join(f";{_encode(key)}={text}" if text else f";{_encode(key)}" for key, text in pairs)


_PATH_STYLES = {"simple": _simple, "label": _label, "matrix": _matrix}


def _deep(name: str, data: Any) -> Pairs:
    """Return a pair for each value inside; a list whose items have parts, or that is all there is, is numbered."""
    if is_object(data):
        return [pair for key, member in data.items() for pair in _deep(f"{name}[{key}]", member)]
    if is_array(data):
        numbered = any(is_object(item) or is_array(item) for item in data)
        places = [f"{name}[{number}]" if numbered else name for number in range(len(data))]
        return [pair for place, item in zip(places, data, strict=True) for pair in _deep(place, item)]
    return [(name, scalar_text(data))]
