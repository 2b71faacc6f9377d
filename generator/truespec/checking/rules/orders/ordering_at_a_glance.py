"""Each list asked for one order, both ways: where it comes otherwise, the family that judges it is asked at once."""

from __future__ import annotations

from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import listers_of
from truespec.checking.rules.orders import ordering
from truespec.checking.rules.orders.order_case import OrderCase, asked_by

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        for lister in listers_of(world, resource):
            # Records are made for many rules at once; for this one alone they are not made yet.
            if lister.action.order is None or resource.name not in world.populations:
                continue
            own = {subject.key: subject.record for subject in population(world, resource)}
            if _looks_wrong(OrderCase(lister, lister.action.order, resource, own)):
                ordering.FAMILY.check(world)
                return


def _looks_wrong(case: OrderCase) -> bool:
    """Ask for both directions of the member that tells most, and say whether one of them is not what was asked for."""
    member = next(iter(ordering.members_of(case)), None)
    if member is None:
        return False
    answers = {down: case.ask(*asked_by(case.lister, case.rule, member, descending=down)) for down in case.ways}
    wrong = any(ordering.out_of_order(case.pairs(asked, member), descending=down) for down, asked in answers.items())
    same = len(answers) > 1 and answers[False].keys == answers[True].keys
    return wrong or same or any(asked.refusal for asked in answers.values())


FAMILY = Family("orders at a glance", "a list comes in one order that it is asked for, both ways", _check)
