"""What a request for a page leaves out has the documented default."""

from __future__ import annotations

from typing import Final

from truespec.checking.rules.lists.walk import Lister, Page
from truespec.checking.rules.pages.numbers_beside import is_full
from truespec.checking.rules.pages.page_walks import judge_count, keys_of, paging_fact
from truespec.contract.schema import ABSENT

__all__ = ["defaults_hold", "each_alone"]

_LOOKS: Final = 3
"""So often two pages are compared, where others may be at work between."""


def defaults_hold(lister: Lister) -> None:
    """Leave the limit and the page away: the documented defaults hold."""
    ledger, default = lister.ledger, lister.default()
    without = lister.page()
    if default is not None:
        fact = paging_fact(lister, part="default-limit", states=f"without a limit, a page holds at most {default}")
        if without.items is None:
            ledger.unknown(fact, f"the list answered {without.exchange.response.status}")
        elif len(without.items) > default:
            ledger.broken(fact, f"a page without a limit holds {len(without.items)} items", without.exchange)
        else:
            ledger.holds(fact)
            judge_count(lister, without, "page_size", lister.paging.totals.page_size, default)
            is_full(lister, without, (0, default))
            _is_as_said(lister, without, default)
    shape = lister.shape_at(lister.paging.page)
    if shape is not None and str(shape.default) == str(lister.paging.first):
        fact = paging_fact(lister, part="default-page", states="without a page number, the first page is the answer")
        first = last = lister.page(lister.first)
        for _ in range(_LOOKS):
            if without.items is None or first.items is None or _are_alike(lister, without, first, last):
                break
            # A record may have been made between the two.
            first, without, last = (lister.afresh().page(number) for number in (lister.first, ABSENT, lister.first))
        if without.items is not None and first.items is not None and _are_alike(lister, without, first, last):
            ledger.holds(fact)
        elif without.items is not None and _are_alike(lister, first, last):
            ledger.broken(fact, "another page was answered", without.exchange)


def _are_alike(lister: Lister, one: Page, *others: Page) -> bool:
    """Say whether a page has the records of one of others; what is shown of them may change with every answer."""
    resource = lister.world.resource(lister.action)
    for other in others:
        keys = [keys_of(page, resource) for page in (one, other)] if resource is not None else []
        if (keys[0] == keys[1]) if keys and all(keys) else (one.items == other.items):
            return True
    return False


def each_alone(lister: Lister) -> None:
    """Name the limit without a page, and a page without the limit: each counts without the other."""
    if lister.paging.limit is None or lister.paging.style != "page":
        return
    small, default = lister.smallest(), lister.default()
    fact = paging_fact(lister, part="alone", states="a limit counts without a page, and a page without a limit")
    page = lister.page(limit=small)
    if page.items is not None and len(page.items) > small:
        detail = f"a page of limit {small} holds {len(page.items)} items where no page is named"
        lister.ledger.broken(fact, detail, page.exchange)
    if default is None:
        return
    alone, both = lister.page(lister.first + 1), lister.page(lister.first + 1, default)
    if alone.items and both.items is not None and alone.items != both.items:
        # A record may have been made between the two, and every other answer may be that of another copy.
        again, second = lister.afresh(), lister.first + 1
        before, alone, once_more = again.page(second, default), again.page(second), again.page(second)
        after = again.page(second, default)
        if alone.items and alone.items == once_more.items and before.items == after.items != alone.items:
            same = alone.items == again.page(lister.first, default).items
            detail = f"the second page without a limit is {'the first' if same else 'not the one of the default limit'}"
            lister.ledger.broken(fact, detail, alone.exchange)


def _is_as_said(lister: Lister, without: Page, default: int) -> None:
    """Say the documented default: no more records come than without a word."""
    said = lister.page(limit=default)
    if said.items is None or without.items is None:
        return
    if len(said.items) > len(without.items):
        # A record may have been made between the two.
        without = lister.afresh().page()
    fact = paging_fact(lister, part="default-limit", states=f"without a limit, a page holds at most {default}")
    held, due = len(without.items or []), len(said.items)
    detail = f"it holds {held} items, and {due} where {default} are asked for"
    lister.ledger.expect(fact, due <= held, detail, without.exchange)
