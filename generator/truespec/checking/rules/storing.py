"""A new record is kept: it can be read by its key, and holds what was sent."""

from __future__ import annotations

import uuid

from truespec.checking.exchange import Exchange
from truespec.checking.rules.world import Family, World, take
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["FAMILY", "differing_members", "same_value"]


def _check(world: World) -> None:
    for action, operation in world.actions("create", "upsert"):
        resource = world.resource(action)
        if resource is not None:
            for _ in range(world.rounds):
                _check_one(world, action, operation, resource)


def _check_one(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    ledger, kept = world.session.ledger, world.fact(action, operation)
    body = world.new_body(operation)
    if body is None:
        ledger.unknown(kept, "no valid body could be made up")
        return
    made = world.session.ask(operation, world.values_for(operation), body)
    record = world.record_in(action, made)
    key = world.key_in(action, made, resource)
    if not made.response.success:
        ledger.unknown(kept, f"a valid request was answered {made.response.status}")
        return
    if key is None:
        ledger.unknown(kept, f"the answer does not tell the `{resource.key}` of the record")
        return
    _check_set_members(world, operation, resource, record or {}, made)
    read = world.read(resource, key)
    if read is None:
        ledger.unknown(kept, "no operation reads a record")
        return
    exchange, found = read
    if found is None:
        ledger.broken(kept, f"reading the new record by its key was answered {exchange.response.status}", exchange)
        return
    ledger.holds(kept)
    for member in differing_members(world, action, resource, body, found):
        path = ".".join(world.kept_at(action, member))
        attributes = ("stores",) if member in dict(action.stores) else ()
        fact = world.fact(
            action, operation, *attributes, part=f"keeps.{member}", states=f"`{member}` is kept in `{path}`"
        )
        ledger.broken(fact, "the record that was read has another value", made)


def differing_members(
    world: World, action: Action, resource: Resource, sent: dict[str, Json], found: dict[str, Json]
) -> list[str]:
    """Return the members of a request body that the record, as read, does not hold; undeclared ones are left out."""
    schema = world.api.schema(resource.schema).schema
    differing: list[str] = []
    for member, value in sent.items():
        path = world.kept_at(action, member)
        declared = path[0] in world.maker.shape(schema).properties
        if declared and not same_value(value, take(found, path)) and not _is_rewritten(world, schema, path):
            differing.append(member)
    return differing


def same_value(sent: Json, found: Json | Absent) -> bool:
    """Say whether a kept value is what was sent; an object may have gained members."""
    if isinstance(sent, dict) and isinstance(found, dict):
        return all(name in found and same_value(value, found[name]) for name, value in sent.items())
    return not isinstance(found, Absent) and sent == found and isinstance(sent, bool) == isinstance(found, bool)


def _is_rewritten(world: World, schema: Schema, path: tuple[str, ...]) -> bool:
    """Say whether a value may come back in another spelling: points in time have many."""
    member = world.maker.shape(schema).properties.get(path[0])
    return member is not None and world.maker.shape(member.schema).format in {"date-time", "date", "time", "uri", "url"}


def _check_set_members(
    world: World, operation: Operation, resource: Resource, record: dict[str, Json], exchange: Exchange
) -> None:
    ledger = world.session.ledger
    for member, what in resource.sets:
        fact = world.fact(resource, operation, "sets", part=f"sets.{member}", states=f"`{member}` is set by the server")
        value = record.get(member)
        if value is None or (what == "uuid" and not _is_uuid(value)):
            ledger.broken(fact, "it is missing" if value is None else "it is no UUID", exchange)
        else:
            ledger.holds(fact)


def _is_uuid(value: Json) -> bool:
    try:
        uuid.UUID(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


FAMILY = Family("storing", "a new record can be read by its key and holds what was sent", _check)
