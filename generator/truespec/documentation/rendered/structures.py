"""Remembers where members end that a page shows at several places, for the place where no sample tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from truespec.documentation.rendered.fields import Field

__all__ = ["Structures"]

_Signature: TypeAlias = tuple[object, ...]
_SEVERAL: Final = 2
_END: Final[_Signature] = ("end",)


@dataclasses.dataclass(slots=True)
class Structures:
    """The groups of rows whose end is certain, by the row above them.

    The same rows below the same row, or below one with the same title, are the same members where the row behind them
    is the same too: another object may begin with the same members and have more.  Several rows below the same title
    are the same members whatever is behind them, if nothing of that title has ever had more.
    """

    untitled: frozenset[str] = frozenset()
    """What buttons say, in small letters, that have no title in them: older pages have it there, not in the type."""
    others_named: bool = False
    """Whether the page has a member, or a parameter, that is called as the other properties of an object are."""
    _known: dict[_Signature, set[tuple[_Signature, ...]]] = dataclasses.field(
        default_factory=dict[_Signature, set[tuple[_Signature, ...]]]
    )
    _unplaced: list[Sequence[Field]] = dataclasses.field(default_factory=list[Sequence[Field]])

    def learn(self, rows: Sequence[Field], unplaced: Sequence[Field]) -> None:
        """Remember the groups of ``rows``, which are nested by now; those that have no place are ``unplaced``."""
        if unplaced:
            self._unplaced.append(rows)
        numbers = {id(row): number for number, row in enumerate(rows)}
        strange = {numbers[id(row)] for row in unplaced}
        signed = [*map(_signature, rows), _END]
        for number, row in enumerate(rows):
            inside = list(_below(row))
            if any(id(one) not in numbers for one in inside):
                continue  # a row above them was not saved: what else was not is not known
            below = sorted(numbers[id(one)] for one in inside)
            end = number + 1 + len(below)
            if below and below[-1] == end - 1 and not strange & {number, end}:
                for key in self._keys(row, signed[number]):
                    self._known.setdefault(key, set()).add(tuple(signed[number + 1 : end + 1]))

    def ends(self, rows: Sequence[Field]) -> Mapping[int, int]:
        """Return the number of the row behind each group that is known, by the number of the row above it."""
        found: dict[int, int] = {}
        signed = [*map(_signature, rows), _END] if self._known else []
        for number, row in enumerate(rows if self._known else ()):
            groups = [group for key in self._keys(row, signed[number]) for group in self._known.get(key, ())]
            behind = signed[number + 1 :]
            lengths = {len(group) for group in groups if tuple(behind[: len(group)]) == group} or self._titled(
                row, behind
            )
            if len(lengths) == 1:
                found[number] = number + lengths.pop()
        return found

    def _titled(self, row: Field, behind: Sequence[_Signature]) -> set[int]:
        """Return how long the groups are that stand below the title of a row elsewhere, with another row behind."""
        groups = {group[:-1] for key in self._keys(row, ()) if key for group in self._known.get(key, ())}
        return {len(group) + 1 for group in groups if len(group) >= _SEVERAL and tuple(behind[: len(group)]) == group}

    def _keys(self, row: Field, signature: _Signature) -> Iterator[_Signature]:
        """Yield what a group is known by: all of the row above it, and the title of what that row shows."""
        yield signature
        title = row.type.detail if row.type is not None and row.type.base == "object" else ""
        if row.opened and self.untitled and not title and row.label.lower() not in self.untitled:
            title = row.label
        if title and row.opened:
            yield ("title", title)

    def helps(self, before: Structures) -> bool:
        """Whether groups are known where rows have no place, and other ones than ``before``; or what a name is of."""
        told = self._known != before._known and any(self.ends(rows) for rows in self._unplaced)
        return told or self.others_named != before.others_named


def _below(row: Field) -> Iterator[Field]:
    for one in (*row.alternatives, *row.children):
        yield one
        yield from _below(one)


def _signature(row: Field) -> _Signature:
    """Return all that a page shows of a row."""
    words = tuple(text for _, text in row.words)
    tail = tuple((name, text) for name, (text, _) in row.tail.items())
    state = (row.closed, row.opened, row.circular, row.label)
    return (row.name, row.type, frozenset(row.flags), words, tail, row.values, row.joined, *state)
