"""Mutants of the order of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Resource, Sort
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT
from truespec.contract.selection import Order
from truespec.mock.exchange import Request
from truespec.mock.places import declared
from truespec.mock.shapes import Shapes
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Equivalent, Mutant, Row, of_rule
from truespec.mutation.twists import asked, only, routed, ruled
from truespec.mutation.wire import number_of, sent, texts_of, with_sent

__all__ = ["order_rows"]


def order_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with the order of every list."""
    for action in api.behaviour.actions if api.behaviour is not None else ():
        operation = api.operation(action.id)
        if operation is None or action.kind != "list" or api.behaviour is None:
            continue
        resource = api.behaviour.resource(action.resource)
        if action.sort is not None and resource is not None:
            yield from _sorted(action, operation, action.sort, resource)
        if action.order is not None:
            yield from _ordered(action, operation, action.order, Shapes(api))


def _sorted(action: Action, operation: Operation, rule: Sort, resource: Resource) -> Iterator[Row]:
    yield Equivalent(f"{rule.id}/unstable", "order", "nothing says which of two equal records comes first")
    if rule.member == resource.key or dict(resource.sets).get(resource.key) == "count":
        yield Equivalent(f"{rule.id}/by-key", "order", "keys are counted, so their order is that of making")
    else:
        yield of_rule(
            rule,
            "by-key",
            "order",
            "records come in the order of their keys",
            ruled(rule, member=resource.key),
            operation=operation.id,
            attributes=("by", "direction"),
        )
    if action.paging is not None:
        paging, turned = action.paging, "descending" if rule.direction == "ascending" else "ascending"

        def is_even(request: Request) -> bool:
            page = number_of(sent(request, operation, paging.page))
            return page is not None and page % 2 == 0

        yield of_rule(
            rule,
            "turned-on-even-pages",
            "order",
            "every second page is one of the list turned round",
            only(operation.id, routed(is_even, ruled(rule, direction=turned))),
            operation=operation.id,
        )


def _ordered(action: Action, operation: Operation, rule: Order, shapes: Shapes) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, "order", does, build, operation=operation.id, attributes=("by", *attributes))

    if rule.direction is not None:
        words = {"ascending": rule.descending, "descending": rule.ascending}
        yield row("words-swapped", "the words for the directions are swapped", ruled(rule, **words))
        yield row("always-ascending", "the direction is ignored", ruled(rule, direction=None))
    else:
        yield row("prefix-ignored", "a name with the prefix changes nothing", ruled(rule, prefix="~"))
        yield row("always-ascending", "the prefix is taken off and ignored", asked(operation, _bare(operation, rule)))
    schema = declared(operation, rule.by, shapes)
    if schema is not None and "array" in shapes.types(schema):
        yield row(
            "first-name-only", "only the first of several names counts", asked(operation, _first(operation, rule))
        )
    if rule.relevance is not None and action.sort is not None:
        yield row("not-by-relevance", "a text changes nothing about the order", ruled(rule, relevance=None))


def _bare(operation: Operation, rule: Order) -> Callable[[Request, Ground], Request]:
    def edit(request: Request, _ground: Ground) -> Request:
        names = [text.removeprefix(rule.prefix) for text in texts_of(request, operation, rule.by)]
        return with_sent(request, operation, rule.by, [*names]) if names else request

    return edit


def _first(operation: Operation, rule: Order) -> Callable[[Request, Ground], Request]:
    def edit(request: Request, _ground: Ground) -> Request:
        value = sent(request, operation, rule.by)
        if rule.by.part == "body":
            return with_sent(request, operation, rule.by, value[:1]) if isinstance(value, list) else request
        return request if value is ABSENT else with_sent(request, operation, rule.by, str(value).split(",")[0])

    return edit
