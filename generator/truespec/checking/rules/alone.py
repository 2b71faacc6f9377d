"""An update of one member alone is an update, whichever member it is."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.bystanders import different
from truespec.checking.rules.naming import keeps
from truespec.checking.rules.partly import is_valid, not_sent, rest_of
from truespec.checking.rules.paths import take
from truespec.checking.rules.storing import differing_members
from truespec.checking.rules.subjects import fresh, new_values
from truespec.checking.rules.values import same_value
from truespec.checking.rules.world import Family, Subject, World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_MOST: Final = 40
"""So many members are changed alone."""
_TRIES: Final = 3


def _check(world: World) -> None:
    for action, operation in world.actions("update") if world.rounds == 1 else ():
        resource = world.resource(action)
        if resource is not None and action.key is not None:
            _each(world, action, operation, resource)


def _each(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Change one record member by member, and read it after each."""
    maker = world.maker_of(resource) if action.change is not None or operation.method == "PATCH" else None
    known, other = (_set(world, action, operation, resource) for _ in range(len("ab"))) if maker else ({}, {})
    made_with = world.sendable(maker[1]) if maker is not None else ()
    subject = fresh(world, resource, {name: value for name, value in known.items() if name in made_with})
    if subject is None:
        return
    record, values = subject.record, world.values_for(operation, action.key, subject.key)
    for name, made in list(other.items())[:_MOST]:
        before = take(record, world.kept_at(action, name))
        value: Json = not before if isinstance(before, bool) else made
        # What is not there at all may need another member beside it; what stands there stood there without.
        if isinstance(before, Absent) or before is None or same_value(value, before):
            continue
        if not is_valid(world, operation, {name: value}):
            continue
        changed = world.session.ask(operation, values, {name: value})
        read = world.read(resource, subject.key) if changed.response.success else None
        if read is None or read[1] is None:
            continue
        _leaves_rest(world, action, resource, (subject, record, read[1]), changed)
        record = read[1]
        stays = same_value(before, take(record, world.kept_at(action, name)))
        if stays and name in differing_members(world, action, resource, {name: value}, record):
            fact = keeps(world, action, operation, resource, name)
            world.session.ledger.broken(fact, "it was changed alone and is what it was", changed)


def _leaves_rest(
    world: World,
    action: Action,
    resource: Resource,
    told: tuple[Subject, dict[str, Json], dict[str, Json]],
    changed: Exchange,
) -> None:
    """Judge that a change of one member leaves those alone that were sent for the record earlier."""
    (subject, earlier, now), rest = told, rest_of(world, action, changed.operation)
    sent = changed.request.json()
    if rest is None or rest[1] or not isinstance(sent, dict):
        return
    others = not_sent(world, action, resource, Subject(subject.key, earlier, subject.sent), sent)
    touched = different(others, now)
    detail = f"{', '.join(f'`{name}`' for name in touched)} changed too"
    world.session.ledger.expect(rest[0], not touched, detail, changed)


def _set(world: World, action: Action, operation: Operation, resource: Resource) -> dict[str, Json]:
    """Return values for as many members as can be: null may mean that one is left alone."""
    bodies = [new_values(world, action, operation, resource) or {} for _ in range(_TRIES)]
    return {name: value for body in bodies for name, value in body.items() if value is not None}


FAMILY = Family("alone", "an update of one member alone is an update", _check)
