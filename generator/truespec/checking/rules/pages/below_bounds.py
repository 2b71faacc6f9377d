"""A page that is too small, or before the first, is refused or made another: no server gives what there is not.

That a page holds at least one item, and that the first is the first, is where a spec has the least that can be asked
for. Where a refusal is documented, taking such a request is told for itself; where none is, what a server makes of it
is its own, so all that is seen here goes against a guess only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.lists.walk import Lister, Page
from truespec.checking.rules.pages.page_walks import paging_fact
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place

__all__ = ["judge_below"]

_UNSAID: Final = "what a request for less than can be asked for is answered with is not documented"


def judge_below(lister: Lister, plain: Page) -> None:
    """Ask for a page of fewer items than can be asked for, then for one before the first; ``plain`` holds some."""
    if plain.items and lister.paging.style != "whole":
        _is_least(lister)
        _is_before_all(lister)


def _is_least(lister: Lister) -> None:
    least = _documented(lister, lister.paging.limit)
    if least is None:
        return
    fact = paging_fact(lister, part="least", states=f"no page is made for fewer than {least}, whatever is asked for")
    page = lister.page(lister.first, least - 1)
    lister.ledger.expect(
        _guessed(fact), page.items is None or bool(page.items), "a page of nothing was answered", page.exchange
    )


def _is_before_all(lister: Lister) -> None:
    first, place = _documented(lister, lister.paging.page), lister.paging.totals.page
    if lister.paging.style != "page" or first is None or first != lister.first or place is None:
        return
    states = f"there is no page before page {first}"
    fact = paging_fact(lister, "first", "totals.page", part="before-first", states=states)
    page = lister.page(first - 1, lister.smallest())
    said = page.number_at(place)
    if page.items is None or said is not None:
        lister.ledger.expect(
            _guessed(fact), said is None or said >= first, f"page {first - 1} was answered as one", page.exchange
        )


def _guessed(fact: Fact) -> Fact:
    return fact if fact.assumed else replace(fact, assumed=_UNSAID)


def _documented(lister: Lister, place: Place | None) -> int | None:
    """Return the least that can be asked for, where that is documented and more than nothing."""
    shape = lister.shape_at(place)
    value = None if shape is None else shape.constraints.get("minimum")
    if shape is None or isinstance(value, bool) or not isinstance(value, int) or value < 1:
        return None
    return None if assumed_among(shape.schema.assumptions, ("minimum",)) else value
