"""How a list comes in parts where the written rules are silent: as its parameters and its answers are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.around import AROUND, NEXTS, plain_name
from truespec.checking.rules.lists.listings import items_of, listings
from truespec.checking.rules.lists.turning import TOTALS, Listing
from truespec.contract.behaviour import Action, Paging, PagingStyle, PagingTotals, Place
from truespec.contract.operation import Operation, is_json
from truespec.contract.provenance import Assumption
from truespec.contract.schema import Json, Schema

__all__ = ["cursor_in", "unstated_parts"]

_WHY: Final = "no rule says how this list comes in parts; its names suggest it"
_LINK: Final = re.compile(r"<([^>]*)>\s*;[^,]*\brel=\"?next\b")


def unstated_parts(world: World, action: Action, operation: Operation) -> Paging | None:
    """Return how a list comes that no rule says to come in parts, ``None`` where nothing tells where its items are.

    What only names tell is assumed; a list that can be limited, and not be led on, is one part.
    """
    items = action.answer if action.answer is not None else _items(world, operation)
    if items is None:
        return None
    listing = next((one for one in listings(world) if one.operation is operation), None)
    style, page, following = ("whole", None, None) if listing is None else _turned(world, listing)
    return Paging(
        f"{action.id}.{style}",
        action.states,
        action.location,
        (Assumption("", _WHY, action.location),),
        style=style,
        page=page or Place("query", ("page",)),
        limit=None if listing is None else listing.limit,
        items=items,
        totals=PagingTotals(items=None if listing is None else _total(world, listing)),
        first=1 if listing is None or listing.page is None else listing.first,
        following=following,
    )


def _items(world: World, operation: Operation) -> Place | None:
    found = items_of(world, operation)
    return None if found is None else Place("body", found[0])


def _turned(world: World, listing: Listing) -> tuple[PagingStyle, Place | None, Place | None]:
    """Return the style, where a request says which part it wants, and where an answer tells it."""
    if listing.page is not None:
        return "page", listing.page, None
    if listing.offset is not None:
        return "offset", listing.offset, None
    declared = {header.wire.lower(): header.wire for answer in listing.operation.answers for header in answer.headers}
    if listing.cursor is not None and "link" in declared:
        return "cursor", listing.cursor, Place("header", (declared["link"],))
    told = next(_named(world, listing.operation, NEXTS), None) if listing.cursor is not None else None
    return ("whole", None, None) if told is None else ("cursor", listing.cursor, told)


def _total(world: World, listing: Listing) -> Place | None:
    return next(_named(world, listing.operation, TOTALS), None)


def _named(world: World, operation: Operation, names: frozenset[str]) -> Iterator[Place]:
    """Yield the places in the answer that are called by one of ``names``, around its items."""
    for answer in operation.answers:
        for media in answer.content if answer.success else ():
            if media.schema is not None and is_json(media.name):
                yield from (Place("body", path) for path in _paths(world, media.schema, names, 2))


def _paths(world: World, schema: Schema, names: frozenset[str], depth: int) -> Iterator[tuple[str, ...]]:
    for name, member in world.maker.narrowed(schema).properties.items():
        if plain_name(name) in names and not world.maker.types(member.schema) & {"object", "array"}:
            yield (name,)
        elif depth and plain_name(name) in AROUND:
            yield from ((name, *path) for path in _paths(world, member.schema, names, depth - 1))


def cursor_in(told: Json, place: Place) -> Json:
    """Return what asks for the next part, where an answer tells a link or the whole address of it.

    ``None`` where it leads nowhere.
    """
    if not isinstance(told, str):
        return told
    linked = _LINK.search(told)
    if linked is None and told.lstrip().startswith("<"):
        return None
    address = linked[1] if linked is not None else told
    if "?" not in address:
        return None if linked is not None else told
    return dict(parse_qsl(urlsplit(address).query)).get(place.path[-1])
