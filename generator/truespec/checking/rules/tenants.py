"""A record belongs to one place: nobody sees it from another."""

from __future__ import annotations

from truespec.checking.parameters import Values
from truespec.checking.rules.subjects import fresh
from truespec.checking.rules.values import same_value
from truespec.checking.rules.walk import lister_of
from truespec.checking.rules.world import Family, World, take
from truespec.contract.behaviour import Resource
from truespec.contract.conditions import Scope
from truespec.contract.schema import Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        if resource.scope is not None:
            _is_apart(world, resource, resource.scope)


def _is_apart(world: World, resource: Resource, rule: Scope) -> None:
    ledger = world.session.ledger
    found = world.first("read", resource)
    subject = fresh(world, resource) if found is not None else None
    if found is None or subject is None:
        operation = found[1] if found is not None else world.api.operations[0]
        ledger.unknown(world.fact(rule, operation, "place"), "no record could be made and read back")
        return
    elsewhere = world.maker.word()
    for action, operation in world.actions("read"):
        if action.resource != resource.name or action.key is None:
            continue
        values = _moved(world.values_for(operation, action.key, subject.key), rule, elsewhere)
        exchange = world.session.ask(operation, values)
        record = world.record_in(action, exchange) or {}
        seen = exchange.response.success and same_value(subject.key, record.get(resource.key))
        detail = f"another `{rule.place.path[-1]}` reads the record"
        ledger.expect(world.fact(rule, operation, "place"), not seen, detail, exchange)
    _not_listed(world, resource, rule, (elsewhere, subject.key))


def _not_listed(world: World, resource: Resource, rule: Scope, asked: tuple[str, Json]) -> None:
    lister = lister_of(world, resource)
    if lister is None:
        return
    elsewhere, key = asked
    page = lister.asking((rule.place, elsewhere)).page(lister.first, lister.largest() or 100)
    listed = [take(item, (resource.key,)) for item in page.items or []]
    detail = f"another `{rule.place.path[-1]}` lists the record"
    fact = world.fact(rule, lister.operation, "place", part="listed", states="nor lists it")
    world.session.ledger.expect(fact, key not in listed, detail, page.exchange)


def _moved(values: Values, rule: Scope, elsewhere: str) -> Values:
    return {**values, (rule.place.part, rule.place.path[0]): elsewhere}


FAMILY = Family("tenants", "a record is not seen from elsewhere", _check)
