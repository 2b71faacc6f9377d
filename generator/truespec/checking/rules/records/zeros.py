"""A number is set to zero, a switch to no and a list to none: that is not taken for something left out."""

from __future__ import annotations

import json
from collections.abc import Iterator

from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.kept_values import is_own_business
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Property

__all__ = ["FAMILY", "holds_texts"]


def _check(world: World) -> None:
    for action, operation in world.actions("update") if world.rounds == 1 else ():
        resource = world.resource(action)
        if resource is not None and action.key is not None:
            _are_kept(world, action, operation, resource, dict(_zeros(world, operation, resource)))
    for action, operation in world.actions("create", "upsert") if world.rounds == 1 else ():
        resource = world.resource(action)
        if resource is not None and world.maker_of(resource) == (action, operation):
            _are_made(world, action, operation, resource)


def _are_made(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Make a record with zero for every number: it holds no other number there."""
    found = _zeros(world, operation, resource)
    zeros = {name: zero for name, zero in found if isinstance(zero, int) and not isinstance(zero, bool)}
    made = world.make_record(resource, world.new_body(operation, zeros) or {}) if zeros else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if made is None or read is None or read[1] is None:
        return
    for name in zeros:
        now = take(read[1], world.kept_at(action, name))
        other = isinstance(now, int | float) and not isinstance(now, bool) and not same_value(0, now)
        fact = keeps(world, action, operation, resource, name)
        world.session.ledger.expect(fact, not other, "it was made with `0` and holds another number", made[0])


def _zeros(world: World, operation: Operation, resource: Resource) -> Iterator[tuple[str, Json]]:
    """Yield 0, false and no texts for the members that a request and a record declare alike, where they may be that."""
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        if name not in record or name in refused or name in {resource.key, *dict(resource.sets)}:
            continue
        if any(one.schema.deprecated or one.schema.read_only for one in (member, record[name])):
            continue
        types = set(world.maker.types(member.schema)) - {"null"}
        if types != set(world.maker.types(record[name].schema)) - {"null"} or is_own_business(name):
            continue
        if types == {"boolean"}:
            yield name, False
        elif types and types <= {"integer", "number"} and world.maker.is_valid(member.schema, 0):
            yield name, 0
        elif types == {"array"} and holds_texts(world, member) and world.maker.is_valid(member.schema, []):
            yield name, []


def holds_texts(world: World, member: Property) -> bool:
    """Say whether a member is a list of texts."""
    items = world.maker.narrowed(member.schema).items
    return items is not None and world.maker.narrowed(items).types == ("string",)


def _are_kept(world: World, action: Action, operation: Operation, resource: Resource, zeros: dict[str, Json]) -> None:
    """Set them in a record that has something else there: an update that says it is done has not left that alone."""
    maker = world.maker_of(resource) if zeros else None
    if maker is None:
        return
    made_with = world.sendable(maker[1])
    subject = fresh(
        world, resource, {name: True for name, zero in zeros.items() if zero is False and name in made_with}
    )
    ignored = [*(action.ignored.members if action.ignored is not None else ()), *_consents(action)]
    there = {
        name: zero
        for name, zero in zeros.items()
        if subject is not None and name not in ignored and take(subject.record, world.kept_at(action, name))
    }
    body = world.new_body(operation, there, leave_out=(*ignored, *dict(resource.sets), resource.key)) if there else None
    if subject is None or body is None:
        return
    changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), body)
    read = world.read(resource, subject.key) if changed.response.success else None
    if read is None or read[1] is None:
        return
    for name, zero in there.items():
        path = world.kept_at(action, name)
        before, now = take(subject.record, path), take(read[1], path)
        stays = isinstance(before, int | float | list) and not isinstance(now, Absent) and same_value(before, now)
        fact = keeps(world, action, operation, resource, name)
        world.session.ledger.expect(fact, not stays, f"it was set to `{json.dumps(zero)}` and is what it was", changed)


def _consents(action: Action) -> list[str]:
    """Return the members that say what somebody consents to: those have rules of their own."""
    return [name for consent in action.consents for name in (consent.member, *consent.place.path[:1])]


FAMILY = Family("zeros", "zero, no and none are values", _check)
