"""Tells a page whose lines were lost from the middle of one thing to the middle of another: the two are grown together.

Whoever takes a thing away leaves what is beside it as it was.  Where lines were lost, what stood before them goes on
with what belonged to something behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Attributes, Capture, equal
from truespec.documentation.facts.surface import Fact, Form, Surface, Visibility
from truespec.documentation.facts.wording import digest

__all__ = ["come_to", "grown_together", "lessened", "misnamed", "still_named", "unresolved"]

_COMMON: Final = frozenset({"type", "required", "nullable", "present"})
"""What two things may have in common by chance."""
_FLAGS: Final = frozenset({"required", "nullable", "deprecated", "readOnly", "writeOnly"})
_UNTOLD: Final = frozenset({"example", "properties", "circular", "otherMedia", "title"})
_DOCUMENTS: Final = frozenset({Form.OPENAPI, Form.MD_OPENAPI})

Spot = tuple[str, str]
"""An operation, as the accepted page calls it, and a place in it."""


def still_named(was: Capture, surface: Surface, gone: Sequence[str]) -> str:
    """Return the operation that is gone and that the page still names, in a heading or an outline; else empty."""
    words = [_summary(was, operation) for operation in was.order]
    for operation in gone:
        summary = _summary(was, operation)
        method, _, path = operation.partition(" ")
        labels = {str(digest(f"{one} {path}")["digest"]) for one in (method, method.lower())}
        if labels & surface.named or (summary and words.count(summary) == 1 and summary in surface.named):
            return operation
    return ""


def misnamed(was: Capture, now: Capture, paired: Mapping[str, str], gone: Sequence[str]) -> str:
    """Return the operation that is gone and whose title stands above another one now; else empty."""
    titles = {_summary(was, operation): operation for operation in gone}
    for old, current in paired.items():
        summary = _summary(now, current)
        if summary and summary != _summary(was, old) and summary in titles:
            return titles[summary]
    return ""


def unresolved(was: Capture, now: Capture, paired: Mapping[str, str]) -> Spot | None:
    """Return the first place of a document that had a type, and refers to what is not there now."""
    if now.page.form not in _DOCUMENTS:
        return None
    for old, current in paired.items():
        for place, marks in now.unseen.get(current, {}).items():
            said = was.places(old).get(place, {})
            if marks.get("type") is Visibility.LOST and "type" in said:
                return old, place
    return None


def grown_together(
    was: Capture, now: Capture, paired: Mapping[str, str], before: Spot, gone: Sequence[Spot]
) -> Spot | None:
    """Return what is gone and of which the thing before it has a part now; None where that is as it was.

    ``before`` is the last thing before ``gone`` that the page still shows.
    """
    operation, place = before
    current = paired.get(operation, "")
    said, says = was.places(operation).get(place, {}), now.places(current).get(place, {})
    come, less = _come(said, says), _less(said, says)
    if "type" in less and "type" in said:
        return gone[-1]
    telling = bool(less) or not come.keys() <= _COMMON
    grown = list(_grown(was.places(operation), now.places(current), place))
    for other, donor in reversed(gone):
        given = was.places(other).get(donor, {})
        if come and telling and all(_is_of(given, key, fact) for key, fact in come.items()):
            return other, donor
        if grown and all(_has(was, other, donor + end, attributes) for end, attributes in grown):
            return other, donor
        if other not in paired and _took_over(was, now, operation, current, other):
            return other, ""
    return None


def _summary(capture: Capture, operation: str) -> str:
    fact = capture.places(operation).get("", {}).get("summary")
    said = None if fact is None else fact.value
    return str(said["digest"]) if isinstance(said, Mapping) else ""


def lessened(was: Capture, now: Capture, paired: Mapping[str, str], spot: Spot) -> bool:
    """Whether less is said of a place than was, or nothing; what is said otherwise is none the less."""
    operation, place = spot
    said, says = was.places(operation).get(place, {}), now.places(paired.get(operation, "")).get(place, {})
    return not _come(said, says).keys() - _FLAGS and bool(_less(said, says))


def come_to(was: Capture, now: Capture, paired: Mapping[str, str], spot: Spot) -> bool:
    """Whether something is said of a place that was not, or was said otherwise; what stands for nothing is none."""
    operation, place = spot
    return bool(_come(was.places(operation).get(place, {}), now.places(paired.get(operation, "")).get(place, {})))


def _less(said: Attributes, says: Attributes) -> frozenset[str]:
    """Return the attributes that are said no longer."""
    known = {key for key, fact in says.items() if not _is_nothing(key, fact)}
    return frozenset(key for key in said if key not in known and key not in _UNTOLD and not _is_nothing(key, said[key]))


def _is_nothing(key: str, fact: Fact) -> bool:
    """Whether a fact stands for what is not said."""
    return (key == "type" and fact.value == "any") or (key in _FLAGS and fact.value is False)


def _come(said: Attributes, says: Attributes) -> Attributes:
    """Return what is said of a place that was not, or was said otherwise."""
    return {
        key: fact
        for key, fact in says.items()
        if key not in _UNTOLD
        and not _is_nothing(key, fact)
        and (key not in said or not equal(key, said[key].value, fact.value))
    }


def _is_of(given: Attributes, key: str, fact: Fact) -> bool:
    return key in given and equal(key, given[key].value, fact.value)


def _grown(
    was: Mapping[str, Attributes], now: Mapping[str, Attributes], place: str
) -> Iterator[tuple[str, Attributes]]:
    """Yield what is new below a place: the way from it, and what is said there."""
    for one, attributes in now.items():
        if one not in was and place and place in steps.ancestors(one):
            yield one.removeprefix(place), attributes


def _has(capture: Capture, operation: str, place: str, attributes: Attributes) -> bool:
    given = capture.places(operation).get(place)
    return given is not None and all(_is_of(given, key, fact) for key, fact in attributes.items() if key not in _UNTOLD)


def _took_over(was: Capture, now: Capture, old: str, current: str, other: str) -> bool:
    """Whether all that is new in an operation is of one that is gone, word for word."""
    new = {place: said for place, said in now.places(current).items() if place not in was.places(old)}
    telling = any(attributes.keys() - _COMMON for attributes in new.values())
    return telling and all(_has(was, other, place, attributes) for place, attributes in new.items())
