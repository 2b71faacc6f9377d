"""What goes together is refused alone, and a list longer than its limit is refused."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.elements import batch_body
from truespec.checking.rules.ground.naming import is_elsewhere
from truespec.checking.rules.ground.subjects import Prepared, fresh_many, prepared
from truespec.checking.rules.ground.world import Family, World
from truespec.contract.behaviour import Action, Place
from truespec.contract.conditions import Limit, Needs
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_OTHER_REASONS: Final = frozenset({401, 403, 429})
"""Refusals that say nothing of what is asked."""
_ABSENT: Final = frozenset({404, 410})
_SEVERAL: Final = 2
_FEW: Final = 20
"""Of a limit so small, twice as many can be made."""


def _check(world: World) -> None:
    for operation in world.api.operations:
        action = world.behaviour.action(operation.id)
        if action is None or not any(pair[1] is operation for pair in world.actions(action.kind)):
            continue
        for needs in action.needs:
            for place in needs.places:
                _goes_together(world, operation, needs, place)
        for limit in action.limits:
            _is_limited(world, action, operation, limit)


def _goes_together(world: World, operation: Operation, rule: Needs, place: Place) -> None:
    ledger = world.session.ledger
    fact = world.fact(rule, operation, "status", part=str(place), states=f"`{place}` goes with `{rule.other}`")
    both = world.fact(rule, operation, part="together", states="together they are accepted")
    request, value, other = prepared(world, operation), _value(world, operation, place), None
    if request is not None and value is not None:
        other = _value(world, operation, rule.other)
    if request is None or value is None or other is None:
        ledger.unknown(fact, "no values could be made up")
        return
    alone = request.having(place, value).send(world)
    status = alone.response.status
    if status in _OTHER_REASONS and status != rule.status:
        ledger.unknown(fact, f"the request was answered {status}")
        return
    ledger.expect(fact, status == rule.status, f"without `{rule.other}` it answered {status}", alone)
    together = request.having(place, value).having(rule.other, other).send(world)
    if together.response.success:
        ledger.holds(both)
    else:
        ledger.unknown(both, f"values that were made up were answered {together.response.status}")


def _value(world: World, operation: Operation, place: Place) -> Json:
    for parameter in operation.parameters:
        if (parameter.place, parameter.wire) == (place.part, place.path[0]):
            if parameter.examples:
                return parameter.examples[0].value
            return world.maker.value(parameter.wire, parameter.schema)
    return None


def _is_limited(world: World, action: Action, operation: Operation, rule: Limit) -> None:
    ledger = world.session.ledger
    most = world.fact(rule, operation, "most", part="most", states=f"{rule.most} are accepted")
    more = world.fact(rule, operation, "status", part="more", states="one more is refused")
    # Who counts to one more than the most, and no further, takes what is beyond that.
    beyond = rule.most + 1 if world.rounds == 1 or rule.most > _FEW else 2 * rule.most + 1
    for fact, count in ((most, rule.most), (more, beyond)):
        request = _with_count(world, action, operation, rule, count)
        if request is None:
            ledger.unknown(fact, "no request with so many could be made up")
            continue
        exchange = request.send(world)
        status = exchange.response.status
        if is_elsewhere(operation, exchange) or status in _OTHER_REASONS:
            ledger.unknown(fact, f"the request was answered {status}")
        elif fact is most:
            ledger.expect(fact, exchange.response.success, f"it answered {status}", exchange)
            _are_merged_alike(world, action, operation, exchange)
        elif exchange.response.success:
            # That there is a limit is one thing, the status of the refusal another.
            certain = world.fact(rule, operation, "most", part="most", states=f"{rule.most} are the most")
            ledger.broken(certain, f"{count} were answered {status}", exchange)
        else:
            ledger.expect(fact, status == rule.status, f"it answered {status}", exchange)


def _are_merged_alike(world: World, action: Action, operation: Operation, exchange: Exchange) -> None:
    """Judge that of as many as can be merged at once the last becomes what the first becomes, whatever that is."""
    resource, body = world.resource(action), exchange.request.json()
    if action.merge is None or resource is None or not exchange.response.success or not isinstance(body, dict):
        return
    keys = body.get(action.merge.others.path[-1])
    if not isinstance(keys, list) or len(keys) < _SEVERAL:
        return
    # The last is read first and once more: what is done a little later is then done to both.
    read = [world.read(resource, key) for key in (keys[-1], keys[0], keys[-1])]
    statuses = [found[0].response.status for found in read if found is not None]
    if len(statuses) == len(read):
        first, last = statuses[1], statuses[2]
        left = first in _ABSENT and read[2] is not None and read[2][1] is not None
        fact = world.fact(action, operation, part="each", states="of those that are merged, each is treated alike")
        detail = f"the first of {len(keys)} answers {first} now, the last {last}"
        world.session.ledger.expect(fact, not left, detail, exchange)


def _with_count(world: World, action: Action, operation: Operation, rule: Limit, count: int) -> Prepared | None:
    """Return a request with so many elements at the place of a limit: keys of records where it names records."""
    resource = world.resource(action)
    names_records = rule.place == action.key or (action.merge is not None and rule.place == action.merge.others)
    if resource is not None and names_records:
        first = 0 if rule.place == action.key else 1
        keys = [subject.key for subject in fresh_many(world, resource, count + first)]
        return prepared(world, operation, keys) if len(keys) == count + first else None
    request, shape = prepared(world, operation), world.shape_at(operation, rule.place)
    if request is None or shape is None or shape.items is None:
        return None
    single = world.api.operation(action.batch.each) if action.batch is not None else None
    own = [world.new_body(single) for _ in range(count)] if single is not None and action.batch is not None else []
    if own and None not in own and action.batch is not None and rule.place == action.batch.items:
        # What is done for each is what is taken alone.
        return Prepared(operation, request.values, batch_body(world, operation, action.batch, own))
    path, items = rule.place.path, shape.items
    # A body that is a list has elements without a name.
    made = (
        world.maker.value(path[-1], items) if path else world.new_body(operation, element=True) for _ in range(count)
    )
    return request.having(rule.place, [*made])


FAMILY = Family("needing", "what goes together is refused alone, and too many are refused", _check)
