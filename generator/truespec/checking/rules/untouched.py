"""A record that no request ever named is as it was made, whatever the run did to others."""

from __future__ import annotations

from truespec.checking.parameters import text_of
from truespec.checking.rules.bystanders import different
from truespec.checking.rules.subjects import fresh
from truespec.checking.rules.world import Family, Subject, World
from truespec.contract.behaviour import Resource

__all__ = ["FAMILY", "set_aside"]

_GONE = frozenset({404, 410})


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


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
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
