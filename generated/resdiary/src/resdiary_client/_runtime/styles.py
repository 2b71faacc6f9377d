"""OpenAPI's parameter styles: how one argument is written in a path, a query, a header or a cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from .operation import Parameter
from .shapes import is_array, is_object
from .values import json_bytes, json_data, scalar_text

__all__ = ["cookie_pairs", "header_text", "path_text", "query_pairs"]

Pairs = list[tuple[str, str]]

_RESERVED_YET_HARMLESS = ":/?@!$'()*,;"
"""Reserved characters that ``allowReserved`` lets through: those that cannot end a value in a query string."""

_DELIMITERS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}


def path_text(parameter: Parameter, value: Any) -> str:
    """Return the percent-encoded text for a path (styles simple, label and matrix).

    Raises:
        ValueError: The text is empty, so that the path would mean another operation.
    """
    data = _data(parameter, value)
    write: Callable[[str, Any, bool], str] = _PATH_STYLES.get(parameter.style, _simple)
    text = write(parameter.name, data, parameter.explode) if data is not None else ""
    if not text:
        raise ValueError(f"path parameter {parameter.name!r} must not be empty")
    return text


def query_pairs(parameter: Parameter, value: Any) -> Pairs:
    """Return the percent-encoded names and values for a query (styles form, *Delimited and deepObject).

    An empty list or object gives no pair.
    """
    data = _data(parameter, value)
    name, encode = _encode(parameter.name), _reserving if parameter.allow_reserved else _encode
    if parameter.style == "deepObject":
        return [(_encode(key), encode(text)) for key, text in _deep(parameter.name, data)]
    delimiter = _DELIMITERS.get(parameter.style, ",")
    if is_array(data):
        items = [encode(scalar_text(item)) for item in data]
        if parameter.explode:
            return [(name, item) for item in items]
        return [(name, delimiter.join(items))] if items else []
    if is_object(data):
        members = data
        if parameter.explode:
            return [(_encode(key), encode(scalar_text(member))) for key, member in members.items()]
        flat = [encode(text) for key, member in members.items() for text in (key, scalar_text(member))]
        return [(name, delimiter.join(flat))] if flat else []
    return [(name, encode(scalar_text(data)))]


def header_text(parameter: Parameter, value: Any) -> str:
    """Return the text for a header (style simple), not percent-encoded."""
    return _join_simple(_data(parameter, value), parameter.explode, str)


def cookie_pairs(parameter: Parameter, value: Any) -> Pairs:
    """Return the names and percent-encoded values for the Cookie header (style form)."""
    return query_pairs(parameter, value)


def _data(parameter: Parameter, value: Any) -> Any:
    return json_bytes(value).decode() if parameter.content_type else json_data(value)


def _encode(text: str) -> str:
    return quote(text, safe="")


def _reserving(text: str) -> str:
    return quote(text, safe=_RESERVED_YET_HARMLESS)


def _join_simple(data: Any, explode: bool, encode: Callable[[str], str], delimiter: str = ",") -> str:  # noqa: FBT001  # as OpenAPI has it
    if is_array(data):
        return delimiter.join(encode(scalar_text(item)) for item in data)
    if is_object(data):
        between = "=" if explode else delimiter
        members = data
        return delimiter.join(f"{encode(key)}{between}{encode(scalar_text(item))}" for key, item in members.items())
    return encode(scalar_text(data))


def _simple(_: str, data: Any, explode: bool) -> str:  # noqa: FBT001  # as above
    return _join_simple(data, explode, _encode)


def _label(_: str, data: Any, explode: bool) -> str:  # noqa: FBT001  # as above
    return "." + _join_simple(data, explode, _encode, "." if explode else ",")


def _matrix(name: str, data: Any, explode: bool) -> str:  # noqa: FBT001  # as above
    key = _encode(name)
    if explode and is_array(data):
        return "".join(f";{key}={_encode(scalar_text(item))}" for item in data)
    if explode and is_object(data):
        return ";" + _join_simple(data, explode, _encode, ";")
    text = _join_simple(data, explode, _encode)
    return f";{key}={text}" if text else f";{key}"


_PATH_STYLES = {"simple": _simple, "label": _label, "matrix": _matrix}


def _deep(name: str, data: Any) -> Pairs:
    if is_object(data):
        members = data
        return [pair for key, member in members.items() for pair in _deep(f"{name}[{key}]", member)]
    if is_array(data):
        return [pair for item in data for pair in _deep(name, item)]
    return [(name, scalar_text(data))]
