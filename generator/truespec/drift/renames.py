"""One name gone and another come in its place: perhaps the same thing under a new name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Attributes
from truespec.documentation.facts.surface import Value
from truespec.drift.change import Change, Kind, Weight

__all__ = ["with_renames"]

_SIMILAR: Final = 0.8
_REWORDED: Final = "another description"
"""No reason for a renaming, but what else happened to what was renamed."""
_NOT_COMPARED: Final = frozenset({"description", "example", "title", "present", "summary"})


def with_renames(
    changes: Sequence[Change], was: Mapping[str, Attributes], now: Mapping[str, Attributes]
) -> list[Change]:
    """Put one candidate in the place of each removal and addition that may be one renaming.

    Both stand in the same place with the same type and limits, and have the same description, the same neighbours or
    similar names; where several fit, none is chosen but the one with the most reasons.
    """
    removed = [change for change in changes if change.kind is Kind.REMOVED and change.place]
    added = [change for change in changes if change.kind is Kind.ADDED and change.place]
    pairs = [
        (reasons, gone, come)
        for gone in removed
        for come in added
        if (reasons := _reasons(gone, come, list(was), list(now)))
    ]
    pairs.sort(key=lambda pair: -len(set(pair[0]) - {_REWORDED}))
    taken: dict[int, Change] = {}
    gone_ids: set[int] = set()
    for reasons, gone, come in pairs:
        if id(gone) not in gone_ids and id(come) not in taken:
            gone_ids.add(id(gone))
            taken[id(come)] = replace(
                come, kind=Kind.RENAMED, weight=Weight.ERROR, breaking=True, before=gone.place, reasons=reasons
            )
    return [taken.get(id(change), change) for change in changes if id(change) not in gone_ids]


def _reasons(gone: Change, come: Change, was: list[str], now: list[str]) -> tuple[str, ...]:
    same_place = steps.above(gone.place) == steps.above(come.place) and gone.evidence == come.evidence
    status = steps.above(come.place) == "response"  # no name that anybody chose
    if (
        status
        or not same_place
        or _form(gone.before) != _form(come.after)
        or set(gone.below) != set() != set(come.below)
    ):
        return ()
    found: list[str] = []
    if _digest(gone.before) is not None and _digest(gone.before) == _digest(come.after):
        found.append("the same description")
    if _neighbours(was, gone.place) == _neighbours(now, come.place) != ("", ""):
        found.append("the same neighbours")
    ratio = difflib.SequenceMatcher(None, steps.last_name(gone.place), steps.last_name(come.place)).ratio()
    if ratio >= _SIMILAR:
        found.append(f"similar names ({ratio:.2f})")
    described = _digest(gone.before) is not None and _digest(come.after) is not None
    if found and described and "the same description" not in found:
        found.append(_REWORDED)
    return tuple(found)


def _form(value: Value) -> dict[str, Value]:
    if not isinstance(value, Mapping):
        return {}
    return {key: one for key, one in value.items() if key not in _NOT_COMPARED}


def _digest(value: Value) -> Value:
    words = value.get("description") if isinstance(value, Mapping) else None
    return words.get("digest") if isinstance(words, Mapping) else None


def _neighbours(places: list[str], place: str) -> tuple[str, str]:
    """Return the names before and behind a place among those of the same level; none where only a sample has it."""
    level = [one for one in places if steps.above(one) == steps.above(place)]
    if place not in level:
        return "", ""
    position = level.index(place)
    before = level[position - 1] if position else ""
    return before, level[position + 1] if position + 1 < len(level) else ""
