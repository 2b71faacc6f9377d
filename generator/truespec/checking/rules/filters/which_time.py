"""A span is about the time that is meant: a record of others whose times lie far apart is there for its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from truespec.checking.rules.filters.filter_values import APART, FilterCase, written
from truespec.checking.rules.filters.filtered_totals import read_list
from truespec.checking.rules.ground.fitting import fits, values_in
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import day_of
from truespec.checking.rules.ground.world import Subject
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["look_at_the_time_meant"]

_OF_DAYS: Final = frozenset({"on", "on-or-after", "on-or-before"})
_FAR: Final = 2 * APART


def look_at_the_time_meant(case: FilterCase) -> None:
    """Ask from a day that lies between two times of a record of others, or up to it: it fits by one of them."""
    filters = [rule for rule in case.lister.action.filters if rule.operator in _OF_DAYS and rule.within is None]
    times = list(dict.fromkeys(path for rule in filters for path in rule.members))
    for rule in filters:
        if rule.operator != "on" and len(rule.members) == 1:
            between = sorted(
                _between(case, rule, times), key=lambda one: one[1], reverse=rule.operator != "on-or-before"
            )
            for subject, day in between[:1]:
                _is_there(case, rule, subject, day)


def _between(case: FilterCase, rule: Filter, times: list[tuple[str, ...]]) -> Iterator[tuple[Subject, date]]:
    """Yield records with a day by which they fit, and would not by any other of their times."""
    for subject in case.others:
        own = [day for value in values_in(subject.record, rule) if (day := day_of(value)) is not None]
        others = [day for path in times if path not in rule.members and (day := _day(subject, path)) is not None]
        for right, wrong in ((own[0], other) for other in others if len(own) == 1):
            if rule.operator == "on-or-after" and right - wrong > _FAR:
                yield subject, right - APART
            if rule.operator == "on-or-before" and wrong - right > _FAR:
                yield subject, right + APART


def _day(subject: Subject, path: tuple[str, ...]) -> date | None:
    return day_of(take(subject.record, path))


def _is_there(case: FilterCase, rule: Filter, subject: Subject, day: date) -> None:
    asked = (written(case, rule, [day.isoformat()]),)
    found, pages, complete = read_list(case, asked)
    if found is None or not complete or subject.key in found or not pages:
        return
    read = case.world.read(case.resource, subject.key)
    now: Json = None if read is None else read[1]
    if now is not None and fits(now, *asked[0]) is True:
        fact = case.world.fact(
            rule, case.lister.operation, part="time", states=f"it is about `{rule.members[0][-1]}`, not another time"
        )
        case.lister.ledger.broken(fact, "a record that fits is not there, and has another time", pages[-1].exchange)
