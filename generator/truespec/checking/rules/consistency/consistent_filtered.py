"""Where no rules are written down, what a filter leaves of a list is a list as well: with parts, a total and an order.

Nothing is known of how the filter compares; whatever it leaves, a smaller part of it is a part of it, and a second
filter that has to be met as well leaves no more of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.rules.consistency.consistent_orders import judge_orders
from truespec.checking.rules.ground.evidence import NothingTells, Trouble
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.sentences import is_negated, sentences
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.around import AROUND, plain_name
from truespec.checking.rules.lists.listings import judge_still, listing_fact, listings
from truespec.checking.rules.lists.turning import SEARCHES, TOTALS, Listing
from truespec.contract.behaviour import Place
from truespec.contract.operation import is_json
from truespec.contract.schema import Json, Schema

__all__ = ["check_filtered"]

_FEW: Final = 3
_VALUES: Final = 2
_MOST: Final = 12
"""So many parts of one item are asked for."""

_ALL: Final = re.compile(
    r"\b(match|fit|meet|satisfy|pass)(es|ies|s)?\b[^.;]*\b(all|every one|each) of them\b|"
    r"\b(match|fit|meet|satisf|pass)\w* (all|every|each)( of)?( the)?( given)? (filters?|criteria|conditions?)\b|"
    r"\b(filters?|criteria|conditions?|parameters?) (are|is|get|will be) (combined|joined) (with|by) (a logical )?"
    r"and\b",
    re.IGNORECASE,
)
"""What says that two filters leave what either of them does."""

_MATCHING: Final = re.compile(r"\b(match|fit|meet|satisf|found|filter|criteria|quer)\w*", re.IGNORECASE)
"""What says that a total counts what the filters leave."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What a filter leaves: the list with it, its name, and the keys of all that comes."""

    listing: Listing
    name: str
    place: Place
    value: Json
    keys: tuple[str, ...]


def check_filtered(world: World) -> None:
    """Judge what filters leave of every list; of written rules none says that two of them have to be met at once."""
    for listing in listings(world):
        if world.unwritten:
            _judge(listing)
        _judge_both(listing)


def _judge(listing: Listing) -> None:
    """Judge the parts, the total and the order of what a filter leaves, where it leaves a few."""
    name = next((place.path[-1] for place, _ in _filters(listing)), None)
    if name is None:
        return
    if listing.page is not None or listing.offset is not None:
        states = "the parts of what a filter leaves hold that, and nothing else"
        judge_still(listing, listing_fact(listing, "filtered.parts", states), partial(_parts_differ, listing))
    if _counts_what_is_left(listing):
        states = "the total counts what a filter leaves"
        judge_still(listing, listing_fact(listing, "filtered.total", states), partial(_miscounts, listing))
    left = next(_left(listing, least=_FEW), None)
    if left is not None:
        judge_orders(left.listing, f"filtered.{left.name}.")


def _judge_both(listing: Listing) -> None:
    """Judge two filters at once, where a sentence says that both have to be met."""
    if any(_ALL.search(text) and not is_negated(text) for text in sentences(listing.operation.description)):
        states = "what two filters leave, each of them leaves"
        judge_still(listing, listing_fact(listing, "filtered.both", states), partial(_leaves_more, listing))


def _filters(listing: Listing) -> Iterator[tuple[Place, str]]:
    """Yield where a list can be asked for a value, and the member of its items that is called the same."""
    members = {plain_name(name): name for name in listing.world.maker.narrowed(listing.answer).properties}
    turning = (listing.page, listing.offset, listing.cursor, listing.limit)
    for place, schema in listing.places:
        name = members.get(plain_name(place.path[-1]))
        types = listing.world.maker.types(schema) - {"null"}
        by_value = types <= {"string", "boolean", "integer"} and plain_name(place.path[-1]) not in SEARCHES
        if name is not None and by_value and place not in turning:
            yield place, name


def _left(listing: Listing, *, least: int) -> Iterator[_Left]:
    """Yield what filters leave, where all of it comes at once, and where it is not all of the list."""
    whole = listing.whole()
    items, every = whole.items or [], len(listing.names(whole.items or []))
    for place, name in _filters(listing):
        values = [take(item, (name,)) for item in items]
        known = [value for value in values if isinstance(value, str | bool | int) and value != ""]
        # Where about half is left, what is left out stands between it.
        for value in sorted(dict.fromkeys(known), key=lambda one: abs(2 * known.count(one) - every))[:_VALUES]:
            asked = listing.asking((place, value))
            part = asked.whole()
            keys = tuple(map(str, listing.names(part.items or [])))
            if least <= len(keys) < min(every, listing.most) and len(set(keys)) == len(keys):
                yield _Left(asked, place.path[-1], place, value, keys)
                break


def _parts_differ(listing: Listing) -> Trouble:
    """Walk through what is left in small parts."""
    left = next(_left(listing, least=_FEW), None)
    if left is None or (listing.bound("minimum") or 1) > 1 or len(left.keys) > _MOST:
        raise NothingTells
    for part in left.listing.walk(1):
        new = listing.names(part.items or []) if part is not None else []
        others = [name for name in new if str(name) not in left.keys]
        if others and part is not None:
            return f"with `{left.name}`, a part holds {len(others)} that are not there in one large part", part.exchange
    return None


def _miscounts(listing: Listing) -> Trouble:
    """Compare the total of what is left with what comes: all of it does."""
    seen = False
    for left in _left(listing, least=1):
        part = left.listing.whole()
        total = listing.total(part)
        seen = seen or total is not None
        if total is not None and total != len(part.items or []):
            return f"with `{left.name}`, the total is {total} where {len(part.items or [])} come", part.exchange
    if not seen:
        raise NothingTells
    return None


def _leaves_more(listing: Listing) -> Trouble:
    """Ask for two values at once, of which each leaves something."""
    found = list(_left(listing, least=1))
    pairs = [(one, other) for at, one in enumerate(found) for other in found[at + 1 :]]
    if not pairs:
        raise NothingTells
    for one, other in pairs[:_FEW]:
        part = one.listing.asking((other.place, other.value)).whole()
        more = [str(name) for name in listing.names(part.items or [])]
        if set(more) - set(one.keys) or set(more) - set(other.keys):
            return f"with `{one.name}` and `{other.name}` comes what one of them leaves out", part.exchange
    return None


def _counts_what_is_left(listing: Listing) -> bool:
    """Say whether the words about the total tell that it counts what the filters leave."""
    maker = listing.world.maker

    def told(schema: Schema, depth: int) -> Iterator[str]:
        for name, member in maker.narrowed(schema).properties.items():
            if plain_name(name) in TOTALS:
                yield member.schema.description
            elif depth and plain_name(name) in AROUND:
                yield from told(member.schema, depth - 1)

    contents = (media for answer in listing.operation.answers if answer.success for media in answer.content)
    schema = next((media.schema for media in contents if media.schema is not None and is_json(media.name)), None)
    return schema is not None and any(_MATCHING.search(text) for text in told(schema, 1))
