"""Follows printed rows past alternatives of which the rows themselves were not saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.documentation.nested.nesting_rows import OF_FIRST
from truespec.documentation.nested.nesting_search import Search
from truespec.documentation.nested.nesting_states import Frame, Kind, Move, Stack
from truespec.documentation.rendered.sample_values import is_example_of, sampled_name

__all__ = ["LOST_PART", "PartSearch"]

LOST_PART: Final = frozenset({"orphan", "behind"})
"""Flags of rows that may be below an alternative whose own row was not saved."""


class PartSearch(Search):
    """A search in which such an alternative has any rows, and ends at any: no sample is of it.

    What is below the first one is left for a search of its own.  So much may be below a lost alternative that a row has
    a place only where all readings agree on it, and the sample has its example there.
    """

    most_moves = 40_000

    def _moves(self, stack: Stack, number: int) -> Iterator[Move]:
        flags = self._rows.fields[number].flags
        if OF_FIRST in flags or "orphan" in flags or stack[-1].kind is Kind.LOST:
            yield Move(stack, None)
        elif flags & LOST_PART:
            yield Move((*stack, Frame((), -1, kind=Kind.LOST)), None)
        if not (OF_FIRST in flags or "orphan" in flags):
            yield from super()._moves(stack[:-1] if stack[-1].kind is Kind.LOST else stack, number)

    def _enter(self, stack: Stack, number: int, entered: int, *, untold: bool = False) -> Iterator[Move]:
        yield from super()._enter(stack, number, entered, untold=untold)
        top = stack[-1]  # an object that may be an example of the vendor's, which leaves members out
        known = self._sampled.members(top.path) or {}
        if entered and self._odd and top.kind is Kind.OBJECT and sampled_name(self._rows.fields[number]) in known:
            for move in self._put((*stack[:-1], top._replace(kind=Kind.OWN)), number):
                yield move._replace(odd=move.odd + 1)

    def _is_complete(self, frame: Frame) -> bool:
        shown = frame.kind is not Kind.OWN or frame.used.issuperset(self._sampled.members(frame.path) or ())
        return shown and super()._is_complete(frame)

    def _names_of(self, frame: Frame) -> tuple[str, ...] | None:
        return None if frame.kind is Kind.OWN else super()._names_of(frame)

    def _put(self, stack: Stack, number: int, *, untold: bool = False) -> Iterator[Move]:
        field = self._rows.fields[number]
        if stack[-1].kind is Kind.OWN and ("example" in field.tail or field.type is None or field.type.is_choice):
            return  # the sample would rather be of its examples
        for move in super()._put(stack, number, untold=untold):
            if move.place is None or is_example_of(field, self._value((*move.place, sampled_name(field)))):
                yield move._replace(place=None if field.circular else move.place)  # it may be one level deeper

    def _counts(self, odd: int, fewest: int | None) -> bool:
        return fewest is not None and odd <= self._odd
