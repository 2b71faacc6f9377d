"""A record that no request ever named is as it was made, whatever the run did to others.

That goes for records of other people too, as far as it can be told: they may change them at any time themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.parameters import text_of
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.records.other_readers import shows_as_listed
from truespec.contract.behaviour import Action, Resource
from truespec.contract.schema import Json

__all__ = ["FAMILY", "note_others", "others_again", "set_aside"]

_GONE: Final = frozenset({404, 410})
_OTHERS: Final = 5
"""So many records of others are looked at from each end of what was listed first."""

_PAGE: Final = 30
"""So many of them are read again at most."""


def set_aside(world: World, resource: Resource) -> None:
    """Make one record that no rule is given: servers that take the wrong record often take the first they have."""
    if resource.name not in world.set_aside:
        subject = fresh(world, resource)
        if subject is not None:
            world.set_aside[resource.name] = subject
            world.session.ledger.watched.setdefault(text_of(subject.key), False)
            _note_taken(world, resource, subject)


def _note_taken(world: World, resource: Resource, subject: Subject) -> None:
    """Remember that a body with all that can be made up was taken: nothing is left to find out of what is not."""
    maker = world.maker_of(resource)
    if maker is not None and subject.sent.keys() >= (world.new_body(maker[1]) or {}).keys():
        world.refused.setdefault(maker[1].id, frozenset())


def note_others(world: World, action: Action, exchange: Exchange) -> None:
    """Keep what a list shows before the run has made anything: those are the records of others."""
    resource, place = world.resource(action), action.paging.items if action.paging is not None else action.answer
    items = take(exchange.response.json(), place.path) if place is not None and place.part == "body" else None
    if resource is None or not isinstance(items, list) or _others(resource) in world.populations or world.made:
        return
    records = [item for item in items if isinstance(item, dict) and isinstance(item.get(resource.key), str | int)]
    world.populations[_others(resource)] = tuple(Subject(item[resource.key], dict(item), {}) for item in records)


def others_again(world: World, resource: Resource) -> Iterator[Subject]:
    """Yield records of others that were listed first, as they are read now: what the run makes may hide them since."""
    for subject in world.populations.get(_others(resource), ())[:_PAGE]:
        read = world.read(resource, subject.key)
        if read is not None and read[1] is not None:
            yield Subject(subject.key, read[1], {})


def _others(resource: Resource) -> str:
    return f"{resource.name}: others"


def _check_others(world: World, resource: Resource) -> None:
    """Look whether a record of somebody else holds a text now that the run sent for its own."""
    reader = world.first("read", resource)
    others = world.populations.get(_others(resource), ())
    # Those at the ends are the oldest and the newest, whom it happens to first.
    for subject in [*others[:_OTHERS], *others[_OTHERS:][-_OTHERS:]] if reader is not None else ():
        if _may_be_met(world, resource, subject):
            continue
        read = world.read(resource, subject.key)
        if read is not None and read[1] is not None and reader is not None:
            taken = list(_taken_over(world, subject.record, read[1]))
            states = "one that no request names stays as it was"
            fact = world.fact(resource, reader[1], part="untouched", states=states)
            detail = f"{', '.join(f'`{name}`' for name in taken)} of somebody else's holds what was sent for another"
            world.session.ledger.expect(fact, not taken, detail, read[0])
            shows_as_listed(world, resource, subject, read[1])


def _may_be_met(world: World, resource: Resource, subject: Subject) -> bool:
    """Say whether a record may count as one of our own: it has nothing to be recognised by, and one of ours had not."""
    makers = (action for action, _ in world.actions("create", "upsert") if action.resource == resource.name)
    rules = [action.dedupe for action in makers if action.dedupe is not None]
    return any(not any(subject.record.get(name) for name in rule.members) for rule in rules)


def _taken_over(world: World, before: dict[str, Json], now: dict[str, Json]) -> Iterator[str]:
    for name, value in now.items():
        if isinstance(value, str) and world.maker.tag in value and before.get(name) != value:
            yield name


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        _check_others(world, resource)
        subject = world.set_aside.get(resource.name)
        if subject is not None and world.session.ledger.watched.get(text_of(subject.key), True):
            # Where keys are small numbers, one that was made up may have been this one.
            continue
        reader = world.first("read", resource)
        read = world.read(resource, subject.key) if subject is not None else None
        if subject is None or reader is None or read is None:
            continue
        fact = world.fact(resource, reader[1], part="untouched", states="one that no request names stays as it was")
        exchange, record = read
        if record is not None:
            known = {name: value for name, value in subject.record.items() if name in subject.sent}
            changed = different(known, record)
            detail = f"{', '.join(f'`{name}`' for name in changed)} changed, though nothing named the record"
            world.session.ledger.expect(fact, not changed, detail, exchange)
        elif exchange.response.status in _GONE:
            world.session.ledger.broken(fact, f"reading it answered {exchange.response.status}", exchange)


FAMILY = Family("untouched", "a record that no request named is as it was", _check)
