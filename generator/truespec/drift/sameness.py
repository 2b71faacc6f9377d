"""When two captures say the same of a place: texts by their digests, samples as far as one can tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truespec.documentation.facts.capture import Attributes, equal
from truespec.documentation.facts.surface import Evidence, Fact, Value

__all__ = ["WORDS", "alike", "codes", "is_of_same_words", "same"]

WORDS: Final = frozenset({"description", "summary"})
"""Attributes that are texts."""
_LOOSE: Final = ({"integer", "number"}, {"array", "object"})
"""Types that one sample cannot tell apart from the other; an empty list and an empty object look alike to some."""


def same(attribute: str, old: Fact, new: Fact) -> bool:
    """Whether two facts say the same; of texts their digests count.

    Values that stand in the words of one page may be some of those that the other page lists.
    """
    if attribute == "enum" and (old.evidence is Evidence.PROSE) != (new.evidence is Evidence.PROSE):
        return True
    if attribute in WORDS:
        return _digest(old.value) == _digest(new.value)
    return equal(attribute, old.value, new.value)


def is_of_same_words(
    old: Fact | None, new: Fact | None, was: Mapping[str, Attributes], now: Mapping[str, Attributes]
) -> bool:
    """Whether one page alone tells of values in its words, which both have: another form keeps no lines of a table."""
    told = [fact for fact in (old, new) if fact is not None]
    if len(told) > 1 or told[0].evidence is not Evidence.PROSE:
        return False
    place = told[0].place.removesuffix("[]")  # what is said of a list is said of its items
    before, after = (said.get(place, {}).get("description") for said in (was, now))
    return before is not None and after is not None and same("description", before, after)


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
