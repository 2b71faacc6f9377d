"""What was kept of an object stays there when its record is sent again without it: pairs of names and texts, say."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action
from truespec.contract.schema import Json

__all__ = ["lost_objects"]


def lost_objects(
    world: World, action: Action, made: dict[str, Json], told: tuple[dict[str, Json], dict[str, Json], dict[str, Json]]
) -> Iterator[str]:
    """Yield the objects that a record was made with and has lost something of; ``told`` is before, sent and now.

    Where a server keeps what is in one is its own business: only what it showed before can be lost.
    """
    before, sent, now = told
    for name, value in made.items():
        if isinstance(value, dict) and name not in sent:
            place = world.kept_at(action, name)[0]
            shown, left = (set(_texts(record.get(place))) for record in (before, now))
            if (set(_texts(value)) & shown) - left:
                yield name


def _texts(value: Json) -> Iterator[str]:
    match value:
        case str() if value:
            yield value
        case dict():
            for item in value.values():
                yield from _texts(item)
        case list():
            for item in value:
                yield from _texts(item)
        case _:
            return
