"""What a record is known by, and where an answer holds it, as names tell where nobody wrote it down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.contract.schema import Schema
from truespec.mock.shapes import Shapes

__all__ = ["held", "key_of", "plain"]

_SCALAR: Final = frozenset({"string", "integer", "number"})
_AROUND: Final = frozenset({"data", "result", "record", "item", "resource", "response", "payload", "entity"})
"""What the member of an answer is called that holds a record."""


def held(shapes: Shapes, answered: Schema, collection: str) -> Iterator[tuple[str, Schema]]:
    """Yield what an answer may hold a record in, and the record: nothing around it, or the member that is it.

    Such a member is the only one, or it is called like the thing, or like whatever a request brings.
    """
    yield "", answered
    members = shapes.chosen(answered).properties
    names = _AROUND | _singulars(collection)
    for name, member in members.items():
        if "object" in shapes.types(member.schema) and (len(members) == 1 or plain(name) in names):
            yield name, member.schema


def _singulars(collection: str) -> set[str]:
    """Return what one of the things of a collection may be called."""
    thing = plain(collection.rpartition("/")[2])
    return {thing, thing.removesuffix("s"), thing.removesuffix("es"), f"{thing.removesuffix('ies')}y"}


def key_of(shapes: Shapes, record: Schema, parameter: str, collection: str) -> str | None:
    """Return the member that a record is known by, ``None`` where there is none to be sure of."""
    members = shapes.chosen(record).properties
    known = {plain(name): name for name in reversed(list(members))}
    wanted = (plain(parameter), "id", *(f"{singular}id" for singular in sorted(_singulars(collection))))
    for name in (parameter, *(known[word] for word in wanted if word in known)):
        types = shapes.types(members[name].schema) - {"null"} if name in members else frozenset[str]()
        if types and types <= _SCALAR:
            return name
    return None


def plain(name: str) -> str:
    """Return a name without case and separators: ``pet_id``, ``petId`` and ``PetID`` are one."""
    return re.sub(r"[\W_]", "", name).lower()
