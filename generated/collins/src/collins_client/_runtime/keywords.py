"""The keywords of JSON Schema that need nothing but the value: types, bounds, lengths, lists of values."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isfinite
from typing import Any, Final

from .shapes import is_array, is_object

__all__ = ["PLAIN_CHECKS"]


def _is_number(data: Any) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool) and isfinite(data)


def _is_integer(data: Any) -> bool:
    return _is_number(data) and (isinstance(data, int) or data.is_integer())


_TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "array": is_array,
    "boolean": lambda data: isinstance(data, bool),
    "integer": _is_integer,
    "null": lambda data: data is None,
    "number": _is_number,
    "object": is_object,
    "string": lambda data: isinstance(data, str),
}


def _type(names: Any, data: Any) -> bool:
    return any(_TYPES[name](data) for name in ((names,) if isinstance(names, str) else names))


def _equal_key(data: Any) -> Any:
    """Return what two values have in common that JSON Schema calls equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(data, bool):
        return ("boolean", data)
    if is_array(data):
        return ("array", tuple(map(_equal_key, data)))
    if is_object(data):
        return ("object", frozenset((name, _equal_key(member)) for name, member in data.items()))
    return data


def _enum(values: Any, data: Any) -> bool:
    return _equal_key(data) in {_equal_key(value) for value in values}


def _unique(wanted: Any, data: Any) -> bool:
    return not (wanted and is_array(data)) or len(set(map(_equal_key, data))) == len(data)


def _multiple(step: Any, data: Any) -> bool:
    # As decimal fractions: 0.3 is three times 0.1, though not for binary ones.
    return not _is_number(data) or Fraction(str(data)) % Fraction(str(step)) == 0


def _bound(holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda limit, data: not _is_number(data) or holds(data, limit)


def _size(is_kind: Callable[[Any], bool], holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda limit, data: not is_kind(data) or holds(len(data), limit)


def _at_least(size: Any, limit: Any) -> bool:
    return bool(size >= limit)


def _at_most(size: Any, limit: Any) -> bool:
    return bool(size <= limit)


PLAIN_CHECKS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "enum": _enum,
    "exclusiveMaximum": _bound(lambda data, limit: bool(data < limit)),
    "exclusiveMinimum": _bound(lambda data, limit: bool(data > limit)),
    "maxItems": _size(is_array, _at_most),
    "maxLength": _size(_TYPES["string"], _at_most),
    "maxProperties": _size(is_object, _at_most),
    "maximum": _bound(_at_most),
    "minItems": _size(is_array, _at_least),
    "minLength": _size(_TYPES["string"], _at_least),
    "minProperties": _size(is_object, _at_least),
    "minimum": _bound(_at_least),
    "multipleOf": _multiple,
    "type": _type,
    "uniqueItems": _unique,
}
"""Keyword -> whether a value is as the keyword's value says."""
