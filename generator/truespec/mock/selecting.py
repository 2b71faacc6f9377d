"""Which records a request asks for: the filters of a list, each alone and all together."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from truespec.contract.behaviour import Action
from truespec.contract.schema import Json
from truespec.contract.selection import Filter, Operator, Within
from truespec.mock.days import day_of, measure_of
from truespec.mock.places import given, leaves
from truespec.mock.records import key_text
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["filtered"]

_Test: TypeAlias = Callable[[Json], bool]
"""Says of a value of a record whether it is what the request asks for."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A filter the request makes use of, with a test for each of the values, one of which or all have to fit."""

    rule: Filter
    tests: tuple[_Test, ...]

    def fits(self, holder: Json) -> bool:
        """Say whether a record, or an element of a list in it, fits."""
        kept = tuple(self._kept(holder))
        fitting = (any(test(one) for one in kept) for test in self.tests)
        return all(fitting) if self.rule.values == "all" else any(fitting)

    def _kept(self, holder: Json) -> Iterable[Json]:
        found = (value for path in self.rule.members for value in leaves(holder, path))
        return (" ".join(map(key_text, found)),) if self.rule.joined else found


def filtered(call: Call, action: Action, records: Sequence[Record]) -> Sequence[Record]:
    """Return the records that fit every filter of ``action`` that the request gives a value for, in the same order."""
    asked = tuple(_asked(call, action.filters))
    if not asked:
        return records
    plain = [one for one in asked if one.rule.within is None]
    groups = _groups(asked)
    return [
        record
        for record in records
        if all(one.fits(record) for one in plain)
        and all(_has_element(record, within, members) for within, members in groups)
    ]


def _asked(call: Call, rules: Iterable[Filter]) -> Iterator[_Asked]:
    for rule in rules:
        value = given(call, rule.place)
        if value is not None:
            # A parameter that takes a list is sent one, even of a single value.
            values = value if isinstance(value, list) and value else [value]
            yield _Asked(rule, tuple(map(_TESTS[rule.operator], values)))


def _groups(asked: Iterable[_Asked]) -> list[tuple[Within, list[_Asked]]]:
    """Put the filters together that speak of one and the same element of a list."""
    groups = list[tuple[Within, list[_Asked]]]()
    for one in asked:
        within = one.rule.within
        if within is None:
            continue
        members = next((members for known, members in groups if known == within), None)
        if members is None:
            groups.append((within, [one]))
        else:
            members.append(one)
    return groups


def _has_element(record: Record, within: Within, asked: Sequence[_Asked]) -> bool:
    return any(
        all(any(_equal(kept, wanted) for kept in leaves(element, (name,))) for name, wanted in within.where)
        and all(one.fits(element) for one in asked)
        for element in leaves(record, (within.member,))
    )


def _equal(kept: Json, wanted: Json) -> bool:
    # As text, because some send numbers as texts, and because Python takes True for 1.
    return key_text(kept) == key_text(wanted)


def _equals(wanted: Json) -> _Test:
    text = key_text(wanted)
    return lambda kept: (kept if isinstance(kept, str) else key_text(kept)) == text


def _contains(wanted: Json) -> _Test:
    part = key_text(wanted).casefold()
    return lambda kept: part in key_text(kept).casefold()


def _day(compare: Callable[[date, date], bool]) -> Callable[[Json], _Test]:
    def test(wanted: Json) -> _Test:
        theirs = day_of(wanted)

        def fits(kept: Json) -> bool:
            mine = day_of(kept)
            return mine is not None and theirs is not None and compare(mine, theirs)

        return fits

    return test


def _measured(compare: Callable[[float, float], bool]) -> Callable[[Json], _Test]:
    def test(wanted: Json) -> _Test:
        bound = measure_of(wanted)

        def fits(kept: Json) -> bool:
            found = measure_of(kept)
            return found is not None and bound is not None and compare(found, bound)

        return fits

    return test


def _month(wanted: Json) -> _Test:
    month = key_text(wanted).lstrip("0")

    def fits(kept: Json) -> bool:
        day = day_of(kept)
        return day is not None and month == str(day.month)

    return fits


_TESTS: Final[Mapping[Operator, Callable[[Json], _Test]]] = {
    "equal": _equals,
    "contains": _contains,
    "on": _day(date.__eq__),
    "on-or-after": _day(date.__ge__),
    "on-or-before": _day(date.__le__),
    "month": _month,
    "at-least": _measured(operator.ge),
    "at-most": _measured(operator.le),
    "above": _measured(operator.gt),
    "below": _measured(operator.lt),
}
