"""Where no rules are written down, what a request can say of a list has an effect, and documented defaults hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from truespec.checking.rules.consistency.consistent_labels import judge_labels
from truespec.checking.rules.consistency.consistent_orders import judge_orders
from truespec.checking.rules.consistency.consistent_ranges import judge_ranges
from truespec.checking.rules.ground.evidence import NothingTells, Trouble, judge_twice
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import plain_text
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.around import asked_name, plain_name
from truespec.checking.rules.lists.listings import judge_still, listing_fact
from truespec.checking.rules.lists.told_of import member_within
from truespec.checking.rules.lists.turning import SEARCHES, Listing, Part
from truespec.contract.behaviour import Place
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["judge_queries"]

_GRADED: Final = re.compile("level|severity|priority|role|scope|visib|min|max", re.IGNORECASE)
"""Parts of the names of words that may stand for all that come after them."""

_A_TIME: Final = re.compile(r"\d{4}-\d\d|\d\d[./]\d\d[./]\d\d|\d\d:\d\d|\d+(\.\d+)?\Z")
"""What looks like a time or a number."""


def judge_queries(listing: Listing) -> None:
    """Judge what requests for a list can say: defaults, filters, orders, and a text that is looked for."""
    for place, schema in listing.untold:
        _judge_default(listing, place, schema)
    _judge_filters(listing)
    judge_labels(listing)
    judge_orders(listing)
    judge_ranges(listing)
    _judge_search(listing)


def _judge_default(listing: Listing, place: Place, schema: Schema) -> None:
    """Say what the spec gives as the default: nothing changes."""
    default = listing.world.maker.narrowed(schema).default
    if default is None or isinstance(default, Absent | dict | list):
        return
    states = f"without `{place.path[-1]}`, it is as with the documented default, {default}"
    fact = listing_fact(listing, f"default.{place.path[-1]}", states, place)
    judge_still(listing, fact, partial(_differs_from_default, listing, place, default))


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
    for place, schema in listing.untold:
        member = named.get(plain_name(place.path[-1])) or named.get(asked_name(place.path[-1]))
        if asked_name(place.path[-1]) in SEARCHES:
            continue
        if member is None:
            _judge_filter_within(listing, place, schema)
        elif _is_of_words(listing.world, schema) and _is_of_words(listing.world, members[member].schema):
            fact = listing_fact(
                listing, f"filter.{place.path[-1]}", f"`{place.path[-1]}` decides what is listed", place
            )
            words = [word for word in listing.world.maker.narrowed(schema).enum or () if isinstance(word, str)]
            judge_still(listing, fact, partial(_has_no_effect, listing, place, (member,), words))
            if _is_exact(listing.world, schema, members[member].schema) and not _GRADED.search(member):
                states = f"what is listed has the `{member}` that was asked for, and all that has it is listed"
                exact = listing_fact(listing, f"filter.{place.path[-1]}.exact", states, place)
                judge_still(listing, exact, partial(_lists_others, listing, place, member))


def _judge_filter_within(listing: Listing, place: Place, schema: Schema) -> None:
    """Judge a filter by a member of an object in the record, which its words name: the country of an address."""
    path = member_within(listing, place)
    if path is None:
        return
    inner = listing.world.maker.narrowed(listing.answer).properties[path[0]]
    member = listing.world.maker.narrowed(inner.schema).properties[path[1]]
    if _is_of_words(listing.world, schema) and _is_of_words(listing.world, member.schema):
        states = f"`{place.path[-1]}` decides by `{'.'.join(path)}` what is listed"
        fact = listing_fact(listing, f"filter.{place.path[-1]}", states, place)
        judge_still(listing, fact, partial(_has_no_effect, listing, place, path, ()))


def _is_exact(world: World, schema: Schema, member: Schema) -> bool:
    """Say whether a member has one of a few values, and exactly these can be asked for."""
    types = [world.maker.types(one) - {"null"} for one in (schema, member)]
    if all(found == frozenset({"boolean"}) for found in types):
        return True
    words = [{str(word) for word in world.maker.narrowed(one).enum or ()} - {"None"} for one in (schema, member)]
    return words[0] == words[1] != set()


def _lists_others(listing: Listing, place: Place, member: str) -> Trouble:
    """Ask for each value that records have: only they come, and all of them."""
    whole = listing.whole()
    found = {name: take(item, (member,)) for item, name in _named(listing, whole)}
    values = list(dict.fromkeys(value for value in found.values() if isinstance(value, str | bool)))
    if len(values) < 2 or len(whole.items or []) >= listing.most or listing.total(whole) not in {None, len(found)}:
        raise NothingTells
    for value in values:
        part = listing.whole((place, value))
        if part.items is None:
            raise NothingTells
        listed = {name: take(item, (member,)) for item, name in _named(listing, part)}
        if any(isinstance(one, str | bool) and one != value for one in listed.values()):
            return "one with another value is listed", part.exchange
        if any(one == value and name not in listed for name, one in found.items()):
            return "one with this value is not listed", part.exchange
    return None


def _named(listing: Listing, part: Part) -> list[tuple[Json, str]]:
    items = part.items or []
    return list(zip(items, map(str, listing.names(items)), strict=True))


def _is_of_words(world: World, schema: Schema) -> bool:
    """Say whether values are words, or yes and no: numbers and times may be asked for from one on, or up to it."""
    types = world.maker.types(schema) - {"null"}
    return bool(types) and types <= {"string", "boolean"} and not world.maker.narrowed(schema).format


def _has_no_effect(listing: Listing, place: Place, path: Sequence[str], words: Sequence[str]) -> Trouble:
    """Ask for two values that records have, or could have: not everything is listed for both."""
    whole = listing.whole()
    values: list[Json] = []
    for item in whole.items or []:
        value = take(item, path)
        telling = isinstance(value, bool) or (isinstance(value, str) and value and not _A_TIME.match(value))
        if telling and not isinstance(value, Absent) and value not in values:
            values.append(value)
    values += [word for word in words if word not in values]
    if len(values) < 2 or whole.items is None:
        raise NothingTells
    for value in (values[0], values[-1]):
        part = listing.whole((place, value))
        others = [item for item in part.items or [] if not _is_like(value, take(item, path))]
        if part.items is None:
            raise NothingTells
        if not others or listing.names(part.items) != listing.names(whole.items):
            return None
    return "all is listed, whatever it says", listing.world.session.last or whole.exchange


def _is_like(wanted: Json, found: Json | Absent) -> bool:
    if isinstance(wanted, str) and isinstance(found, str):
        return plain_text(wanted) in plain_text(found)
    return wanted == found


def _judge_search(listing: Listing) -> None:
    for place, schema in listing.untold:
        if asked_name(place.path[-1]) in SEARCHES and "string" in listing.world.maker.types(schema):
            fact = listing_fact(listing, f"search.{place.path[-1]}", f"`{place.path[-1]}` decides what is found", place)
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
