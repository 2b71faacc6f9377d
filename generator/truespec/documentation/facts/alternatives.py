"""Alternatives of a choice, in the normal form of a page: where each begins, and how they merge into its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.surface import Fact

__all__ = ["branches_of", "is_null", "lift"]

_CHOICES: Final = frozenset({"all of", "any of", "one of"})


def branches_of(found: Mapping[str, Mapping[str, Fact]], owner: str) -> list[str]:
    """Return the places of the alternatives of a choice, in their order."""
    depth = len(steps.segments(owner))
    seen = {
        "".join(steps.segments(place)[: depth + 1]): None
        for place in found
        if place.startswith(f"{owner}|") and len(steps.segments(place)) > depth
    }
    return sorted(seen, key=lambda place: int(place.rpartition("|")[2]))


def is_null(found: Mapping[str, Mapping[str, Fact]], place: str) -> bool:
    """Whether a place is only ever null."""
    said = found.get(place, {}).get("type")
    return said is not None and said.value == "null"


def lift(found: dict[str, dict[str, Fact]], owner: str) -> dict[str, dict[str, Fact]]:
    """Merge the alternatives of a choice into the place that has them, or leave out null among them."""
    branches = branches_of(found, owner)
    real = [place for place in branches if not is_null(found, place)]
    own = dict(found.get(owner, {}))
    kind = own.get("type")
    together = len(real) < 2 or (kind is not None and kind.value == "all of")
    if len(real) < len(branches) and kind is not None:
        own["nullable"] = replace(kind, attribute="nullable", value=True)
    if together and kind is not None and kind.value in _CHOICES:
        del own["type"]
    targets = {place: owner if together else f"{owner}|{number}" for number, place in enumerate(real, 1)}
    result: dict[str, dict[str, Fact]] = {owner: own}
    for place, attributes in found.items():
        branch = next(
            (
                one
                for one in branches
                if place == one or place.startswith((f"{one}.", f"{one}[", f"{one}{{", f"{one}|"))
            ),
            None,
        )
        if branch is None:
            if place != owner:
                result.setdefault(place, {}).update(attributes)
            continue
        if branch in targets:
            moved = targets[branch] + place.removeprefix(branch)
            kept = result.setdefault(moved, {})
            for attribute, fact in attributes.items():
                kept.setdefault(attribute, replace(fact, place=moved))
    return result
