"""A page, a limit and an order may each be asked for alone, where nothing says that one needs another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.lists.walk import Lister, Page
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.operation import Parameter
from truespec.contract.schema import Json

__all__ = ["are_taken_singly"]

_REFUSED: Final = frozenset({400, 422})


def are_taken_singly(lister: Lister, resource: Resource) -> None:
    """Ask with each of them alone, where it is taken beside the one that often goes with it."""
    for place, pages in _tried(lister, resource):
        parameter = _parameter(lister, place)
        if parameter is None or not pages[0].exchange.response.success:
            continue
        fact = _fact(lister, parameter)
        status = pages[1].exchange.response.status
        if status in _REFUSED:
            detail = f"alone it answered {status}, and takes it beside another parameter"
            lister.ledger.broken(fact, detail, pages[1].exchange)
        elif pages[1].exchange.response.success:
            lister.ledger.holds(fact)


def _tried(lister: Lister, resource: Resource) -> Iterator[tuple[Place, tuple[Page, Page]]]:
    """Yield what is asked with, and the answers to it beside another parameter and alone."""
    paging, order, limit = lister.paging, lister.action.order, lister.smallest()
    if paging.style == "page" and paging.limit is not None:
        both = lister.page(lister.first, limit)
        yield paging.limit, (both, lister.page(limit=limit))
        yield paging.page, (both, lister.page(lister.first))
    births = [name for name, what in resource.sets if what == "created"]
    if order is not None and order.direction is not None and births:
        shape = lister.shape_at(order.by)
        by: Json = [births[0]] if shape is not None and "array" in shape.types else births[0]
        ordered = lister.asking((order.by, by))
        yield order.by, (ordered.asking((order.direction, order.ascending)).page(lister.first), ordered.page())


def _parameter(lister: Lister, place: Place) -> Parameter | None:
    """Return the parameter at a place, ``None`` where it goes with another or is in the body."""
    needing = {one for needs in lister.action.needs for one in (needs.other, *needs.places)}
    for parameter in lister.operation.parameters if place not in needing else ():
        if (parameter.place, parameter.wire) == (place.part, place.path[0]) and place.part == "query":
            return parameter
    return None


def _fact(lister: Lister, parameter: Parameter) -> Fact:
    operation, schema = lister.operation, parameter.schema
    told = (*parameter.assumptions, *schema.assumptions, *lister.world.api.target(schema).assumptions)
    why = assumed_among(told, ("name", "in", "type", "schema", "required"))
    states = f"{operation.label} can be asked with `{parameter.wire}` alone"
    return Fact(f"{operation.id}.asks.{parameter.wire}.alone", states, parameter.location, operation.id, "refusal", why)
