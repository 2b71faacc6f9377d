"""Pages hold no more than the limit, follow on each other without repeat or loss, and are counted as stated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.naming import tells_key
from truespec.checking.rules.walk import MOST_PAGES, Lister, Page, listers_of
from truespec.checking.rules.world import Family, World, take
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_OTHER_REASONS: Final = frozenset({401, 403, 404, 429})

_REFUSED: Final = frozenset({400, 404, 410, 422})

_ENOUGH = 7
_ODD: Final = 7
_LARGE: Final = 25
"""So many records make a few pages of two or three."""


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        listers = tuple(listers_of(world, resource))
        made = _fill(world, resource) if listers else []
        for lister in listers:
            if lister.paging.style == "whole":
                continue
            plain = lister.page(lister.first, lister.smallest())
            if not _is_list(lister, resource, plain):
                if lister.page().exchange.response.success:
                    # It is a list, and what refuses it is the limit that was sent.
                    _bounds(lister)
                continue
            for limit in _limits(world, lister):
                _limit_is_kept(lister, limit)
                _numbers_add_up(lister, limit)
            _defaults(lister)
            _bounds(lister)
            # Whether a search finds what was made is for the rules of the search to say.
            _walk(lister, resource, made if lister.action.search is None else [])


def _is_list(lister: Lister, resource: Resource, page: Page) -> bool:
    """Say whether a plain request is answered with a list: nothing else can be asked of one that is not."""
    fact, ledger = _fact(lister, part="items", states=f"the records are at `{lister.paging.items}`"), lister.ledger
    if not page.exchange.response.success:
        ledger.unknown(fact, f"the list answered {page.exchange.response.status}")
        return False
    ledger.expect(fact, page.items is not None, "there is no list", page.exchange)
    if page.items:
        told = len(_keys(page, resource)) == len(page.items)
        key = tells_key(lister.world, lister.action, lister.operation, resource)
        ledger.expect(key, told, "it is missing", page.exchange)
    return page.items is not None


def _fill(world: World, resource: Resource) -> list[Json]:
    """Make a few records, so that there is more than one page, and return their keys.

    A target that is only read is taken as it is.
    """
    keys: list[Json] = []
    maker = world.maker_of(resource)
    for _ in range(_ENOUGH if maker is not None else 0):
        body = world.new_body(maker[1]) if maker is not None else None
        made = world.make_record(resource, body) if body is not None else None
        if made is not None and made[1] is not None:
            keys.append(made[1])
    return keys


def _limits(world: World, lister: Lister) -> Iterator[int]:
    """Yield small limits, one that leaves a rest, and one as large as a server may still let through."""
    smallest, largest = lister.smallest(), lister.largest() or 100
    total = lister.page(lister.first, smallest).number_at(lister.paging.totals.items)
    rest = [limit for limit in range(smallest + 1, min(_ODD, largest) + 1) if total and total % limit][-1:]
    small = (world.random.randint(smallest, min(5, largest)) for _ in range(world.rounds))
    yield from sorted({smallest, min(smallest + 1, largest), min(_LARGE, largest), *rest, *small})


def _fact(lister: Lister, *attributes: str, part: str = "", states: str = "") -> Fact:
    return lister.world.fact(lister.paging, lister.operation, *attributes, part=part, states=states)


def _limit_is_kept(lister: Lister, limit: int) -> None:
    if lister.paging.limit is None:
        return
    fact, ledger = _fact(lister, part="limit", states="no page is longer than the limit"), lister.ledger
    page = lister.page(lister.first, limit)
    if page.items is None:
        ledger.unknown(fact, f"the list answered {page.exchange.response.status}")
    elif len(page.items) > limit:
        ledger.broken(fact, f"a page of limit {limit} holds {len(page.items)} items", page.exchange)
    else:
        ledger.holds(fact)


def _numbers_add_up(lister: Lister, limit: int) -> None:
    totals, first, size = lister.paging.totals, lister.first, limit
    counted: float | None = None
    for number in (first, first + 1):
        page = lister.page(number, limit)
        if page.items is None:
            _is_next(lister, page, more=number > first and counted is not None and counted > size)
            return
        counted = page.number_at(totals.items)
        total, said = page.number_at(totals.items), page.number_at(totals.page_size)
        if number == first and said is not None and said >= 1:
            # Where the answer tells of another limit than was asked for, that one counts.
            size = min(limit, int(said))
        if number > first and total is not None and total <= size:
            # What is answered to a page beyond the last is nobody's rule.
            return
        _is_full(lister, page, (number - first, size))
        _count(lister, page, "page_items", totals.page_items, len(page.items))
        _count(lister, page, "page_size", totals.page_size, limit)
        _count(lister, page, "page", totals.page, number)
        if total is not None:
            _count(lister, page, "pages", totals.pages, math.ceil(total / size))


def _is_next(lister: Lister, page: Page, *, more: bool) -> None:
    """Judge a page that was refused: where the counts say that there is more, it is there."""
    if more and page.exchange.response.status in _REFUSED:
        fact = _fact(lister, part="next", states="a page is there as long as the counts say that there is more")
        lister.ledger.broken(fact, f"it was answered {page.exchange.response.status}", page.exchange)


def _count(lister: Lister, page: Page, part: str, place: Place | None, expected: int) -> None:
    if place is None:
        return
    seen, ledger = page.number_at(place), lister.ledger
    there = _fact(lister, part=f"totals.{part}.there", states=f"`{place}` is a number")
    ledger.expect(there, seen is not None, "it is none", page.exchange)
    if seen is not None:
        # A size beyond what was asked for is right in no reading of its name.
        absurd = part == "page_size" and seen > expected and seen != len(page.items or ())
        attributes = () if absurd else ("totals", f"totals.{part}")
        fact = _fact(lister, *attributes, part=f"totals.{part}", states=f"`{place}` counts what its name says")
        if part == "page_size" and len(page.items or ()) <= seen < expected and lister.largest() is None:
            ledger.unknown(fact, "no page need be as long as was asked for: no largest limit is documented")
            return
        ledger.expect(fact, seen == expected, f"it is {seen:g} where {expected} is right", page.exchange)


def _is_full(lister: Lister, page: Page, asked: tuple[int, int]) -> None:
    """A page holds as many as its limit, unless it is the last: else the counts and the pages contradict each other."""
    turn, size = asked
    total = page.number_at(lister.paging.totals.items)
    if total is None or page.items is None:
        return
    due = max(0, min(size, int(total) - turn * size))
    fact = _fact(lister, "totals", "totals.items", part="full", states="only the last page is not full")
    lister.ledger.expect(fact, len(page.items) == due, f"it holds {len(page.items)} where {due} are due", page.exchange)


def _defaults(lister: Lister) -> None:
    """Leave the limit and the page away: the documented defaults hold."""
    ledger, default = lister.ledger, lister.default()
    without = lister.page()
    if without.items is None:
        _may_be_left_out(lister)
    if default is not None:
        fact = _fact(lister, part="default-limit", states=f"without a limit, a page holds at most {default}")
        if without.items is None:
            ledger.unknown(fact, f"the list answered {without.exchange.response.status}")
        elif len(without.items) > default:
            ledger.broken(fact, f"a page without a limit holds {len(without.items)} items", without.exchange)
        else:
            ledger.holds(fact)
            _count(lister, without, "page_size", lister.paging.totals.page_size, default)
            _is_full(lister, without, (0, default))
    shape = lister.shape_at(lister.paging.page)
    if shape is not None and str(shape.default) == str(lister.paging.first):
        fact = _fact(lister, part="default-page", states="without a page number, the first page is the answer")
        first = lister.page(lister.first)
        if without.items is not None and first.items is not None:
            ledger.expect(fact, without.items == first.items, "another page was answered", without.exchange)


def _may_be_left_out(lister: Lister) -> None:
    """Judge a list that refuses a request without a limit and a page, and takes both: neither is required."""
    for name, page in (("limit", lister.page(lister.first)), ("page", lister.page(limit=lister.smallest()))):
        place = lister.paging.limit if name == "limit" else lister.paging.page
        fact = _fact(lister, part=f"{name}-optional", states=f"`{place}` may be left out")
        if place is not None and page.exchange.response.status in _REFUSED and not _is_required(lister, place):
            lister.ledger.broken(fact, f"without it was answered {page.exchange.response.status}", page.exchange)


def _is_required(lister: Lister, place: Place) -> bool:
    """Say whether a request has to have a value at a place."""
    if place.part == "body":
        schema = lister.world.body_schema(lister.operation)
        return schema is not None and place.path[0] in lister.world.maker.shape(schema).required
    named = (one for one in lister.operation.parameters if (one.place, one.wire) == (place.part, place.path[0]))
    return any(one.required for one in named)


def _bounds(lister: Lister) -> None:
    """A limit at its documented bounds is accepted; beyond them is the business of what checks requests."""
    ledger = lister.ledger
    for bound in lister.bounds():
        fact = _fact(lister, part=f"limit-{bound}", states=f"a limit of {bound} is accepted")
        page = lister.page(lister.first, bound)
        status = page.exchange.response.status
        if status in _OTHER_REASONS:
            ledger.unknown(fact, f"it answered {status}")
        else:
            ledger.expect(fact, page.exchange.response.success, f"it answered {status}", page.exchange)
    largest = lister.largest()
    if largest is not None:
        _is_most(lister, largest)


def _is_most(lister: Lister, largest: int) -> None:
    """Ask for more than is allowed: refused or cut down, but no page is longer, nor said to be."""
    fact = _fact(lister, part="most", states=f"no page is longer than {largest}, whatever is asked for")
    page = lister.page(lister.first, largest + 1)
    said = page.number_at(lister.paging.totals.page_size)
    if page.items is None:
        lister.ledger.holds(fact)
    else:
        longest = max(len(page.items), 0 if said is None else int(said))
        lister.ledger.expect(fact, longest <= largest, f"a page of {longest} was answered", page.exchange)


def _walk(lister: Lister, resource: Resource, made: list[Json]) -> None:
    """Follow the pages to the end: no record twice, none left out."""
    ledger, paging = lister.ledger, lister.paging
    repeat = _fact(lister, part="no-repeat", states="no record is on two pages")
    total = lister.page(lister.first, lister.smallest()).number_at(paging.totals.items)
    most = len(lister.page(lister.first, lister.largest() or 100).items or [])
    limit = _walking_limit(lister, max(total or 0, most) or None)
    keys: list[Json] = []
    before: Page | None = None
    for number, page in enumerate(lister.walk(limit), lister.first):
        _says_more(lister, before, page)
        before = page
        if lister.is_end(page) or (total is not None and total == len(keys) and _is_again(page, resource, keys)):
            ledger.holds(repeat)
            _judge_end(lister, resource, made, keys)
            return
        if page.items is None:
            ledger.unknown(repeat, f"the list answered {page.exchange.response.status}")
            return
        new = _keys(page, resource)
        twice = [key for key in new if key in keys]
        if twice:
            ledger.broken(repeat, f"{len(twice)} records of a page were on an earlier one", page.exchange)
            return
        keys.extend(new)
        _count(lister, page, "page_size", paging.totals.page_size, limit)
        _count(lister, page, "page", paging.totals.page, number)
    ledger.unknown(repeat, f"the list is longer than {MOST_PAGES} pages of {limit}")


def _says_more(lister: Lister, before: Page | None, page: Page) -> None:
    """Judge what a page says of more, by the one that was found after it."""
    told = None if before is None else lister.more(before)
    if before is None or told is None or (page.items is None and not lister.is_end(page)):
        return
    fact = _fact(lister, "more", part="more", states=f"`{lister.paging.more}` says whether more follows")
    lister.ledger.expect(fact, told == bool(page.items), f"it is {str(told).lower()}, wrongly", before.exchange)


def _is_again(page: Page, resource: Resource, keys: list[Json]) -> bool:
    """Say whether a page after the last one shows what was there before: some servers do, and no page is missing."""
    new = _keys(page, resource)
    return bool(new) and all(key in keys for key in new)


def _keys(page: Page, resource: Resource) -> list[Json]:
    found = (take(item, (resource.key,)) for item in page.items or [])
    return [key for key in found if isinstance(key, str | int)]


def _judge_end(lister: Lister, resource: Resource, made: list[Json], keys: list[Json]) -> None:
    """Judge a walk that came to the end of the list with these keys: larger pages and what was made show no others."""
    ledger, last = lister.ledger, lister.world.session.last
    loss = _fact(lister, part="no-loss", states="every record is on a page")
    others = [key for page in lister.walk(lister.largest() or 100) for key in _keys(page, resource)]
    known = dict.fromkeys([*made, *others])
    lost = [key for key in known if key not in keys]
    ledger.expect(loss, not lost, f"{len(lost)} of {len(known)} known records are on no page", last)
    _count_items(lister, len(dict.fromkeys((*keys, *known))), all_known=not lost)


def _count_items(lister: Lister, known: int, *, all_known: bool) -> None:
    """Judge the number of all records; where pages leave some out, those that are known are the least it can be."""
    place = lister.paging.totals.items
    page = lister.page(lister.first, lister.smallest())
    total = page.number_at(place)
    if not all_known and total is not None and total > known:
        fact = _fact(
            lister, "totals", "totals.items", part="totals.items", states=f"`{place}` counts what its name says"
        )
        lister.ledger.unknown(fact, f"pages show {known} records, and may have left out others")
        return
    _count(lister, page, "items", place, known)


def _walking_limit(lister: Lister, total: float | None) -> int:
    """Return a limit that makes several pages of what is there, and not too many."""
    smallest, largest = lister.smallest(), lister.largest() or 100
    wanted = 3 if total is None else math.ceil(total / 6)
    return max(smallest, min(largest, max(2, wanted)))


FAMILY = Family("paging", "pages keep to the limit, follow on each other, and are counted as stated", _check)
