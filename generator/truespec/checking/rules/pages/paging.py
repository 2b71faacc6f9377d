"""Pages hold no more than the limit, follow on each other without repeat or loss, and are counted as stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.naming import tells_key
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.walk import Lister, Page, listers_of
from truespec.checking.rules.pages.asked_pages import judge_between, may_be_left_out
from truespec.checking.rules.pages.below_bounds import judge_below
from truespec.checking.rules.pages.full_pages import holds_the_last
from truespec.checking.rules.pages.left_out import defaults_hold, each_alone
from truespec.checking.rules.pages.numbers_beside import limit_is_kept, numbers_add_up, rests
from truespec.checking.rules.pages.page_walks import judge_sizes, judge_walk, keys_of, paging_fact
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json

__all__ = ["FAMILY", "GLANCE"]

_OTHER_REASONS: Final = frozenset({401, 403, 404, 429})

_ENOUGH = 7
"""So many records make a few pages of two or three."""
_FAR: Final = 1_000_000_000
"""So far on, a number of four bytes still says which page is wanted, and no longer where a page of several begins."""
_LARGE: Final = 25


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
                limit_is_kept(lister, limit)
                numbers_add_up(lister, limit)
                judge_sizes(lister, limit)
            defaults_hold(lister)
            each_alone(lister)
            _bounds(lister)
            judge_below(lister, plain)
            if world.rounds == 1 and lister.paging.style in {"page", "offset"}:
                # What is answered far beyond the end is nobody's rule, but that something is.
                lister.page(lister.first + _FAR, lister.ample())
            may_be_left_out(lister)
            judge_between(lister)
            if world.rounds == 1 and lister.paging.style == "page":
                holds_the_last(lister)
            # Whether a search finds what was made is for the rules of the search to say.
            judge_walk(lister, resource, made if lister.action.search is None else [])


def _check_glance(world: World) -> None:
    """Look at the numbers beside the pages of each list as it is, with a limit that leaves a rest, and without."""
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        for asked in listers_of(world, resource):
            lister = asked.remembering()
            if lister.action.paging is None or lister.paging.style != "page" or lister.paging.limit is None:
                continue
            rest = next(rests(lister), None)
            if rest is not None:
                limit_is_kept(lister, rest)
                numbers_add_up(lister, rest)
                judge_sizes(lister, rest)
            if lister.page().items:
                defaults_hold(lister)


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
    rest = [*rests(lister)][:1]
    small = (world.random.randint(smallest, min(5, largest)) for _ in range(world.rounds))
    # By then there is more than a server may cut pages down to.
    most = {largest} if world.rounds > 1 else set[int]()
    yield from sorted({smallest, min(smallest + 1, largest), min(_LARGE, largest), *rest, *small, *most})


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


GLANCE = Family("pages at a glance", "the numbers beside a page are those of the list", _check_glance)

FAMILY = Family("paging", "pages keep to the limit, follow on each other, and are counted as stated", _check)
