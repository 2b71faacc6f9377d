"""Bodies that a server takes: where one is refused, what it does not like is found out once and left out later."""

from __future__ import annotations

from typing import Final

from truespec.checking.rules.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["learn"]

_REFUSED: Final = frozenset({400, 422})
_MOST: Final = 40
"""So many members are tried one by one."""


def learn(world: World) -> None:
    """Find out, for every operation that makes or changes a record, which members it does not take as they are made up.

    A server may be stricter than its documentation; what it says of the other members is told all the same.
    """
    for action, operation in (*world.actions("create", "upsert"), *world.actions("update")):
        resource = world.resource(action)
        body = world.new_body(operation)
        if resource is None or body is None or operation.id in world.refused:
            continue
        world.refused[operation.id] = frozenset()
        if _is_refused(world, action, operation, resource, body):
            world.refused[operation.id] = frozenset(_disliked(world, action, operation, resource, body))


def _disliked(
    world: World, action: Action, operation: Operation, resource: Resource, body: dict[str, Json]
) -> set[str]:
    """Return the members without which a body is taken; none, where nothing helps."""
    taken: dict[str, Json] = {}
    for name in list(body)[:_MOST]:
        if not _is_refused(world, action, operation, resource, {**taken, name: body[name]}):
            taken[name] = body[name]
    if taken:
        return set(body) - set(taken)
    # Something is needed together: take away one at a time instead.
    left = dict(body)
    for name in list(body)[:_MOST]:
        rest = {other: value for other, value in left.items() if other != name}
        if not _is_refused(world, action, operation, resource, rest):
            return set(body) - set(rest)
    return set()


def _is_refused(world: World, action: Action, operation: Operation, resource: Resource, body: dict[str, Json]) -> bool:
    values = world.values_for(operation)
    if action.kind == "update" and action.key is not None:
        found = world.maker_of(resource)
        new = world.new_body(found[1]) if found is not None else None
        made = world.make_record(resource, new) if new is not None else None
        if made is None or made[1] is None:
            return False
        values = world.values_for(operation, action.key, made[1])
    # What has to be unlike all others may be there already after the first attempt.
    fresh = world.new_body(operation, leave_out=[name for name in world.sendable(operation) if name not in body])
    sent = fresh if fresh is not None and fresh.keys() == body.keys() else body
    return world.session.ask(operation, values, sent).response.status in _REFUSED
