"""A key that no record has is answered with the stated status."""

from __future__ import annotations

from truespec.checking.rules.naming import judge_key
from truespec.checking.rules.subjects import prepared, unknown_key
from truespec.checking.rules.world import Family, World
from truespec.contract.behaviour import Action, Missing
from truespec.contract.operation import Operation

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for action, operation in world.actions("read", "update", "delete", "merge", "part", "unsubscribe", "move"):
        if action.missing is not None and action.key is not None:
            for _ in range(world.rounds):
                _check_one(world, action, operation, action.missing)


def _check_one(world: World, action: Action, operation: Operation, rule: Missing) -> None:
    ledger, fact = world.session.ledger, world.fact(rule, operation, "status")
    resource = world.resource(action)
    keys = [unknown_key(world, resource), unknown_key(world, resource)] if resource is not None else None
    request = prepared(world, operation, keys)
    if request is None:
        ledger.unknown(fact, "no valid body could be made up")
        return
    exchange = request.send(world)
    status = exchange.response.status
    if resource is not None and action.kind == "update":
        judge_key(world, action, operation, resource, exchange)
    if status == rule.status:
        ledger.holds(fact)
    elif status == 429 or (status in {401, 403} and not _lets_in(world, operation)):
        ledger.unknown(fact, f"the request was answered {status}")
    else:
        if action.kind == "read" and exchange.response.success and fact.assumed is not None:
            # Whatever a key that nobody has should be answered with, it is no record.
            fact = world.fact(action, operation, "answer", part="missing", states="there is none with another key")
        ledger.broken(fact, f"it answered {status}", exchange)


def _lets_in(world: World, operation: Operation) -> bool:
    """Say whether the credentials are good for a record that is there: then they are not what is wrong."""
    request = prepared(world, operation)
    return request is not None and request.send(world).response.success


FAMILY = Family("missing", "a key that no record has is answered with the stated status", _check)
