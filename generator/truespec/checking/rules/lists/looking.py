"""Looks for records in lists that may be longer than is read, or refuse to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.listings import items_of
from truespec.checking.rules.lists.walk import lister_of
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Absent, Json

__all__ = ["count_where", "listed_members", "record_where", "records_where"]


def count_where(world: World, resource: Resource, members: Mapping[str, Json]) -> int | None:
    """Count the different records of a list with these values; ``None`` where the list cannot be walked to its end."""
    found, complete = records_where(world, resource, members)
    return len(found) if complete or len(found) > 1 else None


def record_where(world: World, resource: Resource, members: Mapping[str, Json]) -> dict[str, Json] | None:
    """Return a record of a list with these values, ``None`` where there is none, as far as the list can be walked."""
    found, _ = records_where(world, resource, members)
    return found[0] if found else None


def listed_members(world: World, resource: Resource, names: Iterable[str]) -> list[str]:
    """Return those of the members that the list of a resource is documented to show; all, where nothing tells.

    A list may show less of a record than there is of it, and what it does not show is not looked for in it.
    """
    lister = lister_of(world, resource)
    found = items_of(world, lister.operation) if lister is not None else None
    shape = world.maker.narrowed(found[1]) if found is not None else None
    return [name for name in names if shape is None or not shape.properties or name in shape.properties]


def records_where(world: World, resource: Resource, members: Mapping[str, Json]) -> tuple[list[dict[str, Json]], bool]:
    """Return the different records of a list with these values, and whether it was walked to its end and tells all.

    It does not where a record lacks what is asked for, and may be one of them.
    """
    lister = lister_of(world, resource)
    seen: list[Json | Absent] = []
    found: list[dict[str, Json]] = []
    open_ = list[set[str]]()
    shown = set[str]()

    def clear() -> bool:
        # What one record shows, another leaves out because it has none.
        return all(lacking & shown for lacking in open_)

    if lister is None:
        return found, False
    for number, page in enumerate(lister.walk(lister.ample())):
        if lister.is_end(page):
            return found, clear() and (number > 0 or page.exchange.response.success)
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
        open_.extend(lacking for item in new if (lacking := _lacking(item, members)))
        shown.update(name for item in new if isinstance(item, dict) for name in members if name in item)
        if lister.says_all(page, len(seen)):
            return found, clear()
    return found, False


def _lacking(item: Json, members: Mapping[str, Json]) -> set[str]:
    """Return which of these members an item does not show that has each other one with the value it is to have."""
    if not isinstance(item, dict):
        return set()
    lacking = {name for name, value in members.items() if value is not None and value is not False and name not in item}
    alike = all(name in lacking or same_value(value, item.get(name)) for name, value in members.items())
    return lacking if alike else set()
