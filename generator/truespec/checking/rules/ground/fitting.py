"""Says whether a record fits what a list was asked for, as far as the rule decides it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from truespec.checking.parameters import text_of
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import day_of, measure_of, plain_text
from truespec.contract.schema import Absent, Json
from truespec.contract.selection import Filter, Within

__all__ = [
    "BOUNDS",
    "Asked",
    "fits",
    "fits_all",
    "fits_plainly",
    "holds_nothing_of",
    "other_ends",
    "pieces",
    "values_in",
]

Asked = tuple[tuple[Filter, Json], ...]
"""Filters with the values that were sent for them."""

_DAY: Final = timedelta(days=1)
BOUNDS: Final = frozenset({"at-least", "at-most", "above", "below"})
"""What compares numbers and points in time."""

_OF_DAYS: Final = frozenset({"on", "on-or-after", "on-or-before"})
_OPPOSITE: Final = {"on-or-after": "on-or-before", "on-or-before": "on-or-after"}
_A_DAY: Final = len("2020-01-31")
_ALIKE: Final = 4
"""Texts without so many letters in a row in common are not alike in any reading."""


def fits_all(record: Json, asked: Asked) -> bool | None:
    """Say whether a record fits every filter; ``None`` where that is open.

    Filters within one and the same list have to fit one and the same element of it.
    """
    return _all(_fits_group(record, group) for group in _groups(asked))


def fits(record: Json, rule: Filter, value: Json) -> bool | None:
    """Say whether a record fits one filter; ``None`` where that is open."""
    return _fits_group(record, ((rule, value),))


def holds_nothing_of(record: Json, rule: Filter, sent: Json) -> bool:
    """Say whether a record has nothing that any reading of a filter could take for what was asked."""
    wanted = _wanted(rule, sent)
    if rule.within is not None and take(record, (rule.within.member,)) == []:
        return True
    if rule.operator in {"equal", "contains"}:
        # What a filter reads as one text is one text here too: some servers take a part of it for the whole.
        texts = [plain_text(text_of(one)) for one in (*_texts(record), *values_in(record, rule))]
        looked_for = [plain_text(text_of(one)) for one in wanted]
        if rule.operator == "contains":
            looked_for = [piece for text in looked_for for piece in pieces(text)]
        return bool(texts) and not any(piece in text for piece in looked_for for text in texts)
    if rule.operator in {"on", "on-or-after"} and rule.within is None and _is_null(record, rule):
        # Nothing was ever on a day, or after one, that has no day.
        return True
    anywhere = replace(rule, within=None if rule.within is None else replace(rule.within, where=()))
    found = [_compare(rule.operator, value, one) for value in values_in(record, anywhere) for one in wanted]
    return bool(found) and all(outcome is False for outcome in found)


def _is_null(record: Json, rule: Filter) -> bool:
    """Say whether a record shows null wherever a filter looks."""
    return all(take(record, path) is None for path in rule.members)


def pieces(text: str) -> Iterator[str]:
    """Yield what two texts have in common that are alike at all."""
    yield from (text[start : start + _ALIKE] for start in range(max(1, len(text) - _ALIKE + 1)))


def fits_plainly(record: Json, rule: Filter, sent: Json) -> bool:
    """Say whether a record fits a filter in any reading: a text is the whole of what is asked for.

    The day of a moment depends on the time zone that a server reckons in, so a moment is never plainly of a day; it is
    before or after one that lies more than a day off.
    """
    if rule.operator in _OF_DAYS and any(isinstance(one, str) and len(one) > _A_DAY for one in values_in(record, rule)):
        asked = [day for one in _wanted(rule, sent) if (day := day_of(one)) is not None]
        off = [day - other for one in values_in(record, rule) if (day := day_of(one)) is not None for other in asked]
        where = rule.within is not None and rule.within.where
        after, before = rule.operator == "on-or-after", rule.operator == "on-or-before"
        return not where and any((after and apart > _DAY) or (before and -apart > _DAY) for apart in off)
    if rule.operator != "contains":
        return fits(_without_unasked(record, rule), rule, sent) is True
    wanted = _wanted(rule, sent)
    return any(
        plain_text(text_of(value)) == plain_text(text_of(one)) for value in values_in(record, rule) for one in wanted
    )


def _without_unasked(record: Json, rule: Filter) -> Json:
    """Return a record without the elements that say no and not since when: a list may show what nobody was asked."""
    where = () if rule.within is None else rule.within.where
    no = [name for name, wanted in where if wanted is False]
    elements = take(record, (rule.within.member,)) if rule.within is not None and no else None
    if rule.within is None or not isinstance(record, dict) or not isinstance(elements, list):
        return record
    asked = [
        one
        for one in elements
        if not isinstance(one, dict)
        or not all(one.get(name) is False for name in no)
        or any(isinstance(value, str) and day_of(value) for value in one.values())
    ]
    return {**record, rule.within.member: asked}


def other_ends(filters: Iterable[Filter], records: Sequence[Json], rule: Filter) -> Iterator[tuple[Filter, date]]:
    """Yield the filters for the other end of the span that one is an end of, with the outermost day of the records."""
    for other in filters:
        opposite = _OPPOSITE.get(rule.operator) == other.operator
        if opposite and (other.members, other.within) == (rule.members, rule.within):
            days = sorted(day for record in records for value in values_in(record, other) if (day := day_of(value)))
            yield from ((other, day) for day in (days[:1] if other.operator == "on-or-after" else days[-1:]))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif value is not None:
        yield text_of(value)


def _groups(asked: Asked) -> list[Asked]:
    alone: list[Asked] = [((rule, value),) for rule, value in asked if rule.within is None]
    together: dict[Within, list[tuple[Filter, Json]]] = {}
    for rule, value in asked:
        if rule.within is not None:
            together.setdefault(rule.within, []).append((rule, value))
    return [*alone, *(tuple(group) for group in together.values())]


def _fits_group(record: Json, group: Asked) -> bool | None:
    within = group[0][0].within
    if within is None:
        return _all(_fits_value(record, rule, value) for rule, value in group)
    elements = take(record, (within.member,))
    if not isinstance(elements, list):
        return None
    return _any(
        _all(_fits_value(element, rule, value) for rule, value in group)
        for element in elements
        if all(take(element, (name,)) == wanted for name, wanted in within.where)
    )


def values_in(record: Json, rule: Filter) -> Iterator[Json]:
    """Yield the values of a record that a filter compares with."""
    holders = [record]
    if rule.within is not None:
        elements = take(record, (rule.within.member,))
        holders = [
            element
            for element in (elements if isinstance(elements, list) else [])
            if all(take(element, (name,)) == wanted for name, wanted in rule.within.where)
        ]
    for holder in holders:
        yield from (value for value in _compared(holder, rule) if value is not None)


def _compared(holder: Json, rule: Filter) -> Iterator[Json]:
    found = [take(holder, path) for path in rule.members]
    if rule.joined:
        texts = [value for value in found if isinstance(value, str)]
        if len(texts) == len(found):
            yield " ".join(texts)
        return
    for value in found:
        if isinstance(value, list):
            yield from value
        elif not isinstance(value, Absent):
            yield value


def _fits_value(holder: Json, rule: Filter, sent: Json) -> bool | None:
    if all(isinstance(take(holder, path), Absent) for path in rule.members):
        # A list may show less of a record than there is of it.
        return None
    wanted = _wanted(rule, sent)
    values = [value for value in _compared(holder, rule) if value is not None]
    outcomes = [_any(_compare(rule.operator, value, one) for value in values) for one in wanted]
    if rule.values == "one" and len(wanted) > 1:
        # Nothing says what several values at once ask for.
        return None if True in outcomes else _any(outcomes)
    return _all(outcomes) if rule.values == "all" else _any(outcomes)


def _wanted(rule: Filter, sent: Json) -> list[Json]:
    """Return the values that were asked for: a parameter that takes a list is sent one, even of a single value."""
    return sent if isinstance(sent, list) and (rule.values != "one" or sent) else [sent]


def _compare(operator: str, value: Json, sent: Json) -> bool | None:
    if operator == "equal":
        return _equal(value, sent)
    if operator == "contains":
        return plain_text(text_of(sent)) in plain_text(text_of(value))
    if operator in BOUNDS:
        return _is_within(operator, measure_of(value), measure_of(sent))
    day = day_of(value)
    if day is None:
        return None
    if operator == "month":
        return str(day.month) == text_of(sent)
    wanted = day_of(sent)
    if wanted is None:
        return None
    # Where a moment is a day apart at most, it depends on the time zone which day it is of.
    if isinstance(value, str) and len(value) > _A_DAY and 0 < abs((day - wanted).days) <= _DAY.days:
        return None
    return {"on": day == wanted, "on-or-after": day >= wanted, "on-or-before": day <= wanted}[operator]


def _is_within(operator: str, value: float | None, bound: float | None) -> bool | None:
    if value is None or bound is None:
        return None
    if value == bound:
        return operator in {"at-least", "at-most"}
    return (value > bound) == (operator in {"at-least", "above"})


def _equal(value: Json, sent: Json) -> bool | None:
    one, other = text_of(value), text_of(sent)
    if one == other:
        return True
    return None if plain_text(one) == plain_text(other) else False


def _all(outcomes: Iterable[bool | None]) -> bool | None:
    found: Sequence[bool | None] = tuple(outcomes)
    return False if False in found else None if None in found else True


def _any(outcomes: Iterable[bool | None]) -> bool | None:
    found: Sequence[bool | None] = tuple(outcomes)
    return True if True in found else None if None in found else False
