"""Filters for a day, for that day or later, and for that day or earlier agree with each other about one record.

Which day a moment is of depends on the time zone that a server reckons in, but it is the same day for all three.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.filters.filter_values import APART, FilterCase, listed, with_needed, written
from truespec.checking.rules.ground.fitting import values_in
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import day_of
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import listers_of
from truespec.checking.rules.records.kept_values import is_decided
from truespec.checking.rules.records.untouched import others_again
from truespec.contract.behaviour import Place
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
            exact = [rule for rule in lister.action.filters if rule.operator == "on"]
            if exact:
                own = population(world, resource)
                case = FilterCase(world, lister, resource, own, tuple(listed(lister, resource)))
                if any(rule.within is not None and not _known(case, rule) for rule in exact):
                    case = replace(case, others=(*case.others, *others_again(world, resource)))
                for rule in exact:
                    _check_day(case, rule)


def _check_day(case: FilterCase, exact: Filter) -> None:
    sides = [rule for rule in case.lister.action.filters if rule.operator in _SIDES and _is_about(rule, exact)]
    known = _known(case, exact)
    # Of several elements the latest counts as the first does, and it alone tells what is from a day on; what is up to
    # a day, the earliest alone tells.
    single = next((subject for subject, days in known if len(set(days)) == 1), None)
    several = next((subject for subject, days in known if days[0] < max(days)), None)
    if single is not None:
        _agree(case, single, (exact, sides), max(_days(single, exact)))
    if several is not None:
        for pick, operator in ((max, "on-or-after"), (min, "on-or-before")):
            side = [rule for rule in sides if rule.operator == operator]
            # With one that has a single day, that end was looked at.
            if operator == "on-or-after" or (side and single is None):
                _agree(case, several, (exact, side), pick(_days(several, exact)))


def _known(case: FilterCase, exact: Filter) -> list[tuple[Subject, list[date]]]:
    """Return the records that show a day, with their days: those of others for what is in a list, which is theirs."""
    subjects = (*case.subjects, *(case.others if exact.within is not None else ()))
    return [(subject, days) for subject in subjects if (days := _days(subject, exact))]


def _days(subject: Subject, rule: Filter) -> list[date]:
    return [day for value in values_in(subject.record, rule) if (day := day_of(value)) is not None]


def _is_about(rule: Filter, other: Filter) -> bool:
    return (rule.members, rule.within) == (other.members, other.within)


def _agree(case: FilterCase, subject: Subject, rules: tuple[Filter, list[Filter]], day: date) -> None:
    """Find the day that the server takes a record to be of, and ask from that day on and up to it."""
    (exact, sides), world, subject = rules, case.world, _of_day(subject, rules[0], day)
    told = [(near, *_is_listed(case, subject, (exact, near))) for near in _around(day)]
    days = [near for near, there, _ in told if there]
    if all(there is False for _, there, _ in told) and _counts(case, subject, exact) and _is_there(case, subject):
        fact = world.fact(
            exact, case.lister.operation, part="its-day", states="a record is listed for a day of its own"
        )
        detail = "a record is not listed for the day that it shows, nor for the days beside it"
        case.lister.ledger.broken(fact, detail, told[0][2])
    for rule in sides if len(days) == 1 else ():
        fact = world.fact(
            rule, case.lister.operation, part="same-day", states=f"a day is the same for it and for `{exact.place}`"
        )
        beyond = days[0] + timedelta(days=_SIDES[rule.operator])
        for asked, right, detail in (
            (days[0], True, "a record of that very day is not listed"),
            (beyond, False, "a record of the day on the other side is listed"),
        ):
            there, exchange = _is_listed(case, subject, (rule, asked))
            if there is (not right):
                there, exchange = _looked_at_again(case, subject, (exact, days[0]), (rule, asked))
            if there is not None:
                case.lister.ledger.expect(fact, there is right, detail, exchange)
    if len(days) == 1 and len(sides) == len(_SIDES) and world.rounds > 1:
        _is_within(case, subject, (exact, sides), days[0])


def _is_within(case: FilterCase, subject: Subject, rules: tuple[Filter, list[Filter]], day: date) -> None:
    """Ask from a day on and up to it at once, where either alone is judged already."""
    exact, sides = rules
    asked = [(rule, day) for rule in sides]
    if not all(_is_listed(case, subject, one)[0] for one in asked):
        return
    there, exchange = _is_listed(case, subject, *asked)
    if there is False:
        there, exchange = _looked_at_again(case, subject, (exact, day), *asked)
    if there is not None:
        states = f"with it and `{sides[1].place}`, a record of that day is listed"
        fact = case.world.fact(sides[0], case.lister.operation, part="one-day", states=states)
        case.lister.ledger.expect(
            fact, there, "a record of that very day is not listed, for either alone it is", exchange
        )


def _looked_at_again(
    case: FilterCase, subject: Subject, own: tuple[Filter, date], *asked: tuple[Filter, date]
) -> tuple[bool | None, Exchange | None]:
    """Say once more whether a record is listed, where it is still of its own day: others may work on it meanwhile."""
    there, exchange = _is_listed(case, subject, *asked)
    still, _ = _is_listed(case, subject, own)
    return there if still else None, exchange


def _is_there(case: FilterCase, subject: Subject) -> bool:
    """Say whether nobody has removed a record since it was listed, as far as records can be read."""
    read = case.world.read(case.resource, subject.key)
    return read is None or read[1] is not None


def _counts(case: FilterCase, subject: Subject, exact: Filter) -> bool:
    """Say whether elements count that are of the same kind: what was rejected, or lost, may count for nothing."""
    kinds = _kinds(subject, exact)
    if exact.within is None or not any(kinds):
        return True
    for other, days in _known(case, exact):
        alone = _of_day(other, exact, days[0])
        apart = all(day == days[0] or abs(day - days[0]) >= APART for day in days)
        if other.key != subject.key and apart and all(kind in kinds for kind in _kinds(alone, exact)):
            found = [_is_listed(case, alone, (exact, day))[0] for day in _around(days[0])]
            if any(found):
                return True
    return False


def _kinds(subject: Subject, rule: Filter) -> list[dict[str, Json]]:
    """Return, of each element that a filter looks into, the words by which a server may decide about it."""
    elements = take(subject.record, (rule.within.member,)) if rule.within is not None else []
    return [
        {name: value for name, value in element.items() if isinstance(value, str) and is_decided(name)}
        for element in (elements if isinstance(elements, list) else [])
        if isinstance(element, dict)
    ]


def _of_day(subject: Subject, rule: Filter, day: date) -> Subject:
    """Return a record with only those elements that show a day: what a filter needs beside it is asked of the same."""
    if rule.within is None:
        return subject
    name = rule.within.member
    elements = take(subject.record, (name,))
    held: list[Json] = [
        element
        for element in (elements if isinstance(elements, list) else [])
        if day in _days(replace(subject, record={name: [element]}), rule)
    ]
    return replace(subject, record={**subject.record, name: held})


def _around(day: date) -> Iterator[date]:
    yield from (day + timedelta(days=offset) for offset in _NEAR)


def _is_listed(case: FilterCase, subject: Subject, *asked: tuple[Filter, date]) -> tuple[bool | None, Exchange | None]:
    """Say whether a record is in the list for days; ``None`` where the list was refused or is too long."""
    last: Exchange | None = None
    lister = case.lister
    # What it is only asked together with is that of the record, too.
    about = replace(case, subjects=(subject,))
    question: dict[Place, Json] = {}
    for rule, day in asked:
        question |= {
            one.place: value for one, value in with_needed(about, rule, written(about, rule, [day.isoformat()]))
        }
    pages = lister.asking(*question.items()).walk(lister.ample())
    for number, page in enumerate(pages, 1):
        if page.items is None:
            return (False if last is not None and page.exchange.response.status in {404, 410} else None), last
        last = page.exchange
        if any(take(item, (case.resource.key,)) == subject.key for item in page.items):
            return True, last
        if not page.items:
            return False, last
        if number == _MOST_PAGES:
            break
    return None, last


FAMILY = Family("days", "filters for a day and for days from it or up to it agree with each other", _check)
