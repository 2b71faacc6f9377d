"""What was made is listed, and a list has the stated order."""

from __future__ import annotations

from itertools import pairwise

from truespec.checking.rules.values import before, comparable
from truespec.checking.rules.walk import Lister, count_where, listers_of
from truespec.checking.rules.world import Family, World, take
from truespec.contract.behaviour import Resource, Sort
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            if lister.action.search is None:
                _is_listed(world, lister, resource)
            if lister.action.sort is not None:
                _is_sorted(lister, lister.action.sort)


def _is_listed(world: World, lister: Lister, resource: Resource) -> None:
    """Make a record and look for it in the list."""
    fact, ledger = world.fact(lister.action, lister.operation), world.session.ledger
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    if made is None or made[1] is None:
        ledger.unknown(fact, "no record could be made to look for")
        return
    found = count_where(world, resource, {resource.key: made[1]})
    if found is None:
        ledger.unknown(fact, "the list could not be read to its end")
    else:
        ledger.expect(fact, found > 0, "a new record is on no page", world.session.last)


def _is_sorted(lister: Lister, sort: Sort) -> None:
    """Compare neighbours on a few pages; equal values may come in any order."""
    ledger = lister.world.session.ledger
    fact = lister.world.fact(sort, lister.operation, "by")
    values: list[Json] = []
    for page in lister.walk(lister.largest() or 50):
        found = (take(item, tuple(sort.member.split("."))) for item in page.items or [])
        values.extend(value for value in found if not isinstance(value, Absent))
    ordered = [(earlier, later) for earlier, later in pairwise(values) if comparable(earlier, later)]
    if not ordered:
        ledger.unknown(fact, "there are too few records with a value to compare")
        return
    falling = [pair for pair in ordered if before(pair[1], pair[0])]
    rising = [pair for pair in ordered if before(*pair)]
    if falling and rising:
        wrong = min(len(falling), len(rising))
        ledger.broken(fact, f"{wrong} neighbours are in another order than the others", lister.world.session.last)
        return
    ledger.holds(fact)
    states = f"the direction is {sort.direction}"
    direction = lister.world.fact(sort, lister.operation, "by", "direction", part="direction", states=states)
    if falling or rising:
        right = bool(falling) == (sort.direction == "descending")
        ledger.expect(direction, right, "it is the other way round", lister.world.session.last)


FAMILY = Family("listing", "what was made is listed, in the stated order", _check)
