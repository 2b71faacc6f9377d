"""Writes a number into a text without it ceasing to be of its kind: keys by a pattern, or of a length of their own."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Final

__all__ = ["counted_text", "places_to_count"]

_SIGNS: Final = string.digits + string.ascii_lowercase + string.ascii_uppercase
_LONGEST: Final = 64
"""What stands further to the left than this stays as it is: nobody makes so many keys."""


def places_to_count(like: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Return, for each character of ``like``, the signs that may stand in its place, the first of them meaning zero.

    A character in whose place no other may stand has itself alone.
    """
    counted = range(max(0, len(like) - _LONGEST), len(like))
    return tuple(
        "".join(sign for sign in _SIGNS if fits(like[:at] + sign + like[at + 1 :])) or like[at]
        if at in counted
        else like[at]
        for at in range(len(like))
    )


def counted_text(places: tuple[str, ...], number: int) -> str | None:
    """Return the text that stands for a number, ``None`` where there are not so many; two numbers never share one."""
    written = list[str]()
    for signs in reversed(places):
        number, digit = divmod(number, len(signs))
        written.append(signs[digit])
    return None if number else "".join(reversed(written))
