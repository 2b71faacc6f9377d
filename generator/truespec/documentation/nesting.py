"""Finds out what is below what where a page prints members one after the other, with a sample as the witness.

A saved text says where the members of a field begin and not where they end.  The sample beside them has the same
members in the same order, so every way of reading the lines that the sample allows is followed at once; a field counts
where all of them agree, and has no place where they do not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, Final

from truespec.documentation.fields import OTHERS, OWN_NAME, Field, is_row_of_items
from truespec.documentation.nesting_rows import BEHIND_LOST, BELOW_LOST, OF_FIRST, UNLISTED, Place, Rows
from truespec.documentation.nesting_tries import places_of
from truespec.documentation.sample_values import (
    ANY_NAME,
    ITEMS,
    Path,
    first_object,
    names_anywhere,
    opens,
    sampled_name,
    value_at,
)
from truespec.documentation.type_line import SCALARS, TypeLine
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["Nested", "fits_flat", "nest"]

_LOST_PART: Final = frozenset({"orphan", "behind"})
"""Flags of rows that may be below an alternative whose own row was not saved."""
_MADE: Final[dict[str, object]] = {"string": "text", "integer": 1, "number": 1, "boolean": True}


@dataclasses.dataclass(slots=True)
class Nested:
    """The members of the first level, with theirs below them, and those whose place the page does not tell."""

    members: list[Field]
    unplaced: list[Field] = dataclasses.field(default_factory=list[Field])


def fits_flat(fields: Sequence[Field], sample: object, unlisted: frozenset[str] = UNLISTED) -> bool:
    """Whether nothing says that a list holds members of several objects.

    No name is twice, none stands only deeper in the sample, and none is missing in a sample that was generated.
    """
    named = list(_named(fields))
    if is_row_of_items(named, sample):
        return True
    if any("orphan" in field.flags for field in named) or (named and isinstance(sample, str | int | float)):
        return False
    value = first_object(sample) or {}
    inner = (field for field in named if _may_be_inside(field) and not field.flags & unlisted)
    if value and any(field.name not in value for field in inner):
        return False
    deeper = names_anywhere(sample)
    generated = _is_generated(named, value) or first_object(sample) == {}
    return len({field.name for field in named}) == len(named) and all(
        (field.name in value and not _is_inside(field, value[field.name]))
        or (field.is_others and ANY_NAME in value)
        or bool(field.flags & unlisted)
        or (field.name not in deeper and not generated)
        for field in named
    )


def _may_be_inside(field: Field) -> bool:
    """Whether a row may be below one that was not saved, by what stands before it or by its name."""
    return "behind" in field.flags or field.name == ITEMS


def _is_inside(field: Field, value: object) -> bool:
    """Whether a plain row is a member of what the sample has by its name, and not that itself."""
    kind = field.type
    return kind is not None and not kind.depth and kind.base in SCALARS and field.name in names_anywhere(value)


def _is_generated(fields: Sequence[Field], value: dict[str, Any]) -> bool:
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


def nest(rows: Rows, *, opened: bool) -> Nested:
    """Put rows in order; ``opened`` says that some of them are open, or may be."""
    named = list(_named(rows.fields))
    if opened and _is_torn(rows):
        for field in (*rows.fields, *([rows.root] if rows.root is not None else [])):
            field.alternatives.clear()
        return Nested([], named)
    if not opened or (rows.owners_shown and not any(field.opened for field in rows.fields)):
        for field in named[:-1]:
            field.flags.update({OWN_NAME} if field.is_others else set())  # the other properties are the last ones
        strange = [field for field in named if not rows.tells(field, (), rows.sample)]
        return Nested([field for field in named if field not in strange], strange)
    if not rows.owners_shown:
        return _nest_without_owners(rows, named)
    places = places_of(rows) if rows.ends else None
    if places is None:
        rows = dataclasses.replace(rows, ends={})
        places = places_of(rows)
    sample = rows.sample
    if places is None:  # it is not of these rows
        sample = None
        places = places_of(dataclasses.replace(rows, sample=None))
    return Nested([], named) if places is None else _built(rows, places, sample)


def _is_torn(rows: Rows) -> bool:
    """Whether a row that was not read may have others below it, or end those of another."""
    flags = frozenset[str]().union(*(field.flags for field in rows.fields))
    return BELOW_LOST in flags or (BEHIND_LOST in flags and any(field.opened for field in rows.fields))


def _nest_without_owners(rows: Rows, named: list[Field]) -> Nested:
    known = names_anywhere(rows.sample)
    root = rows.root.type if rows.root is not None else None
    if known and rows.root is not None and root is not None and root.is_choice and root.base != "all of":
        return _nest_first(rows, rows.root, named)
    if not known:
        return Nested([], named)  # each may be below a field whose own line is lost
    strange = list(_strange(rows, known, _LOST_PART))
    left, found = _found(rows, strange)
    if not _are_beside_choices(left.fields, found, rows.sample):
        strange = list(_strange(rows, known))
        left, found = _found(rows, strange)
    if not found:
        return Nested([], named)
    for run in _runs(named, found, rows.sample):
        around = [found.get(id(field)) for field in named[max(run.start - 1, 0) : run.stop + 1]]
        if not all(map(_is_certain, around)) or len({next(iter(one)) for one in around if one}) > 1:
            # What has no place may be below a row that is lost, and these with it.
            found.update((id(field), set()) for field in named[run.start : run.stop])
    nested = _built(left, [found[id(field)] for field in left.fields], rows.sample)
    return Nested(nested.members, [*strange, *nested.unplaced])


def _nest_first(rows: Rows, root: Field, named: list[Field]) -> Nested:
    """Nest what is below the first of several alternatives, of which the sample is; the others have no witness."""
    own = [field for field in named if OF_FIRST in field.flags]
    lost = not root.alternatives or "silent" in root.alternatives[0].flags
    if not own or not lost or not is_mapping(rows.sample):
        return Nested([], named)
    for field in own:
        field.flags.difference_update({"orphan", "behind"})
    nested = _nest_without_owners(dataclasses.replace(rows, fields=own, root=None), own)
    if not root.alternatives:
        root.alternatives.append(Field("", None, 0, {"silent"}))
    root.alternatives[0].children.extend(nested.members)
    below = {id(field) for field in own}
    return Nested([], [*(field for field in named if id(field) not in below), *nested.unplaced])


def _found(rows: Rows, strange: Sequence[Field]) -> tuple[Rows, dict[int, set[Place | None]]]:
    """Return the rows that are not strange, and the places that each may have; none if the sample has none."""
    gone = {id(field) for field in strange}
    left = dataclasses.replace(rows, fields=[field for field in rows.fields if id(field) not in gone])
    places = places_of(left)
    return left, {} if places is None else dict(zip(map(id, left.fields), places, strict=True))


def _are_beside_choices(fields: Sequence[Field], found: dict[int, set[Place | None]], sample: object) -> bool:
    """Whether each row behind a choice that lost an alternative is surely beside it, and no member of that one.

    So it is where the sample, which is of another alternative, has a plain value of that name there.
    """
    beside: set[Place | None] = set()
    for field in fields:
        places = found.get(id(field), set())
        if field.flags & _LOST_PART and "alternative" not in field.flags:
            value = None if places != beside or not _is_certain(places) else _member_of(sample, places, field.name)
            if value is None or opens(value):
                return False
        if field.type is not None and field.type.is_choice and "alternative" not in field.flags:
            beside = places
    return bool(found)


def _member_of(sample: object, places: set[Place | None], name: str) -> object:
    place = next(iter(places))
    return None if place is None else (first_object(value_at(sample, place)) or {}).get(name)


def _strange(rows: Rows, known: set[str], untold: frozenset[str] = frozenset()) -> Iterator[Field]:
    """Yield the rows that are below one that neither the page nor its sample shows, and their alternatives.

    The flags that tell so are read but for those that are ``untold``.
    """
    gone: set[int] = set()
    for field in rows.fields:
        unknown = bool(field.name) and field.name not in known and not field.flags & rows.unlisted
        if unknown or field.flags & (_LOST_PART - untold) or id(field) in gone:
            gone.update(map(id, field.alternatives))
            yield field


def _is_certain(places: set[Place | None] | None) -> bool:
    return places is not None and len(places) == 1 and None not in places


def _runs(named: Sequence[Field], found: dict[int, set[Place | None]], sample: object) -> Iterator[range]:
    """Yield where rows stand one after the other that have a place although the sample has no such member."""
    start = 0
    for index in range(len(named) + 1):
        if index == len(named) or not _is_unlisted(named[index], found.get(id(named[index])), sample):
            if index > start:
                yield range(start, index)
            start = index + 1


def _is_unlisted(field: Field, places: set[Place | None] | None, sample: object) -> bool:
    place = next(iter(places)) if places is not None and len(places) == 1 else None
    if place is None:
        return False
    value = value_at(sample, place)
    members = first_object(value)
    if members is None:
        return not (is_sequence(value) and field.name == ITEMS)
    return sampled_name(field) not in members


def _named(fields: Sequence[Field]) -> Iterator[Field]:
    return (field for field in fields if "alternative" not in field.flags)


def _built(rows: Rows, places: Sequence[set[Place | None]], sample: object) -> Nested:
    """Make the tree that all readings agree on."""
    root = rows.root or Field("", None, 0)
    top = Field("", None, 0)
    owners: dict[Path, Field] = {(): top}
    choices: dict[Path, Field] = {(): root}
    nested = Nested(top.children)
    gone: set[Place] = set()
    for field in (root, *rows.fields):
        field.alternatives.clear()
    for field, found in zip(rows.fields, places, strict=True):
        place = next(iter(found)) if len(found) == 1 else None
        doubtful = place is None or any(place[: len(one)] == one for one in gone)
        if place is not None and not doubtful and not rows.tells(field, place, sample):
            gone.update({(*place, sampled_name(field)), (*place, field.name)})
            doubtful = True
        if place is None or doubtful or not _attached(field, place, owners, choices, sample):
            nested.unplaced.append(field)
    return nested


def _attached(
    field: Field, place: Place, owners: dict[Path, Field], choices: dict[Path, Field], sample: object
) -> bool:
    """Put a field where it belongs; False for an alternative of which an earlier one has no place."""
    if "alternative" not in field.flags:
        _owner(place, owners, sample).children.append(field)
        for name in (sampled_name(field), field.name):
            owners.setdefault((*place, name), field)
            choices.setdefault((*place, name), field)
        return True
    choice = choices.get(place[:-1])
    if choice is None:
        return False
    while field.number > len(choice.alternatives) + 1:
        choice.alternatives.append(Field("", None, 0, {"silent"}))
    if len(choice.alternatives) + 1 != place[-1]:
        return False
    choice.alternatives.append(field)
    owners[place] = choices[place] = field
    if choice.type is not None and choice.type.base == "all of":
        owners[place[:-1]] = field
    return True


def _owner(path: Path, owners: dict[Path, Field], sample: object) -> Field:
    """Return the field at a path; one that is known only from the sample says nothing itself."""
    if path not in owners:
        value = value_at(sample, path)
        depth = 0
        while is_sequence(value) and value:
            value, depth = value[0], depth + 1
        single = depth and not is_mapping(value)
        kind = TypeLine(("any",) if single else ("object",), depth)
        others = path[-1] == ANY_NAME
        owner = Field(OTHERS if others else str(path[-1]), kind, 0, {"silent"} if others else {"silent", OWN_NAME})
        _owner(path[:-1], owners, sample).children.append(owner)
        owners[path] = owner
    return owners[path]
