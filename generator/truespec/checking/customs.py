"""What a server most likely does where nobody wrote it down: the customs of REST, each of them as an assumption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Paging, PagingTotals, Refusal, Resource
from truespec.contract.operation import Operation, Parameter, is_json
from truespec.contract.provenance import Assumption
from truespec.contract.rule import Place, Rule
from truespec.contract.selection import Filter, Order
from truespec.diagnostics import Location
from truespec.mock.convention import with_conventions
from truespec.mock.shapes import Shapes

__all__ = ["with_customs"]

_WHY: Final = "it is the custom of REST; no rule of this API is written down"
_PAGES: Final = frozenset({"page", "pagenumber", "pageno", "pageindex"})
_LIMITS: Final = frozenset({"limit", "pagesize", "perpage", "size", "pagelimit", "itemsperpage"})
_TOTALS: Final = frozenset({"total", "totalcount", "totalitems", "totalresults", "totalelements", "itemcount"})
_ORDERS: Final = frozenset({"sort", "sortby", "orderby", "order", "ordering"})
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})

_Any = TypeVar("_Any")


def with_customs(api: Api) -> Api:
    """Return ``api`` with the behaviour that its paths, methods and names suggest; one that states any stays as it is.

    All of it is assumed: a server that does otherwise differs, and breaks nothing.
    """
    if api.behaviour is not None:
        return api
    guessed = with_conventions(api, nested=True)
    behaviour = guessed.behaviour or Behaviour(api.location)
    shapes = Shapes(guessed)
    resources = {resource.name: resource for resource in behaviour.resources}
    actions = tuple(_listed(guessed, shapes, action, resources.get(action.resource)) for action in behaviour.actions)
    refusal = Refusal("refusals.credentials-unknown", "Unknown credentials are refused.", api.location)
    unknown = replace(refusal, when="credentials-unknown", status=401)
    full = replace(behaviour, actions=actions, refusals=(unknown,))
    return replace(guessed, behaviour=_assumed(full, api.location))


def _assumed(value: _Any, location: Location) -> _Any:
    """Return a rule, or whatever holds rules, with all of them marked as assumed."""
    if isinstance(value, tuple):
        return cast("_Any", tuple(_assumed(item, location) for item in cast("tuple[Any, ...]", value)))
    if not is_dataclass(value) or isinstance(value, type | Place | Location):
        return value
    told: dict[str, Any] = {
        field.name: _assumed(getattr(value, field.name), location)
        for field in fields(value)
        if field.init and field.name not in {"location", "assumptions"}
    }
    if isinstance(value, Rule):
        told["assumptions"] = (Assumption("", _WHY, value.location),)
    return replace(value, **told)


def _listed(api: Api, shapes: Shapes, action: Action, resource: Resource | None) -> Action:
    """Return a list with the pages, the order and the filters that its parameters are called after."""
    operation = api.operation(action.id)
    if operation is None or resource is None or action.kind != "list":
        return action
    members = shapes(api.schema(resource.schema).schema).properties
    plain = {_plain(name): name for name in members}
    return replace(
        action,
        paging=_paging(shapes, operation, action),
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


def _paging(shapes: Shapes, operation: Operation, action: Action) -> Paging | None:
    page, limit = (_counted(shapes, operation, names) for names in (_PAGES, _LIMITS))
    if page is None or action.answer is None:
        return None
    first = shapes(page.schema).constraints.get("minimum", shapes(page.schema).default)
    return Paging(
        f"{operation.id}.paging",
        "The list comes in numbered pages.",
        page.location,
        page=Place("query", (page.wire,)),
        limit=None if limit is None else Place("query", (limit.wire,)),
        items=action.answer,
        totals=PagingTotals(items=next(_totals(shapes, operation), None)),
        first=0 if first == 0 else 1,
    )


def _counted(shapes: Shapes, operation: Operation, names: frozenset[str]) -> Parameter | None:
    queries = (parameter for parameter in operation.parameters if parameter.place == "query")
    found = (item for item in queries if _plain(item.wire) in names and "integer" in shapes.types(item.schema))
    return next(found, None)


def _totals(shapes: Shapes, operation: Operation) -> Iterator[Place]:
    for answer in operation.answers:
        for media in answer.content if answer.success else ():
            if media.schema is None or not is_json(media.name):
                continue
            for name, member in shapes(media.schema).properties.items():
                if _plain(name) in _TOTALS and "integer" in shapes.types(member.schema):
                    yield Place("body", (name,))


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
