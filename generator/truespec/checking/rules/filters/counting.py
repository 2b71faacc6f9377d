"""A total that comes with what fits a filter counts that, unless others make or remove records meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from truespec.checking.rules.filters.filter_values import FilterCase
from truespec.checking.rules.lists.walk import Page
from truespec.contract.schema import Json

__all__ = ["is_counted", "is_still"]

_Walk: TypeAlias = "tuple[Collection[Json] | None, Sequence[Page], bool]"
"""The keys of what was found, the pages, and whether the list was read to its end."""


def is_still(case: FilterCase, pages: Sequence[Page], found: Collection[Json], again: Callable[[], _Walk]) -> bool:
    """Say whether what several pages hold can be held against the total of the first: nothing came or went meanwhile.

    Where the two differ, the pages are walked ``again``.
    """
    place = case.lister.paging.totals.items
    totals = {page.number_at(place) for page in pages if page.items}
    if len(pages) == 1 or totals <= {len(found), None}:
        return True
    keys, others, complete = again()
    totals |= {page.number_at(place) for page in others if page.items}
    return complete and keys is not None and {*keys} == {*found} and len(totals) == 1


def is_counted(case: FilterCase, page: Page, found: int) -> None:
    """Judge the total on the first page of a list that was read to its end: it counts what fits."""
    paging = case.lister.paging
    total = page.number_at(paging.totals.items)
    if total is None and not found and case.lister.page(case.lister.first).number_at(paging.totals.items) is not None:
        there = case.world.fact(
            paging, case.lister.operation, part="totals.items.there", states=f"`{paging.totals.items}` is a number"
        )
        case.lister.ledger.broken(there, "it is not there where nothing is listed, and is elsewhere", page.exchange)
    if total is not None:
        attributes, states = ("totals", "totals.items"), f"`{paging.totals.items}` counts what fits the filters"
        fact = case.world.fact(paging, case.lister.operation, *attributes, part="totals.fitting", states=states)
        case.lister.ledger.expect(fact, total == found, f"it is {total:g} where {found} is right", page.exchange)
