"""Numbered pages of a list: which records are on one, and what the envelope says about the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from truespec.contract.behaviour import Paging, Place, Sort
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.mock.faults import FaultPlan
from truespec.mock.records import at, key_text
from truespec.mock.shapes import Shapes
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["Page", "declared", "read_page", "sent", "sorted_records"]

_USUAL_SIZE = 20
"""How many records a page has where neither the request nor the spec says."""

_MOST_DIGITS: Final = 9
"""How many digits of a number sent as text are read: no list has more pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its records and the totals that go with it."""

    records: Sequence[Record]
    number: int
    size: int
    total: int
    pages: int

    @property
    def beyond(self) -> bool:
        """Whether the page comes after the last one of a list that has any."""
        return not self.records and self.total > 0

    def totals(self, rule: Paging, plan: FaultPlan) -> tuple[tuple[Place, int], ...]:
        """Return each count the answer carries with its place."""
        error = 1 if plan.totals_wrong else 0
        counts = (
            (rule.totals.page_items, len(self.records) + error),
            (rule.totals.items, self.total + error),
            (rule.totals.page_size, self.size),
            (rule.totals.pages, self.pages),
            (rule.totals.page, self.number),
        )
        return tuple((place, count) for place, count in counts if place is not None)


def sent(call: Call, place: Place) -> Json | Absent:
    """Return what a request has at a place."""
    if place.part == "body":
        return at(call.body, place.path)
    return call.parameters.get((place.part, place.path[0]), ABSENT)


def declared(operation: Operation, place: Place, shapes: Shapes) -> Schema | None:
    """Return the schema of a place in an operation's request."""
    if place.part != "body":
        named = (p for p in operation.parameters if (p.place, p.wire) == (place.part, place.path[0]))
        return next((parameter.schema for parameter in named), None)
    content = operation.body.content if operation.body else ()
    schemas = (media.schema for media in content if media.schema is not None)
    members = (shapes.member(schema, place.path) for schema in schemas)
    return next((member for member in members if member is not None), None)


def read_page(call: Call, rule: Paging, records: Sequence[Record], shapes: Shapes, plan: FaultPlan) -> Page:
    """Return the page a request asks for; what it does not say comes from the defaults of the spec."""
    first = rule.first
    number = _asked(call, rule.page, shapes, first, ignored=plan.page_ignored)
    size = (
        len(records)
        if rule.limit is None
        else _asked(call, rule.limit, shapes, _USUAL_SIZE, ignored=plan.limit_ignored)
    )
    number, size = max(number, first), max(size, 1)
    start = (number - first) * size
    total = len(records)
    return Page(records[start : start + size], number, size, total, math.ceil(total / size))


def _asked(call: Call, place: Place, shapes: Shapes, otherwise: int, *, ignored: bool) -> int:
    value = ABSENT if ignored else sent(call, place)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        # Some declare the number of a page as text.
        value = int(value[:_MOST_DIGITS])
    if not _is_count(value):
        schema = declared(call.operation, place, shapes)
        value = ABSENT if schema is None else shapes(schema).default
    # A page size that is declared as a number may be sent as 2.5; whole records are all there is.
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return math.floor(value) if isinstance(value, (int, float)) else otherwise


def _is_count(value: Json | Absent) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def sorted_records(records: Sequence[Record], rule: Sort | None) -> Sequence[Record]:
    """Return records in the stated order, equal ones in the order they were made, those without the member last."""
    if rule is None:
        return records
    known = [record for record in records if record.get(rule.member) is not None]
    unknown = [record for record in records if record.get(rule.member) is None]
    known.sort(key=_order(rule.member), reverse=rule.direction == "descending")
    return [*known, *unknown]


def _order(member: str) -> Callable[[Record], tuple[bool, float, str]]:
    def key(record: Record) -> tuple[bool, float, str]:
        value = record.get(member)
        number = isinstance(value, (int, float))
        return (not number, value if isinstance(value, (int, float)) else 0, "" if number else key_text(value))

    return key
