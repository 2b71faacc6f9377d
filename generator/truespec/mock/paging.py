"""Numbered pages of a list: which records are on one, and what the envelope says about the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from truespec.contract.behaviour import Paging, Place
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.places import declared, sent
from truespec.mock.shapes import Shapes
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["Page", "read_page"]

_USUAL_SIZE: Final = 20
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


def read_page(call: Call, rule: Paging, records: Sequence[Record], shapes: Shapes, plan: FaultPlan) -> Page:
    """Return the page a request asks for; what it does not say comes from the defaults of the spec."""
    first = rule.first
    number = _asked(call, rule.page, shapes, first, ignored=plan.page_ignored)
    size = (
        len(records)
        if rule.limit is None
        else _asked(call, rule.limit, shapes, _usual_size(call, rule.limit, shapes), ignored=plan.limit_ignored)
    )
    number, size = max(number, first), max(size, 1)
    start = (max(plan.page(number - first + 1), 1) - 1) * size
    total = len(records)
    return Page(records[start : start + size], number, size, total, math.ceil(total / size))


def _asked(call: Call, place: Place, shapes: Shapes, otherwise: int, *, ignored: bool) -> int:
    asked = None if ignored else _count(sent(call, place))
    if asked is not None:
        return asked
    schema = declared(call.operation, place, shapes)
    default = None if schema is None else _count(shapes(schema).default)
    return otherwise if default is None else default


def _count(value: Json | Absent) -> int | None:
    """Return a whole number; some declare the number of a page as text, and a size that is a number may be 2.5."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:_MOST_DIGITS])
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return math.floor(value)


def _usual_size(call: Call, place: Place, shapes: Shapes) -> int:
    schema = declared(call.operation, place, shapes)
    most = ABSENT if schema is None else shapes(schema).constraints.get("maximum", ABSENT)
    most = _count(most)
    return _USUAL_SIZE if most is None else min(most, _USUAL_SIZE)
