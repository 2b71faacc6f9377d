"""How the place of a fact is taken apart into its steps."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

__all__ = ["above", "ancestors", "last_name", "root", "segments"]

_SEGMENT: Final = re.compile(r'\.?"(?:[^"\\]|\\.)*"|\[\]|\{\}|\|\d+|\.?[^.\[\]{}|\s"]+')


@lru_cache(maxsize=65_536)
def segments(place: str) -> tuple[str, ...]:
    """Return the steps of a place, each with the dot before it: ``body``, ``.tags``, ``[]``, ``.id``."""
    return tuple(_SEGMENT.findall(place))


def above(place: str) -> str:
    """Return the place one step up; empty for a place of one step."""
    return "".join(segments(place)[:-1])


def ancestors(place: str) -> tuple[str, ...]:
    """Return the places above one, the nearest first."""
    steps = segments(place)
    return tuple("".join(steps[:count]) for count in range(len(steps) - 1, 0, -1))


def root(place: str) -> str:
    """Return the part of an operation a place belongs to: ``query``, ``body``, ``response.200``."""
    steps = segments(place)
    return "".join(steps[: 2 if place.startswith("response.") else 1])


def last_name(place: str) -> str:
    """Return the name at the end of a place, without quotation marks; a step into a list is passed over."""
    named = [step for step in segments(place) if step[:1] not in "[{|"]
    last = named[-1].removeprefix(".") if named else ""
    if not last.startswith('"'):
        return last
    try:
        return str(json.loads(last))
    except ValueError:
        return last
