"""A day that is only asked for together with a name is that of what is named, not of anything beside it in the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Final

from truespec.checking.rules.filters.filter_values import APART, FilterCase, written
from truespec.checking.rules.filters.filtered_totals import read_list
from truespec.checking.rules.ground.fitting import Asked, fits_all, values_in
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import day_of
from truespec.checking.rules.ground.world import Subject
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["look_at_what_is_named"]

_A_DAY: Final = timedelta(days=1)
_LATER: Final = frozenset({"on", "on-or-after"})
"""Only of the time after the last day that is shown is it known that nothing was: there may be earlier days."""
_MOST: Final = 2


def look_at_what_is_named(case: FilterCase) -> None:
    """Ask for one element of a record of others by its name, and for the later day of another one."""
    filters = case.lister.action.filters
    for need in case.lister.action.needs:
        named = next((rule for rule in filters if rule.place == need.other and rule.operator == "equal"), None)
        for rule in filters if named is not None and named.within is not None else ():
            if named is None or rule.place not in need.places or rule.operator not in _LATER:
                continue
            if rule.within is not None and rule.within == named.within:
                for subject, asked in islice(_questions(case, named, rule), _MOST):
                    if _is_listed(case, subject, asked):
                        break


def _questions(case: FilterCase, named: Filter, rule: Filter) -> Iterator[tuple[Subject, Asked]]:
    """Yield records with what to ask for: two elements are far apart, and the day is that of the later one."""
    for subject in case.others:
        days = list(_days(subject, named, rule))
        for name, _ in days:
            last = max(day for other, day in days if other == name)
            later = [day for other, day in days if other != name and day - last > 2 * APART]
            if later:
                day = later[0] if rule.operator == "on" else later[0] - _A_DAY
                yield subject, (written(case, named, [name]), written(case, rule, [day.isoformat()]))
                break


def _days(subject: Subject, named: Filter, rule: Filter) -> Iterator[tuple[Json, date]]:
    within = rule.within
    elements = take(subject.record, (within.member,)) if within is not None else None
    for element in elements if isinstance(elements, list) else []:
        alone: dict[str, Json] = {within.member: [element]} if within is not None else {}
        anything = replace(rule, within=None if within is None else replace(within, where=()))
        names = list(values_in(alone, replace(named, within=anything.within)))
        found = [day for value in values_in(alone, anything) if (day := day_of(value)) is not None]
        yield from ((name, day) for name in names for day in found)


def _is_listed(case: FilterCase, subject: Subject, asked: Asked) -> bool:
    """Say whether a record is listed that does not fit, as the list itself shows it."""
    found, pages, _ = read_list(case, asked)
    item = (found or {}).get(subject.key)
    if item is None or fits_all(item, asked) is not False:
        return False
    rule = asked[-1][0]
    fact = case.world.fact(
        rule, case.lister.operation, part="named", states=f"the day is that of what `{asked[0][0].place}` names"
    )
    detail = "a record is listed by the day of something else, later than that of what is named"
    case.lister.ledger.broken(fact, detail, pages[-1].exchange)
    return True
