"""Puts rows in order that were saved without the rows they are below: the sample alone tells where they belong."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from truespec.documentation.nested.nesting_parts import LOST_PART, PartSearch
from truespec.documentation.nested.nesting_rows import OF_FIRST, Place, Rows
from truespec.documentation.nested.nesting_search import Search
from truespec.documentation.nested.nesting_trees import Nested, built
from truespec.documentation.nested.nesting_tries import places_of
from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.sample_values import (
    ITEMS,
    first_object,
    names_anywhere,
    opens,
    sampled_name,
    value_at,
)
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["nest_without_owners"]

_NOTHING: Final = [None]


def nest_without_owners(rows: Rows, named: list[Field]) -> Nested:
    """Put rows in order by their sample alone: the page shows of none of them what it is below."""
    known = names_anywhere(rows.sample)
    root = rows.root.type if rows.root is not None else None
    if known and rows.root is not None and root is not None and root.is_choice and root.base != "all of":
        return _nest_first(rows, rows.root, named)
    if not known:
        return Nested([], named)  # each may be below a field whose own line is lost
    strange = list(_strange(rows, known, LOST_PART))
    left, found = _found(rows, strange)
    if not _are_beside_choices(left.fields, found, rows.sample):
        strange = list(_strange(rows, known))
        left, found = _found(rows, strange)
    if not found:
        strange = []
        left, found = _around_lost_parts(rows)
    if not found:
        left, found = _before_lost_parts(rows)
        strange = [field for field in named if id(field) not in found]
    if not found:
        return Nested([], named)
    for run in _runs(named, found, rows.sample):
        around = [found.get(id(field)) for field in named[max(run.start - 1, 0) : run.stop + 1]]
        if not all(map(_is_certain, around)) or len({next(iter(one)) for one in around if one}) > 1:
            # What has no place may be below a row that is lost, and these with it.
            found.update((id(field), set()) for field in named[run.start : run.stop])
    nested = built(left, [found[id(field)] for field in left.fields], rows.sample)
    nested.unplaced[:0] = strange
    _add_first(rows, found, nested)
    return nested


def _nest_first(rows: Rows, root: Field, named: list[Field]) -> Nested:
    """Nest what is below the first of several alternatives, of which the sample is; the others have no witness."""
    own = list(itertools.takewhile(lambda field: OF_FIRST in field.flags, named))
    if not own or not is_mapping(rows.sample) or not _lacks_first(root):
        return Nested([], named)
    unplaced = _nested_first(rows, root, own, rows.sample)
    return Nested([], [*(field for field in named if OF_FIRST not in field.flags), *unplaced])


def _lacks_first(choice: Field) -> bool:
    """Whether the row of the first alternative was not saved."""
    return not choice.alternatives or "silent" in choice.alternatives[0].flags


def _nested_first(rows: Rows, choice: Field, own: list[Field], sample: object) -> list[Field]:
    """Put rows below the first alternative of a choice, which a sample is of; return those that have no place."""
    for field in own:
        field.flags.difference_update({"orphan", "behind"})
    nested = nest_without_owners(dataclasses.replace(rows, fields=own, root=None, sample=sample), own)
    if not choice.alternatives:
        choice.alternatives.append(Field("", None, 0, {"silent"}))
    choice.alternatives[0].children.extend(nested.members)
    return nested.unplaced


def _add_first(rows: Rows, found: Mapping[int, set[Place | None]], nested: Nested) -> None:
    """Put in place what is below the first alternative of members that are a choice."""
    left = {id(field) for field in nested.unplaced}
    for number, choice in enumerate(rows.fields):
        kind = choice.type
        places = found.get(id(choice))
        place = next(iter(places)) if places is not None and _is_certain(places) else None
        if kind is None or not kind.is_choice or kind.depth or id(choice) in left or place is None:
            continue
        own = list(itertools.takewhile(lambda field: OF_FIRST in field.flags, rows.fields[number + 1 :]))
        value = value_at(rows.sample, (*place, sampled_name(choice)))
        if own and left.issuperset(map(id, own)) and is_mapping(value) and _lacks_first(choice):
            gone = {id(field) for field in own}
            unplaced = _nested_first(rows, choice, own, value)
            nested.unplaced[:] = [*(field for field in nested.unplaced if id(field) not in gone), *unplaced]


def _found(rows: Rows, strange: Sequence[Field]) -> tuple[Rows, dict[int, set[Place | None]]]:
    """Return the rows that are not strange, and the places that each may have; none if the sample has none."""
    gone = {id(field) for field in strange}
    left = dataclasses.replace(rows, fields=[field for field in rows.fields if id(field) not in gone])
    places = places_of(left)
    return left, {} if places is None else dict(zip(map(id, left.fields), places, strict=True))


def _around_lost_parts(rows: Rows) -> tuple[Rows, dict[int, set[Place | None]]]:
    """Return the places of rows of which some may be below alternatives whose own rows were not saved."""
    if not any(field.flags & LOST_PART for field in rows.fields):
        return rows, {}
    places = places_of(rows, PartSearch)
    return rows, {} if places is None else dict(zip(map(id, rows.fields), places, strict=True))


def _before_lost_parts(rows: Rows) -> tuple[Rows, dict[int, set[Place | None]]]:
    """Return the rows before the first that may be below such an alternative, and their places."""
    fields = list(rows.fields)
    cut = next((number for number, field in enumerate(fields) if field.flags & LOST_PART), 0)
    if not cut or any("alternative" in field.flags for field in fields[:cut]):
        return rows, {}
    left = dataclasses.replace(rows, fields=fields[:cut])
    places = Search(left, typed=True, odd=0).run(ended=False)
    return left, {} if places is None else dict(zip(map(id, left.fields), places, strict=True))


def _are_beside_choices(fields: Sequence[Field], found: dict[int, set[Place | None]], sample: object) -> bool:
    """Whether each row behind a choice that lost an alternative is surely beside it, and no member of that one.

    So it is where the sample, which is of another alternative, has a plain value of that name there.
    """
    beside: set[Place | None] = set()
    for field in fields:
        places = found.get(id(field), set())
        behind = field.flags & LOST_PART and "alternative" not in field.flags
        is_beside = places == beside and _is_certain(places) and not opens(_member_of(sample, places, field.name))
        if behind and not is_beside:
            return False
        if field.type is not None and field.type.is_choice and "alternative" not in field.flags:
            beside = places
    return bool(found)


def _member_of(sample: object, places: set[Place | None], name: str) -> object:
    """Return what a sample has by a name at a place, which may be null; what opens where it has nothing."""
    place = next(iter(places))
    return None if place is None else (first_object(value_at(sample, place)) or {}).get(name, _NOTHING)


def _strange(rows: Rows, known: set[str], untold: frozenset[str] = frozenset()) -> Iterator[Field]:
    """Yield the rows that are below one that neither the page nor its sample shows, and their alternatives.

    The flags that tell so are read but for those that are ``untold``.
    """
    gone: set[int] = set()
    for field in rows.fields:
        unknown = bool(field.name) and field.name not in known and not field.flags & rows.unlisted
        if unknown or field.flags & (LOST_PART - untold) or id(field) in gone:
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
