"""The states of a search for what is below what: what is open after a row, and how a row led there."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from truespec.documentation.nested.nesting_rows import Place
from truespec.documentation.rendered.sample_values import Path

__all__ = ["Frame", "Kind", "Move", "Moves", "Stack", "blurred", "joined", "traced"]


_NONE: Final = frozenset[str]()


class Kind(enum.IntEnum):
    """What is open."""

    OBJECT = 0
    SINGLE = 1
    """The items of an array, which are one row."""
    PART = 2
    """One of several parts of "all of": the sample has the members of all of them."""
    CHOICE = 3
    BLUR = 4
    """Objects of which too many may be open to follow them all: what is in them has no place."""
    LOST = 5
    """An alternative whose own row was not saved, with all that is in it."""
    OWN = 6
    """An object whose own row was not saved: the vendor's example of it may leave members out."""


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


def joined(best: dict[Stack, int], layer: Moves) -> dict[Stack, int]:
    """Make one of all states in which the same is open as far, whatever stands in it; their moves lead there.

    Of the names that are in it, those count that are in all of them: more may follow then, and nothing less.
    """
    groups: dict[Stack, list[Stack]] = {}
    for stack in best:
        bare = tuple(frame if frame.kind is Kind.SINGLE else frame._replace(used=_NONE) for frame in stack)
        groups.setdefault(bare, []).append(stack)
    into: dict[Stack, Stack] = {}
    for stacks in groups.values():
        one = tuple(
            frames[0]._replace(used=frames[0].used.intersection(*(frame.used for frame in frames[1:])))
            for frames in zip(*stacks, strict=True)
        )
        into.update(dict.fromkeys(stacks, one))
    for found in layer.values():
        found[:] = [move._replace(after=into[move.after]) for move in found]
    fewest: dict[Stack, int] = {}
    for stack, odd in best.items():
        fewest[into[stack]] = min(odd, fewest.get(into[stack], odd))
    return fewest


def blurred(best: dict[Stack, int], layer: Moves) -> dict[Stack, int]:
    """Make one of all states: what is open in all of them, and above that anything; their moves lead there."""
    shared: list[Frame] = []
    for frames in zip(*best, strict=False):
        if len({frame._replace(used=_NONE) for frame in frames}) > 1 or frames[0].kind is Kind.BLUR:
            break
        shared.append(frames[0]._replace(used=frames[0].used.intersection(*(frame.used for frame in frames[1:]))))
    if not shared:
        return best  # not even how far the whole is
    one = (*shared, Frame((), -1, kind=Kind.BLUR))
    for found in layer.values():
        found[:] = [move._replace(after=one) for move in found]
    return {one: min(best.values())}


def traced(layers: Sequence[Moves], alive: set[Stack]) -> Iterator[set[Place | None]]:
    """Return, for each row, the places that it has on a way to a state that is ``alive`` in the end."""
    found: list[set[Place | None]] = []
    for moves in reversed(layers):
        kept = {stack: [move for move in after if move.after in alive] for stack, after in moves.items()}
        found.append({move.place for after in kept.values() for move in after})
        alive = {stack for stack, after in kept.items() if after}
    return reversed(found)
