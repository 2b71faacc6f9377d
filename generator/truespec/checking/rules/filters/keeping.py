"""A list keeps to every filter: what fits is listed, what does not fit is not, alone and together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.filters.either import lists_either
from truespec.checking.rules.filters.filter_elsewhere import look_there_alone
from truespec.checking.rules.filters.filter_values import (
    APART,
    FilterCase,
    asked_value,
    first_value,
    listed,
    of_later_elements,
    of_other_elements,
    one_each,
    partner_of,
    several_at_once,
    strange_values,
    telling_first,
    with_needed,
    written,
)
from truespec.checking.rules.filters.filtered_totals import judge_fitting, read_list
from truespec.checking.rules.filters.filters_taken import are_taken, are_taken_together, takes_what_is_there
from truespec.checking.rules.filters.losing import as_now, is_lost, stay_lost
from truespec.checking.rules.filters.moments import look_at_the_moment_meant
from truespec.checking.rules.filters.named_beside import look_at_what_is_named
from truespec.checking.rules.filters.which_time import look_at_the_time_meant
from truespec.checking.rules.ground.fitting import (
    Asked,
    fits,
    fits_plainly,
    holds_nothing_of,
    other_ends,
    values_in,
)
from truespec.checking.rules.ground.subjects import is_long
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["FAMILY", "FIRST"]

_VALUES: Final = 8
"""So many values are asked for at once where there is time."""


def _glance(world: World) -> None:
    """Ask of every filter what tells most; what is left is asked when the family itself is looked at."""
    for name, inquiry in _inquiries(world):
        next(inquiry)
        world.begun[name] = inquiry


def _check(world: World) -> None:
    for name, inquiry in _inquiries(world):
        # What was begun goes on; elsewhere, or after an abort, all is asked here.
        for _ in world.begun.pop(name, inquiry):
            pass


def _inquiries(world: World) -> Iterator[tuple[str, Iterator[None]]]:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            if lister.action.filters:
                yield f"{resource.name}: {lister.operation.id}", _inquire(world, resource, lister)


def _inquire(world: World, resource: Resource, lister: Lister) -> Iterator[None]:
    """Ask a list by all of its filters, first of each what tells most: then it stops once."""
    others = tuple(listed(lister, resource))
    case = FilterCase(world, lister, resource, population(world, resource) or others, others)
    inquiries = [_Inquiry(case, rule) for rule in lister.action.filters]
    for inquiry in inquiries:
        inquiry.ask()
    yield
    for inquiry in inquiries:
        inquiry.ask()
        inquiry.conclude()
    _check_together(case)
    if world.rounds == 1:
        look_there_alone(case)
        look_at_what_is_named(case)
        look_at_the_time_meant(case)
        look_at_the_moment_meant(case)


class _Inquiry:
    """What one filter is asked for, question by question, and what the answers told."""

    def __init__(self, case: FilterCase, rule: Filter) -> None:
        """Take records of others beside those of our own, where none of these has a value that the filter looks at."""
        if not any(True for subject in case.subjects for _ in values_in(subject.record, rule)):
            # Those with several values first: of one value, nobody sees whether the others are looked at.
            having = sorted(_with_values(case, rule), key=lambda subject: len([*values_in(subject.record, rule)]) < 2)
            case = replace(case, subjects=(*case.subjects, *having[: case.world.rounds]))
        self._case = case
        self._rule = rule
        self._questions = _questions(case, rule)
        self._told: list[bool] = []
        self._answers: list[tuple[Asked, Exchange]] = []

    def ask(self) -> None:
        """Ask what tells most, and the next time all that is left."""
        for asked in self._questions:
            if asked is None:
                return
            self._told.append(_ask(self._case, asked))
            if self._case.world.session.last is not None:
                self._answers.append((asked, self._case.world.session.last))

    def conclude(self) -> None:
        """Judge what only all the answers tell."""
        takes_what_is_there(self._case, self._rule, self._answers)
        if not any(self._told):
            reason = "no record could be told to fit or not to fit"
            self._case.world.session.ledger.unknown(_fact(self._case, self._rule), reason)


def _with_values(case: FilterCase, rule: Filter) -> Iterator[Subject]:
    own = [subject.key for subject in case.subjects]
    for subject in case.others:
        if subject.key not in own and any(True for _ in values_in(subject.record, rule)):
            yield subject


def _questions(case: FilterCase, rule: Filter) -> Iterator[Asked | None]:
    """Yield what to ask for: values that one of the records has, and values that none has.

    ``None`` comes after what tells most.
    """
    values = dict.fromkeys(
        asked_value(rule, value)
        for subject in case.subjects
        for value in values_in(subject.record, rule)
        if isinstance(value, str | int | float)
    )
    known: list[Json] = [value for value in values if value is not None]
    several = several_at_once(case, rule, known)
    if several and rule.values == "any" and is_long(case.world):
        several.append(known[:_VALUES])
    later = islice(of_later_elements(case, rule, known), 1)
    alone = [[value] for value in dict.fromkeys([*known[: case.world.rounds], *later, *one_each(case, rule)])]
    strangers = [*strange_values(case, rule, known), *of_other_elements(case, rule, known)]
    first = telling_first(case, rule, known, strangers) or alone[:1]
    for some in first:
        yield with_needed(case, rule, written(case, rule, some))
    yield None
    for some in (*alone, *several, *([value] for value in strangers)):
        if some not in first:
            yield with_needed(case, rule, written(case, rule, some))
    if case.world.rounds == 1:
        are_taken(case, rule, known)
    records = [subject.record for subject in case.subjects]
    for other, day in other_ends(case.lister.action.filters, records, rule) if strangers else ():
        # Of a span, neither end is forgotten for the other.
        far = day - APART if other.operator == "on-or-after" else day + APART
        ends = written(case, other, [far.isoformat()]), written(case, rule, [strangers[-1]])
        yield (ends[0], *with_needed(case, rule, ends[1]))
    partner = partner_of(case, rule)
    if partner is not None and strangers:
        yield (partner, *with_needed(case, rule, written(case, rule, [strangers[-1]])))


def _check_together(case: FilterCase) -> None:
    """Ask for one record by every filter that fits it, and for two records by one filter each."""
    for subject in case.subjects[: case.world.rounds]:
        asked = tuple(
            written(case, rule, [value])
            for rule in case.lister.action.filters
            for value in [first_value(subject, rule)]
            if value is not None and rule.within is None and fits(subject.record, rule, value)
        )
        if len(asked) > 1:
            _ask(case, asked)
            plain = tuple(one for one in asked if fits_plainly(subject.record, *one))
            if 1 < len(plain) < len(asked):
                # What it fits in any reading is asked apart: of the others, nobody knows whether they leave it out.
                _ask(case, plain)
            are_taken_together(case, asked[:2])
            for rule, _ in asked:
                _ask_mixed(case, subject, asked, rule)


def _ask_mixed(case: FilterCase, subject: Subject, asked: Asked, rule: Filter) -> None:
    """Put a value that only another record has in the place of one filter's: none of them is lost beside the others."""
    for other in case.subjects:
        value = first_value(other, rule) if other.key != subject.key else None
        if value is not None and fits(subject.record, rule, value) is False:
            _ask(case, tuple(written(case, rule, [value]) if one[0] is rule else one for one in asked))
            return


def _ask(case: FilterCase, asked: Asked) -> bool:
    """Ask and judge the answer; say whether it told anything."""
    ledger, (found, pages, complete) = case.world.session.ledger, read_list(case, asked)
    last = pages[-1].exchange if pages else None
    if found is None:
        reason = "" if last is None else f"a valid request was answered {last.response.status}"
        ledger.unknown(_fact(case, asked[-1][0]), reason)
        return False
    shown = list(_records(case, found, asked))
    if _apart(asked) and _shows_half(shown, asked) and lists_either(case):
        ledger.unknown(_fact(case, asked[-1][0]), "what fits any of several filters is listed")
        return False
    if complete and pages:
        judge_fitting(case, asked, pages[0], found)
    absent = [subject for subject in case.subjects if subject.key not in found]
    lost = [subject for subject in absent if complete and is_lost(case, subject, asked)]
    told = [_judge(case, (rule, value), shown, absent, last) for rule, value in asked]
    if lost and (len(pages) == 1 or stay_lost(case, lost, asked)):
        plainly = any(all(fits_plainly(subject.record, *one) for one in asked) for subject in lost)
        ledger.broken(_fact(case, asked[-1][0], plainly=plainly), "a record that fits is not listed", last)
        return True
    return any(told)


def _apart(asked: Asked) -> bool:
    """Say whether filters are about different things: the ends of a span, and what goes together, are about one."""
    return len({(rule.members, rule.within) if rule.within is None else rule.within for rule, _ in asked}) > 1


def _shows_half(shown: Sequence[Json], asked: Asked) -> bool:
    return any(fits(record, *one) is False for record in shown for one in asked)


def _judge(
    case: FilterCase, one: tuple[Filter, Json], listed: Sequence[Json], absent: Sequence[Subject], last: Exchange | None
) -> bool:
    """Judge what a list says of one of the filters it was asked for, and say whether that is anything."""
    (rule, value), ledger = one, case.world.session.ledger
    outcomes = [fits(record, rule, value) for record in listed]
    if False in outcomes:
        plainly = any(holds_nothing_of(record, rule, value) for record in listed)
        ledger.broken(_fact(case, rule, plainly=plainly), "a record that does not fit is listed", last)
    elif True in outcomes or False in [fits(subject.record, rule, value) for subject in absent]:
        ledger.holds(_fact(case, rule))
    else:
        return False
    return True


def _records(case: FilterCase, found: dict[Json, Json], asked: Asked) -> Iterator[Json]:
    """Yield what is listed, our own records as they were read: that tells most.

    One that does not fit as it was read is read again: something else may have worked on it since.
    """
    own = {subject.key: subject for subject in case.subjects}
    for key, item in found.items():
        subject = own.get(key)
        if subject is None:
            yield item
        elif any(fits(subject.record, *one) is False for one in asked):
            yield as_now(case, subject) or subject.record
        else:
            yield subject.record


def _fact(case: FilterCase, rule: Filter, *, plainly: bool = False) -> Fact:
    """Return the fact of a filter; what is plain leans on nothing that was assumed about how it compares."""
    attributes = () if plainly else ("members", "operator", "within", "values")
    return case.world.fact(rule, case.lister.operation, *attributes)


FIRST = Family("filters at a glance", "what tells most of every filter", _glance)
FAMILY = Family("filters", "a list holds what fits every filter, and nothing that does not", _check)
