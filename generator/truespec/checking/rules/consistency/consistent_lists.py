"""Where no rules are written down, the parts of a list fit together, and what was made is in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from truespec.checking.rules.consistency.consistent_additions import judge_additions
from truespec.checking.rules.consistency.consistent_ends import can_end, goes_on_for_ever
from truespec.checking.rules.consistency.consistent_orders import ORDERS
from truespec.checking.rules.consistency.consistent_queries import judge_queries
from truespec.checking.rules.ground.evidence import NothingTells, Trials, Trouble, judge_twice
from truespec.checking.rules.ground.paths import is_of_some, take
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.around import plain_name
from truespec.checking.rules.lists.listings import judge_still, listing_fact, listings
from truespec.checking.rules.lists.turning import Listing, Part
from truespec.contract.behaviour import Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY", "QUERIES"]

_ENOUGH: Final = 7
_FEW: Final = 3
_PAGES: Final = frozenset({"pagecount", "totalpages", "numberofpages", "pagestotal"})


def _check(world: World) -> None:
    for listing in _untold(world):
        if world.unwritten:
            judge_additions(listing)
        _fill(listing)
        if listing.whole().items:
            _judge_parts(listing)
            _judge_new(listing)
            _judge_parent(listing)


def _check_queries(world: World) -> None:
    """Judge what each list can be asked: whatever the written rules leave open of it."""
    untold = {listing.operation.id for listing in _untold(world)}
    for listing in listings(world):
        action = world.behaviour.action(listing.operation.id)
        partly = action is not None and action.kind == "list" and bool(listing.untold)
        if partly or listing.operation.id in untold:
            _fill(listing)
            if listing.whole().items:
                judge_queries(listing)


def _untold(world: World) -> Iterator[Listing]:
    """Yield the lists of which no rule that is written says how they come."""
    for listing in listings(world):
        action = world.behaviour.action(listing.operation.id)
        of_some = action is not None and is_of_some(action, listing.operation)
        written = not world.unwritten and action is not None and (action.kind != "list" or action.paging is not None)
        if not written or of_some:
            yield listing


def _fill(listing: Listing) -> None:
    """Make a few records of what is listed, where it can be made, unless there are some."""
    world = listing.world
    below = (one for one in world.behaviour.resources if listing.operation.path.startswith(one.name))
    resource = listing.resource or next(below, None)
    maker = world.maker_of(resource) if resource is not None else None
    if maker is not None and not _paths(listing.operation) <= _paths(maker[1]):
        # What is listed below one record is not made with another.
        return
    if resource is None or maker is None or len(listing.whole().items or []) >= _ENOUGH:
        return
    for _ in range(_ENOUGH):
        body = world.new_body(maker[1])
        if body is not None:
            world.make_record(resource, body)


def _paths(operation: Operation) -> set[str]:
    return {one.wire for one in operation.parameters if one.place == "path"}


def _judge_new(listing: Listing) -> None:
    """A record that is like one that is listed, but for its texts, is listed, too."""
    world, resource = listing.world, listing.resource
    maker = world.first("create", resource) if resource is not None else None
    if resource is not None and maker is not None:
        fact = listing_fact(listing, "new", "a record that is made anew is listed as others like it are")
        judge_twice(world, fact, partial(_is_not_listed, listing, resource, maker[1]))


def _is_not_listed(listing: Listing, resource: Resource, create: Operation) -> Trouble:
    world, parts, asked = listing.world, listing.everything(), listing.operation.parameters
    if listing.base.values != world.values_for(listing.operation):
        # New records are below another one by now.
        raise NothingTells
    items = [item for part in parts or () for item in part.items or []]
    own = next((item for item in reversed(items) if world.is_own(take(item, (resource.key,)))), None)
    if not isinstance(own, dict):
        return _is_never_listed(listing, resource, create)
    alike = {
        name: own[name]
        for name, member in world.sendable(create).items()
        if isinstance(own.get(name), bool | int) or (own.get(name) and world.maker.narrowed(member.schema).enum)
    }
    if any(one.place == "query" and one.required and one.wire in own.keys() - alike for one in asked):
        # The list is of those that are in one state, and a new one may be in another.
        raise NothingTells
    body = world.new_body(create, alike)
    made = world.make_record(resource, body) if body is not None else None
    if listing.base.values != world.values_for(listing.operation):
        raise NothingTells
    for _ in "ab":
        parts = listing.everything()
        listed = [name for part in parts or () for name in listing.names(part.items or [])]
        if made is None or made[1] is None or parts is None or made[1] in listed:
            return None
        world.pause()
    return ("it is in no part of the list", made[0]) if made is not None else None


def _is_never_listed(listing: Listing, resource: Resource, create: Operation) -> Trouble:
    """Look for one that can be read, where no record of the run is listed; a list may leave out some by default."""
    world, turning = listing.world, (listing.page, listing.offset, listing.cursor, listing.limit)
    choosing = [one for one in listing.places if one[0] not in turning and plain_name(one[0].path[-1]) not in ORDERS]
    is_of_some = any(isinstance(world.maker.narrowed(schema).default, str | bool | int) for _, schema in choosing)
    body = None if is_of_some or not listing.key else world.new_body(create)
    made = world.make_record(resource, body) if body is not None else None
    found = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if made is None or found is None or found[1] is None or take(found[1], (listing.key,)) != made[1]:
        raise NothingTells
    for _ in "ab":
        parts = listing.everything()
        listed = [name for part in parts or () for name in listing.names(part.items or [])]
        if parts is None or made[1] in listed:
            raise NothingTells
        world.pause()
    last = world.session.last
    return ("it is in no part of the list, and can be read", last) if last is not None else None


def _judge_parent(listing: Listing) -> None:
    """What is listed below one record is not listed below another that was just made."""
    world, operation = listing.world, listing.operation
    names = [one.wire for one in operation.parameters if one.place == "path"]
    above = next((name for name in reversed(names) if world.parent(operation, name) is not None), None)
    if above is not None:
        fact = listing_fact(listing, "parent", f"what is listed belongs to the `{above}` of the path")
        judge_twice(world, fact, partial(_is_elsewhere, listing, Place("path", (above,))))


def _is_elsewhere(listing: Listing, above: Place) -> Trouble:
    world = listing.world
    own = [name for name in listing.names(listing.whole().items or []) if world.is_own(name)]
    other = world.another_parent(listing.operation, above.path[0])
    if other is None or not own or not listing.key:
        raise NothingTells
    part = listing.whole((above, other))
    both = [name for name in listing.names(part.items or []) if name in own]
    return (f"{len(both)} of {len(own)} are below another one, too", part.exchange) if both else None


def _judge_parts(listing: Listing) -> None:
    """Judge the limit, and parts that follow on each other."""
    world, turned = listing.world, listing.page or listing.offset or listing.cursor
    if listing.limit is not None:
        limit = listing_fact(listing, "limit", f"no more come than `{listing.limit.path[-1]}` says", listing.limit)
        judge_twice(world, limit, partial(_is_longer, listing))
    if turned is None and listing.limit is None:
        return
    name = turned.path[-1] if turned is not None else "the link"
    follow = listing_fact(listing, "parts", f"the parts that `{name}` leads to follow on each other", turned)
    walked = Trials(partial(_walk, listing))
    judge_still(listing, follow, partial(walked.look, follow, partial(_repeats_or_loses, listing)))
    if can_end(listing):
        end = listing_fact(listing, "end", "what leads on from part to part comes to an end", turned)
        judge_still(listing, end, partial(goes_on_for_ever, listing))
    counted = listing_fact(listing, "total", "the total counts what is in all parts together")
    judge_still(listing, counted, partial(walked.look, counted, partial(_miscounts, listing)))
    if listing.page is not None:
        told = listing_fact(
            listing, "page", f"an answer tells the `{listing.page.path[-1]}` that was asked for", listing.page
        )
        judge_twice(world, told, partial(_tells_another_page, listing, listing.page))


def _is_longer(listing: Listing) -> Trouble:
    for limit in (2, _FEW):
        if (listing.bound("minimum") or 1) > limit:
            continue
        part = listing.part((listing.limit, limit))
        if part.items is not None and len(part.items) > limit:
            return f"a part of at most {limit} holds {len(part.items)} items", part.exchange
    return None


@dataclass(frozen=True, slots=True)
class _Walked:
    """A list in one large part, and in small ones: ``complete`` says whether these were all of it."""

    whole: Part
    parts: list[Part]
    complete: bool


def _walk(listing: Listing) -> _Walked:
    whole, parts = listing.whole(), list[Part]()
    limit = max(2, listing.bound("minimum") or 1, -(-len(whole.items or []) // _ENOUGH))
    for part in listing.walk(limit):
        if part is None:
            return _Walked(whole, parts, complete=True)
        if parts and part.items and part.items == parts[-1].items:
            # Some servers show the last part again where there is no other.
            return _Walked(whole, [*parts, part], listing.is_led(parts[-1]))
        parts.append(part)
    return _Walked(whole, parts, complete=False)


def _repeats_or_loses(listing: Listing, walked: _Walked) -> Trouble:
    parts, complete = walked.parts, walked.complete
    known = listing.names(walked.whole.items or [])
    if len(known) < _FEW or len(set(map(str, known))) < len(known):
        raise NothingTells
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
    last = next((part for part in reversed(parts) if part.items), None)
    if complete and last is not None and listing.more(last) and last is not parts[0]:
        return "the last part says that more follow", last.exchange
    if complete and lost and parts:
        return f"{len(lost)} of {len(known)} items are in no part", parts[-1].exchange
    return None


def _miscounts(listing: Listing, walked: _Walked) -> Trouble:
    """Compare the totals of two sizes of parts with what there is."""
    parts, complete = walked.parts, walked.complete
    names = {str(name) for part in parts for name in listing.names(part.items or [])}
    told = {listing.total(part) for part in parts if part.items} | {listing.total(walked.whole)}
    pages = len([part for part in parts if part.items])
    if not complete or len(names) < _FEW or None in told:
        raise NothingTells
    wrong = _wrong_number_of_pages(listing, [part for part in parts if part.items])
    if wrong is not None:
        return wrong
    if told & {len(names), pages, pages - 1}:
        # Totals that differ from part to part are wrong somewhere, though one of them may be right.
        differing = len(told) > 1 and len(names) in told
        return ("the answers tell different totals", parts[-1].exchange) if differing else None
    return f"the total is {max(one or 0 for one in told)} where there are {len(names)}", parts[-1].exchange


def _wrong_number_of_pages(listing: Listing, parts: list[Part]) -> Trouble:
    """Compare how many parts there are with what each of them says; what is so called may count its items as well."""
    for part in parts if listing.page is not None else ():
        told = {value for path, value in listing.said(part) if plain_name(path[-1]) in _PAGES and type(value) is int}
        if len(told) == 1 and not told & {len(parts), len(part.items or [])}:
            return f"the number of pages is {told.pop()} where there are {len(parts)}", part.exchange
    return None


def _tells_another_page(listing: Listing, place: Place) -> Trouble:
    """Ask for two pages: they do not tell one and the same number."""
    parts = list(islice((part for part in listing.walk(2) if part is not None), 2))
    numbers = [number for part in parts if isinstance(number := listing.told(part, place.path[-1]), int)]
    if len(parts) < 2 or len(numbers) < 2 or not parts[1].items:
        raise NothingTells
    return (
        None
        if numbers[0] != numbers[1]
        else (f"two different ones are both told to be {numbers[0]}", parts[1].exchange)
    )


FAMILY = Family("consistent lists", "where no rules are written, the parts of a list fit together", _check)
QUERIES = Family(
    "consistent queries", "where no rules are written, what a list can be asked has an effect", _check_queries
)
