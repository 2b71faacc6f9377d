"""JSON as RFC 8259 means it: no NaN, no duplicate keys, UTF-8 only; and a cheap proof that a body is such.

Pydantic parses and validates in one pass, but lets the last of two equal keys win.  Parsing a second time to look for
such keys would double the cost of an answer.  So the fast path counts: a body that has as many ``":`` as the validated
value has keys has no key twice.  Whatever else differs (``":`` inside a string, say) is read again by the exact reader
here.  NaN is refused by the models themselves; where there is no model, the count looks for it on its way.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from math import isfinite, nan
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from pydantic import BaseModel

__all__ = ["is_surely_strict", "parse", "without_bom"]

_BOM = b"\xef\xbb\xbf"
_WRAPPERS = frozenset({typing.Union, types.UnionType, list, tuple, set, frozenset, Sequence})
_BLANKS = b" \t\r\n"
_FIELDS_SET, _EXTRA = attrgetter("model_fields_set"), attrgetter("model_extra")
_SCALARS = frozenset({str, int, float, bool, None, type(None), date, datetime, time, timedelta, Decimal, UUID})
_LEAVES: frozenset[Any] = _SCALARS - {float}


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
    return content.translate(None, _BLANKS).count(b'":') == _count_keys([value])


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


def _count_keys(values: Sequence[Any]) -> float:
    """Count the object keys that ``values`` were made from; no number at all (NaN) if one of them is not finite.

    Values go by type rather than one by one: a list of a hundred models costs little more than one model.
    """
    count = 0.0
    for kind in set(map(type, values)) - _LEAVES:
        group: list[Any] = [value for value in values if type(value) is kind]
        if issubclass(kind, BaseModel):
            count += sum(map(len, map(_FIELDS_SET, group)))
            inner = [value for name in _containers(kind) for value in map(itemgetter(name), map(vars, group)) if value]
            inner += [value for extra in map(_EXTRA, group) if extra for value in extra.values()]
        elif issubclass(kind, dict):
            count += sum(map(len, group))
            inner = [member for value in group for member in value.values()]
        elif issubclass(kind, list | tuple | set | frozenset):
            inner = [item for value in group for item in value]
        else:
            inner = []
            if kind is float and not all(map(isfinite, group)):
                return nan
        count += _count_keys(inner)
    return count


@cache
def _containers(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the fields of ``model`` whose values may hold objects."""
    return tuple(name for name, field in model.model_fields.items() if _may_hold_objects(field.annotation))


def _may_hold_objects(kind: Any) -> bool:
    origin = typing.get_origin(kind)
    if origin is typing.Literal:
        return False
    if origin is typing.Annotated:
        return _may_hold_objects(typing.get_args(kind)[0])
    if origin in _WRAPPERS:
        return any(map(_may_hold_objects, typing.get_args(kind)))
    return kind not in _SCALARS and kind is not Ellipsis
