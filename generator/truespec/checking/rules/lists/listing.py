"""What was made is listed, and a list has the stated order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import before, comparable, day_of, same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.looking import count_where, record_where
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.contract.behaviour import Resource, Sort
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_SAMPLES: Final = 3
_LOOKS: Final = 2
_GONE: Final = frozenset({404, 410})
_OTHER_REASONS: Final = frozenset({401, 403, 429})
"""Refusals that say nothing of a record."""


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            if lister.action.search is None:
                _is_listed(world, lister, resource)
            _can_be_read(world, lister, resource)
            _shows_the_same(world, lister, resource)
            if lister.action.search is None and world.rounds == 1:
                _shows_changes(world, lister, resource)
            if lister.action.sort is not None:
                _is_sorted(lister, resource, lister.action.sort)


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


def _can_be_read(world: World, lister: Lister, resource: Resource) -> None:
    """Read a few records that are listed, those of others first: each is there under the same key."""
    fact = world.fact(lister.action, lister.operation, part="readable", states="what is listed can be read by its key")
    keys = _keys(lister, resource)
    keys.sort(key=lambda key: key in world.made)
    for key in [*keys[:_SAMPLES], *keys[_SAMPLES:][-1:]]:
        read = world.read(resource, key)
        if read is None or read[0].response.status in _OTHER_REASONS:
            world.session.ledger.unknown(fact, "no operation reads a record, or this one may not be read")
        elif read[0].response.status in _GONE:
            again = _read_again(world, lister, resource, key)
            if again is not None and again.response.status in _GONE:
                world.session.ledger.broken(fact, f"reading it answered {again.response.status}", again)
        elif read[1] is not None and read[1].get(resource.key) is not None:
            same = read[1][resource.key] == key
            world.session.ledger.expect(fact, same, f"another `{resource.key}` was answered", read[0])


def _keys(lister: Lister, resource: Resource) -> list[str | int]:
    """Return what the records on the first page are known by."""
    found = (take(item, (resource.key,)) for item in lister.page(lister.first, lister.ample()).items or [])
    return [key for key in found if isinstance(key, str | int)]


def _read_again(world: World, lister: Lister, resource: Resource, key: str | int) -> Exchange | None:
    """Read what is still listed a moment later; what somebody removed since the list was made is not."""
    world.pause()
    read = world.read(resource, key) if key in _keys(lister, resource) else None
    return None if read is None else read[0]


def _shows_the_same(world: World, lister: Lister, resource: Resource) -> None:
    """Look for our own records in the list: what it says of them is what reading them says.

    A list may say less of a record than there is of it, by leaving members out.
    """
    states = "a list says of a record what reading it says"
    fact = world.fact(lister.action, lister.operation, part="shows", states=states)
    own = {subject.key: subject for subject in population(world, resource)}
    sets = dict(resource.sets)
    for page, items in lister.walk_once(resource.key, lister.ample()):
        for item in items:
            key = take(item, (resource.key,))
            subject = own.pop(key, None) if isinstance(key, str | int) else None
            if subject is None or not isinstance(item, dict):
                continue
            told = {name: value for name, value in subject.record.items() if name in subject.sent and name not in sets}
            other = [name for name, value in told.items() if name in item and not same_value(value, item[name])]
            births = (name for name, what in resource.sets if what == "created")
            other += [name for name in births if _is_another_time(subject.record.get(name), item.get(name))]
            if other and _has_changed(world, resource, subject, other):
                continue
            detail = f"{', '.join(f'`{name}`' for name in other)} has another value than in the record as it was read"
            world.session.ledger.expect(fact, not other, detail, page.exchange)
        if not own:
            return


def _has_changed(world: World, resource: Resource, subject: Subject, names: list[str]) -> bool:
    """Say whether somebody else has changed these members of a record since it was read."""
    now = world.read(resource, subject.key)
    return now is not None and any(not same_value(subject.record.get(name), (now[1] or {}).get(name)) for name in names)


def _is_another_time(one: Json, other: Json) -> bool:
    """Say whether two texts are points in time more than a day apart; spellings and zones are a server's business."""
    days = day_of(one), day_of(other)
    return days[0] is not None and days[1] is not None and abs((days[0] - days[1]).days) > 1


def _shows_changes(world: World, lister: Lister, resource: Resource) -> None:
    """Change a record that was listed: the list says then what reading it says."""
    subject = _to_be_changed(world, resource)
    listed = record_where(world, resource, {resource.key: subject.key}) if subject is not None else None
    sent = _change(world, resource, subject) if subject is not None and listed is not None else None
    if subject is None or listed is None or sent is None:
        return
    read = world.read(resource, subject.key)
    now = read[1] if read is not None and read[1] is not None else {}
    moved = [name for name in sent if name in now and sent[name] is not None and same_value(sent[name], now[name])]
    moved = [name for name in moved if not same_value(now[name], listed.get(name))]
    late: list[str] = []
    for _ in range(_LOOKS):
        again = record_where(world, resource, {resource.key: subject.key}) or {}
        # An object that has gained a member holds all that it held: what shows the change is not as it was.
        behind = [name for name in moved if name in again and not same_value(now[name], again[name])]
        late = [name for name in behind if same_value(listed.get(name), again[name])]
        if not late:
            return
        world.pause()
    fact = world.fact(lister.action, lister.operation, part="shows-changes", states="a list shows what was changed")
    detail = f"{', '.join(f'`{name}`' for name in late)} is listed as it was before, and read as it is"
    world.session.ledger.broken(fact, detail, world.session.last)


def _to_be_changed(world: World, resource: Resource) -> Subject | None:
    """Return a record that lacks some members, where only those can be changed that it lacks."""
    maker = world.maker_of(resource)
    if world.first("update", resource) is not None or maker is None or maker[0].dedupe is None:
        return fresh(world, resource)
    optional = [name for name in world.sendable(maker[1]) if name not in maker[0].dedupe.members]
    body = world.new_body(maker[1], leave_out=optional[::2])
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if body is None or made is None or read is None or read[1] is None:
        return None
    return Subject(made[1], read[1], body)


def _change(world: World, resource: Resource, subject: Subject) -> dict[str, Json] | None:
    """Change a record, by an update or by sending it again; return what was sent."""
    update, maker = world.first("update", resource), world.maker_of(resource)
    if update is not None:
        (action, operation), same = update, dict[str, Json]()
        values = world.values_for(operation, action.key, subject.key)
    elif maker is not None and maker[0].dedupe is not None:
        (action, operation), sent = maker, subject.sent
        same = {name: sent[name] for name in maker[0].dedupe.members if name in sent}
        values = world.values_for(operation)
    else:
        return None
    body = world.new_body(operation, same, leave_out=[] if same else [resource.key])
    done = world.session.ask(operation, values, body) if body is not None else None
    return body if done is not None and done.response.success else None


def _is_sorted(lister: Lister, resource: Resource, sort: Sort) -> None:
    """Compare neighbours on a few pages; equal values may come in any order."""
    ledger = lister.world.session.ledger
    fact = lister.world.fact(sort, lister.operation, "by")
    values: list[Json] = []
    for _, items in lister.walk_once(resource.key, lister.largest() or 50):
        found = (take(item, tuple(sort.member.split("."))) for item in items)
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
    direction = lister.world.fact(sort, lister.operation, "by", "direction")
    if direction.assumed is not None and fact.assumed is None:
        # That there is an order is documented, which of the two is a guess.
        ledger.holds(fact)
        direction = replace(direction, id=f"{fact.id}.direction")
    right = not (rising if sort.direction == "descending" else falling)
    ledger.expect(direction, right, "it is the other way round", lister.world.session.last)


FAMILY = Family("listing", "what was made is listed, in the stated order", _check)
