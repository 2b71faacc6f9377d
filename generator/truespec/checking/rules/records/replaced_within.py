"""What replaces a record replaces the objects in it, too: of the one that was there, nothing is left in the new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, new_values
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Schema

__all__ = ["replaces_within"]

_MOST: Final = 3
"""So many objects of a record are looked at."""


def replaces_within(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send an object with all that it may have, then one with what it has to have, as parts of whole records."""
    maker = world.maker_of(resource)
    if action.change is None or action.change.rule != "replace" or action.key is None or maker is None:
        return
    for name in list(_objects(world, maker[1], operation, resource))[:_MOST]:
        _judge(world, (action, maker[1], operation), resource, name)


def _objects(world: World, making: Operation, operation: Operation, resource: Resource) -> Iterator[str]:
    """Yield the objects that a record is made with, and replaced with, that may have more than they have to."""
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        if name in record and name in world.sendable(making) and set(shape.properties) - set(shape.required):
            yield name


def _judge(world: World, what: tuple[Action, Operation, Operation], resource: Resource, name: str) -> None:
    action, making, operation = what
    full = _object(world, world.sendable(making)[name].schema, whole=True)
    few = _object(world, world.sendable(operation)[name].schema, whole=False)
    subject = fresh(world, resource, {name: full}) if full is not None and few is not None else None
    body = new_values(world, action, operation, resource)
    if subject is None or body is None or full is None or few is None:
        return
    sent: dict[str, Json] = {**body, name: few}
    answer = world.session.ask(operation, world.values_for(operation, action.key, subject.key), sent)
    read = world.read(resource, subject.key) if answer.response.success else None
    before, now = take(subject.record, (name,)), take(read[1], (name,)) if read is not None else None
    if action.change is None or not isinstance(before, dict) or not isinstance(now, dict):
        return
    gone = [inner for inner in full if inner not in few and same_value(full[inner], before.get(inner))]
    left = [inner for inner in gone if same_value(full[inner], now.get(inner))]
    if not gone or not all(same_value(value, now.get(inner)) for inner, value in few.items()):
        # Where what was sent did not come in, that is told by what looks at it.
        return
    states = "an object in it is replaced as well"
    fact = world.fact(action.change, operation, "rule", part="within", states=states)
    detail = f"{', '.join(f'`{name}.{inner}`' for inner in left)} is of the object that was there before"
    world.session.ledger.expect(fact, not left, detail, answer)


def _object(world: World, schema: Schema, *, whole: bool) -> dict[str, Json] | None:
    """Return an object with all texts that it may have, or with nothing but what it has to have."""
    shape = world.maker.narrowed(schema)
    made = dict[str, Json]()
    for inner, member in shape.properties.items():
        if not world.maker.is_ours(member.schema) or world.maker.is_hidden(member.schema):
            continue
        free = whole and "string" in world.maker.types(member.schema) and member.schema.enum is None
        if inner in shape.required or free:
            made[inner] = world.maker.value(inner, member.schema)
    return made if world.maker.is_valid(schema, made) else None
