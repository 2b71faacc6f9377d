"""A list comes to an end: what may lead on to another part, and need not, is not there behind the last of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.evidence import NothingTells, Trouble
from truespec.checking.rules.lists.around import AROUND, NEXTS, header_names, plain_name
from truespec.checking.rules.lists.turning import Listing
from truespec.contract.operation import is_json
from truespec.contract.schema import Schema

__all__ = ["can_end", "goes_on_for_ever"]

_TIMES: Final = 3
"""A part may be empty and lead on, where a server looks for what fits step by step; so many in a row are the end."""


def can_end(listing: Listing) -> bool:
    """Say whether the spec tells of something that leads on, and lets it be absent or null."""
    headers, wires = header_names(listing.operation), set[str]()
    for answer in listing.operation.answers:
        wires |= {header.wire for header in answer.headers if answer.success and not header.required}
    told = [wire in wires for name, wire in headers.items() if name in NEXTS]
    for answer in listing.operation.answers:
        for media in answer.content if answer.success else ():
            if media.schema is not None and is_json(media.name):
                told += _may_be_absent(listing, media.schema, 2)
    return "link" in headers or (bool(told) and all(told))


def _may_be_absent(listing: Listing, schema: Schema, depth: int) -> Iterator[bool]:
    """Say of everything that may lead on whether it may be absent or null."""
    maker = listing.world.maker
    shape = maker.narrowed(schema)
    for name, member in shape.properties.items():
        if plain_name(name) in NEXTS:
            yield name not in shape.required or "null" in maker.types(member.schema)
        elif depth and plain_name(name) in AROUND:
            yield from _may_be_absent(listing, member.schema, depth - 1)


def goes_on_for_ever(listing: Listing) -> Trouble:
    """Follow what leads on from behind the last part: one who does so comes to an end."""
    parts = [part for part in listing.walk(listing.most) if part is not None]
    if not parts:
        raise NothingTells
    last = parts[-1]
    for _ in range(_TIMES):
        following = listing.leads(last) if last.items == [] else None
        if not following:
            return None
        last = listing.part((listing.limit, listing.most), *following.items())
    return ("one part without items leads on to the next", last.exchange) if last.items == [] else None
