"""Finds out what is below what where a page prints members one after the other, with a sample as the witness.

A saved text says where the members of a field begin and not where they end.  The sample beside them has the same
members in the same order, so every way of reading the lines that the sample allows is followed at once; a field counts
where all of them agree, and has no place where they do not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, Final

from truespec.documentation.fields import Field
from truespec.documentation.type_line import TypeLine
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["Nested", "fits_flat", "nest"]

_STATES: Final = 20_000
_ENTERED: Final = 8
_UNLISTED: Final = frozenset({"read_only", "write_only", "deprecated"})
_OTHERS: Final = "Other properties"
_ANY_NAME: Final = "ANY_ADDITIONAL_PROPERTY"
_ITEMS: Final = "items"
_MADE: Final[dict[str, object]] = {"string": "text", "integer": 1, "number": 1, "boolean": True}


@dataclasses.dataclass(slots=True)
class Nested:
    """The members of the first level, with theirs below them, and those whose place the page does not tell."""

    members: list[Field]
    unplaced: list[Field] = dataclasses.field(default_factory=list[Field])


@dataclasses.dataclass(frozen=True, slots=True)
class _Level:
    """An object whose members are being listed: the way to it, the names a sample has for it, how far they are."""

    path: tuple[str, ...]
    names: tuple[str, ...] | None
    position: int = -1
    used: frozenset[str] = frozenset()
    single: bool = False


_Stack = tuple[_Level, ...]


def fits_flat(fields: Sequence[Field], sample: object) -> bool:
    """Whether nothing says that a list holds members of several objects.

    No name is twice, none stands only deeper in the sample, and none is missing in a sample that was generated.
    """
    named = list(_named(fields))
    if is_sequence(sample) and [field.name for field in named] == [_ITEMS]:
        return True
    value = _object(sample) or {}
    deeper = _names_anywhere(sample)
    generated = is_generated(named, value)
    return len({field.name for field in named}) == len(named) and all(
        field.name in value or bool(field.flags & _UNLISTED) or (field.name not in deeper and not generated)
        for field in named
    )


def is_generated(fields: Sequence[Field], value: dict[str, Any]) -> bool:
    """Whether a sample was made by the renderer: what has no value of its own is ``text``, 1 or true in it.

    A vendor's own example may leave members out; one that was made has all but those it never has.
    """
    plain = [
        (value[field.name], _MADE[field.type.base])
        for field in fields
        if field.name in value and field.type is not None and _has_no_value(field)
    ]
    return bool(plain) and all(shown == made and type(shown) is type(made) for shown, made in plain)


def _has_no_value(field: Field) -> bool:
    kind = field.type
    if kind is None or kind.depth or kind.detail or kind.enum or kind.default is not None or field.tail:
        return False
    return kind.base in _MADE


def nest(fields: Sequence[Field], sample: object, *, owners_shown: bool, opened: bool, flagged: bool = True) -> Nested:
    """Put ``fields`` in order.

    ``owners_shown`` says that a field which opens is itself in the list; ``opened`` that some are open, or may be;
    ``flagged`` that fields which a sample leaves out (read-only ones, for example) are told by their flags.
    """
    if any(field.opened and "alternative" in field.flags for field in fields):
        return _below_alternatives(fields, sample, flagged=flagged)
    named = list(_named(fields))
    if not opened or (owners_shown and not any(field.opened for field in fields)):
        return Nested(named)
    known = _names_anywhere(sample)
    if not owners_shown and not known and _object(sample) is None:
        return Nested([], named)  # each may be below a field whose own line is lost
    strange = [f for f in named if known and not owners_shown and f.name not in known and not f.flags & _UNLISTED]
    left = [field for field in named if field not in strange]
    places = _Search(left, sample, owners_shown=owners_shown, may_enter=not owners_shown, flagged=flagged).run()
    if places is None:
        return _first_children(named) if owners_shown else Nested([], named)
    return _built(left, places, sample, strange)


def _below_alternatives(fields: Sequence[Field], sample: object, *, flagged: bool) -> Nested:
    """Put the members of alternatives that are open below them, as far as their end is certain.

    Those of one alternative end where the next begins; those of the last, where the list ends, if the list is made of
    nothing else.  What follows the last alternative of a member may be below it or beside the member.
    """
    whose = {id(part): field for field in fields for part in field.alternatives}
    first = next(n for n, field in enumerate(fields) if field.opened and "alternative" in field.flags)
    before = nest(fields[:first], sample, owners_shown=True, opened=True, flagged=flagged)
    part = fields[first]
    end = next((n for n in range(first + 1, len(fields)) if "alternative" in fields[n].flags), len(fields))
    owner = whose.get(id(part))
    same = (
        end < len(fields)
        and whose.get(id(fields[end])) is owner
        and (owner is None or part is not owner.alternatives[-1])
    )
    if not same and owner is not None:
        return Nested(before.members, [*before.unplaced, *_named(fields[first + 1 :])])
    inside = nest(fields[first + 1 : end], None, owners_shown=True, opened=True, flagged=flagged)
    part.children.extend(inside.members)
    after = nest(fields[end:], None, owners_shown=True, opened=True, flagged=flagged)
    unplaced = [*before.unplaced, *inside.unplaced, *after.unplaced]
    return Nested([*before.members, *after.members], unplaced)


def _named(fields: Sequence[Field]) -> Iterator[Field]:
    return (field for field in fields if "alternative" not in field.flags)


def _first_children(fields: list[Field]) -> Nested:
    """Keep what is certain without a witness: what stands before the first open field, and its first member."""
    nested = Nested([])
    for number, field in enumerate(fields):
        nested.members.append(field)
        if field.opened and number + 1 < len(fields):
            field.children.append(fields[number + 1])
            nested.unplaced.extend(fields[number + 2 :])
            break
    return nested


@dataclasses.dataclass(slots=True)
class _Search:
    """Follows all readings at once: from each state to those that the next field allows."""

    fields: list[Field]
    sample: object
    owners_shown: bool
    may_enter: bool
    flagged: bool = True

    def run(self) -> list[set[tuple[str, ...]]] | None:
        """Return the places each field may have; None where no reading is possible, or too many are."""
        layers: list[dict[_Stack, list[tuple[_Stack, tuple[str, ...]]]]] = []
        current: set[_Stack] = {(_level((), self.sample),)}
        count = 0
        for number, field in enumerate(self.fields):
            above = self.fields[number - 1] if number and self.owners_shown else None
            moves: dict[_Stack, list[tuple[_Stack, tuple[str, ...]]]] = {}
            for stack in current:
                found = list(self._moves(stack, field, above))
                count += len(found) + 1
                moves[stack] = found
            if count > _STATES:
                return None
            layers.append(moves)
            current = {stack for found in moves.values() for stack, _ in found}
        alive = {stack for stack in current if all(self._complete(level) for level in stack)}
        if not alive:
            return None
        places: list[set[tuple[str, ...]]] = []
        for moves in reversed(layers):
            kept = {stack: [move for move in found if move[0] in alive] for stack, found in moves.items()}
            places.append({place for found in kept.values() for _, place in found})
            alive = {stack for stack, found in kept.items() if found}
        return places[::-1]

    def _moves(self, stack: _Stack, field: Field, above: Field | None) -> Iterator[tuple[_Stack, tuple[str, ...]]]:
        if above is not None and above.opened and not above.circular:
            path = (*stack[-1].path, above.name)
            level = _level(path, self.sample, above.type)
            yield from self._put((*stack, level), field)
            return
        for depth in range(len(stack), 0, -1):
            yield from self._enter(stack[:depth], field, 0)
            if depth > 1 and not self._complete(stack[depth - 1]):
                return

    def _enter(self, stack: _Stack, field: Field, entered: int) -> Iterator[tuple[_Stack, tuple[str, ...]]]:
        """Put the field here, or into an object below whose own line is lost."""
        yield from self._put(stack, field)
        top = stack[-1]
        if not self.may_enter or entered > _ENTERED or top.names is None:
            return
        value = _object(_at(self.sample, top.path))
        for index in range(top.position + 1, len(top.names)):
            name = top.names[index]
            if value is not None and _opens(value.get(name)):
                path = (*top.path, name)
                moved = dataclasses.replace(top, position=index, used=top.used | {name})
                yield from self._enter((*stack[:-1], moved, _level(path, self.sample)), field, entered + 1)
            if not self._may_skip(top, name):
                return

    def _put(self, stack: _Stack, field: Field) -> Iterator[tuple[_Stack, tuple[str, ...]]]:
        top = stack[-1]
        name = _ANY_NAME if field.name == _OTHERS else field.name
        if name in top.used or (top.single and (name != _ITEMS or top.used)):
            return
        used = dataclasses.replace(top, used=top.used | {name})
        if top.names is None or top.single:
            yield (*stack[:-1], used), top.path
        elif name in top.names:
            index = top.names.index(name)
            if index > top.position and all(self._may_skip(top, n) for n in top.names[top.position + 1 : index]):
                yield (*stack[:-1], dataclasses.replace(used, position=index)), top.path
        elif field.flags & _UNLISTED or (not self.flagged and not _is_listed(stack, name)):
            yield (*stack[:-1], used), top.path

    def _may_skip(self, level: _Level, name: str) -> bool:
        """Whether a member that the sample has may be missing in the list."""
        value = _object(_at(self.sample, level.path))
        return not self.owners_shown and value is not None and _opens(value.get(name))

    def _complete(self, level: _Level) -> bool:
        if level.single:
            return bool(level.used)
        return level.names is None or all(self._may_skip(level, name) for name in level.names[level.position + 1 :])


def _is_listed(stack: _Stack, name: str) -> bool:
    """Whether an open object still awaits a member of that name."""
    return any(level.names is not None and name in level.names[level.position + 1 :] for level in stack)


def _level(path: tuple[str, ...], sample: object, kind: TypeLine | None = None) -> _Level:
    value = _at(sample, path)
    if kind is not None and kind.depth and (kind.depth > 1 or kind.base != "object"):
        return _Level(path, None, single=True)
    if kind is None and path and is_sequence(value) and _object(value) is None:
        return _Level(path, None, single=True)
    members = _object(value)
    return _Level(path, None if members is None or not members else tuple(members))


def _at(sample: object, path: tuple[str, ...]) -> object:
    for name in path:
        members = _object(sample)
        sample = None if members is None else members.get(name)
    return sample


def _object(value: object) -> dict[str, Any] | None:
    """Return the object that a sample shows, also as the first item of arrays."""
    while is_sequence(value):
        value = value[0] if value else None
    return value if is_mapping(value) else None


def _opens(value: object) -> bool:
    return (is_mapping(value) or is_sequence(value)) and bool(value)


def _names_anywhere(value: object) -> set[str]:
    names: set[str] = set()
    stack: list[Any] = [value]
    while stack:
        here = stack.pop()
        if is_mapping(here):
            names.update(here)
            stack.extend(here.values())
        elif is_sequence(here):
            if here and not is_mapping(here[0]):
                names.add(_ITEMS)
            stack.extend(here)
    if _ANY_NAME in names:
        names.add(_OTHERS)
    return names


def _built(fields: list[Field], places: list[set[tuple[str, ...]]], sample: object, strange: list[Field]) -> Nested:
    """Make the tree that all readings agree on."""
    root = Field("", None, 0)
    owners: dict[tuple[str, ...], Field] = {(): root}
    nested = Nested(root.children, list(strange))
    for field, found in zip(fields, places, strict=True):
        if len(found) != 1:
            nested.unplaced.append(field)
            continue
        path = next(iter(found))
        _owner(path, owners, sample).children.append(field)
        owners.setdefault((*path, field.name), field)
    return nested


def _owner(path: tuple[str, ...], owners: dict[tuple[str, ...], Field], sample: object) -> Field:
    """Return the field at a path; one that is known only from the sample says nothing itself."""
    if path not in owners:
        value = _at(sample, path)
        depth = 0
        while is_sequence(value) and value:
            value, depth = value[0], depth + 1
        single = depth and not is_mapping(value)
        kind = TypeLine(("any",) if single else ("object",), depth)
        owner = Field(path[-1], kind, 0, {"silent"})
        _owner(path[:-1], owners, sample).children.append(owner)
        owners[path] = owner
    return owners[path]
