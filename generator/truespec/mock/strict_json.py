"""Reads JSON the way a careful server does: nothing ambiguous, nothing that cannot be written back."""

from __future__ import annotations

import json
import math
from typing import Final

from truespec.contract.schema import Json

__all__ = ["MAX_CONTAINERS", "MAX_DEPTH", "NotJsonError", "read_json"]

MAX_DEPTH = 200
"""Deeper nesting than this is refused: no API needs it, and every later step may be recursive."""

MAX_CONTAINERS = 200_000
"""More objects and lists than this are refused: three bytes of text become a hundred of memory."""


class NotJsonError(ValueError):
    """The text is not JSON that every reader understands alike; the message never quotes it."""


def read_json(text: bytes | str) -> Json:
    """Return the JSON value in ``text`` (bytes are UTF-8).

    Raises:
        NotJsonError: For syntax errors, duplicate keys, ``NaN`` and infinities, numbers out of range, lone surrogates,
            text that is not UTF-8, nesting deeper than :data:`MAX_DEPTH` and more than :data:`MAX_CONTAINERS`.
    """
    decoded = _decoded(text) if isinstance(text, bytes) else text
    opened = decoded.count("[") + decoded.count("{")
    if opened > MAX_CONTAINERS:
        raise NotJsonError(f"has more than {MAX_CONTAINERS} objects and lists")
    try:
        value: Json = _DECODER.decode(decoded)
    except json.JSONDecodeError as error:
        raise NotJsonError(f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise NotJsonError(f"is nested deeper than {MAX_DEPTH}") from None
    except NotJsonError:
        raise
    except ValueError:
        raise NotJsonError("has a number that is too long") from None
    if opened > MAX_DEPTH and _depth_exceeds(value, MAX_DEPTH):
        raise NotJsonError(f"is nested deeper than {MAX_DEPTH}")
    if "\\u" in decoded and _has_surrogate(value):
        raise NotJsonError("has half of a surrogate pair")
    return value


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        raise NotJsonError("is not UTF-8") from None


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotJsonError("has the same key twice in one object")
    return members


def _refuse_constant(_name: str) -> Json:
    raise NotJsonError("has NaN or an infinity, which JSON does not know")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise NotJsonError("has a number that is out of range")
    return number


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
"""Made once: ``json.loads`` makes one for every text, which takes longer than reading a short one."""


def _depth_exceeds(value: Json, limit: int) -> bool:
    """Measure level by level: a recursive measure would fail on the very values it looks for."""
    level: list[Json] = [value]
    for _ in range(limit + 1):
        containers = [item for item in level if isinstance(item, (list, dict))]
        if not containers:
            return False
        level = [inner for item in containers for inner in (item.values() if isinstance(item, dict) else item)]
    return True


def _has_surrogate(value: Json) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
