"""Which places of a page are above and below which, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Attributes, Capture
from truespec.documentation.facts.surface import Grade, Value, Visibility
from truespec.documentation.loss.visibility import is_sure_to_be_listed, may_open, of_attribute

__all__ = [
    "below_of",
    "has_line",
    "is_above",
    "is_item_of_plain",
    "is_left_out",
    "is_nested",
    "plain",
    "topmost",
    "with_sections",
]

_OPENING: Final = frozenset({"object", "array", "any of", "one of", "all of"})
_PLAIN: Final = frozenset({"string", "integer", "number", "boolean"})
_UNSAMPLED: Final = frozenset({"deprecated", "readOnly", "writeOnly"})
"""What leaves a member out of samples."""


def plain(attributes: Attributes) -> dict[str, Value]:
    """Return the values of a place by attribute."""
    return {attribute: fact.value for attribute, fact in attributes.items()}


def topmost(ours: Mapping[str, Attributes], theirs: Mapping[str, Attributes]) -> Iterator[str]:
    """Yield the places that only ours has, without those below one that it has as well."""
    for place in ours:
        if place not in theirs and not any(one in ours and one not in theirs for one in steps.ancestors(place)):
            yield place


def with_sections(places: Mapping[str, Attributes]) -> dict[str, Attributes]:
    """Return the places with the bodies and answers that members are said of, and that are not said themselves."""
    return {**{root: {} for root in map(steps.root, places)}, **places}


def is_above(place: str, places: Iterable[str]) -> bool:
    """Whether something below a place is stated, which shows the place as well as a sample would."""
    return any(place in steps.ancestors(one) for one in places)


def below_of(places: Mapping[str, Attributes], place: str) -> dict[str, Mapping[str, Value]]:
    """Return what is said of the places below one, by place and attribute."""
    return {one: plain(attributes) for one, attributes in places.items() if place in steps.ancestors(one)}


def is_nested(place: str, label: str, below: Mapping[str, Mapping[str, Value]], owner: Capture, other: Capture) -> bool:
    """Whether a place may hold others, which a poorer capture could lose with it, or is sure to be listed.

    ``label`` is the operation as its ``owner`` has it.
    """
    attributes = owner.places(label)[place]
    if is_sure_to_be_listed(place, attributes.keys(), owner.page, other.page):
        return True
    if any(one.removeprefix(place) != "[]" for one in below):
        return True
    kind = attributes.get("type")
    alike = owner.page.grade is other.page.grade is not Grade.C
    if alike or kind is None or kind.value not in _OPENING:
        return False
    return kind.value != "array" or not below or may_open(owner, label, place)


def is_item_of_plain(place: str, said: Mapping[str, Attributes]) -> bool:
    """Whether a place is that of the items of something that is said to be of a type without items."""
    kind = said.get(steps.above(place), {}).get("type") if place.endswith("[]") else None
    return kind is not None and kind.value in _PLAIN


def is_left_out(place: str, was: Mapping[str, Attributes], now: Capture, label: str) -> bool:
    """Whether the samples of a page leave a member out by a flag, which some pages lose with all flags.

    There its row is still the one that it was, and the samples have nothing of it.
    """
    said = now.places(label)
    if said.get(place, {}).keys() & _UNSAMPLED:
        return True
    if place == steps.root(place) or place not in was or place not in said or is_above(place, now.samples(label)):
        return False
    return all(of_attribute(now, label, place, flag) is Visibility.LOST for flag in _UNSAMPLED)


def has_line(attributes: Attributes) -> bool:
    """Whether the last capture showed a place, and not an earlier one."""
    return any(fact.line for fact in attributes.values())
