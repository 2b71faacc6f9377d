"""A key that no record has is answered with the stated status."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import judge_key
from truespec.checking.rules.ground.subjects import fresh, prepared, unknown_key
from truespec.checking.rules.ground.world import Family, World
from truespec.contract.behaviour import Action, Missing, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_SHORT: Final = 8
"""A key of fewer letters may be a name or a number, which is told in more than one way."""

_LAST: Final = {"int32": 2**31 - 1, "int64": 2**63 - 1}
"""The last number of each form: who adds one to it has none any more."""

_NOT_THERE: Final = frozenset({404, 410})


def _check(world: World) -> None:
    for action, operation in world.actions("read", "update", "delete", "merge", "part", "unsubscribe", "move"):
        if action.missing is not None and action.key is not None:
            for _ in range(world.rounds):
                _check_one(world, action, operation, action.missing)
    for action, operation in world.actions("merge"):
        resource = world.resource(action)
        if action.key is not None and resource is not None:
            _merges_into_nothing(world, action, operation, resource)
    for action, operation in world.actions("read"):
        resource = world.resource(action)
        if action.key is not None and resource is not None:
            _is_like_another(world, action, operation, resource)
            _is_nearest(world, action, operation, resource)
            _is_anybody(world, action, operation, resource)


def _check_one(world: World, action: Action, operation: Operation, rule: Missing) -> None:
    ledger, fact = world.session.ledger, world.fact(rule, operation, "status")
    resource = world.resource(action)
    keys = [unknown_key(world, resource), unknown_key(world, resource)] if resource is not None else None
    request = prepared(world, operation, keys)
    if request is None:
        ledger.unknown(fact, "no valid body could be made up")
        return
    exchange = request.send(world)
    status = exchange.response.status
    if resource is not None and action.kind == "update":
        judge_key(world, action, operation, resource, exchange)
    if resource is not None and keys is not None and action.kind in {"read", "update"}:
        _is_of_another(world, action, resource, keys[0], exchange)
    if status == rule.status:
        ledger.holds(fact)
    elif status == 429 or (status in {401, 403} and not _lets_in(world, operation)):
        ledger.unknown(fact, f"the request was answered {status}")
    else:
        if action.kind == "read" and exchange.response.success and fact.assumed is not None:
            # Whatever a key that nobody has should be answered with, it is no record.
            fact = world.fact(action, operation, "answer", part="missing", states="there is none with another key")
        elif resource is not None and keys is not None and _is_told_in_vain(world, action, resource, keys[0], exchange):
            fact = world.fact(action, operation, "answer", part="missing", states="what is told to be changed is there")
        ledger.broken(fact, f"it answered {status}", exchange)


def _is_told_in_vain(world: World, action: Action, resource: Resource, key: Json, exchange: Exchange) -> bool:
    """Say whether an update answers with a record that nobody has, before it and after it: a server may make one."""
    told = (world.record_in(action, exchange) or {}).get(resource.key) if action.kind == "update" else None
    read = world.read(resource, key) if told is not None and told == key else None
    return read is not None and read[0].response.status in _NOT_THERE


def _merges_into_nothing(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Merge a record that is there into one that is not: no record can be the outcome."""
    subject, nobody = fresh(world, resource), unknown_key(world, resource)
    request = prepared(world, operation, [nobody, subject.key]) if subject is not None else None
    exchange = request.send(world) if request is not None else None
    told = (world.record_in(action, exchange) or {}).get(resource.key) if exchange is not None else None
    if exchange is not None and told is not None and told != nobody:
        states = "nothing is merged into what is not there"
        fact = world.fact(action, operation, part="missing", states=states)
        detail = f"it answered {exchange.response.status} with another record"
        world.session.ledger.broken(fact, detail, exchange)


def _is_like_another(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Ask for a key that differs from a known one at its end alone: no record with another key is the answer."""
    subject = fresh(world, resource)
    key = None if subject is None else subject.key
    if subject is None or action.key is None or not isinstance(key, str) or len(key) < _SHORT or not key[-1].isalnum():
        return
    world.give_back(resource, subject)
    shape = world.shape_at(operation, action.key)
    if shape is not None and shape.format == "uuid" and key != key.upper():
        # Such a key has its digits in letters of either case (RFC 9562): found or not, it is no reason to fail.
        world.session.ask(operation, world.values_for(operation, action.key, key.upper()))
    other = key[:-1] + ("1" if key[-1] == "0" else "0")
    exchange = world.session.ask(operation, world.values_for(operation, action.key, other))
    told = (world.record_in(action, exchange) or {}).get(resource.key) if exchange.response.success else None
    if isinstance(told, str) and told.lower() == key.lower():
        fact = world.fact(action, operation, part="whole-key", states="a record is the answer to its whole key alone")
        world.session.ledger.broken(fact, "a key with another end was answered with the same record", exchange)


def _is_nearest(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Read the first number there is, and the last: whoever has it, nobody else comes in the place of nobody."""
    member = world.maker.shape(world.api.schema(resource.schema).schema).properties.get(resource.key)
    if action.key is not None and member is not None and "integer" in world.maker.types(member.schema):
        last = _LAST.get(world.maker.narrowed(member.schema).format)
        for number in (1,) if last is None else (1, last):
            exchange = world.session.ask(operation, world.values_for(operation, action.key, number))
            _is_of_another(world, action, resource, number, exchange)


def _is_anybody(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Read a word that is no key at all: whatever the answer is, it is nobody's record."""
    member = world.maker.shape(world.api.schema(resource.schema).schema).properties.get(resource.key)
    if action.key is not None and member is not None and "string" in world.maker.types(member.schema):
        word = world.maker.word()
        exchange = world.session.ask(operation, world.values_for(operation, action.key, word))
        _is_of_another(world, action, resource, word, exchange)


def _is_of_another(world: World, action: Action, resource: Resource, key: Json, exchange: Exchange) -> None:
    """Judge that a record which is answered for a key has that key: one that was made for it, or is near, has not."""
    told = (world.record_in(action, exchange) or {}).get(resource.key)
    if told is not None and type(told) is type(key) and told != key and str(told).lower() != str(key).lower():
        states = "the answer is the record with the key that was asked for"
        fact = world.fact(action, exchange.operation, "answer", part="right", states=states)
        world.session.ledger.broken(fact, f"it answered with another `{resource.key}`", exchange)


def _lets_in(world: World, operation: Operation) -> bool:
    """Say whether the credentials are good for a record that is there: then they are not what is wrong."""
    request = prepared(world, operation)
    return request is not None and request.send(world).response.success


FAMILY = Family("missing", "a key that no record has is answered with the stated status", _check)
