"""The parts of a list: which records are in one, by number, offset or cursor, and what is said about the rest."""

from __future__ import annotations

import math
from base64 import urlsafe_b64decode, urlsafe_b64encode
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

__all__ = ["Page", "read_cursor", "read_page", "written_cursor"]

_CURSOR: Final = "after:"

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

    start: int = 0

    @property
    def beyond(self) -> bool:
        """Whether the page comes after the last one of a list that has any."""
        return not self.records and self.total > 0

    @property
    def after(self) -> int:
        """How many records come before what follows."""
        return self.start + len(self.records)

    def led(self, rule: Paging, link: str = "") -> tuple[tuple[Place, Json], ...]:
        """Return what the answer says of what follows, with its place: where a ``link`` is given, that, or null."""
        after = self.after
        more = after < self.total
        said: Json = (link if more else None) if link else more
        told: list[tuple[Place, Json]] = [] if rule.more is None else [(rule.more, said)]
        if rule.following is not None:
            told.append((rule.following, written_cursor(after) if more else None))
        return tuple(told)

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
    if rule.style != "page":
        return _read_part(call, rule, records, shapes, plan)
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
    return Page(records[start : start + size], number, size, total, math.ceil(total / size), start)


def _read_part(call: Call, rule: Paging, records: Sequence[Record], shapes: Shapes, plan: FaultPlan) -> Page:
    """Return the part that begins at an offset, or where a cursor points; a cursor that nobody gave is the start."""
    size, total = len(records), len(records)
    if rule.limit is not None:
        size = _asked(call, rule.limit, shapes, _usual_size(call, rule.limit, shapes), ignored=plan.limit_ignored)
    size = max(size, 1)
    if rule.style == "cursor":
        start = 0 if plan.page_ignored else read_cursor(sent(call, rule.page))
    else:
        start = max(_asked(call, rule.page, shapes, 0, ignored=plan.page_ignored), 0)
    position = start // size
    begin = max(start + (plan.page(position + 1) - 1 - position) * size, 0)
    part = records[begin : begin + size]
    return Page(part, position + rule.first, size, total, math.ceil(total / size), start)


def written_cursor(start: int) -> str:
    """Return the cursor that leads to the record with so many before it."""
    return urlsafe_b64encode(f"{_CURSOR}{start}".encode()).decode()


def read_cursor(value: Json | Absent) -> int:
    """Return how many records are before the one that a cursor leads to: none, where it is not one of ours."""
    try:
        text = urlsafe_b64decode(value.encode()).decode() if isinstance(value, str) else ""
    except ValueError:
        return 0
    number = text.removeprefix(_CURSOR)
    return int(number) if text.startswith(_CURSOR) and number.isdecimal() and len(number) <= _MOST_DIGITS else 0


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
