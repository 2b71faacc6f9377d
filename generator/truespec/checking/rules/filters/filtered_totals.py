"""What a list holds that is asked for by filters, and whether its total counts that."""

from __future__ import annotations

import math
from typing import Final

from truespec.checking.rules.filters.filter_values import FilterCase
from truespec.checking.rules.ground.fitting import Asked
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.lists.walk import Lister, Page
from truespec.contract.schema import Json

__all__ = ["judge_fitting", "read_list"]

_MOST_PAGES: Final = 8
_TRIES: Final = 3
"""So often a list that somebody else adds to is read again."""


def read_list(case: FilterCase, asked: Asked) -> tuple[dict[Json, Json] | None, list[Page], bool]:
    """Return the items of the list by key, the pages, and whether the list was read to its end."""
    return _read(case, case.lister.asking(*((rule.place, value) for rule, value in asked)))


def _read(case: FilterCase, lister: Lister) -> tuple[dict[Json, Json] | None, list[Page], bool]:
    found: dict[Json, Json] = {}
    pages: list[Page] = []
    for page in lister.walk(lister.ample()):
        pages.append(page)
        if lister.is_end(page) and len(pages) > 1:
            return found, pages, True
        if page.items is None:
            return None, pages, False
        for item in page.items:
            key = take(item, (case.resource.key,))
            if isinstance(key, str | int):
                found[key] = item
        if not page.items or lister.says_all(page, len(found)):
            return found, pages, True
        if len(pages) == _MOST_PAGES:
            break
    return found, pages, False


def judge_fitting(case: FilterCase, asked: Asked, page: Page, found: dict[Json, Json]) -> None:
    """Judge the total on the first page of a list that was read to its end: it counts what fits."""
    paging = case.lister.paging
    total = page.number_at(paging.totals.items)
    if total is None and not found and case.lister.page(case.lister.first).number_at(paging.totals.items) is not None:
        there = case.world.fact(
            paging, case.lister.operation, part="totals.items.there", states=f"`{paging.totals.items}` is a number"
        )
        case.lister.ledger.broken(there, "it is not there where nothing is listed, and is elsewhere", page.exchange)
    if total is None:
        return
    attributes, states = ("totals", "totals.items"), f"`{paging.totals.items}` counts what fits the filters"
    fact = case.world.fact(paging, case.lister.operation, *attributes, part="totals.fitting", states=states)
    settled = (page, found) if total == len(found) else _settled(case, asked)
    if settled is None:
        case.lister.ledger.unknown(fact, "others make or remove records meanwhile, which are counted too")
        return
    page, found = settled
    right, told = len(found), page.number_at(paging.totals.items)
    if told is not None:
        case.lister.ledger.expect(fact, told == right, f"it is {told:g} where {right} is right", page.exchange)
        if told == right:
            _judge_pages(case, page, right)


def _judge_pages(case: FilterCase, page: Page, count: int) -> None:
    """Judge the number of pages beside a total that is right: it is that of what fits, and not of all there is."""
    totals = case.lister.paging.totals
    size, pages = page.number_at(totals.page_size), page.number_at(totals.pages)
    if size is None or size < 1 or pages is None or not count:
        return
    states = f"`{totals.pages}` counts the pages of what fits the filters"
    fact = case.world.fact(
        case.lister.paging, case.lister.operation, "totals", "totals.pages", part="totals.pages-fitting", states=states
    )
    right = math.ceil(count / size)
    detail = f"it is {pages:g} where {count} fit and a page holds {size:g}"
    case.lister.ledger.expect(fact, pages == right, detail, page.exchange)


def _settled(case: FilterCase, asked: Asked) -> tuple[Page, dict[Json, Json]] | None:
    """Return the first page and the items of a list that was the same twice; ``None`` where somebody changes it."""
    lister = case.lister.afresh().asking(*((rule.place, value) for rule, value in asked))
    before: set[Json] | None = None
    for _ in range(_TRIES):
        found, pages, complete = _read(case, lister)
        if found is None or not complete:
            return None
        if before == set(found):
            return pages[0], found
        before = set(found)
    return None
