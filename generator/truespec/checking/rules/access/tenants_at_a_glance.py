"""One record of ours asked for from elsewhere: where it is seen or changed, the family that judges it is asked at once.

Nothing is told of it here but what any answer tells: whose a record is, is judged by those that look at it closely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from truespec.checking.rules.access import tenants
from truespec.checking.rules.access.asked_elsewhere import is_ours
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.subjects import fresh, prepared
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.walk import lister_for
from truespec.contract.behaviour import Action, Resource
from truespec.contract.conditions import Scope
from truespec.contract.operation import Operation

__all__ = ["FAMILY"]

_ON_ONE = ("read", "update", "delete", "move", "part", "unsubscribe")


def _check(world: World) -> None:
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        if resource.scope is not None and _looks_shared(world, resource, resource.scope):
            tenants.FAMILY.check(world)
            return


def _looks_shared(world: World, resource: Resource, rule: Scope) -> bool:
    """Ask for a record from elsewhere in every way there is, and look at it at last: say whether anybody was let in."""
    by_credential = tenants.scheme_at(world, rule) is not None
    found = world.first("read", resource)
    away = None if by_credential or found is None else tenants.elsewhere_of(world, found[1], rule)
    subject = fresh(world, resource) if found is not None else None
    if subject is None:
        return False
    for action, operation in world.actions(*_ON_ONE, "list"):
        if action.resource != resource.name or action.deletion is not None:
            continue
        second = world.session.target.access.seconding(operation) if by_credential else {}
        if by_credential and not second:
            continue
        if action.kind == "list":
            if _is_listed(world, (action, operation), (resource, subject), (rule, away), second):
                return True
        elif action.key is not None:
            request = prepared(world, operation, [subject.key])
            moved = request if request is None or away is None else request.having(rule.place, away)
            if moved is not None and moved.send_with(world, second).response.success:
                return True
    read = world.read(resource, subject.key)
    known = {name: value for name, value in subject.record.items() if name in subject.sent}
    touched = read is not None and (read[1] is None or bool(different(known, read[1])))
    if not touched:
        world.give_back(resource, subject)
    return touched


def _is_listed(
    world: World,
    listing: tuple[Action, Operation],
    one: tuple[Resource, Subject],
    where: tuple[Scope, str | None],
    second: Mapping[str, str],
) -> bool:
    """Look for the record on the first page that is shown elsewhere, among what has the tag of the run in a search."""
    (action, operation), (resource, subject), (rule, away) = listing, one, where
    lister = lister_for(world, action, operation)
    if lister is None:
        return False
    if action.search is not None:
        lister = lister.asking((action.search.query, world.maker.tag))
    if away is not None:
        lister = lister.asking((rule.place, away))
    page = replace(lister, replaced=second).page(lister.first, lister.ample())
    return any(is_ours(resource, subject, item) for item in page.items or [])


FAMILY = Family("tenants at a glance", "one record is not seen from elsewhere, whatever is asked for", _check)
