"""An update may be in part: single members are taken, and nothing sent changes nothing."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.revisions import revisions
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["is_left_by_nothing", "is_valid", "not_sent", "rest_of", "takes_part"]

_REFUSED: Final = frozenset({400, 422})
_FIRST: Final = 5
"""So many single members are tried at first, where the first of them is refused."""

_SINGLE: Final = 3
"""So many have to be refused."""


def takes_part(world: World, action: Action, operation: Operation, subject: Subject, body: dict[str, Json]) -> None:
    """What a record holds can be sent again member by member, where an update may be in part."""
    if action.change is None or action.change.rule != "partial":
        return
    values = world.values_for(operation, action.key, subject.key)
    held = {
        name: subject.record[name] for name in body if name in subject.sent and subject.record.get(name) is not None
    }
    refused: list[Exchange] = []
    # What is looked at again is looked at more closely: a few members may be all that is taken alone.
    closely = world.rounds > 1
    first = list(held.items())[: None if closely else _FIRST]
    for name, value in first:
        alone = world.session.ask(operation, values, {name: value})
        if alone.response.status in _REFUSED:
            refused.append(alone)
        elif not closely and not refused:
            return
    tried = len(first)
    many = len(refused) >= _SINGLE and len(refused) > tried / 2
    whole = world.session.ask(operation, values, held) if many else None
    if whole is not None and whole.response.success:
        fact = world.fact(action.change, operation, "rule")
        world.session.ledger.broken(fact, "single members are refused that are taken together with others", refused[0])


def is_left_by_nothing(
    world: World, action: Action, operation: Operation, one: tuple[Json, dict[str, Json]], resource: Resource
) -> None:
    """Send a change of nothing, where that is one: the record is as it was."""
    key, now = one
    if action.change is None or not is_valid(world, operation, {}):
        return
    nothing = world.session.ask(operation, world.values_for(operation, action.key, key), {})
    read = world.read(resource, key) if nothing.response.success else None
    if read is None or read[1] is None:
        return
    # A server may count a change of nothing as a change.
    counted = {*dict(resource.sets), *revisions(world.api, world.maker, operation)}
    names = (name for name in world.sendable(operation) if name in now and name not in counted)
    changed = different({name: now[name] for name in names}, read[1])
    fact = world.fact(action.change, operation, "rule")
    detail = f"{', '.join(f'`{name}`' for name in changed)} changed, though nothing was sent"
    world.session.ledger.expect(fact, not changed, detail, nothing)


def is_valid(world: World, operation: Operation, body: dict[str, Json]) -> bool:
    """Say whether the spec lets a body through."""
    schema = world.body_schema(operation)
    return schema is not None and world.maker.is_valid(schema, body)


def rest_of(world: World, action: Action, operation: Operation) -> tuple[Fact, bool] | None:
    """Return the fact about what is not sent, and whether that is cleared; ``None`` where nothing is said of it."""
    if action.change is not None:
        return world.fact(action.change, operation, "rule"), action.change.rule == "replace"
    if operation.method == "PATCH":
        return world.fact(action, operation, part="leaves-rest", states="what was not sent stays as it was"), False
    return None


def not_sent(
    world: World, action: Action, resource: Resource, subject: Subject, sent: dict[str, Json]
) -> dict[str, Json]:
    """Return the members that were sent for a record once and not this time, as the record had them.

    Only those: a name shown to people, say, may be put together from other members.
    """
    own = {name for name, _ in resource.sets} | {world.kept_at(action, name)[0] for name in sent} | {resource.key}
    return {name: subject.record[name] for name in subject.sent if name in subject.record and name not in own}
