"""Pages of a list that is asked for something follow on each other as those of the whole list do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truespec.checking.rules.ground.fitting import holds_nothing_of
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import Lister, Page, listers_of
from truespec.checking.rules.pages.narrowed_cursors import follow_cursors
from truespec.checking.rules.pages.page_walks import judge_count, keys_of, paging_fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["FAMILY", "FIRST", "comes_both_ways"]

_SHORTEST = 6


def _listers(world: World) -> Iterator[tuple[Lister, Resource]]:
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        for lister in listers_of(world, resource):
            if lister.paging.style == "page" and lister.paging.limit is not None:
                yield lister, resource


def _check_first(world: World) -> None:
    """Follow the first two pages of each list, in an order where it takes one."""
    for lister, resource in _listers(world):
        _follow(lister.remembering().asking(*_order(lister, resource)), resource, None, None)


def _check(world: World) -> None:
    follow_cursors(world)
    for lister, resource in _listers(world):
        for narrowed, rule, value in _narrowed(world, lister, resource):
            _follow(narrowed, resource, rule, value)
            _in_order(narrowed, resource, rule, value)


def _narrowed(world: World, lister: Lister, resource: Resource) -> Iterator[tuple[Lister, Filter, Json]]:
    """Yield the list asked by each filter on texts, with what several records of ours have."""
    subjects, needing = (
        population(world, resource),
        {place for needs in lister.action.needs for place in needs.places},
    )
    for rule in lister.action.filters:
        usable = rule.operator in {"equal", "contains"} and rule.within is None and not rule.joined
        if not usable or rule.place in needing:
            continue
        texts = dict.fromkeys(text for subject in subjects for text in _texts(subject.record, rule))
        shape = lister.shape_at(rule.place)
        if rule.operator == "contains" and len(subjects) > 1:
            yield lister.asking((rule.place, world.maker.tag)), rule, world.maker.tag
            # What one of them alone has fills no second page, which then shows whether the text is asked for there.
            alone = next((text for text in texts if sum(text in str(one.record) for one in subjects) == 1), None)
            if alone is not None:
                yield lister.asking((rule.place, alone)), rule, alone
        elif rule.values == "any" and shape is not None and "array" in shape.types and len(texts) > 1:
            values = list[Json](texts)
            yield lister.asking((rule.place, values)), rule, values
        elif texts:
            value = next(iter(texts))
            yield lister.asking((rule.place, value)), rule, value


def _order(lister: Lister, resource: Resource, *, descending: bool = False) -> list[tuple[Place, Json]]:
    """Return what asks a list for the order in which its records were made, nothing where it takes no order."""
    order = lister.action.order
    births = [name for name, what in resource.sets if what == "created"]
    if order is None or not births:
        return []
    shape = lister.shape_at(order.by)
    name = order.prefix + births[0] if descending and order.direction is None else births[0]
    by: Json = [name] if shape is not None and "array" in shape.types else name
    way = order.descending if descending else order.ascending
    direction = [(order.direction, way)] if order.direction is not None else []
    return [(order.by, by), *direction]


def _in_order(lister: Lister, resource: Resource, rule: Filter, value: Json) -> None:
    """Ask for what fits a filter in an order: what does not fit is not listed for it."""
    asked = _order(lister, resource)
    page = lister.asking(*asked).page(lister.first, lister.ample()) if asked else None
    if page is not None and any(holds_nothing_of(item, rule, value) for item in page.items or []):
        fact = lister.world.fact(rule, lister.operation, part="ordered", states="in every order")
        lister.ledger.broken(fact, "a record that does not fit is listed where an order is asked for", page.exchange)
    if page is not None and rule.operator == "contains":
        comes_both_ways(lister, resource, rule, page)


def comes_both_ways(lister: Lister, resource: Resource, rule: Filter, rising: Page | None = None) -> None:
    """Ask for what fits a text the other way round: an order that the whole list comes in is not lost beside a text."""
    order = lister.action.order
    if order is None or not _order(lister, resource):
        return
    rising = _page_in_order(lister, resource, descending=False) if rising is None else rising
    if len(set(_births(rising, resource))) < len("ab"):
        return
    falling = _page_in_order(lister, resource, descending=True)
    if not falling.items:
        return
    births = _births(rising, resource), _births(falling, resource)
    same = keys_of(rising, resource) == keys_of(falling, resource)
    turned = births[0] == sorted(births[0], reverse=True) and births[1] == sorted(births[1])
    if not same and not turned:
        return
    whole = replace(lister, asked=tuple(one for one in lister.asked if one[0] != rule.place))
    up, down = (_births(_page_in_order(whole, resource, descending=way), resource) for way in (False, True))
    if up == sorted(up) and down == sorted(down, reverse=True) and up != down:
        fact = lister.world.fact(order, lister.operation, part="beside", states=f"beside `{rule.place}`, too")
        detail = "both directions bring what fits in the same order" if same else "what fits comes the wrong way round"
        lister.ledger.broken(fact, detail, falling.exchange)


def _page_in_order(lister: Lister, resource: Resource, *, descending: bool) -> Page:
    asked = _order(lister, resource, descending=descending)
    return lister.asking(*asked).page(lister.first, lister.ample())


def _births(page: Page, resource: Resource) -> list[str]:
    """Return the times that the records of a page were made at, where they are told."""
    births = [name for name, what in resource.sets if what == "created"]
    times = (take(item, (births[0],)) for item in page.items or [])
    return [time for time in times if isinstance(time, str)]


def _texts(record: dict[str, Json], rule: Filter) -> Iterator[str]:
    for path in rule.members:
        value = record.get(path[0])
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and len(first) >= _SHORTEST:
            yield first


def _follow(lister: Lister, resource: Resource, rule: Filter | None, value: Json) -> None:
    """Read two of the shortest pages and judge what they say of each other."""
    limit = lister.smallest()
    one, two = (lister.page(number, limit) for number in (lister.first, lister.first + 1))
    if not one.items:
        return
    if set(keys_of(one, resource)) & set(keys_of(two, resource)):
        # What somebody made between the two has moved the first record on.
        lister = lister.afresh()
        one, two = (lister.page(number, limit) for number in (lister.first, lister.first + 1))
    ledger = lister.ledger
    for number, page in enumerate((one, two), lister.first):
        # Behind the last page the last may be shown again, as what it is.
        if page.items and (page is one or page.items != one.items):
            judge_count(lister, page, "page", lister.paging.totals.page, number)
    kept = paging_fact(lister, part="limit", states="no page is longer than the limit")
    longest = max(len(one.items or []), len(two.items or []))
    ledger.expect(kept, longest <= limit, f"a page of limit {limit} holds {longest} items", one.exchange)
    first, second = keys_of(one, resource), keys_of(two, resource)
    total = one.number_at(lister.paging.totals.items)
    if total is not None and longest <= limit and not _is_again(total, limit):
        if set(first) & set(second):
            fact = paging_fact(lister, part="no-repeat", states="no record is on two pages")
            detail, shown = "a record of the second page was on the first", (one.exchange, two.exchange)
            ledger.broken(fact, detail, two.exchange, shown)
    elif total is not None and second and not set(first) & set(second) and two.items is not None:
        _is_counted_short(lister, one, two, total)
    strangers = [item for item in two.items or [] if rule is not None and holds_nothing_of(item, rule, value)]
    if strangers and rule is not None:
        fact = lister.world.fact(rule, lister.operation, part="pages", states="on every page")
        ledger.broken(fact, "the second page holds a record that does not fit", two.exchange)


def _is_again(total: float, limit: int) -> bool:
    """Say whether there is no second page, so that a server may show anything for it."""
    return total <= limit


def _is_counted_short(lister: Lister, one: Page, two: Page, total: float) -> None:
    """Judge a total by two pages that hold more than it counts, each of them its own records."""
    seen, total = (
        len(one.items or []) + len(two.items or []),
        max(total, two.number_at(lister.paging.totals.items) or 0),
    )
    place = lister.paging.totals.items
    fact = paging_fact(lister, part="totals.items.least", states=f"`{place}` counts all that is listed")
    lister.ledger.expect(fact, total >= seen, f"it is {total:g}, and two pages hold {seen} records", two.exchange)


FIRST = Family("first pages", "the second page of a list follows on the first", _check_first)

FAMILY = Family("narrowed pages", "pages of what is asked for follow on each other", _check)
