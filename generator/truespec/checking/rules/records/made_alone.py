"""A long run makes records of one member each, and fills what is known with one at a time: none needs another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import is_long, plain_members
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.agreeing import unless_more_is_needed
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.nobodys import if_it_is_new
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_MOST: Final = 60
"""So many members are sent alone."""


def _check(world: World) -> None:
    for action, operation in world.actions("create", "upsert") if is_long(world) else ():
        resource = world.resource(action)
        if resource is None or world.first("read", resource) is None:
            continue
        for name in plain_members(world, action, operation, resource)[:_MOST]:
            for value in _values(world, operation, name):
                _is_kept_alone(world, action, operation, resource, (name, value))
            if action.dedupe is not None and action.dedupe.existing is not None:
                _is_filled_alone(world, action, operation, resource, name)


def _values(world: World, operation: Operation, name: str) -> Iterator[Json]:
    """Yield what is sent for a member: both answers of what is yes or no, and one value of all else."""
    schema = world.sendable(operation)[name].schema
    value = world.maker.value(name, schema)
    yield value
    if isinstance(value, bool):
        yield not value


def _optional(world: World, operation: Operation, name: str, *, known: tuple[str, ...] = ()) -> list[str]:
    """Return what may be left out besides a member, and what a record is known by."""
    schema = world.body_schema(operation)
    required = world.maker.shape(schema).required if schema is not None else ()
    return [other for other in world.sendable(operation) if other not in {name, *required, *known}]


def _is_kept_alone(
    world: World, action: Action, operation: Operation, resource: Resource, sent: tuple[str, Json]
) -> None:
    """Make a record of one member; a server may want another beside it, and then says so."""
    name, value = sent
    # Nobody agrees to be written to who cannot be.
    members = action.dedupe.members if action.dedupe is not None and isinstance(value, bool) else ()
    body = world.new_body(operation, {name: value}, leave_out=_optional(world, operation, name, known=members))
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if body is None or made is None or read is None or read[1] is None:
        return
    found = take(read[1], world.kept_at(action, name))
    if name in differing_members(world, action, resource, {name: value}, read[1]) and not isinstance(found, Absent):
        fact = if_it_is_new(world, keeps(world, action, operation, resource, name), action, operation, body)
        fact = unless_more_is_needed(world, fact, (action, operation, resource), body, [name])
        world.session.ledger.broken(fact, "it was sent alone, and the record has another value", made[0])


def _is_filled_alone(world: World, action: Action, operation: Operation, resource: Resource, name: str) -> None:
    """Fill one member of a record that is known by no more than it has to be, and say something else after that."""
    rule = action.dedupe
    if rule is None or rule.existing is None or rule.existing.rule != "fill-null":
        return
    body = world.new_body(operation, leave_out=[name, *_optional(world, operation, name, known=rule.members)])
    made = world.make_record(resource, body) if body is not None else None
    before = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if body is None or made is None or before is None or before[1] is None or before[1].get(name) is not None:
        return
    fact = world.fact(rule.existing, operation, "rule")
    first = world.maker.value(name, world.sendable(operation)[name].schema)
    other = not first if isinstance(first, bool) else world.maker.value(name, world.sendable(operation)[name].schema)
    for value, detail in ((first, "was null and was not filled alone"), (other, "was set alone and was overwritten")):
        again = world.session.ask(operation, world.values_for(operation), {**body, name: value})
        now = world.read(resource, made[1]) if again.response.success else None
        if now is None or now[1] is None:
            return
        if not same_value(first, take(now[1], (name,))):
            world.session.ledger.broken(fact, f"`{name}` {detail}", again)
            return


FAMILY = Family("made alone", "what is sent alone is kept, and fills what is known", _check)
