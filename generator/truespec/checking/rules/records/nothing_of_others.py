"""A new record holds nothing of another: what was not sent for it is not what was sent for the one before."""

from __future__ import annotations

from typing import Final

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["holds_nothing_of_others"]

_HALVES: Final = 2


def holds_nothing_of_others(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Make a record with all that can be sent, then one with a half of it, and look for the other half in that.

    What tells whether a record is there already is sent each time, so that each is one of its own.
    """
    full = world.new_body(operation)
    first = world.make_record(resource, full) if full is not None else None
    if full is None or first is None or not first[0].response.success:
        return
    if first[1] is not None:
        # What was read last may be what is shown where there is nothing.
        world.read(resource, first[1])
    schema = world.body_schema(operation)
    required = world.maker.shape(schema).required if schema is not None else ()
    apart = (*required, *(action.dedupe.members if action.dedupe is not None else ()))
    optional = [name for name in full if name not in apart]
    before = [full]
    for half in range(_HALVES):
        body = world.new_body(operation, leave_out=optional[half::_HALVES])
        made = world.make_record(resource, body) if body is not None else None
        read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
        if made is None or body is None or read is None or read[1] is None or made[1] == first[1]:
            continue
        for name in optional[half::_HALVES]:
            held = take(read[1], world.kept_at(action, name))
            if any(_is_of(world, held, one.get(name)) for one in before):
                fact = world.fact(action, operation, part="own", states="it holds nothing of another record")
                detail = f"`{name}` was not sent, and is what was sent for the record before"
                world.session.ledger.broken(fact, detail, made[0])
                return
        before.append(body)


def _is_of(world: World, held: Json | Absent, other: Json) -> bool:
    """Say whether a text, or one of several in a list, is what was made up for another record."""
    if isinstance(held, list):
        return isinstance(other, list) and any(_is_of(world, one, text) for one in held for text in other)
    return isinstance(held, str) and world.maker.tag in held and held == other
