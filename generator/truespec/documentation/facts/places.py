"""How a place of an operation is written, so that every reader writes the same place the same way."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = ["ITEMS", "OTHERS", "alternative", "member", "name", "under"]

ITEMS: Final = "[]"
"""Leads from an array to its items."""
OTHERS: Final = "{}"
"""Leads from an object to the values of properties it does not name."""

_SPECIAL: Final = re.compile(r"[.\[\]{}|\"\s]")
_ANSWER_ROOT: Final = re.compile(r"response\.[^.\[\]{}|]+\Z")


def name(text: str) -> str:
    """Write one name, as a JSON string where it would be mistaken for a way: ``a.b`` becomes ``"a.b"``."""
    return json.dumps(text, ensure_ascii=False) if not text or _SPECIAL.search(text) else text


def under(kind: str, text: str) -> str:
    """Write the place of something of a kind: ``query.limit``."""
    return f"{kind}.{name(text)}"


def member(place: str, text: str) -> str:
    """Write the place of a property of the object at ``place``."""
    if text == "header" and _ANSWER_ROOT.match(place):
        return f"{place}.{json.dumps(text)}"
    return under(place, text)


def alternative(place: str, number: int) -> str:
    """Write the place of an alternative, counted from one."""
    return f"{place}|{number}"
