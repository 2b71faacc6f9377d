"""What nobody can add to is listed below records that were there before: below a new one there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import Prepared
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Place
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["below_others"]

Items: TypeAlias = tuple[tuple[str, ...], str]
"""Where a list has its items, and the member that has their key."""

_MOST: Final = 5
"""So many records are looked below."""


def below_others(
    world: World, base: Prepared, path: tuple[str, ...], items_of: Callable[[Operation], Items | None]
) -> Prepared:
    """Return a request for a list below a record that has something there, where no request makes any.

    ``path`` leads to the items of its answer, ``items_of`` tells of those of another. Each list is looked for once.
    """
    operation = base.operation
    names = [one.wire for one in operation.parameters if one.place == "path" and _goes_on(world, operation, one.wire)]
    if not names or operation.method != "GET" or _is_made(world, operation):
        return base
    place, known = Place("path", (names[-1],)), f"below others: {operation.id}"
    if known not in world.steps:
        world.steps[known] = None
        for key in _others(world, operation, names[-1], items_of):
            if take(base.having(place, key).send(world).response.json(), path):
                world.steps[known] = key
                break
    key = world.steps[known]
    return base if key is None else base.having(place, key)


def _goes_on(world: World, operation: Operation, name: str) -> bool:
    return world.session.target.access.fixed(name) is None and world.parent(operation, name) is not None


def _is_made(world: World, operation: Operation) -> bool:
    """Say whether something is posted or put where a list is."""
    path = operation.path.rstrip("/")
    return any(
        one.method.upper() in {"POST", "PUT"} and f"{one.path}/".startswith(f"{path}/") for one in world.api.operations
    )


def _others(
    world: World, operation: Operation, name: str, items_of: Callable[[Operation], Items | None]
) -> Iterator[Json]:
    """Yield the keys of a few records that were there before, as they are listed."""
    above = operation.path.partition(f"/{{{name}}}")[0]
    session = world.session
    for lister in world.api.operations:
        listed = items_of(lister) if lister.method == "GET" and lister.path.rstrip("/") == above else None
        if listed is None or not session.may_send(lister) or not session.can_authenticate(lister):
            continue
        items = take(session.ask(lister, world.values_for(lister)).response.json(), listed[0])
        keys = [take(item, (listed[1],)) for item in (items if isinstance(items, list) else [])]
        others = [key for key in keys if isinstance(key, str | int) and not world.is_own(key)]
        yield from others[:_MOST]
        return
