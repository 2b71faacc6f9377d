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
from truespec.mutation.rewriting import with_rule
from truespec.mutation.twists import asked, ruled, through
from truespec.mutation.wire import sent, texts_of, with_sent

__all__ = ["filter_rows", "search_rows"]

_OTHERS: Final[dict[Operator, tuple[tuple[str, Operator], ...]]] = {
    "equal": (("part-is-enough", "contains"),),
    "contains": (("whole-is-needed", "equal"),),
    "on": (("or-later", "on-or-after"), ("or-earlier", "on-or-before")),
    "on-or-after": (("that-day-only", "on"), ("turned-round", "on-or-before")),
    "on-or-before": (("that-day-only", "on"), ("turned-round", "on-or-after")),
    "month": (("that-day-only", "on"),),
}
"""What an operator may be mistaken for."""


def filter_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with every filter of every list."""
    for action, operation in _lists(api):
        for rule in action.filters:
            yield from _filter(action, operation, rule)


def _lists(api: Api) -> Iterator[tuple[Action, Operation]]:
    for action in api.behaviour.actions if api.behaviour is not None else ():
        operation = api.operation(action.id)
        if operation is not None and action.kind == "list":
            yield action, operation


def _filter(action: Action, operation: Operation, rule: Filter) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, "filter", does, build, operation=operation.id, attributes=attributes)

    for slug, operator in _OTHERS[rule.operator]:
        yield row(slug, f"`{rule.operator}` is taken for `{operator}`", ruled(rule, operator=operator), "operator")
    if rule.operator in {"on-or-after", "on-or-before"}:
        yield row("day-itself-left-out", "the day itself does not count", _strict(operation, rule), "operator")
    if rule.operator == "equal":
        yield Equivalent(f"{rule.id}/any-case", "filter", "no page says whether the case of letters counts")
    if rule.values == "any":
        yield row(
            "first-value-only", "only the first of several values counts", _first_value(operation, rule), "values"
        )
    for path in rule.members if len(rule.members) > 1 else ():
        left = tuple(other for other in rule.members if other != path)
        name = ".".join(path)
        yield row(f"without-{name}", f"`{name}` is not looked into", ruled(rule, members=left), "members")
    if rule.joined:
        yield row("not-joined", "each member is compared alone", ruled(rule, joined=False), "members")
    within = rule.within
    if within is not None and within.where:
        turned = replace(within, where=tuple((name, value is not True) for name, value in within.where))
        yield row("other-answer", "elements with the other answer count", ruled(rule, within=turned), "within")
        yield row(
            "any-answer", "elements count whatever they say", ruled(rule, within=replace(within, where=())), "within"
        )
    others = [other for other in action.filters if other is not rule and not _goes_with(action, rule, other)]
    if others:
        yield row(
            "not-with-others",
            "the filter counts only where no other is given",
            asked(operation, lambda request, _ground: _alone_or_not(request, operation, rule, others)),
        )


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
        day = day_of(sent(request, operation, rule.place) or None)
        return request if day is None else with_sent(request, operation, rule.place, (day + step).isoformat())

    return asked(operation, edit)


def search_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with every search."""
    for action, operation in _lists(api):
        if action.search is not None:
            yield from _search(operation, action, action.search)


def _search(operation: Operation, action: Action, rule: Search) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, "search", does, build, operation=operation.id, attributes=attributes)

    for member in rule.members:
        left = tuple(name for name in rule.members if name != member)
        yield row(f"without-{member}", f"`{member}` is not searched", ruled(rule, members=left), "members")
    for place, member in rule.own:
        left_own = tuple(pair for pair in rule.own if pair[0] != place)
        yield row(f"{place}-ignored", f"`{place}` is ignored", ruled(rule, own=left_own), "own")
        yield row(f"{place}-beside", "the text is looked for there too", _beside(action, rule, place, member), "own")
        yield row(f"{place}-only", f"with `{place}` the text counts no more", _instead(operation, rule, place), "own")
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


def _beside(action: Action, rule: Search, place: Place, member: str) -> Build:
    """Look for the text in a member that has a value of its own too: the value is a filter beside the search."""
    left = tuple(pair for pair in rule.own if pair[0] != place)
    added = Filter(f"{rule.id}.{place}", rule.states, rule.location, (), place, ((member,),), "contains")

    def change(api: Api) -> Api:
        return with_rule(api, action, search=replace(rule, own=left), filters=(*action.filters, added))

    return through(change)


def _instead(operation: Operation, rule: Search, place: Place) -> Build:
    def edit(request: Request, _ground: Ground) -> Request:
        given = sent(request, operation, place)
        return request if isinstance(given, Absent) else with_sent(request, operation, rule.query, ABSENT)

    return asked(operation, edit)
