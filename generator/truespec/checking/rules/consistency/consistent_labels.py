"""Where no rules are written down, a list that can be asked for by a label shows what carries it: `tag`, of `tags`."""

from __future__ import annotations

from functools import partial

from truespec.checking.rules.ground.evidence import NothingTells, Trouble, judge_twice
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.lists.around import asked_of, plain_name
from truespec.checking.rules.lists.listings import listing_fact
from truespec.checking.rules.lists.told_of import wants_all
from truespec.checking.rules.lists.turning import Listing
from truespec.contract.behaviour import Place
from truespec.contract.schema import Json, Schema

__all__ = ["judge_labels"]


def judge_labels(listing: Listing) -> None:
    """Judge every parameter that is called like a list of words that records have, or like one of its words."""
    members = listing.world.maker.narrowed(listing.answer).properties
    named = {plain_name(name): name for name in members}
    for place, schema in listing.untold:
        said = plain_name(asked_of(place.path[-1]))
        member = next((named[name] for name in (f"{said}s", f"{said}es", said) if name in named), None)
        if member is None or place.part != "query" or not _is_list_of_words(listing, members[member].schema):
            continue
        if listing.world.maker.types(schema) - {"null"} == frozenset({"string"}) or _is_list_of_words(listing, schema):
            states = f"`{place.path[-1]}` lists what has it among its `{member}`"
            fact = listing_fact(listing, f"filter.{place.path[-1]}", states, place)
            judge_twice(listing.world, fact, partial(_does_not_pick, listing, place, member, schema))
        if _is_list_of_words(listing, schema) and wants_all(listing, place, member):
            states = f"`{place.path[-1]}` lists what has all that is asked for among its `{member}`"
            fact = listing_fact(listing, f"filter.{place.path[-1]}.all", states, place)
            judge_twice(listing.world, fact, partial(_lists_some, listing, place, member))


def _is_list_of_words(listing: Listing, schema: Schema) -> bool:
    maker = listing.world.maker
    shape = maker.narrowed(schema)
    return (
        maker.types(schema) - {"null"} == frozenset({"array"})
        and shape.items is not None
        and maker.types(shape.items) == frozenset({"string"})
        and not maker.narrowed(shape.items).format
    )


def _does_not_pick(listing: Listing, place: Place, member: str, schema: Schema) -> Trouble:
    """Ask for what one record has, and for a word that none has: the one is listed, and not all for both."""
    whole, maker = listing.whole(), listing.world.maker
    names = list(map(str, listing.names(whole.items or [])))
    carried = [(name, take(item, (member,))) for name, item in zip(names, whole.items or [], strict=True)]
    carrying = [(name, word) for name, words in carried if isinstance(words, list) for word in words[:1]]
    if not carrying or len(names) < 2:
        raise NothingTells
    name, word = carrying[0]
    many = "array" in maker.types(schema)
    strange: Json = maker.value(place.path[-1], schema)
    parts = [listing.whole((place, value)) for value in ([word] if many else word, strange)]
    if any(part.items is None for part in parts):
        raise NothingTells
    listed = [list(map(str, listing.names(part.items or []))) for part in parts]
    if len(names) < listing.most and name not in listed[0] and len(listed[0]) < listing.most:
        return f"what has it among its `{member}` is not listed", parts[0].exchange
    same = listed[0] == listed[1] == names
    return ("all is listed, whatever it says", parts[1].exchange) if same else None


def _lists_some(listing: Listing, place: Place, member: str) -> Trouble:
    """Ask for two words that no record has both of: what has one of them alone is not listed."""
    held = [take(item, (member,)) for item in listing.whole().items or []]
    words = list(dict.fromkeys(word for one in held if isinstance(one, list) for word in one if isinstance(word, str)))
    pairs = ((one, other) for one in words for other in words if one != other)
    apart = (
        pair for pair in pairs if not any(isinstance(one, list) and set(pair) <= set(map(str, one)) for one in held)
    )
    asked = next(apart, None)
    if asked is None:
        raise NothingTells
    part = listing.whole((place, list[Json](asked)))
    if part.items is None:
        raise NothingTells
    shown = [found for item in part.items if isinstance(found := take(item, (member,)), list)]
    if any(len({*map(str, found)} & {*asked}) == 1 for found in shown):
        return "what has one of two is listed", part.exchange
    return None
