"""What a list is asked for is asked in each order and page by page: neither is lost beside the other.

There is time for that in a long run only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from truespec.checking.rules.ground.evidence import plain_texts
from truespec.checking.rules.ground.subjects import fresh, is_long
from truespec.checking.rules.ground.values import before
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.walk import Lister, Page, listers_of
from truespec.checking.rules.orders.order_case import OrderCase, asked_by
from truespec.checking.rules.pages.page_walks import keys_of
from truespec.checking.rules.searches.questions import Question, questions
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json, Property

__all__ = ["FAMILY"]

_ALIKE: Final = 5
"""So many records have one text in common: they fill several pages."""

_ON_A_PAGE: Final = 2
_MEMBERS: Final = 6
"""So many members are asked for as an order."""


@dataclass(frozen=True, slots=True)
class _Crossing:
    """A list that is asked for what several records have in common, and an order that the whole of it comes in."""

    case: OrderCase
    question: Question
    member: str
    descending: bool

    def pages(self) -> tuple[list[Page], bool]:
        """Return the pages, without the last one where a server shows that again after it, and whether they are all."""
        asked = asked_by(self.case.lister, self.case.rule, self.member, descending=self.descending)
        lister = self.question.asked().asking(*asked)
        size = max(_ON_A_PAGE, lister.smallest())
        walked = list(lister.walk_once(self.case.resource.key, size))
        ended = bool(walked) and (not walked[-1][1] or len(walked[-1][0].items or []) < size)
        return [page for page, new in walked if new or not page.items], ended

    def trouble(self, pages: Sequence[Page], *, ended: bool) -> str:
        """Say what is wrong with the pages, empty where nothing is."""
        keys = [key for page in pages for key in keys_of(page, self.case.resource)]
        own = [key for key in keys if key in self.case.own]
        if len(set(own)) < len(own):
            return "a record is on two pages"
        if ended and len(own) < len(self.case.own):
            return f"of {len(self.case.own)} records that fit, {len(own)} are on its pages"
        values = [self.case.own[key].get(self.member) for key in own]
        wrong = [(one, other) for one, other in pairwise(values) if self._is_wrong(one, other)]
        return f"{len(wrong)} neighbours are in the wrong order" if wrong else ""

    def _is_wrong(self, one: Json, other: Json) -> bool:
        return before(one, other) if self.descending else before(other, one)


def _check(world: World) -> None:
    for resource in world.behaviour.resources if is_long(world) else ():
        own = _alike(world, resource)
        for lister in listers_of(world, resource) if len(own) == _ALIKE else ():
            if lister.action.order is not None and lister.paging.limit is not None and lister.paging.style == "page":
                case = OrderCase(lister, lister.action.order, resource, {one.key: one.record for one in own})
                _cross(world, case, own)


def _alike(world: World, resource: Resource) -> list[Subject]:
    """Make records that have the same texts, but for a word of their own in every second one.

    What has a form of its own, as addresses and codes have, may be had by one record only.
    """
    maker = world.maker_of(resource)
    first = fresh(world, resource, {}) if maker is not None and not maker[0].dedupe else None
    if maker is None or first is None:
        return []
    formed = {name for name, member in world.sendable(maker[1]).items() if _has_form(world, name, member)}
    single = {resource.key, *formed, *(name for rule in maker[0].unique for name in rule.members)}
    apart = [name for name in plain_texts(world, maker[1], resource)[::2] if name not in single]
    same = {name: value for name, value in first.sent.items() if name not in single and name not in apart}
    made = [fresh(world, resource, {**same, **{name: world.maker.word() for name in apart}}) for _ in range(_ALIKE)]
    return [subject for subject in made if subject is not None]


def _has_form(world: World, name: str, member: Property) -> bool:
    shape = world.maker.narrowed(member.schema)
    return "mail" in name.lower() or bool(shape.format) or "pattern" in shape.constraints


def _cross(world: World, case: OrderCase, own: Sequence[Subject]) -> None:
    asked = [question for question in _questions(world, case, own) if _finds_all(case, question)]
    for member in _members(case) if asked else ():
        for down in case.ways:
            whole = case.ask(*asked_by(case.lister, case.rule, member, descending=down))
            values = [case.own[key].get(member) for key in whole.keys]
            pairs = list(pairwise(values))
            right = all(not (before(*pair) if down else before(pair[1], pair[0])) for pair in pairs)
            if len(whole.keys) < len(case.own) or not right:
                # It may not know the name; that is for others to judge.
                continue
            for question in asked:
                _judge(world, _Crossing(case, question, member, down))


def _judge(world: World, crossing: _Crossing) -> None:
    """Judge the pages; what is wrong is looked at twice, for others may make records meanwhile."""
    pages, ended = crossing.pages()
    if any(not page.exchange.response.success for page in pages[:-1]) or not crossing.trouble(pages, ended=ended):
        return
    pages, ended = crossing.pages()
    trouble = crossing.trouble(pages, ended=ended)
    if trouble and all(page.exchange.response.success for page in pages[:-1]):
        states = "page by page and in each order"
        fact = crossing.question.fact("crossed", states)
        detail = f"asked by its `{crossing.question.member}` and ordered by `{crossing.member}`, {trouble}"
        world.session.ledger.broken(fact, detail, pages[0].exchange)


def _questions(world: World, case: OrderCase, own: Sequence[Subject]) -> Iterator[Question]:
    """Yield the ways to ask this list for what all the records have."""
    for question in questions(world, case.resource, own[0].record):
        common = all(one.record.get(question.member) == own[0].record.get(question.member) for one in own)
        if common and question.lister.operation is case.lister.operation:
            yield question


def _finds_all(case: OrderCase, question: Question) -> bool:
    answer = question.keys(case.resource.key)
    return answer is not None and set(case.own) <= answer[0]


def _members(case: OrderCase) -> list[str]:
    """Return members in which our records differ by words of small letters, and the time they were made."""
    records = list(case.own.values())
    births = [name for name, what in case.resource.sets if what == "created" and name in records[0]]
    words = [
        name for name in records[0] if all(_is_word(record.get(name)) for record in records) and name not in births
    ]
    return [name for name in (*births, *words) if _may_be_named(case.lister, case, name)][:_MEMBERS]


def _is_word(value: Json) -> bool:
    return isinstance(value, str) and value.isalpha() and value.islower()


def _may_be_named(lister: Lister, case: OrderCase, name: str) -> bool:
    shape = lister.shape_at(case.rule.by)
    return shape is None or shape.enum is None or name in shape.enum


FAMILY = Family("crossed", "what a list is asked for holds in each order and on each page", _check)
