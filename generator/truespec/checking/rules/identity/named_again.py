"""What was merged or deleted is named again, by all that can be done with a record: a server has no reason to fail."""

from __future__ import annotations

from truespec.checking.rules.ground.subjects import fresh_many, prepared
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["name_again"]


def name_again(world: World) -> None:
    """Merge and delete a record each, and do again what can be done to one; whatever that is answered will do."""
    for action, operation in world.actions("merge", "delete"):
        resource = world.resource(action)
        keys = _keys(world, action, resource) if resource is not None else []
        request = prepared(world, operation, keys) if keys else None
        if resource is None or request is None or not request.send(world).response.success:
            continue
        for other, again in world.actions("update", "merge", "delete", "unsubscribe"):
            if other.resource == resource.name and other.key is not None:
                _name(world, (other, again, resource), keys[-1])


def _keys(world: World, action: Action, resource: Resource) -> list[Json]:
    """Return the keys of as many records of our own as a request needs."""
    count = 1 if action.merge is None else 2
    keys = [subject.key for subject in fresh_many(world, resource, count)]
    return keys if len(keys) == count and action.key is not None else []


def _name(world: World, what: tuple[Action, Operation, Resource], key: Json) -> None:
    action, operation, resource = what
    keys = _keys(world, action, resource)[:-1] if action.merge is not None else []
    request = prepared(world, operation, [*keys, key])
    if request is not None and (keys or action.merge is None):
        request.send(world)
