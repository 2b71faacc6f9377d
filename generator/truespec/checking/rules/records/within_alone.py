"""What is inside an object needs nothing else beside it: each text of it is kept where it is sent alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.agreeing import unless_more_is_needed
from truespec.checking.rules.records.nobodys import if_it_is_new
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_MOST: Final = 8
"""So many texts are sent alone, of all objects together."""


def _check(world: World) -> None:
    for action, operation in world.actions("create", "upsert") if world.rounds == 1 else ():
        resource = world.resource(action)
        if resource is not None and world.first("read", resource) is not None:
            for name, inner in list(_texts(world, operation, resource))[:_MOST]:
                _is_kept(world, action, operation, resource, (name, inner))


def _texts(world: World, operation: Operation, resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield the texts of objects that need no member, in requests and records alike."""
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        if name not in record:
            continue
        shown = world.maker.narrowed(record[name].schema).properties
        if len(shape.properties) < len("ab") or shape.required or name in world.refused.get(operation.id, ()):
            continue
        for inner, text in shape.properties.items():
            types = world.maker.narrowed(text.schema).types
            if inner in shown and ("string" in types or not types):
                yield name, inner


def _is_kept(world: World, action: Action, operation: Operation, resource: Resource, place: tuple[str, str]) -> None:
    """Send an object of one text; what is there beside others and is not there alone was lost."""
    name, inner = place
    schema = world.maker.narrowed(world.sendable(operation)[name].schema).properties[inner].schema
    text = world.maker.value(inner, schema)
    body = world.new_body(operation, {name: {inner: text}}) if isinstance(text, str) else None
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if body is None or made is None or read is None or read[1] is None:
        return
    kept = take(read[1], (*world.kept_at(action, name), inner))
    lost = kept in (None, "") or isinstance(kept, Absent)
    if lost and _is_kept_beside_others(world, action, operation, resource, place):
        fact = if_it_is_new(world, keeps(world, action, operation, resource, name), action, operation, body)
        fact = unless_more_is_needed(world, fact, (action, operation, resource), body, [name])
        detail = f"`{inner}` was sent alone in it and is not there, though it is kept beside others"
        world.session.ledger.broken(fact, detail, made[0])


def _is_kept_beside_others(
    world: World, action: Action, operation: Operation, resource: Resource, place: tuple[str, str]
) -> bool:
    name, inner = place
    body = world.new_body(operation)
    whole: Json | Absent = take(body, (name,)) if body is not None else None
    made = world.make_record(resource, body) if body is not None and isinstance(whole, dict) else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    kept = take(read[1], (*world.kept_at(action, name), inner)) if read is not None and read[1] is not None else None
    return isinstance(whole, dict) and inner in whole and same_value(whole[inner], kept)


FAMILY = Family("within alone", "a text inside an object is kept where it stands there alone", _check)
