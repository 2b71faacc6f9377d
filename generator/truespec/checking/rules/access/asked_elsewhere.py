"""A list tells nothing of another place, whatever it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.lists.walk import Lister, lister_for
from truespec.checking.rules.orders.order_case import asked_by
from truespec.contract.behaviour import Place, Resource
from truespec.contract.conditions import Scope
from truespec.contract.schema import Json

__all__ = ["check_lists", "is_ours"]

_CREATED: Final = "created"


def check_lists(world: World, resource: Resource, rule: Scope, elsewhere: str) -> None:
    """Ask another place for a record of ours, in every way that a list knows.

    Each way is a request of its own, for a server may forget the place in any of them.
    """
    subject = fresh(world, resource)
    for action, operation in world.actions("list"):
        lister = lister_for(world, action, operation) if action.resource == resource.name else None
        if lister is None or subject is None:
            continue
        for asked in _questions(lister, resource, subject):
            page = lister.asking((rule.place, elsewhere), *asked).page(lister.first, lister.ample())
            if page.items is not None:
                seen = any(is_ours(resource, subject, item) for item in page.items)
                detail = (
                    f"another `{rule.place.path[-1]}` finds the record by {', '.join(f'`{it}`' for it, _ in asked)}"
                )
                fact = world.fact(rule, operation, "place", part="listed", states="nor lists it")
                world.session.ledger.expect(fact, not seen, detail, page.exchange)
    if subject is not None:
        world.give_back(resource, subject)


def is_ours(resource: Resource, subject: Subject, record: Json) -> bool:
    """Say whether a record that somebody is shown is this one: its key may be that of another at every place."""
    if not isinstance(record, dict) or not same_value(subject.key, take(record, (resource.key,))):
        return False
    known = {name: value for name, value in subject.record.items() if name in subject.sent and name in record}
    return not different(known, record)


def _questions(lister: Lister, resource: Resource, subject: Subject) -> Iterator[tuple[tuple[Place, Json], ...]]:
    """Yield what finds a record or brings it to the front: filters, texts to search for, the newest first."""
    action, record = lister.action, subject.record
    for rule in action.filters:
        names = [path[0] for path in rule.members if len(path) == 1]
        if rule.operator == "equal" and rule.within is None and rule.values == "one":
            yield from _asking(rule.place, record, names)
    if action.search is not None:
        for place, member in action.search.own:
            yield from _asking(place, record, (member,))
        yield from _asking(action.search.query, record, action.search.members)
    newest = next((name for name, what in resource.sets if what == _CREATED), None)
    if action.order is not None and newest is not None:
        yield tuple(asked_by(lister, action.order, newest, descending=True))


def _asking(
    place: Place, record: dict[str, Json], names: list[str] | tuple[str, ...]
) -> Iterator[tuple[tuple[Place, Json], ...]]:
    """Yield the question for the first text that the record has under some names."""
    texts = (value for name in names if isinstance(value := record.get(name), str) and value)
    yield from (((place, text),) for text in list(texts)[:1])
