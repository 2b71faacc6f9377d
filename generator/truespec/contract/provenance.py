"""What the documentation settles and what we assumed, kept apart on every part of a contract."""

from __future__ import annotations

from dataclasses import dataclass

from truespec.diagnostics import Location

__all__ = ["Assumption", "assumption_for", "why_at_all", "why_of", "whys"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A choice that no documentation page settles.

    ``attribute`` names what of the object was chosen (``required``, ``type``, ...); an empty one means the object's
    very existence.  ``why`` is the reason as the spec gives it; ``location`` is where the spec says so.
    """

    attribute: str
    why: str
    location: Location


def assumption_for(assumptions: tuple[Assumption, ...], attribute: str = "") -> Assumption | None:
    """Return the assumption that covers ``attribute``: one about the whole object covers everything about it."""
    for assumption in assumptions:
        if assumption.attribute in {"", attribute}:
            return assumption
    return None


def why_at_all(assumptions: tuple[Assumption, ...]) -> str:
    """Return the reason of the assumption that the whole object is, empty where it is none."""
    return next((assumption.why for assumption in assumptions if not assumption.attribute), "")


def why_of(assumptions: tuple[Assumption, ...], attribute: str) -> str:
    """Return the reason of the assumption that covers ``attribute``, empty where none does."""
    found = assumption_for(assumptions, attribute)
    return "" if found is None else found.why


def whys(assumptions: tuple[Assumption, ...]) -> dict[str, str]:
    """Return the reasons by what of the object they are for."""
    return {assumption.attribute: assumption.why for assumption in assumptions}
