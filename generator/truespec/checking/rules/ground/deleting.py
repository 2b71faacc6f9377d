"""How a record is asked to be deleted, whatever has to be sent for that."""

from __future__ import annotations

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["deleted"]


def deleted(world: World, action: Action, operation: Operation, key: Json) -> Exchange:
    """Ask for a record to be deleted, with a body made up where one has to be sent."""
    body: Json | Absent = ABSENT
    if operation.body is not None:
        made = world.new_body(operation)
        body = ABSENT if made is None else made
    return world.session.ask(operation, world.values_for(operation, action.key, key), body)
