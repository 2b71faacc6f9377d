"""What may be asked of a list is answered: any limit between its bounds, and what may be left out is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.subjects import is_long
from truespec.checking.rules.lists.walk import Lister
from truespec.checking.rules.pages.page_walks import paging_fact
from truespec.contract.behaviour import Place

__all__ = ["judge_between", "may_be_left_out"]

_REFUSED: Final = frozenset({400, 404, 410, 422})
_MANY: Final = 12
_ROUND: Final = 5
"""Numbers that people choose are its multiples: a server that takes a choice of limits takes those."""


def judge_between(lister: Lister) -> None:
    """Ask for limits that nobody would offer in a choice: what is between documented bounds is accepted."""
    for limit in _odd_ones(lister):
        page = lister.page(lister.first, limit)
        fact = paging_fact(lister, part="limit-between", states="any limit between the bounds is accepted")
        if page.items is not None:
            lister.ledger.holds(fact)
        elif page.exchange.response.status in _REFUSED and _takes_bounds(lister):
            detail = f"a limit of {limit} was answered {page.exchange.response.status}"
            lister.ledger.broken(fact, detail, page.exchange)
            return


def _odd_ones(lister: Lister) -> Iterator[int]:
    """Yield limits between the bounds that are documented, none of them a round one."""
    bounds = lister.bounds()
    if len(bounds) == len("ab"):
        least, most = bounds
        odd = [limit for limit in range(least + 2, most) if limit % _ROUND]
        count = _MANY if is_long(lister.world) else 1
        yield from lister.world.random.sample(odd, min(count, len(odd)))


def _takes_bounds(lister: Lister) -> bool:
    return all(lister.page(lister.first, bound).items is not None for bound in lister.bounds())


def may_be_left_out(lister: Lister) -> None:
    """Judge a list that takes a page and a limit, and refuses one without the other, or nothing at all."""
    asked = {"limit": lister.paging.limit, "page": lister.paging.page}
    optional = [name for name, place in asked.items() if place is not None and not _is_required(lister, place)]
    if lister.paging.limit is None or lister.page(lister.first, lister.smallest()).items is None:
        return
    needed = False
    for name in optional:
        page = lister.page(lister.first) if name == "limit" else lister.page(limit=lister.smallest())
        if page.exchange.response.status in _REFUSED:
            fact = paging_fact(lister, part=f"{name}-optional", states=f"`{asked[name]}` may be left out")
            lister.ledger.broken(fact, f"without it was answered {page.exchange.response.status}", page.exchange)
            needed = True
    without = lister.page()
    if not needed and len(optional) == len(asked) and without.exchange.response.status in _REFUSED:
        fact = paging_fact(lister, part="optional", states="a list may be asked for without a limit and a page")
        detail = f"without both, which it does without one by one, it answered {without.exchange.response.status}"
        lister.ledger.broken(fact, detail, without.exchange)


def _is_required(lister: Lister, place: Place) -> bool:
    """Say whether a request has to have a value at a place."""
    if place.part == "body":
        schema = lister.world.body_schema(lister.operation)
        return schema is not None and place.path[0] in lister.world.maker.shape(schema).required
    named = (one for one in lister.operation.parameters if (one.place, one.wire) == (place.part, place.path[0]))
    return any(one.required for one in named)
