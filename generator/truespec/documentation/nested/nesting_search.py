"""Follows every way in which printed rows may be below one another, with a sample as the witness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.documentation.nested.nesting_rows import Place, Rows
from truespec.documentation.nested.nesting_sample import Sampled
from truespec.documentation.nested.nesting_states import Frame, Kind, Move, Moves, Stack, blurred, joined, traced
from truespec.documentation.rendered.fields import Field, is_row_of_items
from truespec.documentation.rendered.sample_values import (
    ANY_NAME,
    ITEMS,
    Path,
    first_object,
    fits_type,
    opens,
    sampled_name,
)
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["Search"]

_STATES: Final = 24
"""More of them are too many to tell apart by the names that are in what is open."""
_FEW_STATES: Final = 4
"""So many are followed where the rows so far took half of all moves."""
_ENTERED: Final = 8


class Search:
    """From each state to those that the next row allows."""

    most_moves = 8_000

    def __init__(self, rows: Rows, *, typed: bool, odd: int | None) -> None:
        self._rows = rows
        self._typed = typed
        self._odd = odd or 0
        self._free = odd is None
        self.too_many = False
        self._hurries = False
        self._ended = True
        self._names: dict[tuple[Path, int], tuple[str, ...] | None] = {}
        self._sampled = Sampled(rows.sample)
        self._later = rows.later()
        self._used_up: dict[tuple[Path, int, int, int], int] = {}

    def run(self, *, ended: bool = True) -> list[set[Place | None]] | None:
        """Return the places that each row may have, or None; ``ended`` says that the rows are all there are."""
        self._ended = ended
        layers: list[Moves] = []
        current: dict[Stack, int] = {self._first(): 0}
        count = 0
        for number in range(len(self._rows.fields)):
            moves = {stack: list(self._moves(stack, number)) for stack in current}
            count += sum(len(found) + 1 for found in moves.values())
            self._hurries = count > self.most_moves // 2
            self.too_many = count > self.most_moves
            if self.too_many:
                break
            layers.append(moves)
            current = self._reached(current, moves, number)
            if not current:
                return None
        unfollowed = len(self._rows.fields) - len(layers)
        ends = {stack: odd for stack, odd in current.items() if unfollowed or not ended or self._may_end(stack)}
        if not ends or (unfollowed and self._odd):
            return None  # one that lacks fewer may be among those that were not followed
        alive = {stack for stack, odd in ends.items() if self._counts(odd, min(ends.values()))}
        return [*traced(layers, alive), *(set[Place | None]() for _ in range(unfollowed))]

    def _reached(self, before: dict[Stack, int], moves: Moves, number: int) -> dict[Stack, int]:
        """Return each state after a row with the fewest odd rows on the way to it; only those moves are kept."""
        best: dict[Stack, int] = {}
        if self._ended:
            self._drop_hopeless(moves, number)
        for stack, found in moves.items():
            for move in found:
                odd = before[stack] + move.odd
                if odd <= min(self._odd, best.get(move.after, odd)):
                    best[move.after] = odd
        for stack, found in moves.items():
            found[:] = [move for move in found if self._counts(before[stack] + move.odd, best.get(move.after))]
        if len(best) > _STATES:
            best = joined(best, moves)
        return blurred(best, moves) if len(best) > (_FEW_STATES if self._hurries else _STATES) else best

    def _counts(self, odd: int, fewest: int | None) -> bool:
        """Whether a reading with so many odd rows counts among those that lead to the same."""
        return odd == fewest

    def _drop_hopeless(self, moves: Moves, number: int) -> None:
        """Drop the moves after which members are missing that the sample has and no later row is."""
        hopeful: dict[Stack, bool] = {}
        for found in moves.values():
            for move in found:
                if move.after not in hopeful:
                    hopeful[move.after] = self._is_hopeful(move.after, number)
            found[:] = [move for move in found if hopeful[move.after]]

    def _is_hopeful(self, stack: Stack, number: int) -> bool:
        """Whether the rows behind one have the names, in order, that are missing in all that is open."""
        row = number + 1
        for frame in reversed(stack):
            if frame.kind is Kind.OBJECT and frame.owner != len(self._rows.fields) - 1:
                key = frame.path, frame.owner, frame.position, row
                if key not in self._used_up:
                    self._used_up[key] = self._row_behind(frame, row)
                row = self._used_up[key]
        return row <= len(self._rows.fields)

    def _row_behind(self, frame: Frame, row: int) -> int:
        """Return the first row that may be behind an object of which the next member is at ``row`` or later."""
        names = self._names_of(frame) or ()
        for name in names[frame.position + 1 :]:
            if row > len(self._rows.fields):
                break
            if not self._may_skip(frame, name):
                row = self._later[row].get(name, len(self._rows.fields)) + 1
        return row

    def _first(self) -> Stack:
        root = self._rows.root
        if root is not None and root.type is not None and root.type.is_choice and not root.type.depth:
            return self._choice((), -1, root)
        first = self._rows.fields[:1]
        listed = root is not None and root.has_items and [field.name for field in first] == [ITEMS]
        choice = any(field.type is not None and field.type.is_choice for field in first)
        single = listed or (choice and is_row_of_items(first, self._rows.sample))
        return (Frame((), -1, kind=Kind.SINGLE if single else Kind.OBJECT),)

    def _choice(self, path: Path, owner: int, field: Field) -> Stack:
        """Return what a choice opens; the one part of "all of" may be a row that was not saved."""
        parts = field.type is not None and field.type.base == "all of" and not self._rows.owners_shown
        merged = parts and first_object(self._value(path)) is not None
        return (Frame(path, -1) if merged else Frame(path, owner, 0, kind=Kind.CHOICE),)

    def _may_end(self, stack: Stack) -> bool:
        last = len(self._rows.fields) - 1
        return all(self._is_complete(frame) or frame.owner == last for frame in stack)

    def _moves(self, stack: Stack, number: int) -> Iterator[Move]:
        if self._odd and not self._rows.owners_shown:
            yield Move(stack, None, 0 if self._rows.fields[number].flags & self._rows.unlisted else 1)
        if stack[-1].kind is Kind.BLUR:
            yield Move(stack, None)
            stack = stack[:-1]
        if "alternative" in self._rows.fields[number].flags:
            yield from self._alternatives(stack, number)
            return
        top = stack[-1]
        if top.kind is not Kind.CHOICE and top.owner == number - 1 >= 0:
            yield from self._put(stack, number)  # what is open has at least one member
            return
        untold = False
        for depth in range(len(stack), 0, -1):
            if stack[depth - 1].kind is not Kind.CHOICE and not self._has_ended(stack[:depth], number):
                yield from self._enter(stack[:depth], number, 0, untold=untold)
            if not self._may_close(stack[depth - 1], number):
                return
            untold = untold or self._is_untold(stack[depth - 1])

    def _is_untold(self, frame: Frame) -> bool:
        """Whether the sample says nothing of what is open, as where no flag tells what it leaves out of the rest."""
        return not self._rows.flagged and frame.kind is Kind.OBJECT and self._names_of(frame) is None

    def _alternatives(self, stack: Stack, number: int) -> Iterator[Move]:
        """Make the row the next alternative of a choice that is open; the first one stands right behind it."""
        for depth in range(len(stack), 0, -1):
            frame = stack[depth - 1]
            may = self._is_next(frame, number, top=depth == len(stack)) and not self._has_ended(stack[:depth], number)
            if may and self._is_sampled(frame, number):
                counted = frame._replace(position=self._rows.fields[number].number or frame.position + 1)
                opened = self._opened(frame, number, counted.position)
                yield Move((*stack[: depth - 1], counted, *opened), (*frame.path, counted.position))
            if not self._may_close(frame, number):
                return

    def _is_next(self, frame: Frame, number: int, *, top: bool) -> bool:
        """Whether a row may be the next alternative of something that is open."""
        which = self._rows.fields[number].number
        if frame.kind is not Kind.CHOICE:
            return False
        return frame.position == 0 and top if which == 1 else which > frame.position or frame.position > 0 == which

    def _is_sampled(self, choice: Frame, number: int) -> bool:
        """Whether a sample may be of an alternative, should that be the first, of which samples are."""
        owner = self._rows.fields[choice.owner] if choice.owner >= 0 else self._rows.root
        given = owner is not None and bool(owner.tail)
        first = self._rows.fields[number].number == 1
        return not (self._typed and first) or given or fits_type(self._rows.fields[number], self._value(choice.path))

    def _opened(self, choice: Frame, number: int, count: int) -> Stack:
        """Return what an alternative opens."""
        owner = self._rows.root if choice.owner < 0 else self._rows.fields[choice.owner]
        parts = owner is not None and owner.type is not None and owner.type.base == "all of"
        path = choice.path if parts else (*choice.path, count)
        several = parts and owner is not None and len(owner.alternatives) > 1
        return self._below(path, number, part=several)

    def _below(self, path: Path, number: int, *, part: bool = False) -> Stack:
        """Return what a row opens that stands at ``path``."""
        field = self._rows.fields[number]
        if field.opened and not field.circular:
            self._sampled.open(path, next(iter(self._rows.fields[number + 1 : number + 2]), None))
            return (Frame(path, number, kind=Kind.SINGLE if field.has_items else Kind.PART if part else Kind.OBJECT),)
        if field.type is not None and field.type.is_choice and not field.type.depth:
            return self._choice(path, number, field)
        return ()

    def _enter(self, stack: Stack, number: int, entered: int, *, untold: bool = False) -> Iterator[Move]:
        """Put the row here, or into an object whose own row is lost; ``untold``: it may as well be where nothing is."""
        yield from self._put(stack, number, untold=untold)
        top = stack[-1]
        names = self._names_of(top)
        if self._rows.owners_shown or entered > _ENTERED or names is None:
            return
        for index in range(top.position + 1, len(names)):
            name = names[index]
            path = (*top.path, name)
            value = self._value(path)
            if opens(value):
                moved = top._replace(position=index, used=top.used | {name})
                single = is_sequence(value) and first_object(value) is None
                inner = Frame(path, -1, kind=Kind.SINGLE if single else Kind.OBJECT)
                yield from self._enter((*stack[:-1], moved, inner), number, entered + 1)
            if not self._may_skip(top, name):
                return

    def _put(self, stack: Stack, number: int, *, untold: bool = False) -> Iterator[Move]:
        top = stack[-1]
        field = self._rows.fields[number]
        names = self._names_of(top)
        name = field.name if self._rows.is_named(field, names) else sampled_name(field)
        if name in top.used or ANY_NAME in top.used or (top.kind is Kind.SINGLE and (name != ITEMS or top.used)):
            return  # other properties are the last ones
        if name == ITEMS and not self._rows.owners_shown and not self._may_be_items(top, field, names):
            return
        path = (*top.path, name)
        used = top._replace(used=top.used | {name})
        below = self._below(path, number)
        if names is None or top.kind is Kind.SINGLE:
            yield Move((*stack[:-1], used, *below), top.path)
        elif name in names:
            index = names.index(name)
            passed = names[top.position + 1 : index]
            if (
                index > top.position
                and (top.kind is Kind.PART or all(self._may_skip(top, one) for one in passed))
                and (not self._typed or fits_type(field, self._value(path)))
            ):
                place = None if self._rows.may_be_deeper(field, self._value(path)) else top.path
                yield Move((*stack[:-1], used._replace(position=index), *below), place)
        elif field.flags & self._rows.unlisted or self._free or untold:
            yield Move((*stack[:-1], used, *below), top.path)
        elif self._odd:
            yield Move((*stack[:-1], used, *below), top.path, 1)

    def _may_be_items(self, top: Frame, field: Field, names: tuple[str, ...] | None) -> bool:
        """Whether a row may be of an array that was not saved, or a member of that name."""
        if top.kind is not Kind.SINGLE:
            return names is not None and ITEMS in names
        value = self._value(top.path)
        return not is_sequence(value) or not value or fits_type(field, value[0])

    def _value(self, path: Path) -> object:
        return self._sampled.value(path)

    def _names_of(self, frame: Frame) -> tuple[str, ...] | None:
        """Return the names that the sample has for an object; None where it tells nothing of its members."""
        key = frame.path, frame.owner
        if key not in self._names:
            owner = self._rows.fields[frame.owner] if frame.owner >= 0 else None
            members = self._sampled.members(frame.path)
            own = owner is not None and bool(owner.tail)  # a default or example of the vendor's may leave members out
            self._names[key] = None if own or members is None else tuple(members)
        return self._names[key]

    def _may_skip(self, frame: Frame, name: str) -> bool:
        """Whether a member that the sample has may be missing in the list."""
        value = self._value((*frame.path, name))
        return not self._rows.owners_shown and (is_mapping(value) or is_sequence(value))  # a default may be empty

    def _has_ended(self, stack: Stack, number: int) -> bool:
        """Whether something that is open is known to end before a row."""
        return any(self._rows.ends.get(frame.owner, number + 1) <= number for frame in stack)

    def _may_close(self, frame: Frame, number: int) -> bool:
        """Whether a row may stand behind something that is open."""
        return self._is_complete(frame) and self._rows.ends.get(frame.owner, number) <= number

    def _is_complete(self, frame: Frame) -> bool:
        if frame.kind is Kind.SINGLE:
            return bool(frame.used)
        if frame.kind is not Kind.OBJECT:
            return True
        names = self._names_of(frame)
        return names is None or all(self._may_skip(frame, name) for name in names[frame.position + 1 :])
