"""A cursor leads on in what was asked for: what does not fit a filter is on no part that follows either."""

from __future__ import annotations

from collections import Counter
from typing import Final

from truespec.checking.rules.ground.fitting import fits, values_in
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["follow_cursors"]

_PARTS: Final = 3
"""So many parts show whether those that follow are asked for the same."""

_LED: Final = frozenset({"cursor", "offset"})


def follow_cursors(world: World) -> None:
    """Ask each list that is led on for what several records have, one at a time."""
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        for lister in listers_of(world, resource):
            rules = lister.action.filters if lister.paging.style in _LED and lister.paging.limit is not None else ()
            for rule in rules:
                value = _shared(world, resource, rule) if _is_plain(lister, rule) else None
                if value is not None:
                    _follow(lister, rule, value)


def _is_plain(lister: Lister, rule: Filter) -> bool:
    needing = {place for needs in lister.action.needs for place in needs.places}
    return rule.operator == "equal" and rule.within is None and not rule.joined and rule.place not in needing


def _shared(world: World, resource: Resource, rule: Filter) -> Json:
    """Return a value that several records have and not all of them; a record more is made with one where need be."""
    subjects = population(world, resource)
    values = [value for one in subjects for value in values_in(one.record, rule) if isinstance(value, str | bool | int)]
    counts = Counter((type(value).__name__, value) for value in values)
    several = [value for (_, value), count in counts.items() if 1 < count < len(subjects)]
    if several:
        return several[0]
    few = [value for (_, value), count in counts.items() if count < len(subjects)]
    maker, path = world.maker_of(resource), rule.members[0]
    apart = {
        name for one, _ in world.actions("create", "update", "upsert") for each in one.unique for name in each.members
    }
    apart |= {name for one, _ in world.actions("create") for name in (one.dedupe.members if one.dedupe else ())}
    if maker is None or not few or len(path) != 1 or path[0] in apart or path[0] not in world.sendable(maker[1]):
        return None
    listed = "array" in world.maker.types(world.sendable(maker[1])[path[0]].schema)
    made = fresh(world, resource, {path[0]: [few[0]] if listed else few[0]})
    return few[0] if made is not None else None


def _follow(lister: Lister, rule: Filter, value: Json) -> None:
    shape = lister.shape_at(rule.place)
    sent: Json = [value] if shape is not None and "array" in shape.types else value
    narrowed, fact = (
        lister.asking((rule.place, sent)),
        lister.world.fact(rule, lister.operation, "members", "operator", part="pages", states="on every page"),
    )
    first = True
    for page, _ in zip(narrowed.walk(narrowed.smallest()), range(_PARTS), strict=False):
        strangers = [item for item in page.items or [] if fits(item, rule, sent) is False]
        if first and strangers:
            return
        if strangers:
            lister.ledger.broken(fact, "a part that follows holds a record that does not fit", page.exchange)
            return
        first = False
    lister.ledger.holds(fact)
