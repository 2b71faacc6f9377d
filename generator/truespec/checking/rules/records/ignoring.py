"""Members that a request may send and a record does not take up are not taken up."""

from __future__ import annotations

from truespec.checking.rules.ground.bystanders import is_untouched
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, prepared
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Ignored
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for action, operation in world.actions("create", "upsert", "update"):
        resource = world.resource(action)
        if action.ignored is not None and resource is not None:
            for _ in range(world.rounds):
                _is_ignored(world, action, operation, action.ignored, resource)
        if action.kind == "update" and resource is not None and world.rounds == 1:
            _leaves_what_the_body_names(world, action, operation, resource)


def _is_ignored(world: World, action: Action, operation: Operation, rule: Ignored, resource: Resource) -> None:
    ledger, fact = world.session.ledger, world.fact(rule, operation, "members")
    subject = fresh(world, resource) if action.kind == "update" else None
    request = prepared(world, operation, None if subject is None else [subject.key])
    sent = request.body if request is not None and isinstance(request.body, dict) else {}
    telling = [name for name in rule.members if _tells(sent.get(name))]
    if request is None or not telling or (action.kind == "update" and subject is None):
        ledger.unknown(fact, "no request with such members could be made up")
        return
    exchange = request.send(world)
    if not exchange.response.success:
        ledger.unknown(fact, f"a valid request was answered {exchange.response.status}")
        return
    key = subject.key if subject is not None else world.key_in(action, exchange, resource)
    read = world.read(resource, key) if key is not None else None
    if read is None or read[1] is None:
        ledger.unknown(fact, "the record could not be read back")
        return
    before = subject.record if subject is not None else {}
    taken = [
        name
        for name in telling
        if same_value(sent[name], take(read[1], (name,))) and not same_value(sent[name], take(before, (name,)))
    ]
    ledger.expect(fact, not taken, f"{', '.join(f'`{name}`' for name in taken)} is in the record", exchange)


def _leaves_what_the_body_names(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Name one record in the path and another in the body: the path says which of them is changed."""
    if action.key is None or action.key.part != "path" or resource.key not in world.sendable(operation):
        return
    one, other = fresh(world, resource), fresh(world, resource)
    body = world.new_body(operation, {resource.key: other.key}) if other is not None else None
    if one is None or other is None or body is None or one.key == other.key:
        return
    exchange = world.session.ask(operation, world.values_for(operation, action.key, one.key), body)
    is_untouched(world, action, operation, (resource, other), exchange)


def _tells(value: Json) -> bool:
    """Say whether a value cannot stand in a record by chance."""
    return value is not None and not isinstance(value, bool) and value not in ("", 0, [], {})


FAMILY = Family("ignoring", "what a record does not take up is not in it", _check)
