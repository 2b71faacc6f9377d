"""A part that is added to a record is in it afterwards, one that is removed is not."""

from __future__ import annotations

from truespec.checking.exchange import Exchange
from truespec.checking.parameters import text_of
from truespec.checking.rules.subjects import Prepared, fresh, prepared
from truespec.checking.rules.values import same_value
from truespec.checking.rules.world import Family, World, take
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.effects import Part
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    adding = [(action, operation) for action, operation in world.actions("part") if _effect(action) == "add"]
    for action, operation in world.actions("part"):
        resource = world.resource(action)
        if action.part is None or resource is None:
            continue
        first = [pair for pair in adding if pair[0].resource == action.resource] if _effect(action) == "remove" else []
        _has_effect(world, action, operation, resource, first)


def _effect(action: Action) -> str:
    return action.part.effect if action.part is not None else ""


def _has_effect(
    world: World, action: Action, operation: Operation, resource: Resource, first: list[tuple[Action, Operation]]
) -> None:
    """Do it to a new record, for which ``first`` is done before, and look at the list in it."""
    rule = action.part
    if rule is None:
        return
    ledger, done, fact = world.session.ledger, world.fact(action, operation), world.fact(rule, operation, "list")
    subject = fresh(world, resource)
    request = prepared(world, operation, [subject.key]) if subject is not None else None
    if subject is None or request is None:
        ledger.unknown(done, "no record could be made and read back")
        return
    value = _value(request, rule.place)
    for other_action, other in first:
        before = prepared(world, other, [subject.key])
        if before is not None and other_action.part is not None:
            before.having(other_action.part.place, value).send(world)
    exchange = request.send(world)
    if not exchange.response.success:
        reason = f"a valid request was answered {exchange.response.status}"
        ledger.unknown(done, reason)
        ledger.unknown(fact, reason)
        return
    ledger.holds(done)
    _judge(world, rule, resource, subject.key, (value, exchange))


def _judge(world: World, rule: Part, resource: Resource, key: Json, sent: tuple[Json, Exchange]) -> None:
    ledger, (value, exchange) = world.session.ledger, sent
    fact = world.fact(rule, exchange.operation, "list")
    read = world.read(resource, key)
    if read is None or read[1] is None:
        ledger.unknown(fact, "the record could not be read back")
        return
    elements = take(read[1], (rule.member,))
    there = isinstance(elements, list) and any(same_value(value, take(item, (rule.key,))) for item in elements)
    detail = f"`{rule.member}` of the record still has it" if there else f"`{rule.member}` does not have it"
    ledger.expect(fact, there == (rule.effect == "add"), detail, exchange)


def _value(request: Prepared, place: Place) -> Json:
    if place.part != "body":
        return text_of(request.values.get((place.part, place.path[0])))
    value = take(request.body, place.path)
    return None if isinstance(value, Absent) else value


FAMILY = Family("parts", "a part that is added is there afterwards, one that is removed is not", _check)
