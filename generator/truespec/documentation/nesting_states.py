"""The states of a search for what is below what: what is open after a row, and how a row led there."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from truespec.documentation.nesting_rows import Place
from truespec.documentation.sample_values import Path

__all__ = ["Frame", "Kind", "Move", "Moves", "Stack", "traced"]


class Kind(enum.IntEnum):
    """What is open."""

    OBJECT = 0
    SINGLE = 1
    """The items of an array, which are one row."""
    PART = 2
    """One of several parts of "all of": the sample has the members of all of them."""
    CHOICE = 3


class Frame(NamedTuple):
    """Something that is open: whose row opened it, and how far its members, or alternatives, are."""

    path: Path
    owner: int
    position: int = -1
    """Which name of the sample was the last; of a choice, how many alternatives there were."""
    used: frozenset[str] = frozenset()
    kind: Kind = Kind.OBJECT


Stack: TypeAlias = tuple[Frame, ...]


class Move(NamedTuple):
    """What a row does to the stack; ``place`` is None for a row that is below something the page does not show."""

    after: Stack
    place: Place | None
    odd: int = 0
    """1 where the sample should have the row and has not."""


Moves: TypeAlias = dict[Stack, list[Move]]


def traced(layers: Sequence[Moves], alive: set[Stack]) -> Iterator[set[Place | None]]:
    """Return, for each row, the places that it has on a way to a state that is ``alive`` in the end."""
    found: list[set[Place | None]] = []
    for moves in reversed(layers):
        kept = {stack: [move for move in after if move.after in alive] for stack, after in moves.items()}
        found.append({move.place for after in kept.values() for move in after})
        alive = {stack for stack, after in kept.items() if after}
    return reversed(found)
