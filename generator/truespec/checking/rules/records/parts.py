"""A part that is added to a record is in it afterwards, one that is removed is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.parameters import text_of
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import Prepared, fresh, prepared
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.looking import record_where
from truespec.checking.rules.lists.walk import lister_of
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.effects import Part
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY", "give_what_is_taken"]

_OTHER_REASONS: Final = frozenset({401, 403, 429})
"""Refusals that say nothing of a record."""

_LOOKS: Final = 2


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
    other = fresh(world, resource)
    for record in (subject, *([other] if other is not None and first else [])):
        _give(world, first, record.key, value)
    before = None if other is None else world.read(resource, other.key)
    exchange = request.send(world)
    if not exchange.response.success:
        reason = f"a valid request was answered {exchange.response.status}"
        ledger.unknown(done, reason)
        ledger.unknown(fact, reason)
        return
    ledger.holds(done)
    _leaves_rest(world, action, resource, subject, exchange)
    if other is not None and before is not None and before[1] is not None:
        known = {name: value for name, value in before[1].items() if name in {*other.sent, rule.member}}
        _leaves_others(world, action, resource, (other.key, known), exchange)
    _judge(world, rule, resource, subject.key, (value, exchange))


def give_what_is_taken(world: World, request: Prepared) -> None:
    """Give a record the part that a request takes from it, if it takes one: there has to be something to take."""
    action = world.behaviour.action(request.operation.id)
    if action is None or action.part is None or action.key is None or _effect(action) != "remove":
        return
    adding = [
        pair for pair in world.actions("part") if _effect(pair[0]) == "add" and pair[0].resource == action.resource
    ]
    key = request.values.get((action.key.part, action.key.path[0])) if action.key.part != "body" else None
    if key is not None:
        _give(world, adding, key, _value(request, action.part.place))


def _give(world: World, adding: Sequence[tuple[Action, Operation]], key: Json, value: Json | Absent) -> None:
    """Give a record what is to be taken from it, or from another."""
    for action, operation in adding:
        request = prepared(world, operation, [key])
        if request is not None and action.part is not None and not isinstance(value, Absent):
            request.having(action.part.place, value).send(world)


def _leaves_others(
    world: World, action: Action, resource: Resource, other: tuple[Json, dict[str, Json]], exchange: Exchange
) -> None:
    """Judge that another record, which may have the same part, is as it was."""
    key, known = other
    read = world.read(resource, key)
    if read is None or read[0].response.status in _OTHER_REASONS:
        return
    fact = world.fact(action, exchange.operation, part="only", states="no other record changes")
    touched = read[1] is None or different(known, read[1])
    world.session.ledger.expect(fact, not touched, "another record is not what it was", exchange)


def _leaves_rest(world: World, action: Action, resource: Resource, subject: Subject, exchange: Exchange) -> None:
    """Judge that the rest of the record is as it was sent."""
    read = world.read(resource, subject.key)
    if read is None or read[0].response.status in _OTHER_REASONS or action.part is None:
        return
    fact = world.fact(action, exchange.operation, part="leaves-rest", states="the rest of the record stays as it was")
    if read[1] is None:
        world.session.ledger.broken(fact, "the record is gone", exchange)
        return
    kept = {name: subject.record[name] for name in subject.sent if name in subject.record}
    kept.pop(action.part.member, None)
    changed = different(kept, read[1])
    detail = f"{', '.join(f'`{name}`' for name in changed)} changed too"
    world.session.ledger.expect(fact, not changed, detail, exchange)


def _judge(world: World, rule: Part, resource: Resource, key: Json, sent: tuple[Json, Exchange]) -> None:
    ledger, (value, exchange) = world.session.ledger, sent
    fact = world.fact(rule, exchange.operation, "list")
    read = world.read(resource, key)
    if read is None or read[1] is None:
        ledger.unknown(fact, "the record could not be read back")
        return
    elements = take(read[1], (rule.member,))
    there = _has(rule, elements, value)
    detail = f"`{rule.member}` of the record still has it" if there else f"`{rule.member}` does not have it"
    ledger.expect(fact, there == (rule.effect == "add"), detail, exchange)
    if there == (rule.effect == "add") and isinstance(elements, list):
        _is_listed_so(world, rule, resource, key, elements)
    if there and rule.effect == "add":
        _outlasts(world, rule, resource, key, value)


def _is_listed_so(world: World, rule: Part, resource: Resource, key: Json, elements: list[Json]) -> None:
    """Judge that a list says of the record what reading it says; one may take a moment to follow, or say less."""
    lister = lister_of(world, resource)
    for turn in range(_LOOKS):
        listed = record_where(world, resource, {resource.key: key}) if lister is not None else None
        if lister is None or listed is None or not isinstance(shown := listed.get(rule.member), list):
            return
        alike = len(shown) == len(elements)
        if alike or turn + 1 == _LOOKS:
            states = "a list says of a record what reading it says"
            fact = world.fact(lister.action, lister.operation, part="shows", states=states)
            detail = f"`{rule.member}` has {len(elements)} elements where it is read, and {len(shown)} in the list"
            world.session.ledger.expect(fact, alike, detail, world.session.last)
            return
        world.pause()


def _outlasts(world: World, rule: Part, resource: Resource, key: Json, value: Json) -> None:
    """Change another member of the record, where a change may be in part: the part is still there."""
    found = world.first("update", resource)
    if found is None or found[0].change is None or found[0].change.rule != "partial" or found[0].key is None:
        return
    action, operation = found
    body = world.new_body(operation, leave_out=(rule.member, resource.key, *dict(resource.sets)))
    schema = world.body_schema(operation)
    if action.change is None or not body or schema is None:
        return
    alone = dict(list(body.items())[:1])
    sent = alone if world.maker.is_valid(schema, alone) else body
    exchange = world.session.ask(operation, world.values_for(operation, action.key, key), sent)
    read = world.read(resource, key)
    elements = take(read[1], (rule.member,)) if read is not None else None
    if exchange.response.success and isinstance(elements, list):
        kept = _has(rule, elements, value)
        detail = f"what was in `{rule.member}` is gone"
        world.session.ledger.expect(world.fact(action.change, operation, "rule"), kept, detail, exchange)


def _has(rule: Part, elements: Json | Absent, value: Json) -> bool:
    """Say whether a list has the part; what stands in a path is a text there, and may be a number in the record."""
    keys = [take(item, (rule.key,)) for item in elements] if isinstance(elements, list) else []
    return any(same_value(value, key) or (type(key) is int and text_of(key) == value) for key in keys)


def _value(request: Prepared, place: Place) -> Json:
    if place.part != "body":
        return text_of(request.values.get((place.part, place.path[0])))
    value = take(request.body, place.path)
    return None if isinstance(value, Absent) else value


FAMILY = Family("parts", "a part that is added is there afterwards, one that is removed is not", _check)
