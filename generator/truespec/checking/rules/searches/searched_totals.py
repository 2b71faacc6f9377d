"""A search counts what it finds: as many records as there are on its pages."""

from __future__ import annotations

from truespec.checking.rules.lists.walk import Lister, Page
from truespec.checking.rules.pages.page_walks import paging_fact

__all__ = ["counts_what_is_found"]


def counts_what_is_found(lister: Lister, end: Page, count: int) -> None:
    """Judge the count beside an empty page, after ``count`` records on those before it.

    Walked again before anything is told, for others may make records meanwhile.
    """
    place = lister.paging.totals.items
    total = end.number_at(place)
    if total is None or total <= count:
        # What comes after the end may be counted as nothing.
        return
    again, seen = lister.afresh(), 0
    for page in again.walk(lister.ample()):
        if not page.items:
            fact = paging_fact(
                lister, "totals", "totals.items", part="totals.items", states=f"`{place}` counts what its name says"
            )
            told = page.number_at(place)
            if told == total and seen == count and page.items is not None:
                lister.ledger.broken(fact, f"it is {total:g}, and {count} are found on all pages", page.exchange)
            return
        seen += len(page.items)
