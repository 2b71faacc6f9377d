"""What every stated rule has, and the places in requests and answers that rules speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.contract.provenance import Assumption
from truespec.diagnostics import Location

__all__ = ["BODY", "Place", "Rule"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a request or an answer.

    ``part`` is ``query``, ``path``, ``header``, ``cookie`` or ``body``; ``path`` the wire names below it: ``("meta",
    "itemCount")``. For anything but a body, ``path`` has the one name.
    """

    part: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        """Write the place as a behaviour file does: ``body.meta.itemCount``."""
        return ".".join((self.part, *self.path))


BODY: Final = Place("body", ())
"""A whole body."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: a stable ``id`` (``importCustomer.dedupe``), one sentence, and where it is written."""

    id: str
    states: str
    location: Location
    assumptions: tuple[Assumption, ...] = ()
