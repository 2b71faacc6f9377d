"""An order by the time of the last change is not that by the time of making: what was made first may change last."""

from __future__ import annotations

from dataclasses import replace

from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, new_values
from truespec.checking.rules.ground.values import before, comparable
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.orders.order_case import Asked, OrderCase, asked_by, key_of
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json

__all__ = ["comes_by_changes"]


def comes_by_changes(case: OrderCase) -> None:
    """Make two records, change the first, and ask for the order of changes: in both directions both are in their place.

    A server that does not know the name may order by something of its own, as it does for a name that nobody knows.
    """
    world, resource = case.lister.world, case.resource
    members = [name for name, what in resource.sets if what == "updated" and _may_be_named(case, name)]
    own = _made(world, resource, members[0]) if members else None
    if own is None:
        return
    pair = replace(case, own=own, followed=[], strangers={})
    answers = {down: pair.ask(*asked_by(case.lister, case.rule, members[0], descending=down)) for down in pair.ways}
    told = {down: _times(pair, asked, members[0]) for down, asked in answers.items()}
    if any(asked.refusal or len(asked.keys) < len(own) for asked in answers.values()):
        return
    wrong = [down for down, (one, other) in told.items() if (before(one, other) if down else before(other, one))]
    if wrong == [*pair.ways] and not pair.is_for_anything(answers) and _is_as_it_was(world, resource, own):
        fact = case.fact(descending=wrong[-1], certain=True)
        detail = f"of two records, what has the later `{members[0]}` comes where the earlier should"
        world.session.ledger.broken(fact, detail, answers[wrong[-1]].exchange)


def _is_as_it_was(world: World, resource: Resource, own: dict[Json, dict[str, Json]]) -> bool:
    """Say whether nothing has changed the records meanwhile: a server may fill in something a little later."""
    reads = {key: world.read(resource, key) for key in own}
    return all(read is not None and not different(own[key], read[1] or {}) for key, read in reads.items())


def _times(case: OrderCase, asked: Asked, member: str) -> list[Json]:
    """Return the times of our own as the list itself shows them: a record may be touched after it was read."""
    shown = {key_of(item, case.resource): take(item, (member,)) for item in asked.items}
    own = {key: case.own[key].get(member) for key in asked.keys if isinstance(key, str | int)}
    return [time if isinstance(time := shown.get(key), str | int | float) else read for key, read in own.items()]


def _may_be_named(case: OrderCase, member: str) -> bool:
    shape = case.lister.shape_at(case.rule.by)
    return shape is None or shape.enum is None or member in shape.enum


def _made(world: World, resource: Resource, member: str) -> dict[Json, dict[str, Json]] | None:
    """Return two records by key, of which the one that was made first changed last; ``None`` where none can be had."""
    earlier = fresh(world, resource, {})
    later = fresh(world, resource, {}) if earlier is not None else None
    if earlier is None or later is None or isinstance(earlier.key, dict | list) or isinstance(later.key, dict | list):
        return None
    world.pause()
    changed = _changed(world, resource, earlier)
    times = (later.record.get(member), changed.get(member)) if changed is not None else (None, None)
    if changed is None or not comparable(*times) or not before(*times):
        return None
    return {earlier.key: changed, later.key: later.record}


def _changed(world: World, resource: Resource, subject: Subject) -> dict[str, Json] | None:
    """Change a record and return it as it is read then."""
    found = world.first("update", resource)
    if found is None or found[0].key is None:
        return None
    body = new_values(world, *found, resource)
    values = world.values_for(found[1], found[0].key, subject.key)
    done = world.session.ask(found[1], values, body) if body else None
    read = world.read(resource, subject.key) if done is not None and done.response.success else None
    return None if read is None else read[1]
