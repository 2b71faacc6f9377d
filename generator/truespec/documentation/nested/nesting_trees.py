"""Makes the tree of fields that all readings of printed rows agree on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from truespec.documentation.nested.nesting_rows import Place, Rows
from truespec.documentation.rendered.fields import OTHERS, OWN_NAME, Field
from truespec.documentation.rendered.sample_values import (
    ANY_NAME,
    Path,
    sampled_name,
    value_at,
)
from truespec.documentation.rendered.type_line import TypeLine
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["Nested", "built", "named_of"]


@dataclasses.dataclass(slots=True)
class Nested:
    """The members of the first level, with theirs below them, and those whose place the page does not tell."""

    members: list[Field]
    unplaced: list[Field] = dataclasses.field(default_factory=list[Field])


def named_of(fields: Sequence[Field]) -> Iterator[Field]:
    """Yield the rows that have names of their own, and are no alternatives."""
    return (field for field in fields if "alternative" not in field.flags)


def built(rows: Rows, places: Sequence[set[Place | None]], sample: object) -> Nested:
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
        if place is not None and not doubtful and not rows.tells(field, place, sample, owners.get(place)):
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
        if field.type is not None and field.type.is_choice and not field.type.depth:
            _hand_over(choice, field, place[:-1], choices)
    return True


def _hand_over(whole: Field, part: Field, place: Place, choices: dict[Path, Field]) -> None:
    """Let what follows at a place be the alternatives of a part, where that is all of the whole; else of neither."""
    if whole.parted:
        del choices[place]
    else:
        choices[place] = part


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
