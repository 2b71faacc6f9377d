"""What was deleted is not brought back by a change, with all that it held, nor read in another way than the usual."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.parameters import Values
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.deleting import deleted
from truespec.checking.rules.ground.subjects import new_values
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.records.wrapped import record_within
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["is_read_nowhere", "stays_deleted"]

_MARK: Final = re.compile("delet|remov|archiv|gone|state|status|active|hidden", re.IGNORECASE)
"""What a record may be told with that is kept after it was deleted."""


def stays_deleted(world: World, what: tuple[Action, Operation, Resource], subject: Subject) -> None:
    """Change a record that was deleted, in one member: nothing of what it held is there to be read afterwards.

    A server may make a new record of what is sent for a key that it does not know; that one holds nothing else.
    """
    action, operation, resource = what
    for update, other in world.actions("update"):
        body = new_values(world, update, other, resource) if world.resource(update) is resource else None
        if not body or update.key is None:
            continue
        part = dict(list(body.items())[:1])
        schema = world.body_schema(other)
        sent = part if schema is not None and world.maker.is_valid(schema, part) else body
        changed = world.session.ask(other, world.values_for(other, update.key, subject.key), sent)
        read = world.read(resource, subject.key) if changed.response.success else None
        if read is None or read[1] is None:
            continue
        back = [name for name in _told(world, subject) if name not in sent]
        back = [name for name in back if same_value(subject.record[name], read[1].get(name))]
        deleted(world, action, operation, subject.key)
        if back:
            fact = world.fact(action, operation, part="stays", states="a change does not bring it back")
            detail = f"after a change it can be read again, and has `{back[0]}` as it was"
            world.session.ledger.broken(fact, detail, changed)
        return


def is_read_nowhere(world: World, what: tuple[Action, Operation, Resource], subject: Subject, read: Exchange) -> None:
    """Read a record that was deleted, and that ``read`` says is not there, in every other way there is."""
    action, operation, resource = what
    for reader, other in world.actions("read"):
        if reader.resource != resource.name or reader.key is None or other is read.operation:
            continue
        values = world.values_for(other, reader.key, subject.key)

        def is_gone(reader: Action = reader, other: Operation = other, values: Values = values) -> bool:
            return not _is_whole(subject, record_within(world, reader, resource, world.session.ask(other, values)))

        if is_gone() or comes_true(world, is_gone):
            continue
        fact = world.fact(action, operation)
        fact = replace(fact, assumed=fact.assumed or assumed_among(reader.assumptions, ("answer",)))
        detail = f"{other.label} shows the record as it was"
        world.session.ledger.broken(fact, detail, world.session.last)


def _is_whole(subject: Subject, record: dict[str, Json] | None) -> bool:
    """Say whether a record is told as if nothing had happened to it."""
    if not record or any(_MARK.search(name) for name in record.keys() - subject.record.keys()):
        return False
    shared = {name: value for name, value in subject.record.items() if name in record}
    return bool(shared.keys() & subject.sent.keys()) and not different(shared, record)


def _told(world: World, subject: Subject) -> dict[str, Json]:
    """Return the texts of a record that nobody else has: they carry the tag of the run."""
    sent = {name: value for name, value in subject.sent.items() if name in subject.record}
    return {name: value for name, value in sent.items() if isinstance(value, str) and world.maker.tag in value}
