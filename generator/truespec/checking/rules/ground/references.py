"""Members that name a record of another kind: `club_id` is the key of a club, and one that is made up is nobody's."""

from __future__ import annotations

import re
from typing import Final

from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["make_referred"]

_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_KEYS: Final = frozenset({"id", "uid", "uuid", "key", "ref"})

_SEVERAL: Final = 2
"""So many records are made to be named: what all of ours have in common tells nothing of a filter."""


def make_referred(world: World, action: Action, operation: Operation) -> bool:
    """Make records of other kinds for what a body names by its members; say whether there is any that is known now.

    It is done where a body was turned away: who takes what is made up does not look for it.
    """
    known: dict[str, tuple[Json, ...]] = {}
    for name, member in world.sendable(operation).items():
        resource = _named_by(world, name) if name not in world.tastes.named.get(operation.id, {}) else None
        if resource is None or resource.name == action.resource:
            continue
        keys = [key for _ in range(_SEVERAL) if (key := _new_key(world, resource)) is not None]
        if keys and all(world.maker.is_valid(member.schema, key) for key in keys):
            known[name] = tuple(keys)
    world.tastes.named[operation.id] = {**world.tastes.named.get(operation.id, {}), **known}
    return bool(known)


def _named_by(world: World, name: str) -> Resource | None:
    """Return the kind of record that a member is called after: `homeClubId` after a club."""
    *words, last = [word.lower() for word in _WORD.findall(name)] or [""]
    if last not in _KEYS or not words:
        return None
    found = (one for one in world.behaviour.resources if words[-1] in {*_called(one.name), *_called(one.schema)})
    return next(found, None)


def _called(name: str) -> set[str]:
    """Return what one of several is called, as far as a name of one word tells."""
    words = [word.lower() for word in _WORD.findall(name)]
    return {words[0], words[0].removesuffix("s")} if len(words) == 1 else set()


def _new_key(world: World, resource: Resource) -> Json:
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    return made[1] if made is not None else None
