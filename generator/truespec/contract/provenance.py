"""What the documentation settles and what we assumed, kept apart on every part of a contract."""

from __future__ import annotations

from dataclasses import dataclass

from truespec.diagnostics import Location

__all__ = ["Assumption", "assumption_for"]


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
