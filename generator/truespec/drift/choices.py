"""Brings the choices of two captures into one form, where only one of the two shows that there is nothing to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from truespec.documentation.facts.alternatives import branches_of, is_null, lift
from truespec.documentation.facts.capture import Attributes, Capture
from truespec.documentation.facts.surface import Visibility

__all__ = ["aligned"]

_CHOICES: Final = frozenset({"any of", "one of"})


def aligned(capture: Capture, other: Capture, called: Mapping[str, str]) -> Capture:
    """Merge the only alternative that a capture has into the place of a choice, where that of ``other`` was merged.

    A capture of which rows were lost cannot tell that no alternative is missing.  ``called`` leads from its operations
    to those of ``other``.
    """
    for operation, name in called.items():
        for owner in other.single.get(name, ()):
            if _is_open(capture.places(operation), owner):
                capture = _merged(capture, operation, owner)
    return capture


def _merged(capture: Capture, operation: str, owner: str) -> Capture:
    found = {place: dict(attributes) for place, attributes in capture.places(operation).items()}
    marks = {place: dict(kinds) for place, kinds in capture.unseen.get(operation, {}).items()}
    joined = dict(capture.joined)
    first = f"{owner}|1"
    if branches_of(found, owner):
        found = lift(found, owner)
        if "type" not in found[owner]:  # but for null, its rows were not saved
            marks.setdefault(owner, {})["type"] = Visibility.LOST
        for place in [place for place in marks if _is_at_or_below(place, first)]:
            moved = owner + place.removeprefix(first)
            marks.setdefault(moved, {}).update(marks[place])
            if (operation, place) in joined:
                joined.setdefault((operation, moved), joined[operation, place])
    else:  # its rows were not saved: nothing is known but that there are some
        del found[owner]["type"]
        marks.setdefault(owner, {})["type"] = Visibility.LOST
    return replace(
        capture,
        said={**capture.said, operation: found},
        unseen={**capture.unseen, operation: marks},
        joined=joined,
    )


def _is_at_or_below(place: str, owner: str) -> bool:
    return place == owner or place.startswith((f"{owner}.", f"{owner}[", f"{owner}{{", f"{owner}|"))


def _is_open(found: Mapping[str, Attributes], owner: str) -> bool:
    """Whether a place has a choice of which at most the first alternative is there."""
    kind = found.get(owner, {}).get("type")
    real = [place for place in branches_of(found, owner) if not is_null(found, place)]
    return kind is not None and kind.value in _CHOICES and real in ([], [f"{owner}|1"])
