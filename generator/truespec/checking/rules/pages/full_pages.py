"""A page that is just long enough for all there is holds all of it."""

from __future__ import annotations

from truespec.checking.rules.lists.walk import Lister
from truespec.checking.rules.pages.page_walks import paging_fact

__all__ = ["holds_the_last"]


def holds_the_last(lister: Lister) -> None:
    """Ask for as many records as there are, and for one more: who counts from one and from nought loses the last.

    A server may have a longest page of its own: nothing is told where the larger page does not hold all either.
    """
    lister = lister.afresh()
    total = lister.page(lister.first, lister.smallest()).number_at(lister.paging.totals.items)
    largest = lister.largest()
    if lister.paging.limit is None or total is None or total <= 1 or (largest is not None and total >= largest):
        return
    count = int(total)
    just, more = _lengths(lister, count)
    # Others may make a record between the two, so both are asked for again.
    if more != count or just >= count or _lengths(lister, count) != (just, more):
        return
    fact = paging_fact(lister, part="just-full", states="a page that is long enough for all holds all")
    detail = f"of {count} records, a page of {count} holds {just}, and one of {count + 1} holds {more}"
    lister.ledger.broken(fact, detail, lister.world.session.last)


def _lengths(lister: Lister, count: int) -> tuple[int, int]:
    """Return how many records a page of this length holds, and one that is longer by one."""
    just, more = (lister.page(lister.first, limit) for limit in (count, count + 1))
    return len(just.items or []), len(more.items or [])
