"""A list is walked page by page to its end: no record twice, none left out, and the counts say so."""

from __future__ import annotations

import math
from typing import Final

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.lists.walk import MOST_PAGES, Lister, Page
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.schema import Json

__all__ = ["judge_count", "judge_sizes", "judge_walk", "keys_of", "paging_fact"]


_TRIES: Final = 3
"""So often a list that somebody else adds to is walked again."""


def paging_fact(lister: Lister, *attributes: str, part: str = "", states: str = "") -> Fact:
    """Return a fact about the pages of a list."""
    return lister.world.fact(lister.paging, lister.operation, *attributes, part=part, states=states)


def judge_count(lister: Lister, page: Page, part: str, place: Place | None, expected: int) -> None:
    """Judge one of the counts beside a list: it is there, and it is the expected one."""
    if place is None:
        return
    seen, ledger = page.number_at(place), lister.ledger
    there = paging_fact(lister, part=f"totals.{part}.there", states=f"`{place}` is a number")
    ledger.expect(there, seen is not None, "it is none", page.exchange)
    if seen is not None:
        # A size beyond what was asked for is right in no reading of its name.
        absurd = part == "page_size" and seen > expected and seen != len(page.items or ())
        # Nor is a count of items that are fewer than are there.
        absurd |= part in {"page_items", "page_size"} and seen < min(expected, len(page.items or ()))
        attributes = () if absurd else ("totals", f"totals.{part}")
        fact = paging_fact(lister, *attributes, part=f"totals.{part}", states=f"`{place}` counts what its name says")
        if part == "page_size" and len(page.items or ()) <= seen < expected and lister.largest() is None:
            ledger.unknown(fact, "no page need be as long as was asked for: no largest limit is documented")
            return
        ledger.expect(fact, seen == expected, f"it is {seen:g} where {expected} is right", page.exchange)


def judge_sizes(lister: Lister, limit: int) -> None:
    """Judge the size that a last page tells, which has room for more: the size of pages is not how many it holds."""
    place, first = lister.paging.totals.page_size, lister.page(lister.first, limit)
    told, total = first.number_at(place), first.number_at(lister.paging.totals.items)
    if place is None or not told or not total or total <= limit or not total % limit or len(first.items or ()) != limit:
        return
    last = lister.page(lister.first + math.ceil(total / limit) - 1, limit)
    seen = last.number_at(place)
    if last.items and seen is not None:
        fact = paging_fact(
            lister, "totals", "totals.page_size", part="totals.size", states=f"`{place}` is the size of every page"
        )
        lister.ledger.expect(fact, seen == told, f"it is {told:g} and then {seen:g}", last.exchange)


def judge_walk(lister: Lister, resource: Resource, made: list[Json]) -> None:
    """Follow the pages to the end: no record twice, none left out."""
    ledger, paging = lister.ledger, lister.paging
    repeat = paging_fact(lister, part="no-repeat", states="no record is on two pages")
    total = lister.page(lister.first, lister.smallest()).number_at(paging.totals.items)
    most = len(lister.page(lister.first, lister.ample()).items or [])
    limit = _walking_limit(lister, max(total or 0, most) or None)
    keys: list[Json] = []
    before: Page | None = None
    for number, page in enumerate(lister.walk(limit), lister.first):
        _says_more(lister, before, page)
        before = page
        if lister.is_end(page) or (total is not None and total == len(keys) and _is_again(page, resource, keys)):
            ledger.holds(repeat)
            _leads_nowhere(lister, page)
            _judge_end(lister, resource, made, keys, limit)
            return
        if page.items is None:
            ledger.unknown(repeat, f"the list answered {page.exchange.response.status}")
            return
        new = keys_of(page, resource)
        twice = [key for key in new if key in keys]
        if twice and _repeats_by_itself(lister, resource, limit):
            ledger.broken(repeat, f"{len(twice)} records of a page were on an earlier one", page.exchange)
            return
        if twice:
            ledger.unknown(repeat, "others make records meanwhile, which moves pages on")
            return
        keys.extend(new)
        judge_count(lister, page, "page_size", paging.totals.page_size, limit)
        judge_count(lister, page, "page", paging.totals.page, number)
        if total is not None:
            _is_counted_on(lister, page)
    ledger.unknown(repeat, f"the list is longer than {MOST_PAGES} pages of {limit}")


def _is_counted_on(lister: Lister, page: Page) -> None:
    """Judge that a later page tells how many records there are as the first one does, the last page included."""
    place = lister.paging.totals.items
    there = paging_fact(lister, part="totals.items.there", states=f"`{place}` is a number")
    lister.ledger.expect(there, page.number_at(place) is not None, "it is none on a later page", page.exchange)


def _repeats_by_itself(lister: Lister, resource: Resource, limit: int) -> bool:
    """Walk again where a record was met twice: what somebody makes meanwhile moves all others to a later place."""
    settled = _settled_walk(lister.afresh(), resource, limit)
    return settled is not None and len(set(settled[0])) < len(settled[0])


def _settled_walk(lister: Lister, resource: Resource, limit: int) -> tuple[list[Json], set[Json]] | None:
    """Return what is on small pages, and on large ones, while nobody changes the list; ``None`` where somebody does."""
    for _ in range(_TRIES):
        before = _all_keys(lister, resource)
        keys = [key for page in lister.walk(limit) for key in keys_of(page, resource)]
        if before == _all_keys(lister, resource):
            return keys, before
    return None


def _all_keys(lister: Lister, resource: Resource) -> set[Json]:
    pages = lister.walk(lister.ample())
    return {key for page in pages for key in keys_of(page, resource) if isinstance(key, str | int)}


def _leads_nowhere(lister: Lister, page: Page) -> None:
    """Judge a page without records: no cursor leads on from the end, or nobody could follow to it."""
    place = lister.paging.following
    if place is not None and page.items == []:
        fact = paging_fact(lister, "next", part="end", states=f"there is nothing at `{place}` at the end")
        lister.ledger.expect(fact, not lister.leads_on(page), "a part without records leads on", page.exchange)


def _says_more(lister: Lister, before: Page | None, page: Page) -> None:
    """Judge what a page says of more, by the one that was found after it."""
    told = None if before is None else lister.more(before)
    if before is None or told is None or (page.items is None and not lister.is_end(page)):
        return
    fact = paging_fact(lister, "more", part="more", states=f"`{lister.paging.more}` says whether more follows")
    lister.ledger.expect(fact, told == bool(page.items), f"it is {str(told).lower()}, wrongly", before.exchange)


def _is_again(page: Page, resource: Resource, keys: list[Json]) -> bool:
    """Say whether a page after the last one shows what was there before: some servers do, and no page is missing."""
    new = keys_of(page, resource)
    return bool(new) and all(key in keys for key in new)


def keys_of(page: Page, resource: Resource) -> list[Json]:
    """Return the keys of the records of a page."""
    found = (take(item, (resource.key,)) for item in page.items or [])
    return [key for key in found if isinstance(key, str | int)]


def _judge_end(lister: Lister, resource: Resource, made: list[Json], keys: list[Json], limit: int) -> None:
    """Judge a walk that came to the end of the list with these keys: larger pages and what was made show no others."""
    ledger, last = lister.ledger, lister.world.session.last
    loss = paging_fact(lister, part="no-loss", states="every record is on a page")
    others = [key for page in lister.walk(lister.ample()) for key in keys_of(page, resource)]
    known = dict.fromkeys([*made, *others])
    if any(key not in keys for key in known):
        # What somebody makes meanwhile is on a page of the next walk.
        lister = lister.afresh()
        keys = [*keys, *(key for page in lister.walk(limit) for key in keys_of(page, resource))]
    lost = [key for key in known if key not in keys]
    settled: tuple[list[Json], set[Json]] | None = ([], set())
    if lost:
        settled = _settled_walk(lister.afresh(), resource, limit)
    if settled is None:
        # What somebody removes meanwhile moves others to a page that was read already.
        ledger.unknown(loss, "others make and remove records meanwhile")
    else:
        # What is on no page of any size was removed, unless it is our own.
        lost = [key for key in lost if key not in settled[0] and (key in settled[1] or key in made)]
        ledger.expect(loss, not lost, f"{len(lost)} of {len(known)} known records are on no page", last)
    seen = set[Json](known).union(keys)
    _count_items(lister, resource, seen, all_known=not lost)


def _count_items(lister: Lister, resource: Resource, seen: set[Json], *, all_known: bool) -> None:
    """Judge the number of all records; where pages leave some out, those that are known are the least it can be."""
    place, limit = lister.paging.totals.items, lister.smallest()
    page = lister.page(lister.first, limit)
    total, known, after = page.number_at(place), len(seen), seen
    fact = paging_fact(
        lister, "totals", "totals.items", part="totals.items", states=f"`{place}` counts what its name says"
    )
    if total is not None and total != known:
        # Somebody may have made a record meanwhile: what is counted has to be the same before and after.
        again = lister.afresh()
        for _ in range(_TRIES):
            before, page = _all_keys(again, resource), again.page(lister.first, limit)
            total, after = page.number_at(place), _all_keys(again, resource)
            known = len(seen | after)
            if after == before:
                break
        else:
            lister.ledger.unknown(fact, "others make records meanwhile, which are counted too")
            return
    if total is not None and total == len(after) < known:
        lister.ledger.unknown(fact, "others remove records meanwhile, which are counted no more")
        return
    if not all_known and total is not None and total > known:
        lister.ledger.unknown(fact, f"pages show {known} records, and may have left out others")
        return
    judge_count(lister, page, "items", place, known)


def _walking_limit(lister: Lister, total: float | None) -> int:
    """Return a limit that makes several pages of what is there, and not too many."""
    smallest, largest = lister.smallest(), lister.ample()
    wanted = 3 if total is None else math.ceil(total / 6)
    return max(smallest, min(largest, max(2, wanted)))
