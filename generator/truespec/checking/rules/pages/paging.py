"""Pages hold no more than the limit, follow on each other without repeat or loss, and are counted as stated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.naming import tells_key
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.one_page import value_at
from truespec.checking.rules.lists.walk import Lister, Page, listers_of
from truespec.checking.rules.pages.asked_pages import judge_between, may_be_left_out
from truespec.checking.rules.pages.below_bounds import judge_below
from truespec.checking.rules.pages.full_pages import holds_the_last
from truespec.checking.rules.pages.page_walks import judge_count, judge_sizes, judge_walk, keys_of, paging_fact
from truespec.contract.behaviour import Resource
from truespec.contract.schema import ABSENT, Json

__all__ = ["FAMILY"]

_OTHER_REASONS: Final = frozenset({401, 403, 404, 429})

_REFUSED: Final = frozenset({400, 404, 410, 422})

_ENOUGH = 7
_ODD: Final = 7
_LOOKS: Final = 3
"""So often two pages are compared, where others may be at work between."""
_FAR: Final = 100_000
_LARGE: Final = 25
"""So many records make a few pages of two or three."""


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        listers = tuple(listers_of(world, resource))
        made = _fill(world, resource) if listers else []
        for asked in listers:
            if asked.action.paging is None:
                continue
            # What is looked at again is read again: an answer may be another the second time.
            lister = asked.remembering() if world.rounds == 1 else asked
            plain = lister.page(lister.first, lister.smallest())
            if not _is_list(lister, resource, plain):
                if lister.page().exchange.response.success:
                    # It is a list, and what refuses it is the limit that was sent.
                    _bounds(lister)
                continue
            for limit in _limits(world, lister):
                _limit_is_kept(lister, limit)
                _numbers_add_up(lister, limit)
                judge_sizes(lister, limit)
            _defaults(lister)
            _each_alone(lister)
            _bounds(lister)
            judge_below(lister, plain)
            if world.rounds == 1 and lister.paging.style in {"page", "offset"}:
                # What is answered far beyond the end is nobody's rule, but that something is.
                lister.page(lister.first + _FAR, lister.smallest())
            may_be_left_out(lister)
            judge_between(lister)
            if world.rounds == 1 and lister.paging.style == "page":
                holds_the_last(lister)
            # Whether a search finds what was made is for the rules of the search to say.
            judge_walk(lister, resource, made if lister.action.search is None else [])


def _is_list(lister: Lister, resource: Resource, page: Page) -> bool:
    """Say whether a plain request is answered with a list: nothing else can be asked of one that is not."""
    fact, ledger = (
        paging_fact(lister, part="items", states=f"the records are at `{lister.paging.items}`"),
        lister.ledger,
    )
    if not page.exchange.response.success:
        ledger.unknown(fact, f"the list answered {page.exchange.response.status}")
        return False
    ledger.expect(fact, page.items is not None, "there is no list", page.exchange)
    if page.items:
        told = len(keys_of(page, resource)) == len(page.items)
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
    smallest, largest = lister.smallest(), lister.ample()
    total = lister.page(lister.first, smallest).number_at(lister.paging.totals.items)
    rest = [limit for limit in range(smallest + 1, min(_ODD, largest) + 1) if total and total % limit][-1:]
    small = (world.random.randint(smallest, min(5, largest)) for _ in range(world.rounds))
    # By then there is more than a server may cut pages down to.
    most = {largest} if world.rounds > 1 else set[int]()
    yield from sorted({smallest, min(smallest + 1, largest), min(_LARGE, largest), *rest, *small, *most})


def _limit_is_kept(lister: Lister, limit: int) -> None:
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


def _numbers_add_up(lister: Lister, limit: int) -> None:
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
        _is_full(lister, page, (number - first, size), begun)
        judge_count(lister, page, "page_items", totals.page_items, len(page.items))
        judge_count(lister, page, "page_size", totals.page_size, limit)
        judge_count(lister, page, "page", totals.page, number)
        if total is not None:
            judge_count(lister, page, "pages", totals.pages, math.ceil(total / size))
    last = math.ceil(counted / size) - 1 if counted is not None else 0
    if last > 1:
        # What a page leaves out may be missed at the end only.
        _is_full(lister, lister.page(first + last, limit), (last, size), begun)


def _is_next(lister: Lister, page: Page, *, more: bool) -> None:
    """Judge a page that was refused: where the counts say that there is more, it is there."""
    if more and page.exchange.response.status in _REFUSED:
        fact = paging_fact(lister, part="next", states="a page is there as long as the counts say that there is more")
        lister.ledger.broken(fact, f"it was answered {page.exchange.response.status}", page.exchange)


def _is_full(lister: Lister, page: Page, asked: tuple[int, int], begun: Page | None = None) -> None:
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


def _defaults(lister: Lister) -> None:
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
            _is_full(lister, without, (0, default))
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


def _each_alone(lister: Lister) -> None:
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


def _bounds(lister: Lister) -> None:
    """A limit at its documented bounds is accepted; beyond them is the business of what checks requests."""
    ledger = lister.ledger
    for bound in lister.bounds():
        fact = paging_fact(lister, part=f"limit-{bound}", states=f"a limit of {bound} is accepted")
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
    fact = paging_fact(lister, part="most", states=f"no page is longer than {largest}, whatever is asked for")
    page = lister.page(lister.first, largest + 1)
    said = page.number_at(lister.paging.totals.page_size)
    if page.items is None:
        lister.ledger.holds(fact)
    else:
        longest = max(len(page.items), 0 if said is None else int(said))
        lister.ledger.expect(fact, longest <= largest, f"a page of {longest} was answered", page.exchange)


FAMILY = Family("paging", "pages keep to the limit, follow on each other, and are counted as stated", _check)
