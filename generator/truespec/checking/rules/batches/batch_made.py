"""What a batch makes is like any other: what is beside it does not stop it, and it is filled like all others."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.subjects import plain_members
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.looking import count_where, record_where
from truespec.checking.rules.records.met_again import is_empty
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["judge_made"]

_GONE: Final = frozenset({404, 410})
_LOOKS: Final = 3
"""So often a record that was sent again is read before it is said not to be filled."""


def judge_made(world: World, operation: Operation, batch: Batch, resource: Resource, each: Action) -> None:
    """Send an element that says no more than it has to between two others; fill what a batch made by one request."""
    single = world.api.operation(batch.each)
    if single is not None and each.dedupe is not None:
        _beside_one_that_says_nothing(world, operation, batch, resource, each)
        _is_filled_later(world, operation, batch, resource, each)


def _send(world: World, operation: Operation, batch: Batch, elements: list[Json]) -> Exchange:
    body = batch_body(world, operation, batch, elements)
    return world.session.ask(operation, world.values_for(operation), body)


def _known_by(each: Action, body: dict[str, Json] | None) -> dict[str, Json]:
    """Return what a record is known by, nothing where a part of it is missing."""
    members = each.dedupe.members if each.dedupe is not None else ()
    known = {name: body.get(name) for name in members} if body is not None else {}
    return known if None not in known.values() else {}


def _beside_one_that_says_nothing(
    world: World, operation: Operation, batch: Batch, resource: Resource, each: Action
) -> None:
    action, single = world.behaviour.action(operation.id), world.api.operation(batch.each)
    bare = world.new_body(single, leave_out=list(world.sendable(single))) if single is not None else None
    others = [world.new_body(single) for _ in "ab"] if single is not None else []
    known = [_known_by(each, other) for other in others]
    if action is None or single is None or bare is None or not all(known):
        return
    exchange = _send(world, operation, batch, [others[0], bare, others[1]])
    counts = [count_where(world, resource, members) for members in known] if exchange.response.success else []
    if 0 in counts:
        # A batch may be done after it is answered.
        world.pause()
        counts = [count_where(world, resource, members) for members in known]
    if 0 in counts and world.session.ask(single, world.values_for(single), bare).response.success:
        states = "what stands beside an element that says nothing is done"
        fact = world.fact(action, operation, part="beside", states=states)
        world.session.ledger.broken(fact, "beside one that is taken alone, an element is not listed", exchange)


def _is_filled_later(world: World, operation: Operation, batch: Batch, resource: Resource, each: Action) -> None:
    single, existing = world.api.operation(batch.each), each.dedupe.existing if each.dedupe is not None else None
    if single is None or existing is None or existing.rule != "fill-null":
        return
    names = plain_members(world, each, single, resource)[::2]
    element = world.new_body(single, leave_out=names)
    members = _known_by(each, element)
    made = element is not None and bool(members) and _send(world, operation, batch, [element]).response.success
    record = record_where(world, resource, members) if made else None
    whole = world.new_body(single, element) if element is not None else None
    key = record.get(resource.key) if record is not None else None
    before = world.read(resource, key) if key is not None else None
    if key is not None and before is not None and before[0].response.status in _GONE:
        _is_listed_in_vain(world, operation, resource, key)
    if whole is None or before is None or before[1] is None:
        return
    again = world.session.ask(single, world.values_for(single), whole)
    empty = [name for name in names if name in whole and before[1].get(name) is None]
    sent = {name: whole[name] for name in empty}
    left = _left(world, resource, key, sent) if again.response.success else None
    for _ in range(_LOOKS if left else 0):
        # It may be done after it is answered.
        world.pause()
        left = _left(world, resource, key, sent)
    if left is None:
        return
    fact = world.fact(existing, single, "rule", part="of-batch", states="what a batch made, too")
    detail = f"`{', '.join(left[:1])}` of what a batch made was null and was not filled"
    world.session.ledger.expect(fact, not left, detail, again)


def _is_listed_in_vain(world: World, operation: Operation, resource: Resource, key: Json) -> None:
    """Judge that a record that a batch made, and that a list shows with its key, can be read by that key."""
    action = world.behaviour.action(operation.id)

    def is_read() -> bool:
        read = world.read(resource, key)
        return read is None or read[0].response.status not in _GONE

    if action is not None and not comes_true(world, is_read) and record_where(world, resource, {resource.key: key}):
        fact = world.fact(
            action, operation, part="read", states="what it made can be read by the key it is listed with"
        )
        world.session.ledger.broken(fact, "it is listed, and cannot be read", world.session.last)


def _left(world: World, resource: Resource, key: Json, sent: dict[str, Json]) -> list[str] | None:
    """Return the members that are as empty as they were, ``None`` where the record cannot be read.

    What else they hold may come from a job of the server.
    """
    read = world.read(resource, key)
    if read is None or read[1] is None:
        return None
    return [name for name in sent if is_empty(read[1].get(name))]
