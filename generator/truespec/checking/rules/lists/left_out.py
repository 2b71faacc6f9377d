"""Names that a server has never heard of: of a list it may keep those that it knows, and a single one not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import lister_of
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["keeps_only_known", "keeps_only_references"]

_REFERENCE: Final = re.compile(r"[a-z0-9](U[iI][dD]|UU[iI][dD]|Uuid|G[uU][iI][dD])\Z|[a-z0-9]_(uid|uuid|guid)\Z")
"""The ends of names of members that hold what another thing is known by."""

_TWO: Final = 2
"""So many names tell a list that is kept from one of which only an end is."""


def keeps_only_known(
    world: World, by: tuple[Action, Operation], resource: Resource, member: str, records: tuple[Json, dict[str, Json]]
) -> bool:
    """Say whether of a list some made-up names are missing, while those that records of others show are kept.

    ``records`` are the list as it was sent and the record that was read.  Such a member is not made up any more.
    """
    (action, operation), (sent, found) = by, records
    path = world.kept_at(action, member)
    there = take(found, path)
    left = there if isinstance(there, list) else []
    missing = [name for name in sent if name not in left] if isinstance(sent, list) else []
    if not missing or not all(isinstance(name, str) for name in missing):
        return False
    known = list(dict.fromkeys(_shown(world, resource, path)))[:_TWO]
    if not known or (left and len(known) < _TWO):
        return False
    body = world.new_body(operation, {member: list[Json](known)})
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    kept = take(read[1], path) if read is not None and read[1] is not None else None
    if not isinstance(kept, list) or not all(name in kept for name in known):
        return False
    _make_up_no_more(world, resource, member)
    return True


def keeps_only_references(world: World, action: Action, resource: Resource, member: str, found: dict[str, Json]) -> str:
    """Say why a made-up reference to something else may be gone from a record; nothing where it is there, or is none.

    Such a member is not made up any more.
    """
    if _REFERENCE.search(member) is None or member == resource.key or take(found, world.kept_at(action, member)):
        return ""
    _make_up_no_more(world, resource, member)
    return "what a record refers to may have to be there"


def _make_up_no_more(world: World, resource: Resource, member: str) -> None:
    for other, writes in world.actions("create", "upsert", "update", "batch"):
        if other.resource == resource.name and (other.batch is not None or member in world.sendable(writes)):
            world.refused[writes.id] = world.refused.get(writes.id, frozenset()) | {member}


def _shown(world: World, resource: Resource, path: tuple[str, ...]) -> Iterator[str]:
    """Yield the names that stand there in records of others."""
    lister = lister_of(world, resource)
    for item in (lister.page(lister.first).items or []) if lister is not None else []:
        names = None if world.is_own(take(item, (resource.key,))) else take(item, path)
        for name in names if isinstance(names, list) else []:
            if isinstance(name, str) and not world.session.has_sent(name):
                yield name
