"""When two captures say the same of a place: texts by their digests, samples as far as one can tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truespec.documentation.capture import equal
from truespec.documentation.surface import Fact, Value

__all__ = ["WORDS", "alike", "codes", "same"]

WORDS: Final = frozenset({"description", "summary"})
"""Attributes that are texts."""
_LOOSE: Final = ({"integer", "number"}, {"array", "object"})
"""Types that one sample cannot tell apart from the other; an empty list and an empty object look alike to some."""


def same(attribute: str, old: Fact, new: Fact) -> bool:
    """Whether two facts say the same; of texts their digests count."""
    if attribute in WORDS:
        return _digest(old.value) == _digest(new.value)
    return equal(attribute, old.value, new.value)


def _digest(value: Value) -> Value:
    return value.get("digest") if isinstance(value, Mapping) else value


def codes(value: Value) -> set[str]:
    """Return the numbers and code words of a text."""
    found = value.get("codes") if isinstance(value, Mapping) else ()
    return set(map(str, found)) if isinstance(found, tuple) else set()


def alike(old: Value, new: Value) -> bool:
    """Whether a sample of one type may be one of the other: one sample cannot tell all apart."""
    both = {str(old), str(new)}
    return len(both) == 1 or "null" in both or any(both <= kinds for kinds in _LOOSE)
