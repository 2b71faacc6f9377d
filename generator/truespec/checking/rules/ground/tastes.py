"""What a server was seen to take, and to turn away, of valid bodies: a member may go only with a word of another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from truespec.contract.schema import Absent, Json

__all__ = ["Tastes"]

_REFUSED: Final = frozenset({400, 422})
_ENOUGH: Final = 8
"""So many of the latest bodies are kept for an operation."""


@dataclass(slots=True)
class Tastes:
    """What became of the bodies of each operation, by its id.

    ``taken`` has the latest that were, ``turned_away`` the last that was not and that nobody has asked about yet,
    ``asked`` how often somebody has, ``beside`` by member the other member that it goes with, and the words of it,
    ``named`` by member the keys of records of another kind that it may hold, of which each body gets the next.
    """

    taken: dict[str, list[dict[str, Json]]] = field(default_factory=dict[str, list[dict[str, Json]]])
    turned_away: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])
    asked: dict[str, int] = field(default_factory=dict[str, int])
    beside: dict[str, dict[str, tuple[str, frozenset[Json]]]] = field(
        default_factory=dict[str, dict[str, tuple[str, frozenset[Json]]]]
    )
    named: dict[str, dict[str, tuple[Json, ...]]] = field(default_factory=dict[str, dict[str, tuple[Json, ...]]])
    turns: int = 0

    def referring(self, operation: str, leave_out: Collection[str]) -> dict[str, Json]:
        """Return members that name records of another kind, as they were found to be needed."""
        known = {name: keys for name, keys in self.named.get(operation, {}).items() if name not in leave_out}
        self.turns += bool(known)
        return {name: keys[self.turns % len(keys)] for name, keys in known.items()}

    def note(self, operation: str, status: int, body: Json) -> None:
        """Keep what was answered with a status."""
        if isinstance(body, dict) and status in _REFUSED:
            self.turned_away[operation] = body
        elif isinstance(body, dict) and status // 100 == 2:
            self.taken[operation] = [*self.taken.get(operation, ())[-_ENOUGH:], body]

    def fit(self, operation: str, body: Json | Absent, given: Mapping[str, Json]) -> Json | Absent:
        """Return a made-up body without what goes only with another word than it has, unless that was given."""
        apart = self.beside.get(operation)
        if not apart or not isinstance(body, dict):
            return body
        lost = {name for name, (other, words) in apart.items() if name not in given and body.get(other) not in words}
        return {name: value for name, value in body.items() if name not in lost}
