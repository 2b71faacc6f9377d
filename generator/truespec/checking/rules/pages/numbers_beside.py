"""The numbers beside a page are those of the list, and a page is as long as they say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.lists.one_page import value_at
from truespec.checking.rules.lists.walk import Lister, Page
from truespec.checking.rules.pages.page_walks import judge_count, paging_fact

__all__ = ["is_full", "limit_is_kept", "numbers_add_up", "rests"]

_REFUSED: Final = frozenset({400, 404, 410, 422})

_ODD: Final = 7


def rests(lister: Lister) -> Iterator[int]:
    """Yield limits that leave a rest on the last page, the largest first."""
    total = lister.page(lister.first, lister.smallest()).number_at(lister.paging.totals.items)
    for limit in range(min(_ODD, lister.ample()), lister.smallest(), -1):
        if total and total % limit:
            yield limit


def limit_is_kept(lister: Lister, limit: int) -> None:
    """Judge that the first page is no longer than its limit."""
    if lister.paging.limit is None:
        return
    fact, ledger = paging_fact(lister, part="limit", states="no page is longer than the limit"), lister.ledger
    page = lister.page(lister.first, limit)
    if page.items is None:
        ledger.unknown(fact, f"the list answered {page.exchange.response.status}")
    elif len(page.items) > limit:
        ledger.broken(fact, f"a page of limit {limit} holds {len(page.items)} items", page.exchange)
    else:
        ledger.holds(fact)


def numbers_add_up(lister: Lister, limit: int) -> None:
    """Judge the counts beside the first two pages, and that the last page holds the rest."""
    totals, first, size = lister.paging.totals, lister.first, limit
    counted: float | None = None
    begun = lister.page(first, limit)
    for number in (first, first + 1):
        page = begun if number == first else lister.page(number, limit)
        if page.items is None:
            _is_next(lister, page, more=number > first and counted is not None and counted > size)
            return
        counted = page.number_at(totals.items)
        total, said = page.number_at(totals.items), page.number_at(totals.page_size)
        if number == first and said is not None and said >= 1 and lister.largest() is None:
            # Where no largest limit is documented and the answer tells of another one, that one counts.
            size = min(limit, int(said))
        if number > first and total is not None and total <= size:
            # What is answered to a page beyond the last is nobody's rule.
            return
        if not page.items and value_at(page.exchange, lister.paging.items):
            # Nothing leads on from the last page: what it says of itself is no word about one behind it.
            return
        is_full(lister, page, (number - first, size), begun)
        judge_count(lister, page, "page_items", totals.page_items, len(page.items))
        judge_count(lister, page, "page_size", totals.page_size, limit)
        judge_count(lister, page, "page", totals.page, number)
        if total is not None:
            judge_count(lister, page, "pages", totals.pages, math.ceil(total / size))
    last = math.ceil(counted / size) - 1 if counted is not None else 0
    if last > 1:
        # What a page leaves out may be missed at the end only.
        is_full(lister, lister.page(first + last, limit), (last, size), begun)


def _is_next(lister: Lister, page: Page, *, more: bool) -> None:
    """Judge a page that was refused: where the counts say that there is more, it is there."""
    if more and page.exchange.response.status in _REFUSED:
        fact = paging_fact(lister, part="next", states="a page is there as long as the counts say that there is more")
        lister.ledger.broken(fact, f"it was answered {page.exchange.response.status}", page.exchange)


def is_full(lister: Lister, page: Page, asked: tuple[int, int], begun: Page | None = None) -> None:
    """A page holds as many as its limit, unless it is the last: else the counts and the pages contradict each other.

    ``begun`` is the first page of the walk that leads to it: where it is another one by now, the counts are, too.
    """
    turn, size = asked
    total = page.number_at(lister.paging.totals.items)
    if total is None or page.items is None:
        return
    due = max(0, min(size, int(total) - turn * size))
    fact = paging_fact(lister, "totals", "totals.items", part="full", states="only the last page is not full")
    if len(page.items) != due and begun is not None and begun is not page and _is_another(lister, begun):
        lister.ledger.unknown(fact, "others make and remove records meanwhile")
        return
    lister.ledger.expect(fact, len(page.items) == due, f"it holds {len(page.items)} where {due} are due", page.exchange)


def _is_another(lister: Lister, page: Page) -> bool:
    """Say whether what a page was the answer to is answered otherwise by now."""
    now, total = lister.world.session.send(page.exchange.operation, page.exchange.request), lister.paging.totals.items
    counted = value_at(now, total)
    return value_at(now, lister.paging.items) != page.items or counted != value_at(page.exchange, total)
