"""A key that no record has is answered with the stated status."""

from __future__ import annotations

import uuid

from truespec.checking.rules.world import Family, World
from truespec.contract.behaviour import Action, Missing
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for action, operation in world.actions("read", "update", "delete"):
        if action.missing is not None and action.key is not None:
            for _ in range(world.rounds):
                _check_one(world, action, operation, action.missing)


def _check_one(world: World, action: Action, operation: Operation, rule: Missing) -> None:
    ledger, fact = world.session.ledger, world.fact(rule, operation, "status")
    body: Json | Absent = ABSENT
    if operation.body is not None:
        made = world.new_body(operation)
        if made is None:
            ledger.unknown(fact, "no valid body could be made up")
            return
        body = made
    exchange = world.session.ask(operation, world.values_for(operation, action.key, _unknown_key(world, action)), body)
    status = exchange.response.status
    if status == rule.status:
        ledger.holds(fact)
    elif status in {401, 403, 429}:
        ledger.unknown(fact, f"the request was answered {status}")
    else:
        ledger.broken(fact, f"it answered {status}", exchange)


def _unknown_key(world: World, action: Action) -> Json:
    """Return a key of the right type that no record has: a random UUID, or a number far out."""
    resource = world.resource(action)
    schema = world.api.schema(resource.schema).schema if resource is not None else None
    member = (
        world.maker.shape(schema).properties.get(resource.key) if schema is not None and resource is not None else None
    )
    types = world.maker.shape(member.schema).types if member is not None else ()
    if "integer" in types or "number" in types:
        return world.random.randrange(1_500_000_000, 2_000_000_000)
    return str(uuid.UUID(int=world.random.getrandbits(128), version=4))


FAMILY = Family("missing", "a key that no record has is answered with the stated status", _check)
