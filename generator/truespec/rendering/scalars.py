"""Where a JSON type with its format and its limits is a plain Python type."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from truespec.contract.schema import Json, Schema
from truespec.rendering.shapes import Scalar, ScalarType

__all__ = ["is_wide", "limits", "scalar"]

_FORMATS: Final[dict[tuple[str, str], ScalarType]] = {
    ("string", "date"): "date",
    ("string", "date-time"): "datetime",
    ("string", "uuid"): "UUID",
    ("string", "decimal"): "Decimal",
    ("string", "binary"): "bytes",
    ("number", "decimal"): "Decimal",
}
_PLAIN: Final[dict[str, ScalarType]] = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
_APPLICABLE: Final[dict[ScalarType, tuple[str, ...]]] = {
    "str": ("minLength", "maxLength", "pattern"),
    "int": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "float": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
}
_SAFE_PATTERN: Final = re.compile(
    r"""(?:
        [ !"#%&',\-/0-9:;<=>@A-Z_a-z~]     # stands for itself
      | \\[./\-+]                         # so does this
      | \[[0-9A-Za-z_.,:@+\-]+\]          # a class without escapes or negation
      | [\^$*+?.()|]                      # an operator
      | \{[0-9]{1,3}(?:,[0-9]{0,3})?\}    # a count
    )*""",
    re.VERBOSE,
)
_LITERAL_BITS: Final = 63


def scalar(schema: Schema, name: str) -> Scalar | None:
    """Return the Python type of a JSON type with the format and the limits of a schema; ``None`` for any other type."""
    plain = _PLAIN.get(name)
    if plain is None:
        return None
    found = _FORMATS.get((name, schema.format), plain)
    if name == "number" and found == "Decimal":
        return Scalar(found, (("type", name),))
    return Scalar(found, tuple(limits(schema, _APPLICABLE.get(found, ()))))


def limits(schema: Schema, keywords: Iterable[str]) -> Iterator[tuple[str, Json]]:
    """Yield the keywords that a schema has and Python can check, whole numbers as such."""
    for keyword in keywords:
        value = schema.constraints.get(keyword)
        if keyword == "pattern":
            if isinstance(value, str) and _is_portable(value):
                yield keyword, value
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max:
            yield keyword, int(value) if isinstance(value, float) and value.is_integer() else value


def is_wide(value: str | int) -> bool:
    """Whether a whole number has more than 63 bits, which type checkers do not take in a ``Literal``."""
    return isinstance(value, int) and value.bit_length() > _LITERAL_BITS


def _is_portable(pattern: str) -> bool:
    """Whether a pattern means the same to ECMA 262 and to pydantic's engine: no classes by letter, no look-around."""
    if not _SAFE_PATTERN.fullmatch(pattern) or "(?" in pattern:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
