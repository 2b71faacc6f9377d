"""JSON as RFC 8259 means it: no NaN, no duplicate keys, UTF-8 only; and a cheap proof that a body is such.

Pydantic parses and validates in one pass but accepts NaN and lets the last of two equal keys win.  Parsing a second
time to look for those would double the cost of an answer.  So the fast path counts: a body in which the words NaN and
Infinity do not occur, and which has as many ``":`` as the validated value has keys, is in order.  Whatever else does
(a colon after a quotation mark inside a string, say) is parsed again by the exact reader here.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, 
from uuid import UUID

from pydantic import BaseModel

from .shapes import is_object, is_sequence

__all__ = ["is_surely_strict", "parse", "without_bom"]

_BOM = b"\xef\xbb\xbf"
_WRAPPERS = frozenset({typing.Union, types.UnionType, list, tuple, set, frozenset, Sequence})
_BLANKS = b" \t\r\n"
_SCALARS = frozenset({str, int, float, bool, None, type(None), date, datetime, time, timedelta, Decimal, UUID})


def without_bom(content: bytes) -> bytes:
    """Return ``content`` without a leading UTF-8 byte order mark."""
    return content.removeprefix(_BOM)


def parse(content: bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: It is not UTF-8 or not strict JSON; the text holds nothing of the body.
    """
    try:
        return _DECODER.decode(without_bom(content).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("the body is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"the body is not JSON: line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise ValueError("the body is nested too deeply") from error


def is_surely_strict(content: bytes, value: Any) -> bool:
    """Tell whether a body that became ``value`` certainly has no duplicate key, NaN or Infinity; False: look closer."""
    if b"NaN" in content or b"Infinity" in content:
        return False
    return content.translate(None, _BLANKS).count(b'":') == _count_keys(value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object of the body has the same key twice")
    return members


def _constant(_: str) -> Any:
    raise ValueError("a number of the body is NaN or infinite")


def _integer(digits: str) -> int:
    try:
        return int(digits)
    except ValueError as error:
        raise ValueError("a number of the body has too many digits") from error


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)


def _count_keys(value: Any) -> int:
    """Count the object keys that ``value`` was made from; parts that cannot hold any are not looked at."""
    if isinstance(value, BaseModel):
        own, extra = value.__dict__, value.model_extra
        count = len(value.model_fields_set)
        for name in _containers(type(value)):
            if own[name]:
                count += _count_keys(own[name])
        return count + _count_in(extra.values()) if extra else count
    if is_object(value):
        return len(value) + _count_in(value.values())
    return _count_in(value) if is_sequence(value) else 0


def _count_in(values: Iterable[Any]) -> int:
    return sum([_count_keys(value) for value in values if type(value) not in _SCALARS])


@cache
def _containers(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the fields of ``model`` whose values may hold objects."""
    return tuple(name for name, field in model.model_fields.items() if _may_hold_objects(field.annotation))


def _may_hold_objects(kind: Any) -> bool:
    origin = typing.get_origin(kind)
    if origin is typing.Literal:
        return False
    if origin in _WRAPPERS:
        return any(map(_may_hold_objects, typing.get_args(kind)))
    return kind not in _SCALARS and kind is not Ellipsis
