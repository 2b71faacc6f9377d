"""What a list may be asked for, it can be asked for: no documented parameter is refused whatever it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.fitting import values_in
from truespec.checking.rules.ground.plausible import plausible
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.singly import are_taken_singly
from truespec.checking.rules.lists.walk import Lister, Page, listers_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.provenance import Assumption
from truespec.contract.schema import Json, Schema
from truespec.diagnostics import Location

__all__ = ["FAMILY"]

_REFUSED: Final = frozenset({400, 422})
_MARKS: Final = '50%_o\'x "y" (z* [\\'
_LETTERS: Final = "Zo\u00eb \u0141uk \u65e5\u672c \U0001f600"
_SAME: Final = 2
"""So many values of our own records are tried."""


@dataclass(frozen=True, slots=True)
class _Askable:
    """Something that a list can be asked for: a parameter of its query, or a member of its body."""

    place: Place
    schema: Schema
    location: Location
    assumptions: tuple[Assumption, ...]


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource) if world.rounds == 1 else ():
            are_taken_singly(lister, resource)
            if lister.page(lister.first).exchange.response.success:
                for askable in _askable(lister):
                    _is_taken(lister, resource, askable)
                    _takes_the_year(lister, askable)
                    _bears_marks(lister, askable)


def _askable(lister: Lister) -> Iterator[_Askable]:
    """Yield what a list can be asked for besides pages and an order, and what needs nothing else to be asked with."""
    action, order = lister.action, lister.action.order
    apart = {lister.paging.page, lister.paging.limit, *(place for needs in action.needs for place in needs.places)}
    apart |= set() if order is None else {order.by, order.direction}
    for parameter in lister.operation.parameters:
        place = Place(parameter.place, (parameter.wire,))
        fixed = lister.world.session.target.access.fixed(parameter.wire)
        if parameter.place == "query" and not parameter.required and place not in apart and fixed is None:
            yield _Askable(place, parameter.schema, parameter.location, parameter.assumptions)
    for name, member in lister.world.sendable(lister.operation).items():
        place = Place("body", (name,))
        if place not in apart and not member.schema.deprecated:
            yield _Askable(place, member.schema, member.location, member.assumptions)


def _is_taken(lister: Lister, resource: Resource, askable: _Askable) -> None:
    """Ask for values that are there, or that are plausible, until one is taken; broken where all are refused."""
    values = list(_values(lister, resource, askable))
    page: Page | None = None
    for value in values:
        page = lister.asking((askable.place, value)).page(lister.first)
        if page.exchange.response.status not in _REFUSED:
            return
    if page is not None:
        fact = _fact(lister, askable)
        detail = f"it answered {page.exchange.response.status} to {len(values)} different ones"
        lister.ledger.broken(fact, detail, page.exchange)


def _bears_marks(lister: Lister, askable: _Askable) -> None:
    """Ask for marks that mean something elsewhere, and for letters of anywhere: they are no reason to fail."""
    shape = lister.world.maker.narrowed(askable.schema)
    if shape.types == ("string",) and not shape.format and shape.enum is None and "pattern" not in shape.constraints:
        for text in (_MARKS, _LETTERS):
            lister.asking((askable.place, text)).page(lister.first)


def _takes_the_year(lister: Lister, askable: _Askable) -> None:
    """Ask for the first month and the last one: where one of the months is taken, all are."""
    if not any(rule.place == askable.place and rule.operator == "month" for rule in lister.action.filters):
        return
    pages = [lister.asking((askable.place, month)).page(lister.first) for month in (1, 6, 12)]
    refused = [page for page in pages if page.exchange.response.status in _REFUSED]
    if refused and any(page.exchange.response.success for page in pages):
        detail = "it refuses a month, and takes others"
        lister.ledger.broken(_fact(lister, askable), detail, refused[0].exchange)


def _values(lister: Lister, resource: Resource, askable: _Askable) -> Iterator[Json]:
    place, action = askable.place, lister.action
    rules = [rule for rule in action.filters if rule.place == place]
    names = [path[0] for rule in rules if rule.within is None for path in rule.members]
    own = dict(action.search.own).get(place) if action.search is not None else None
    maker = lister.world.maker
    shape = maker.narrowed(askable.schema)
    plain = not shape.format or shape.format == "email"
    known = [one for one in (*names, own) if one is not None] if plain and shape.enum is None else []
    subjects = population(lister.world, resource)[:_SAME] if known else ()
    kept = [subject.record.get(name) for subject in subjects for name in known[:1]]
    found: list[Json] = [
        value for value in kept if isinstance(value, str) and value and maker.is_valid(askable.schema, value)
    ]
    within = [rule for rule in rules if rule.within is not None and rule.operator == "equal"]
    if within and "array" in shape.types:
        inside = (
            text for subject in population(lister.world, resource) for text in values_in(subject.record, within[0])
        )
        found = [[text] for text in islice((text for text in inside if isinstance(text, str)), _SAME)]
    # Nothing at all is no value to ask for: a server may refuse it in the place of one.
    yield from (value for value in found or plausible(maker, place.path[-1], askable.schema) if value != [])


def _fact(lister: Lister, askable: _Askable) -> Fact:
    operation, place = lister.operation, askable.place
    told = (*askable.assumptions, *askable.schema.assumptions, *lister.world.api.target(askable.schema).assumptions)
    why = assumed_among(told, ("name", "in", "type", "schema"))
    states = f"{operation.label} can be asked with `{place}`"
    return Fact(f"{operation.id}.asks.{place.path[-1]}", states, askable.location, operation.id, "refusal", why)


FAMILY = Family("asking", "what a list may be asked for is not refused whatever it says", _check)
