"""A number in the body of an update that says which version of the record it was made for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from truespec.contract.operation import Answer, Operation

if TYPE_CHECKING:
    from truespec.checking.rules.world import World

__all__ = ["conflict_of", "revisions"]

_CONFLICTS: Final = (409, 412)
_VERSION: Final = re.compile(r"version|revision|(?:^|_)rev$", re.IGNORECASE)


def conflict_of(operation: Operation) -> Iterator[Answer]:
    """Yield the answers by which an operation is documented to refuse what is not as it was when it was read."""
    for status in _CONFLICTS:
        answer = operation.answer(status)
        if answer is not None and answer.status == str(status):
            yield answer


def revisions(world: World, operation: Operation) -> list[str]:
    """Return the members of an update that name a version of the record, which it need not name.

    The server counts it: the record has it, nobody sends it with a new record, and the update may be refused as a
    conflict. One that is made up is refused as soon as it is heeded, whatever else the request is about.
    """
    action = world.behaviour.action(operation.id)
    resource = world.resource(action) if action is not None and action.kind == "update" else None
    maker = world.maker_of(resource) if resource is not None else None
    if resource is None or maker is None or not any(conflict_of(operation)):
        return []
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    sent, schema = world.sendable(maker[1]), world.body_schema(operation)
    needed = world.maker.shape(schema).required if schema is not None else ()
    return [
        name
        for name, member in world.sendable(operation).items()
        if _VERSION.search(name)
        and name in record
        and name not in sent
        and name not in needed
        and world.maker.types(member.schema) - {"null"} == frozenset({"integer"})
    ]
