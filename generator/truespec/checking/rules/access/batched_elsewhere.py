"""A batch that is sent from another place does nothing to a record of ours, whatever its elements name."""

from __future__ import annotations

from typing import Final

from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.subjects import Prepared, element, fresh
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Resource
from truespec.contract.conditions import Scope

__all__ = ["check_batches"]

_GONE: Final = frozenset({404, 410})
_NAMING: Final = frozenset({"update", "upsert", "delete"})


def check_batches(world: World, resource: Resource, rule: Scope, elsewhere: str) -> None:
    """Name a record of ours in each list of a batch that changes or removes records, and look at it where it is."""
    for action, operation in world.actions("batch"):
        parts = action.batch.lists if action.batch is not None and action.resource == resource.name else ()
        for part in parts:
            subject = fresh(world, resource) if part.kind in _NAMING else None
            key = subject.record.get(part.key) if subject is not None else None
            made = element(world, operation, part, resource, key) if key is not None else None
            if subject is None or made is None:
                continue
            sent = Prepared(operation, world.values_for(operation), {}).having(part.items, [made])
            exchange = sent.having(rule.place, elsewhere).send(world)
            after = world.read(resource, subject.key)
            if after is None or not (after[1] or after[0].response.status in _GONE):
                continue
            known = {name: value for name, value in subject.record.items() if name in subject.sent}
            changed = after[1] is None or bool(different(known, after[1]))
            fact = world.fact(rule, operation, "place", part="changed", states="nor changes it")
            detail = f"another `{rule.place.path[-1]}` changes the record by an element of `{part.items}`"
            world.session.ledger.expect(fact, not changed, detail, exchange)
            if not changed:
                world.give_back(resource, subject)
