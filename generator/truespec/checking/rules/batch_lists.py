"""Every list of a batch does what it is for, and the status tells whether every element went well."""

from __future__ import annotations

from truespec.checking.rules.storing import differing_members
from truespec.checking.rules.subjects import Prepared, element, fresh, unknown_key
from truespec.checking.rules.world import Family, World
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.effects import BatchList, Outcome
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for action, operation in world.actions("batch"):
        resource = world.resource(action)
        if action.batch is None or not action.batch.lists or resource is None:
            continue
        for _ in range(world.rounds):
            for part in action.batch.lists:
                _is_done(world, action, operation, part, resource)
            if action.batch.outcome is not None:
                _tells(world, operation, action.batch, action.batch.outcome, resource)


def _request(world: World, operation: Operation, *elements: tuple[BatchList, Json]) -> Prepared:
    request = Prepared(operation, world.values_for(operation), {})
    for part, made in elements:
        request = request.having(part.items, [made])
    return request


def _is_done(world: World, action: Action, operation: Operation, part: BatchList, resource: Resource) -> None:
    ledger = world.session.ledger
    fact = world.fact(part, operation)
    # What an element looks like, and what names its record, may be an assumption of the whole action.
    shape = world.fact(action, operation, "lists")
    existing = fresh(world, resource) if part.kind in {"update", "delete"} else None
    key = None if existing is None else existing.key
    made = element(world, operation, part, resource, key)
    if made is None or part.key not in made or (existing is None and part.kind in {"update", "delete"}):
        ledger.unknown(fact, "no valid element could be made up")
        return
    exchange = _request(world, operation, (part, made)).send(world)
    if not exchange.response.success:
        ledger.unknown(fact, f"a valid request was answered {exchange.response.status}")
        ledger.unknown(shape, f"a valid request was answered {exchange.response.status}")
        return
    ledger.holds(shape)
    read = world.read(resource, made[part.key])
    if read is None:
        ledger.unknown(fact, "no operation reads a record")
    elif part.kind == "delete":
        ledger.expect(fact, read[1] is None, "the record can still be read", exchange)
    elif read[1] is None:
        ledger.broken(fact, "the record cannot be read by the key that was sent", exchange)
    else:
        lost = differing_members(world, action, resource, made, read[1])
        ledger.expect(fact, not lost, f"{', '.join(f'`{name}`' for name in lost)} is not kept", exchange)


def _tells(world: World, operation: Operation, batch: Batch, rule: Outcome, resource: Resource) -> None:
    """Send a batch in which all goes well, and one in which a record is missing."""
    ledger = world.session.ledger
    done = world.fact(rule, operation, "done", part="done", states=f"{rule.done} where all went well")
    failed = world.fact(rule, operation, "failed", part="failed", states=f"{rule.failed} where one failed")
    good = [(part, element(world, operation, part, resource)) for part in batch.lists]
    usable = [(part, made) for part, made in good if made is not None]
    if not usable:
        ledger.unknown(done, "no valid elements could be made up")
        return
    exchange = _request(world, operation, *usable).send(world)
    status = exchange.response.status
    ledger.expect(done, status == rule.done, f"it answered {status}", exchange)
    part = next((item for item in batch.lists if item.kind in {"update", "delete"}), None)
    stranger = element(world, operation, part, resource, unknown_key(world, resource)) if part is not None else None
    if part is None or stranger is None:
        ledger.unknown(failed, "no element that has to fail could be made up")
        return
    exchange = _request(world, operation, (part, stranger)).send(world)
    status = exchange.response.status
    if not exchange.response.success:
        ledger.unknown(failed, f"the whole was refused with {status}")
        return
    ledger.expect(failed, status == rule.failed, f"an element without a record was answered {status}", exchange)


FAMILY = Family("batch lists", "every list of a batch does what it is for", _check)
