"""Records with nothing that others are known by: whether such a one is ever taken for another may be a guess."""

from __future__ import annotations

from collections.abc import Mapping

from truespec.checking.rules.ground.world import World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["if_it_is_new", "is_nobodys"]


def is_nobodys(action: Action, body: Mapping[str, Json]) -> bool:
    """Say whether a body has none of the members that records are known by, where nothing equals nothing."""
    rule = action.dedupe
    return (
        rule is not None
        and rule.nulls == "never-equal"
        and all(body.get(name) is None and name not in dict(action.stores) for name in rule.members)
    )


def if_it_is_new(world: World, fact: Fact, action: Action, operation: Operation, body: Mapping[str, Json]) -> Fact:
    """Return what a new record has to be like, unless it is only assumed that a body makes one: then, that it does.

    A server may take two records without an address or a number for one, and the one that is there keeps what it has.
    Where the same body makes two records, such a record is a new one.
    """
    rule, resource = action.dedupe, world.resource(action)
    if fact.assumed or rule is None or resource is None or not is_nobodys(action, body):
        return fact
    new = world.fact(rule, operation, "nulls", part="nulls", states="a record without any of them is another one")
    if not new.assumed:
        return fact
    made = [world.session.ask(operation, world.values_for(operation), dict(body)) for _ in "ab"]
    keys = [world.key_in(action, exchange, resource) for exchange in made]
    return fact if None not in keys and keys[0] != keys[1] else new
