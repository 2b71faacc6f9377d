"""Who may not remove a record cannot: it is there after the refusal, and one's own record is no exception."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import Prepared, fresh, prepared
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json

__all__ = ["removed_after_all"]

_GONE: Final = frozenset({404, 410})


def removed_after_all(world: World, refused: Exchange, second: Mapping[str, str | None]) -> tuple[str, Exchange] | None:
    """Return what shows that the second credential removes records, though it was refused to remove one."""
    action = world.behaviour.action(refused.operation.id)
    resource = world.resource(action) if action is not None and action.kind == "delete" else None
    if action is None or resource is None or action.key is None or action.deletion is not None:
        return None
    subject = fresh(world, resource)
    request = prepared(world, refused.operation, [subject.key]) if subject is not None else None
    if subject is None or request is None:
        return None
    status = (answer := request.send_with(world, second)).response.status
    if status == refused.response.status and _is_gone(world, resource, subject.key):
        return f"without the permission it answered {status}, and removed the record all the same", answer
    world.give_back(resource, subject)
    # One that sees what is ours is refused for want of the permission, not for being somebody else.
    own = _made_with(world, resource, second) if action.permission and _sees(world, subject.key, second) else None
    mine = prepared(world, refused.operation, [own]) if own is not None else None
    if mine is None or not (done := mine.send_with(world, second)).response.success:
        return None
    return f"without the permission it answered {done.response.status} to who had made the record", done


def _is_gone(world: World, resource: Resource, key: Json) -> bool:
    """Say whether a record that could be read is not there any more, now and a little later."""
    for _ in range(2):
        read = world.read(resource, key)
        if read is None or read[0].response.status not in _GONE:
            return False
        world.pause()
    return True


def _sees(world: World, key: Json, second: Mapping[str, str | None]) -> bool:
    readers = [operation for action, operation in world.actions("read") if action.key is not None]
    requests = [request for operation in readers[-1:] if (request := prepared(world, operation, [key])) is not None]
    return any(request.send_with(world, second).response.success for request in requests)


def _made_with(world: World, resource: Resource, second: Mapping[str, str | None]) -> Json:
    """Make a record with the second credential and return its key, ``None`` where it may not."""
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    if maker is None or body is None:
        return None
    action, operation = maker
    made = Prepared(operation, world.values_for(operation), body).send_with(world, second)
    key = world.key_in(action, made, resource) if made.response.success else None
    world.made.update([key] if isinstance(key, str | int) else [])
    return key
