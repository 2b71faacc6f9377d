"""What a list is asked for to see whether a filter works: values that records have, and values that none has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice, permutations
from typing import Final

from truespec.checking.rules.ground.fitting import BOUNDS, Asked, fits, values_in
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import day_of, measure_of
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.lists.walk import Lister
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Filter, Within

__all__ = [
    "APART",
    "FilterCase",
    "asked_value",
    "first_value",
    "listed",
    "of_later_elements",
    "of_other_elements",
    "one_each",
    "partner_of",
    "several_at_once",
    "strange_values",
    "telling_first",
    "with_needed",
    "written",
]

APART: Final = timedelta(days=3)
"""So far from every day that is known lies a day that is none of them."""
_OF_DAYS: Final = frozenset({"on", "on-or-after", "on-or-before"})
_SHORT: Final = 3
_PAIRED: Final = 6
"""Two of so many values are looked for that tell more than the first and the last."""
_BOUNDED: Final = 5
"""So many values are used as bounds."""


@dataclass(frozen=True, slots=True)
class FilterCase:
    """One list with filters, and the records that are known to be in it."""

    world: World
    lister: Lister
    resource: Resource
    subjects: Sequence[Subject]
    others: Sequence[Subject] = ()
    """What was there before, or else a part of it: nothing is known of it but what it shows."""


def telling_first(case: FilterCase, rule: Filter, known: Sequence[Json], strange: Sequence[Json]) -> list[list[Json]]:
    """Return the values to ask for that tell most.

    Of several values at once, none may be lost; of several members, none may be left out, nor half of a text that two
    of them make up; and what the run makes is all of one day, so that only a span that nothing fits tells anything.
    """
    if rule.joined:
        return [[value] for value in _half_known(case, known)]
    if rule.values != "one" and len(known) > 1:
        return [_two_apart(case, rule, known)]
    if rule.operator in _OF_DAYS:
        return [[value] for value in (strange[:1] if rule.operator == "on" else strange[-1:])]
    return [[value] for value in one_each(case, rule)] if len(rule.members) > 1 else []


def several_at_once(case: FilterCase, rule: Filter, known: Sequence[Json]) -> list[list[Json]]:
    """Return what to ask for in one list of values: those of two records and, where all have to fit, two of one."""
    if rule.values == "one" or len(known) < len("ab"):
        return []
    apart = [_two_apart(case, rule, known)]
    held = ([one for one in known if one in set(_asked_in(subject, rule))] for subject in case.subjects)
    together = [values[:2] for values in held if len(values) > 1] if rule.values == "all" else []
    return [*apart, *together[:1]]


def _two_apart(case: FilterCase, rule: Filter, known: Sequence[Json]) -> list[Json]:
    """Return two values of which neither can be lost unseen: each is in a record that lacks the other.

    Where there are no such, the second at least is in a record without the first, if that can be. Where any of them
    will do, a third comes after them that a record has without these.
    """
    ends, held = (known[0], known[-1]), [set(_asked_in(subject, rule)) for subject in case.subjects]
    pairs = [ends, ends[::-1], *permutations(known[:_PAIRED], 2)]

    def shows(one: Json, other: Json) -> bool:
        return any(other in values and one not in values for values in held)

    telling = [pair for pair in pairs if shows(*pair)]
    pair = list(next((pair for pair in telling if shows(*reversed(pair))), next(iter(telling), ends)))
    alone = (values - set(pair) for values in held if rule.values == "any" and not values & set(pair))
    third = (value for values in alone for value in known if value in values)
    return [*pair, *islice(third, 1)]


def of_other_elements(case: FilterCase, rule: Filter, known: Sequence[Json]) -> Iterator[Json]:
    """Yield a value of an element that does not count, because it says something else than the filter is about."""
    within = rule.within
    if within is None or not within.where:
        return
    anything = replace(rule, within=Within(within.member))
    others = (value for subject in case.subjects for value in values_in(subject.record, anything))
    sent = (asked_value(rule, value) for value in others if isinstance(value, str | int | float))
    yield from islice((value for value in sent if value is not None and value not in known), 1)


def one_each(case: FilterCase, rule: Filter) -> Iterator[str | int | float]:
    """Yield a value of every member a filter looks into, where one of several is enough."""
    for member in rule.members if not rule.joined else ():
        alone = replace(rule, members=(member,))
        values = (asked_value(rule, value) for subject in case.subjects for value in values_in(subject.record, alone))
        yield from islice((value for value in values if value is not None), 1)


def of_later_elements(case: FilterCase, rule: Filter, known: Sequence[Json]) -> Iterator[Json]:
    """Yield what a record fits by some of its elements and not by all: who looks at the first of them finds no other.

    An end of a span lies a few days off, so that it fits in every time zone.
    """
    for subject in case.subjects:
        first, *later = (asked_value(rule, value) for value in (*values_in(subject.record, rule), None))
        days = sorted(day for value in (first, *later) if (day := day_of(value)) is not None)
        if rule.operator in {"on-or-after", "on-or-before"}:
            if len(days) > 1 and days[-1] - days[0] > 2 * APART:
                yield (days[-1] - APART if rule.operator == "on-or-after" else days[0] + APART).isoformat()
        else:
            yield from (value for value in later if value is not None and value != first and value in known)


def asked_value(rule: Filter, value: Json) -> str | int | float | None:
    """Return what asks for a value of a record."""
    if rule.operator in {*_OF_DAYS, "month"}:
        day = day_of(value)
        return None if day is None else day.month if rule.operator == "month" else day.isoformat()
    return value if isinstance(value, str | int | float) else None


def strange_values(case: FilterCase, rule: Filter, known: Sequence[Json]) -> Iterator[Json]:
    """Yield values that no record of ours has."""
    if rule.operator in BOUNDS:
        yield from _between(known)
    elif rule.operator == "month":
        yield from [month for month in range(1, 13) if month not in known][:1]
    elif rule.operator in {"equal", "contains"}:
        shape = case.lister.shape_at(rule.place)
        if shape is None or "string" in shape.types or "array" in shape.types:
            # A part of a text fits what contains it, and equals nothing.
            long = [value for value in known if isinstance(value, str) and len(value) > _SHORT][:1]
            yield from (part for value in long for part in (value[1:], value[:-1]) if part == part.strip())
            halves = [value.partition("@") for value in known if isinstance(value, str) and value.count("@") == 1]
            yield from [f"{local}@{case.world.maker.word()}.example" for local, _, _ in halves][:1]
            if rule.joined:
                yield from _half_known(case, known)
            yield f"{case.world.maker.word()}@example.com" if "mail" in str(rule.place) else case.world.maker.word()
    else:
        days = sorted(day for value in known if (day := day_of(value)) is not None)
        earliest, latest = (days[0], days[-1]) if days else (None, None)
        if rule.operator != "on" and earliest is not None and latest is not None:
            # A day on the far side of all, so that all fit.
            yield (earliest - APART if rule.operator == "on-or-after" else latest + APART).isoformat()
        if rule.operator in {"on", "on-or-before"}:
            yield (earliest - APART).isoformat() if earliest is not None else "1990-01-01"
        if rule.operator in {"on", "on-or-after"}:
            yield (latest + APART).isoformat() if latest is not None else "2090-01-01"
        yield from islice(_days_of_others(case, rule), 1)


def _days_of_others(case: FilterCase, rule: Filter) -> Iterator[str]:
    """Yield days that another time of a record is of, and that the time a filter is about is not.

    What the run makes is made and changed on one day: only what was there before shows which of them is looked at.
    """
    times = {
        path
        for other in case.lister.action.filters
        if other.operator in _OF_DAYS and other.within is None
        for path in other.members
    }
    for subject in case.others if rule.within is None else ():
        right = [day for value in values_in(subject.record, rule) if (day := day_of(value)) is not None]
        wrong = [day for path in times if (day := day_of(take(subject.record, path))) is not None]
        for day in wrong if right else ():
            far = all(abs(day - other) >= APART for other in right)
            outside = {
                "on": True,
                "on-or-after": day > max(right),
                "on-or-before": day < min(right),
            }[rule.operator]
            if far and outside:
                yield day.isoformat()


def _between(known: Sequence[Json]) -> Iterator[Json]:
    """Yield bounds that tell the values apart: each of them, so that what is equal is told from what is not."""
    yield from sorted(known, key=lambda value: measure_of(value) or 0.0)[1:_BOUNDED]


def _half_known(case: FilterCase, known: Sequence[Json]) -> Iterator[str]:
    """Yield texts of which a record has the first part and not the rest, and the other way round."""
    for value in [value for value in known if isinstance(value, str) and len(value.split(" ")) > 1][:1]:
        first, _, rest = value.partition(" ")
        yield f"{first} {case.world.maker.word()}"
        yield f"{case.world.maker.word()} {rest}"


def written(case: FilterCase, rule: Filter, values: list[Json]) -> tuple[Filter, Json]:
    """Return values in the form the request has for them: a list where it takes one."""
    shape = case.lister.shape_at(rule.place)
    many = shape is not None and "array" in shape.types and (len(values) > 1 or "integer" not in shape.types)
    return rule, values if many else values[0]


def first_value(subject: Subject, rule: Filter) -> str | int | float | None:
    """Return what asks for the first value that a filter sees in a record; ``None`` where there is none."""
    return next((asked_value(rule, value) for value in values_in(subject.record, rule)), None)


def _asked_in(subject: Subject, rule: Filter) -> Iterator[Json]:
    """Yield every value that a filter sees in a record, as it is asked for."""
    found = (asked_value(rule, one) for one in values_in(subject.record, rule) if isinstance(one, str | int | float))
    yield from (value for value in found if value is not None)


def with_needed(case: FilterCase, rule: Filter, asked: tuple[Filter, Json]) -> Asked:
    """Return a question with the filters it is only asked together with."""
    needed = [need.other for need in case.lister.action.needs if rule.place in need.places]
    others = [other for other in case.lister.action.filters if other.place in needed]
    found: list[tuple[Filter, Json]] = []
    for other in others:
        known = [
            value for subject in case.subjects for value in values_in(subject.record, other) if isinstance(value, str)
        ]
        found.append(written(case, other, [known[0] if known else case.world.maker.word()]))
    return (*found, asked)


def listed(lister: Lister, resource: Resource) -> Iterator[Subject]:
    """Yield records that are there, of others too: they are looked for, and nothing else."""
    for item in lister.page(lister.first).items or []:
        key = take(item, (resource.key,))
        if isinstance(key, str | int) and isinstance(item, dict):
            yield Subject(key, item, {})


def partner_of(case: FilterCase, rule: Filter) -> tuple[Filter, Json] | None:
    """Return another filter that fits one of our records, to be asked for together with one that does not."""
    for other in case.lister.action.filters:
        needed = any(other.place in needs.places for needs in case.lister.action.needs)
        if other is rule or needed or other.within is not None or other.place.path == rule.place.path:
            continue
        for subject in case.subjects[:1]:
            value = first_value(subject, other)
            if value is not None and fits(subject.record, other, value):
                return written(case, other, [value])
    return None
