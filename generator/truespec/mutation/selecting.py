"""Mutants of what a list holds: filters that do nothing, too little or the opposite, searches that look elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Place
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent
from truespec.contract.selection import Filter, Operator, Search
from truespec.mock.days import day_of
from truespec.mock.exchange import Request
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Equivalent, Mutant, Row, of_rule
from truespec.mutation.twists import asked, ruled
from truespec.mutation.wire import sent, texts_of, with_sent

__all__ = ["filter_rows", "search_rows"]

_ATTRIBUTES: Final = ("members", "operator", "within", "values")
"""What a filter may be assumed in: no list tells these apart."""

_OTHERS: Final[dict[Operator, tuple[tuple[str, Operator], ...]]] = {
    "equal": (("part-is-enough", "contains"),),
    "contains": (("whole-is-needed", "equal"),),
    "on": (("or-later", "on-or-after"), ("or-earlier", "on-or-before")),
    "on-or-after": (("that-day-only", "on"), ("turned-round", "on-or-before")),
    "on-or-before": (("that-day-only", "on"), ("turned-round", "on-or-after")),
    "month": (("that-day-only", "on"),),
    "at-least": (("equal-left-out", "above"), ("turned-round", "at-most")),
    "at-most": (("equal-left-out", "below"), ("turned-round", "at-least")),
    "above": (("equal-counts", "at-least"), ("turned-round", "below")),
    "below": (("equal-counts", "at-most"), ("turned-round", "above")),
}
"""What an operator may be mistaken for."""


def filter_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with every filter of every list."""
    for action, operation in _lists(api):
        for rule in action.filters:
            yield from _filter(action, operation, rule)
            yield from _elements(api, operation, rule)


def _lists(api: Api) -> Iterator[tuple[Action, Operation]]:
    for action in api.behaviour.actions if api.behaviour is not None else ():
        operation = api.operation(action.id)
        if operation is not None and action.kind == "list":
            yield action, operation


def _filter(action: Action, operation: Operation, rule: Filter) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build) -> Mutant:
        return of_rule(rule, slug, "filter", does, build, operation=operation.id, attributes=_ATTRIBUTES)

    for slug, operator in _OTHERS[rule.operator]:
        yield row(slug, f"`{rule.operator}` is taken for `{operator}`", ruled(rule, operator=operator))
    if rule.operator in {"on-or-after", "on-or-before"}:
        yield row("day-itself-left-out", "the day itself does not count", _strict(operation, rule))
    if rule.operator == "equal":
        yield Equivalent(f"{rule.id}/any-case", "filter", "no page says whether the case of letters counts")
    if rule.values == "any":
        yield row("first-value-only", "only the first of several values counts", _first_value(operation, rule))
    if rule.values == "all":
        yield row("any-value", "one of several values is enough", ruled(rule, values="any"))
    for path in rule.members if len(rule.members) > 1 else ():
        left = tuple(other for other in rule.members if other != path)
        name = ".".join(path)
        yield row(f"without-{name}", f"`{name}` is not looked into", ruled(rule, members=left))
    if rule.joined:
        yield row("not-joined", "each member is compared alone", ruled(rule, joined=False))
    others = [other for other in action.filters if other is not rule and not _goes_with(action, rule, other)]
    if others:
        yield row(
            "not-with-others",
            "the filter counts only where no other is given",
            asked(operation, lambda request, _ground: _alone_or_not(request, operation, rule, others)),
        )


def _elements(api: Api, operation: Operation, rule: Filter) -> Iterator[Row]:
    """Let elements of a list count that say something else than the filter is about."""
    within = rule.within
    if within is None or not within.where:
        return
    turned = replace(within, where=tuple((name, value is not True) for name, value in within.where))
    anything = replace(within, where=())
    consents = [one for other in (api.behaviour.actions if api.behaviour else ()) for one in other.consents]
    times = {(one.member, time) for one in consents for time in (one.agreed, one.refused)}
    rows = [("other-answer", "elements with the other answer count", turned)]
    if (within.member, rule.members[0][0]) in times:
        why = "each answer has a time of its own, so an element with another answer has none here"
        yield Equivalent(f"{rule.id}/any-answer", "filter", why)
    else:
        rows.append(("any-answer", "elements count whatever they say", anything))
    for slug, does, other in rows:
        build = ruled(rule, within=other)
        yield of_rule(rule, slug, "filter", does, build, operation=operation.id, attributes=_ATTRIBUTES)


def _goes_with(action: Action, rule: Filter, other: Filter) -> bool:
    return any({rule.place, other.place} <= {*needs.places, needs.other} for needs in action.needs)


def _alone_or_not(request: Request, operation: Operation, rule: Filter, others: list[Filter]) -> Request:
    together = any(not isinstance(sent(request, operation, other.place), Absent) for other in others)
    return with_sent(request, operation, rule.place, ABSENT) if together else request


def _first_value(operation: Operation, rule: Filter) -> Build:
    def edit(request: Request, _ground: Ground) -> Request:
        if rule.place.part == "body":
            value = sent(request, operation, rule.place)
            return with_sent(request, operation, rule.place, value[:1]) if isinstance(value, list) else request
        texts = texts_of(request, operation, rule.place)
        return with_sent(request, operation, rule.place, texts[0].split(",")[0]) if texts else request

    return asked(operation, edit)


def _strict(operation: Operation, rule: Filter) -> Build:
    """Leave out the day itself: as if the day after (or before) had been asked for."""
    step = timedelta(days=1 if rule.operator == "on-or-after" else -1)

    def edit(request: Request, _ground: Ground) -> Request:
        asked_for = sent(request, operation, rule.place)
        day = None if isinstance(asked_for, Absent) else day_of(asked_for)
        return request if day is None else with_sent(request, operation, rule.place, (day + step).isoformat())

    return asked(operation, edit)


def search_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with every search."""
    for action, operation in _lists(api):
        if action.search is not None:
            yield from _search(operation, action.search)


def _search(operation: Operation, rule: Search) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, "search", does, build, operation=operation.id, attributes=attributes)

    for member in rule.members:
        left = tuple(name for name in rule.members if name != member)
        yield row(f"without-{member}", f"`{member}` is not searched", ruled(rule, members=left), "members")
    for place, _ in rule.own:
        left_own = tuple(pair for pair in rule.own if pair[0] != place)
        yield row(f"{place}-ignored", f"`{place}` is ignored", ruled(rule, own=left_own), "own")
        does = f"`{place}` is ignored where there is a text"
        yield row(f"{place}-after-text", does, _after_text(operation, rule, place), "own")
        why = "whether a record has to fit both the text and the value is not said"
        yield Equivalent(f"{rule.id}/{place}-only", "search", why)
    if rule.letters:
        letters = "apart" if rule.letters == "alike" else "alike"
        yield row(f"letters-{letters}", f"letters of both cases are {letters}", ruled(rule, letters=letters), "letters")
    if rule.exact is not None:
        exact = rule.exact
        yield row("exact-ignored", "an exact match is not asked for", ruled(rule, exact=None), "exact")
        yield row(
            "always-exact",
            "every match has to be exact",
            asked(operation, lambda request, _ground: with_sent(request, operation, exact, value=True)),
            "exact",
        )
    if rule.scope is not None:
        scope = rule.scope
        yield of_rule(
            scope,
            "default-is-list",
            "search",
            "the default word searches the lists",
            ruled(scope, lists=(*scope.lists, *((scope.default, member) for _, member in scope.lists))),
            operation=operation.id,
            attributes=("default",),
        )


def _after_text(operation: Operation, rule: Search, place: Place) -> Build:
    def edit(request: Request, _ground: Ground) -> Request:
        text = sent(request, operation, rule.query)
        return request if isinstance(text, Absent) else with_sent(request, operation, place, ABSENT)

    return asked(operation, edit)
