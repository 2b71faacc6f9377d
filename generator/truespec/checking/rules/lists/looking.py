"""Looks for records in lists that may be longer than is read, or refuse to be read."""

from __future__ import annotations

from collections.abc import Mapping

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import lister_of
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Absent, Json

__all__ = ["count_where", "record_where", "records_where"]


def count_where(world: World, resource: Resource, members: Mapping[str, Json]) -> int | None:
    """Count the different records of a list with these values; ``None`` where the list cannot be walked to its end."""
    found, complete = records_where(world, resource, members)
    return len(found) if complete or len(found) > 1 else None


def record_where(world: World, resource: Resource, members: Mapping[str, Json]) -> dict[str, Json] | None:
    """Return a record of a list with these values, ``None`` where there is none, as far as the list can be walked."""
    found, _ = records_where(world, resource, members)
    return found[0] if found else None


def records_where(world: World, resource: Resource, members: Mapping[str, Json]) -> tuple[list[dict[str, Json]], bool]:
    """Return the different records of a list with these values, and whether the list was walked to its end."""
    lister = lister_of(world, resource)
    seen: list[Json | Absent] = []
    found: list[dict[str, Json]] = []
    if lister is None:
        return found, False
    for number, page in enumerate(lister.walk(lister.ample())):
        if lister.is_end(page):
            return found, number > 0 or page.exchange.response.success
        new = [item for item in page.items or [] if take(item, (resource.key,)) not in seen]
        if not new:
            # The page is no list, or an earlier one over again: nothing tells what else there is.
            return found, False
        seen.extend(take(item, (resource.key,)) for item in new)
        found.extend(
            item
            for item in new
            if isinstance(item, dict) and all(same_value(value, take(item, (name,))) for name, value in members.items())
        )
        if lister.says_all(page, len(seen)):
            return found, True
    return found, False
