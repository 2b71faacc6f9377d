"""Lists: which records are chosen, in which order, and on which page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from truespec.contract.behaviour import Action, Paging, Place
from truespec.contract.schema import Json
from truespec.mock.actions import Shared
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.ordering import ordered
from truespec.mock.outcome import Outcome
from truespec.mock.paging import Page, read_page, written_cursor
from truespec.mock.records import key_text
from truespec.mock.searching import found
from truespec.mock.selecting import filtered
from truespec.mock.shapes import Shapes
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["ListOutside", "ListRecords"]


class ListRecords(Shared):
    """Answers with the records that fit, all of them or one page."""

    def __call__(self, call: Call) -> Outcome:
        """Choose, sort, cut, and count."""
        chosen = found(call, self.action.search, filtered(call, self.action, self.records.all()))
        records = ordered(call, self.action, chosen, self.shapes, self.records.schema)
        return _cut(call, self.action, records, self.shapes, self.plan) or self.missing()


@dataclass(frozen=True, slots=True)
class ListOutside:
    """Answers for a system outside of the API as if it had ``records``: nobody here knows which of them fit."""

    action: Action
    records: Sequence[Record]
    shapes: Shapes
    plan: FaultPlan

    def __call__(self, call: Call) -> Outcome:
        """Sort, cut, and count."""
        records = ordered(call, self.action, self.records, self.shapes)
        missing = self.action.missing.status if self.action.missing else 404
        return _cut(call, self.action, records, self.shapes, self.plan) or Outcome(missing, found=False)


def _cut(call: Call, action: Action, records: Sequence[Record], shapes: Shapes, plan: FaultPlan) -> Outcome | None:
    """Return the page a request asks for, ``None`` where a page beyond the last is said to be missing."""
    rule = action.paging
    if rule is None:
        return Outcome(value=list[Json](records), place=action.answer)
    page = read_page(call, rule, records, shapes, plan)
    if page.beyond and rule.beyond == "missing":
        return None
    totals = page.totals(rule, plan)
    headers = tuple((place.path[0], str(count)) for place, count in totals if place.part == "header")
    led = page.led(rule, _link(call, rule, page, shapes))
    beside = (*((place, count) for place, count in totals if place.part == "body"), *_of_body(led))
    headers += tuple(
        (place.path[0], _text(value)) for place, value in led if place.part == "header" and value is not None
    )
    return Outcome(value=list[Json](page.records), place=rule.items, beside=beside, headers=headers)


def _link(call: Call, rule: Paging, page: Page, shapes: Shapes) -> str:
    """Return the way to what follows a page, empty where the spec has a yes or no in the place of a link."""
    if rule.more is None or rule.more.part != "body" or rule.page.part != "query":
        return ""
    media = (media for answer in call.operation.answers if answer.status[0] == "2" for media in answer.content)
    schema = next((item.schema for item in media if item.schema is not None), None)
    member = None if schema is None else shapes.member(schema, rule.more.path)
    if member is None or "string" not in shapes.types(member):
        return ""
    query = {name: value for (part, name), value in call.parameters.items() if part == "query"}
    following = page.number + 1 if rule.style == "page" else page.after
    query[rule.page.path[0]] = written_cursor(following) if rule.style == "cursor" else following
    several = {name: value if isinstance(value, list) else [value] for name, value in query.items()}
    return "?" + urlencode({name: [key_text(one) for one in value] for name, value in several.items()}, doseq=True)


def _of_body(led: tuple[tuple[Place, Json], ...]) -> tuple[tuple[Place, Json], ...]:
    return tuple((place, value) for place, value in led if place.part == "body")


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)
