"""Which places of a page are above and below which, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truespec.documentation import steps
from truespec.documentation.capture import Attributes
from truespec.documentation.surface import Value

__all__ = ["below_of", "is_above", "plain", "topmost"]


def plain(attributes: Attributes) -> dict[str, Value]:
    """Return the values of a place by attribute."""
    return {attribute: fact.value for attribute, fact in attributes.items()}


def topmost(ours: Mapping[str, Attributes], theirs: Mapping[str, Attributes]) -> Iterator[str]:
    """Yield the places that only ours has, without those below one that it has as well."""
    for place in ours:
        if place not in theirs and not any(one in ours and one not in theirs for one in steps.ancestors(place)):
            yield place


def is_above(place: str, places: Iterable[str]) -> bool:
    """Whether something below a place is stated, which shows the place as well as a sample would."""
    return any(place in steps.ancestors(one) for one in places)


def below_of(places: Mapping[str, Attributes], place: str) -> dict[str, Mapping[str, Value]]:
    """Return what is said of the places below one, by place and attribute."""
    return {one: plain(attributes) for one, attributes in places.items() if place in steps.ancestors(one)}
