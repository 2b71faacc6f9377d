"""How much a change of a page weighs: whether it breaks a client that was made from what the page said before."""

from __future__ import annotations

from typing import Final

from truespec.documentation.facts.surface import Value
from truespec.drift.change import Kind, Weight

__all__ = ["is_answer", "weigh_attribute", "weigh_place"]

_SHAPE: Final = frozenset({"type", "format", "pattern", "media", "scheme", "circular", "discriminator"})
_SILENT: Final = frozenset({"title"})


def is_answer(place: str) -> bool:
    """Whether a place is part of what the server says."""
    return place.startswith("response")


def weigh_place(kind: Kind, place: str, attributes: dict[str, Value]) -> tuple[Weight, bool]:
    """Return the weight of a whole place that came or went, and whether it breaks a client."""
    if kind is Kind.ADDED:
        breaking = not is_answer(place) and attributes.get("required") is True and bool(place)
        return (Weight.ERROR if breaking or place.startswith("auth.") else Weight.INFO), breaking or place.startswith(
            "auth."
        )
    status = place.removeprefix("response.")
    if is_answer(place) and "." not in status and not status.startswith("2"):
        return Weight.WARNING, False
    return Weight.ERROR, True


def weigh_attribute(place: str, attribute: str, before: Value, after: Value) -> tuple[Weight, bool]:
    """Return the weight of an attribute that changed, None standing for absence, and whether it breaks a client."""
    if attribute in _SILENT:
        return Weight.NOTE, False
    if _breaks(place, attribute, before, after):
        return Weight.ERROR, True
    return (Weight.INFO if _loosens(place, attribute, before, after) else Weight.WARNING), False


def _breaks(place: str, attribute: str, before: Value, after: Value) -> bool:
    if place.startswith("auth.") or attribute == "scopes":
        return True
    if attribute in _SHAPE:
        return after is not None or attribute == "type"
    answer = is_answer(place)
    if attribute == "enum":
        return (
            not answer and not _values(before) <= _values(after) if before and after else not answer and before is None
        )
    if attribute == "required":
        return before is True if answer else after is True
    if attribute == "nullable":
        return after is True if answer else before is True
    if attribute in {"min", "max"} and not answer:
        return _tightens(attribute, before, after)
    return attribute in {"readOnly", "writeOnly"} and after is True


def _loosens(place: str, attribute: str, before: Value, after: Value) -> bool:
    if attribute in {"required", "nullable", "pattern"}:
        return True
    if attribute in {"min", "max"}:
        return not _tightens(attribute, before, after)
    if attribute == "otherMedia":
        return _values(before) <= _values(after)
    return attribute == "enum" and not is_answer(place)


def _tightens(attribute: str, before: Value, after: Value) -> bool:
    if not isinstance(after, int | float):
        return False
    if not isinstance(before, int | float):
        return True
    return after > before if attribute == "min" else after < before


def _values(value: Value) -> set[str]:
    return set(map(repr, value)) if isinstance(value, tuple) else set()
