"""Filters for a day, for that day or later, and for that day or earlier agree with each other about one record.

Which day a moment is of depends on the time zone that a server reckons in, but it is the same day for all three.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.fitting import values_in
from truespec.checking.rules.paths import take
from truespec.checking.rules.population import population
from truespec.checking.rules.values import day_of
from truespec.checking.rules.walk import Lister, listers_of
from truespec.checking.rules.world import Family, Subject, World
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["FAMILY"]

_SIDES: Final = {"on-or-after": 1, "on-or-before": -1}
"""What a filter asks for, and how many days further a record does not fit any more."""

_NEAR: Final = (0, 1, -1)
"""How many days off the day may be that a server takes a moment for."""

_MOST_PAGES: Final = 8


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            for exact in lister.action.filters:
                sides = [rule for rule in lister.action.filters if rule.operator in _SIDES and _is_about(rule, exact)]
                if exact.operator == "on" and exact.within is None and sides:
                    for subject in population(world, resource)[:1]:
                        _agree(lister, resource, subject, (exact, sides))


def _is_about(rule: Filter, other: Filter) -> bool:
    return (rule.members, rule.within) == (other.members, other.within)


def _agree(lister: Lister, resource: Resource, subject: Subject, rules: tuple[Filter, list[Filter]]) -> None:
    """Find the day that the server takes a record to be of, and ask from that day on and up to it."""
    exact, sides = rules
    found = [day for value in values_in(subject.record, exact) if (day := day_of(value)) is not None]
    days = [day for day in _around(found[:1]) if _is_listed(lister, resource, subject, (exact, day))[0]]
    for rule in sides if len(days) == 1 else ():
        fact = lister.world.fact(
            rule, lister.operation, part="same-day", states=f"a day is the same for it and for `{exact.place}`"
        )
        there, exchange = _is_listed(lister, resource, subject, (rule, days[0]))
        if there is not None:
            lister.ledger.expect(fact, there, "a record of that very day is not listed", exchange)
        beyond = days[0] + timedelta(days=_SIDES[rule.operator])
        there, exchange = _is_listed(lister, resource, subject, (rule, beyond))
        if there is not None:
            lister.ledger.expect(fact, not there, "a record of the day on the other side is listed", exchange)


def _around(days: list[date]) -> Iterator[date]:
    for day in days:
        yield from (day + timedelta(days=offset) for offset in _NEAR)


def _is_listed(
    lister: Lister, resource: Resource, subject: Subject, asked: tuple[Filter, date]
) -> tuple[bool | None, Exchange | None]:
    """Say whether a record is in the list for a day; ``None`` where the list was refused or is too long."""
    last: Exchange | None = None
    question: Json = asked[1].isoformat()
    pages = lister.asking((asked[0].place, question)).walk(lister.largest() or 100)
    for number, page in enumerate(pages, 1):
        if page.items is None:
            return (False if last is not None and page.exchange.response.status in {404, 410} else None), last
        last = page.exchange
        if any(take(item, (resource.key,)) == subject.key for item in page.items):
            return True, last
        if not page.items:
            return False, last
        if number == _MOST_PAGES:
            break
    return None, last


FAMILY = Family("days", "filters for a day and for days from it or up to it agree with each other", _check)
