"""How a list without behaviour most likely goes: what its parameters are called tells its pages, order and filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Paging, PagingTotals, Resource
from truespec.contract.operation import Operation, Parameter, is_json
from truespec.contract.rule import BODY, Place
from truespec.contract.schema import Schema
from truespec.contract.selection import Filter, Order
from truespec.mock.convention import with_conventions
from truespec.mock.shapes import Shapes

__all__ = ["with_guesses", "with_lists"]

_PAGES: Final = frozenset({"page", "pagenumber", "pageno", "pageindex"})
_OFFSETS: Final = frozenset({"offset", "skip"})
_LIMITS: Final = frozenset({"limit", "pagesize", "perpage", "size", "pagelimit", "itemsperpage"})
_TURNING: Final = _PAGES | _OFFSETS | _LIMITS
_TOTALS: Final = frozenset({"total", "totalcount", "totalitems", "totalresults", "totalelements", "itemcount"})
_ORDERS: Final = frozenset({"sort", "sortby", "orderby", "order", "ordering"})
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})


def with_guesses(api: Api) -> Api:
    """Return ``api`` as a stand-in takes it where no behaviour is stated: by its paths, methods and parameters.

    Every list comes in the parts that are asked for: also by offset, and also one of examples.  Nobody says that a
    server does all that; one that states any behaviour is returned as it is.
    """
    return api if api.behaviour is not None else _with_parts(with_lists(with_conventions(api, nested=True)))


def with_lists(api: Api) -> Api:
    """Return ``api`` with the pages, the order and the filters that the parameters of its lists are called after."""
    behaviour = api.behaviour
    if behaviour is None:
        return api
    shapes = Shapes(api)
    resources = {resource.name: resource for resource in behaviour.resources}
    actions = tuple(_listed(api, shapes, action, resources.get(action.resource)) for action in behaviour.actions)
    return replace(api, behaviour=replace(behaviour, actions=actions))


def _with_parts(api: Api) -> Api:
    shapes, behaviour = Shapes(api), api.behaviour or Behaviour(api.location)
    actions = {action.id: action for action in behaviour.actions}
    for operation in api.operations:
        action = actions.get(operation.id)
        if operation.method.upper() != "GET" or (action is not None and action.kind != "list"):
            continue
        if not any(
            parameter.place == "query" and _plain(parameter.wire) in _TURNING for parameter in operation.parameters
        ):
            continue
        items = next(_lists(shapes, operation), None) if action is None else action.answer
        if items is None:
            continue
        paging = action.paging if action is not None else None
        paging = paging or _paging(shapes, operation, items) or _part(shapes, operation, items)
        if paging is not None:
            listed = action or Action(
                operation.id, "Records of an example are listed.", operation.location, kind="outside"
            )
            actions[operation.id] = replace(listed, paging=paging)
    if not actions:
        return api
    return replace(api, behaviour=replace(behaviour, actions=tuple(actions.values())))


def _listed(api: Api, shapes: Shapes, action: Action, resource: Resource | None) -> Action:
    operation = api.operation(action.id)
    if operation is None or resource is None or action.kind != "list":
        return action
    members = shapes(api.schema(resource.schema).schema).properties
    plain = {_plain(name): name for name in members}
    return replace(
        action,
        paging=None if action.answer is None else _paging(shapes, operation, action.answer),
        order=next(_orders(shapes, operation), None),
        filters=tuple(
            Filter(
                f"{operation.id}.filters.query.{parameter.wire}",
                f"Only records with this `{parameter.wire}` are listed.",
                parameter.location,
                place=Place("query", (parameter.wire,)),
                members=((plain[_plain(parameter.wire)],),),
            )
            for parameter in operation.parameters
            if parameter.place == "query"
            and _plain(parameter.wire) in plain
            and shapes.types(parameter.schema) <= _SCALARS
            and shapes.types(members[plain[_plain(parameter.wire)]].schema) & shapes.types(parameter.schema)
        ),
    )


def _paging(shapes: Shapes, operation: Operation, items: Place) -> Paging | None:
    """Return numbered pages, where a parameter is called so."""
    page = _counted(shapes, operation, _PAGES)
    if page is None:
        return None
    first = shapes(page.schema).constraints.get("minimum", shapes(page.schema).default)
    return Paging(
        f"{operation.id}.paging",
        "The list comes in numbered pages.",
        page.location,
        page=Place("query", (page.wire,)),
        limit=_limit(shapes, operation),
        items=items,
        totals=PagingTotals(items=next(_totals(shapes, operation), None)),
        first=0 if first == 0 else 1,
    )


def _part(shapes: Shapes, operation: Operation, items: Place) -> Paging | None:
    """Return the part from an offset on, or the first one where only its size can be asked for."""
    offset, limit = _counted(shapes, operation, _OFFSETS), _limit(shapes, operation)
    if offset is None and limit is None:
        return None
    return Paging(
        f"{operation.id}.paging",
        "The list comes in the part that is asked for.",
        operation.location,
        style="whole" if offset is None else "offset",
        page=BODY if offset is None else Place("query", (offset.wire,)),
        limit=limit,
        items=items,
        totals=PagingTotals(items=next(_totals(shapes, operation), None)),
    )


def _limit(shapes: Shapes, operation: Operation) -> Place | None:
    limit = _counted(shapes, operation, _LIMITS)
    return None if limit is None else Place("query", (limit.wire,))


def _counted(shapes: Shapes, operation: Operation, names: frozenset[str]) -> Parameter | None:
    queries = (parameter for parameter in operation.parameters if parameter.place == "query")
    found = (item for item in queries if _plain(item.wire) in names and "integer" in shapes.types(item.schema))
    return next(found, None)


def _totals(shapes: Shapes, operation: Operation) -> Iterator[Place]:
    for schema in _answered(operation):
        for name, member in shapes(schema).properties.items():
            if _plain(name) in _TOTALS and "integer" in shapes.types(member.schema):
                yield Place("body", (name,))


def _lists(shapes: Shapes, operation: Operation) -> Iterator[Place]:
    """Yield where the first answer of success has its list of objects: it is one, or has exactly one."""
    for schema in _answered(operation):
        if _is_list(shapes, schema):
            yield BODY
            continue
        arrays = [name for name, member in shapes(schema).properties.items() if _is_list(shapes, member.schema)]
        if len(arrays) == 1:
            yield Place("body", (arrays[0],))


def _is_list(shapes: Shapes, schema: Schema) -> bool:
    items = shapes(schema).items
    return items is not None and "array" in shapes.types(schema) and bool(shapes(items).properties)


def _answered(operation: Operation) -> Iterator[Schema]:
    for answer in operation.answers:
        for media in answer.content if answer.success else ():
            if media.schema is not None and is_json(media.name):
                yield media.schema


def _orders(shapes: Shapes, operation: Operation) -> Iterator[Order]:
    """Yield an order for a parameter that lists names and the same names with a hyphen."""
    for parameter in operation.parameters:
        values = shapes(parameter.schema).enum or ()
        turned = {value for value in values if isinstance(value, str) and f"-{value}" in values}
        if parameter.place == "query" and _plain(parameter.wire) in _ORDERS and turned:
            yield Order(
                f"{operation.id}.order",
                "The request names the member to order by, a hyphen turns it round.",
                parameter.location,
                by=Place("query", (parameter.wire,)),
                prefix="-",
            )


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
