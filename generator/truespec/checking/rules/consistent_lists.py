"""Where no rules are written down, what a request can say about a list has an effect, and its parts fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from truespec.checking.rules.evidence import Trouble, judge_twice
from truespec.checking.rules.turning import SEARCHES, Listing, Part, listings, plain_name
from truespec.checking.rules.values import plain_text
from truespec.checking.rules.world import Family, World, take
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["FAMILY"]

_ENOUGH: Final = 7
_FEW: Final = 3
_ORDERS: Final = frozenset({"sort", "sortby", "orderby", "order", "ordering"})
_DIRECTIONS: Final = frozenset({"order", "direction", "dir", "sortdirection", "sortorder", "sortdir", "orderdirection"})
_A_TIME: Final = re.compile(r"\d{4}-\d\d|\d\d[./]\d\d[./]\d\d|\d\d:\d\d|\d+(\.\d+)?\Z")
"""What looks like a time or a number."""


def _check(world: World) -> None:
    if not world.unwritten:
        return
    for listing in listings(world):
        _fill(listing)
        if not listing.whole().items:
            continue
        _judge_parts(listing)
        for place, schema in listing.places:
            _judge_default(listing, place, schema)
        _judge_filters(listing)
        _judge_orders(listing)
        _judge_search(listing)


def _fill(listing: Listing) -> None:
    """Make a few records of what is listed, where it can be made, unless there are some."""
    world = listing.world
    resource = next((one for one in world.behaviour.resources if listing.operation.path.startswith(one.name)), None)
    maker = world.maker_of(resource) if resource is not None else None
    if resource is None or maker is None or len(listing.whole().items or []) >= _ENOUGH:
        return
    for _ in range(_ENOUGH):
        body = world.new_body(maker[1])
        if body is not None:
            world.make_record(resource, body)


def _fact(listing: Listing, part: str, states: str) -> Fact:
    operation = listing.operation
    return Fact(f"{operation.id}.consistent.{part}", states, operation.location, operation.id, "rule")


def _judge_parts(listing: Listing) -> None:
    """Judge the limit, and parts that follow on each other."""
    world, turned = listing.world, listing.page or listing.offset or listing.cursor
    if listing.limit is not None:
        limit = _fact(listing, "limit", f"no more come than `{listing.limit.path[-1]}` says")
        judge_twice(world, limit, partial(_is_longer, listing))
    if turned is None and listing.limit is None:
        return
    name = turned.path[-1] if turned is not None else "the link"
    follow = _fact(listing, "parts", f"the parts that `{name}` leads to follow on each other")
    judge_twice(world, follow, partial(_repeats_or_loses, listing))
    counted = _fact(listing, "total", "the total counts what is in all parts together")
    judge_twice(world, counted, partial(_miscounts, listing))
    if listing.page is not None:
        told = _fact(listing, "page", f"an answer tells the `{listing.page.path[-1]}` that was asked for")
        judge_twice(world, told, partial(_tells_another_page, listing, listing.page))


def _is_longer(listing: Listing) -> Trouble:
    for limit in (2, _FEW):
        if (listing.bound("minimum") or 1) > limit:
            continue
        part = listing.part((listing.limit, limit))
        if part.items is not None and len(part.items) > limit:
            return f"a part of at most {limit} holds {len(part.items)} items", part.exchange
    return None


def _walked(listing: Listing) -> tuple[list[Part], bool]:
    """Return the parts of a list, and whether they were all of it."""
    whole = listing.whole().items or []
    limit = max(2, listing.bound("minimum") or 1, -(-len(whole) // _ENOUGH))
    parts: list[Part] = []
    for part in listing.walk(limit):
        if part is None:
            return parts, True
        if parts and part.items and part.items == parts[-1].items:
            # Some servers show the last part again where there is no other.
            return [*parts, part], listing.page is not None or listing.offset is not None
        parts.append(part)
    return parts, False


def _repeats_or_loses(listing: Listing) -> Trouble:
    known = listing.names(listing.whole().items or [])
    parts, complete = _walked(listing)
    if len(known) < _FEW or len(set(map(str, known))) < len(known):
        return None
    names: list[Json] = []
    for part in parts:
        new = listing.names(part.items or [])
        again = [name for name in new if name in names]
        if again and len(again) < len(new):
            return f"{len(again)} items of a part were in an earlier one", part.exchange
        if len({str(name) for name in new}) < len(new):
            return "one part has an item twice", part.exchange
        names.extend(name for name in new if name not in names)
    lost = [name for name in known if name not in names]
    if complete and lost and parts:
        return f"{len(lost)} of {len(known)} items are in no part", parts[-1].exchange
    return None


def _miscounts(listing: Listing) -> Trouble:
    """Compare the totals of two sizes of parts with what there is."""
    parts, complete = _walked(listing)
    names = {str(name) for part in parts for name in listing.names(part.items or [])}
    told = {listing.total(part) for part in parts if part.items} | {listing.total(listing.whole())}
    pages = len([part for part in parts if part.items])
    if not complete or len(names) < _FEW or None in told or told & {len(names), pages, pages - 1}:
        # Totals that differ from part to part are wrong somewhere, though one of them may be right.
        differing = complete and len(names) >= _FEW and None not in told and len(told) > 1 and len(names) in told
        return ("the answers tell different totals", parts[-1].exchange) if differing else None
    return f"the total is {max(one or 0 for one in told)} where there are {len(names)}", parts[-1].exchange


def _tells_another_page(listing: Listing, place: Place) -> Trouble:
    """Ask for two pages: they do not tell one and the same number."""
    parts = [part for part in listing.walk(2) if part is not None][:2]
    numbers = [number for part in parts if isinstance(number := listing.told(part, place.path[-1]), int)]
    if len(parts) < 2 or len(numbers) < 2 or numbers[0] != numbers[1] or not parts[1].items:
        return None
    return f"two different ones are both told to be {numbers[0]}", parts[1].exchange


def _judge_default(listing: Listing, place: Place, schema: Schema) -> None:
    """Say what the spec gives as the default: nothing changes."""
    default = listing.world.maker.narrowed(schema).default
    if default is None or isinstance(default, Absent | dict | list):
        return
    states = f"without `{place.path[-1]}`, it is as with the documented default, {default}"
    fact = _fact(listing, f"default.{place.path[-1]}", states)
    judge_twice(listing.world, fact, partial(_differs_from_default, listing, place, default))


def _differs_from_default(listing: Listing, place: Place, default: Json) -> Trouble:
    without, said = listing.part(), listing.part((place, default))
    if without.items is None or said.items is None or listing.names(without.items) == listing.names(said.items):
        return None
    if len(without.items) == len(said.items) and set(map(str, listing.names(without.items))) == set(
        map(str, listing.names(said.items))
    ):
        # Only the order differs, and perhaps there is none.
        return None
    return f"{len(without.items)} items come without it, and {len(said.items)} with it", without.exchange


def _judge_filters(listing: Listing) -> None:
    members = listing.world.maker.narrowed(listing.answer).properties
    named = {plain_name(name): name for name in members}
    for place, schema in listing.places:
        member = named.get(plain_name(place.path[-1]))
        if member is None or plain_name(place.path[-1]) in SEARCHES or place.part != "query":
            continue
        if _is_of_words(listing.world, schema) and _is_of_words(listing.world, members[member].schema):
            fact = _fact(listing, f"filter.{place.path[-1]}", f"`{place.path[-1]}` decides what is listed")
            judge_twice(listing.world, fact, partial(_has_no_effect, listing, place, member))


def _is_of_words(world: World, schema: Schema) -> bool:
    """Say whether values are words, or yes and no: numbers and times may be asked for from one on, or up to it."""
    types = world.maker.types(schema) - {"null"}
    return bool(types) and types <= {"string", "boolean"} and not world.maker.narrowed(schema).format


def _has_no_effect(listing: Listing, place: Place, member: str) -> Trouble:
    """Ask for two values that records have: not everything is listed for both."""
    whole = listing.whole()
    values: list[Json] = []
    for item in whole.items or []:
        value = take(item, (member,))
        telling = isinstance(value, bool) or (isinstance(value, str) and value and not _A_TIME.match(value))
        if telling and not isinstance(value, Absent) and value not in values:
            values.append(value)
    if len(values) < 2 or whole.items is None:
        return None
    for value in (values[0], values[-1]):
        part = listing.whole((place, value))
        others = [item for item in part.items or [] if not _is_like(value, take(item, (member,)))]
        if part.items is None or not others or listing.names(part.items) != listing.names(whole.items):
            return None
    return "all is listed, whatever it says", listing.world.session.last or whole.exchange


def _is_like(wanted: Json, found: Json | Absent) -> bool:
    if isinstance(wanted, str) and isinstance(found, str):
        return plain_text(wanted) in plain_text(found)
    return wanted == found


def _judge_orders(listing: Listing) -> None:
    for place, one, other in _turned(listing):
        fact = _fact(listing, f"order.{place.path[-1]}", f"`{place.path[-1]}` decides the order")
        judge_twice(listing.world, fact, partial(_is_same_order, listing, (place, one), (place, other)))


def _turned(listing: Listing) -> Iterator[tuple[Place, Json, Json]]:
    """Yield what turns the order of a list round: words with and without a hyphen, up and down."""
    members = listing.world.maker.narrowed(listing.answer).properties
    for place, schema in listing.places:
        name, words = plain_name(place.path[-1]), listing.world.maker.narrowed(schema).enum or ()
        texts = [word for word in words if isinstance(word, str)]
        turned = next((word for word in texts if f"-{word}" in texts and word in members), None)
        up = next((word for word in texts if word.lower() in {"asc", "ascending"}), None)
        down = next((word for word in texts if word.lower() in {"desc", "descending"}), None)
        if name in _ORDERS and turned is not None:
            yield place, turned, f"-{turned}"
        elif name in _DIRECTIONS and up is not None and down is not None and len(texts) == 2:
            yield place, up, down


def _is_same_order(listing: Listing, one: tuple[Place, Json], other: tuple[Place, Json]) -> Trouble:
    members = listing.world.maker.narrowed(listing.answer).properties
    by = next((item for item in listing.places if plain_name(item[0].path[-1]) in _ORDERS and item[0] != one[0]), None)
    words = (listing.world.maker.narrowed(by[1]).enum or ()) if by is not None else ()
    known = [word for word in words if isinstance(word, str) and word in members]
    if by is not None and not known:
        # What can be ordered by is not told, and nothing may be.
        return None
    member = known[0] if known else str(one[1])
    said = [(by[0], member)] if by is not None else []
    up, down = listing.whole(one, *said), listing.whole(other, *said)
    if up.items is None or down.items is None or (by is None and member not in members):
        return None
    values = {str(take(item, (member,))) for item in up.items}
    same = len(values) >= _FEW and listing.names(up.items) == listing.names(down.items)
    return ("the list is the same both ways", down.exchange) if same else None


def _judge_search(listing: Listing) -> None:
    for place, schema in listing.places:
        if plain_name(place.path[-1]) in SEARCHES and "string" in listing.world.maker.types(schema):
            fact = _fact(listing, f"search.{place.path[-1]}", f"`{place.path[-1]}` decides what is found")
            judge_twice(listing.world, fact, partial(_finds_all, listing, place))


def _finds_all(listing: Listing, place: Place) -> Trouble:
    """Look for two words that nobody has: they do not both find what a word finds that records have."""
    world = listing.world
    own = listing.whole((place, world.maker.tag))
    strange = [listing.whole((place, world.maker.word())) for _ in "ab"]
    found: Sequence[Part] = [own, *strange]
    if any(not part.items for part in found) or len({str(listing.names(part.items or [])) for part in found}) > 1:
        return None
    return "a word that nobody has finds the same as others", strange[0].exchange


FAMILY = Family("consistent lists", "where no rules are written, what a list can be asked has an effect", _check)
