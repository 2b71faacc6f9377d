"""Finds out what is below what where a page prints members one after the other, with a sample as the witness.

A saved text says where the members of a field begin and not where they end.  The sample beside them has the same
members in the same order, so every way of reading the lines that the sample allows is followed at once; a field counts
where all of them agree, and has no place where they do not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Final

from truespec.documentation.nested.nesting_orphans import nest_without_owners
from truespec.documentation.nested.nesting_rows import (
    BEHIND_LOST,
    BELOW_LOST,
    UNLISTED,
    Place,
    Rows,
    is_choice_of_choices,
)
from truespec.documentation.nested.nesting_search import Search
from truespec.documentation.nested.nesting_trees import Nested, built, named_of
from truespec.documentation.nested.nesting_tries import places_of
from truespec.documentation.rendered.fields import OWN_NAME, Field, is_row_of_items
from truespec.documentation.rendered.sample_values import (
    ANY_NAME,
    ITEMS,
    first_object,
    names_anywhere,
    sampled_name,
    value_at,
)
from truespec.documentation.rendered.type_line import SCALARS
from truespec.specification.plain import is_sequence

__all__ = ["Nested", "fits_flat", "nest"]

_MADE: Final[dict[str, object]] = {"string": "text", "integer": 1, "number": 1, "boolean": True}
_NUMBERS: Final = frozenset({"integer", "number"})


def fits_flat(fields: Sequence[Field], sample: object, unlisted: frozenset[str] = UNLISTED) -> bool:
    """Whether nothing says that a list holds members of several objects.

    No name is twice, none stands only deeper in the sample, and none is missing in a sample that was generated.
    """
    named = list(named_of(fields))
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
    if kind is None or kind.depth or kind.enum or kind.default is not None or field.tail:
        return False
    return kind.base in _MADE and (not kind.detail or kind.base in _NUMBERS)  # of other formats the value tells


def nest(rows: Rows, *, opened: bool) -> Nested:
    """Put rows in order; ``opened`` says that some of them are open, or may be."""
    named = list(named_of(rows.fields))
    if opened and _is_torn(rows):
        places = _witnessed(rows) if rows.owners_shown else None
        if places is not None:
            return built(rows, places, rows.sample)
        for field in (*rows.fields, *([rows.root] if rows.root is not None else [])):
            field.alternatives.clear()
        return Nested([], named)
    around = [*rows.fields, *([rows.root] if rows.root is not None else [])]
    parted = (is_choice_of_choices(part, field) for field in around for part in field.alternatives)
    closed = not any(field.opened for field in rows.fields) and not any(parted)
    if not opened or (rows.owners_shown and closed):
        for field in named[:-1]:
            field.flags.update({OWN_NAME} if field.is_others else set())  # the other properties are the last ones
        strange = [field for field in named if not rows.tells(field, (), rows.sample, rows.root)]
        return Nested([field for field in named if field not in strange], strange)
    if not rows.owners_shown:
        return nest_without_owners(rows, named)
    places = places_of(rows) if rows.ends else None
    if places is None:
        rows = dataclasses.replace(rows, ends={})
        places = places_of(rows)
    sample = rows.sample
    if places is None:  # it is not of these rows
        sample = None
        places = places_of(dataclasses.replace(rows, sample=None))
    return Nested([], named) if places is None else built(rows, places, sample)


def _witnessed(rows: Rows) -> list[set[Place | None]] | None:
    """Return the places of rows of which each is a member of the sample, and each of its members a row; else None.

    What was not read among them then was no row, or one that others are not below.
    """
    if first_object(rows.sample) is None or any("alternative" in field.flags for field in rows.fields):
        return None
    places = Search(rows, typed=True, odd=0).run()
    if places is None:
        return None
    for field, found in zip(rows.fields, places, strict=True):
        place = next(iter(found)) if len(found) == 1 else None
        if place is None or not _has(value_at(rows.sample, place), field):
            return None
    return places


def _has(value: object, field: Field) -> bool:
    """Whether what a sample has at a place has a member, or items, of which a row is."""
    members = first_object(value)
    return sampled_name(field) in members if members is not None else is_sequence(value) and field.name == ITEMS


def _is_torn(rows: Rows) -> bool:
    """Whether a row that was not read may have others below it, or end those of another."""
    flags = frozenset[str]().union(*(field.flags for field in rows.fields))
    return BELOW_LOST in flags or (BEHIND_LOST in flags and any(field.opened for field in rows.fields))
