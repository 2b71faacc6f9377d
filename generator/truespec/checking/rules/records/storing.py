"""A new record is kept: it can be read by its key, and holds what was sent and what the server sets."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import keeps, tells_key
from truespec.checking.rules.ground.values import day_of, same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.left_out import keeps_only_known, keeps_only_references
from truespec.checking.rules.records.agreeing import unless_more_is_needed
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.nobodys import if_it_is_new
from truespec.checking.rules.records.shown_at_once import is_shown_at_once
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_HEX_24: Final = re.compile(r"[0-9a-fA-F]{24}")
_CLOCKS: Final = timedelta(days=2)
"""How far the clock of a server may be off, time zones included."""
_FIRST_DAYS: Final = 1970
"""The last year in which a calendar begins that a server may count from."""


def _check(world: World) -> None:
    for action, operation in world.actions("create", "upsert"):
        resource = world.resource(action)
        if resource is not None:
            for turn in range(world.rounds):
                _check_one(world, action, operation, resource, with_key=turn % 2 == 0)
            if world.rounds == 1:
                _comes_by_itself(world, action, operation, resource)


def _check_one(world: World, action: Action, operation: Operation, resource: Resource, *, with_key: bool) -> None:
    ledger, kept = world.session.ledger, world.fact(action, operation)
    body = world.new_body(operation, leave_out=() if with_key else (resource.key,))
    if body is None:
        ledger.unknown(kept, "no valid body could be made up")
        return
    made = world.session.ask(operation, world.values_for(operation), body)
    key = world.key_in(action, made, resource)
    if not made.response.success:
        ledger.unknown(kept, f"a valid request was answered {made.response.status}")
        return
    if key is None:
        ledger.unknown(kept, f"the answer does not tell the `{resource.key}` of the record")
        if not isinstance(made.response.json(), Absent):
            ledger.broken(tells_key(world, action, operation, resource), "it is missing", made)
        return
    _check_set_members(world, action, resource, body, made)
    read = world.read(resource, key)
    if read is None:
        ledger.unknown(kept, "no operation reads a record")
        return
    exchange, found = read
    if found is None:
        ledger.broken(kept, f"reading the new record by its key was answered {exchange.response.status}", exchange)
        return
    ledger.holds(kept)
    differing = differing_members(world, action, resource, body, found)
    is_shown_at_once(world, action, resource, made, (body, found))
    if not differing:
        world.give_back(resource, Subject(key, found, body))
    for member in differing:
        _tell_differing(world, (action, resource, made), body, found, member)
    if action.key is not None and resource.key in body:
        chosen = world.fact(action, operation, "key", part="key", states=f"the request chooses the `{resource.key}`")
        ledger.expect(chosen, same_value(body[resource.key], key), "the record has another one", made)


def _tell_differing(
    world: World,
    of: tuple[Action, Resource, Exchange],
    body: dict[str, Json],
    found: dict[str, Json],
    member: str,
) -> None:
    """Tell that a record does not hold a member as it was sent, unless it is a list of names that nobody knows."""
    (action, resource, made), ledger = of, world.session.ledger
    fact = keeps(world, action, made.operation, resource, member)
    if keeps_only_known(world, (action, made.operation), resource, member, (body[member], found)):
        ledger.unknown(fact, "of a list of names, only those that the server knows are kept")
    else:
        fact = if_it_is_new(world, fact, action, made.operation, body)
        fact = unless_more_is_needed(world, fact, (action, made.operation, resource), body, [member])
        why = keeps_only_references(world, action, resource, member, found)
        fact = replace(fact, assumed=fact.assumed or why or None)
        ledger.broken(fact, "the record that was read has another value", made)


def _comes_by_itself(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Leave out what a request may say and the server says where it does not: all of it at once."""
    names = [name for name, _ in resource.constants if name in world.sendable(operation)]
    body = world.new_body(operation, leave_out=names) if names else None
    if body is None or set(names) & body.keys():
        return
    made = world.session.ask(operation, world.values_for(operation), body)
    if made.response.success and world.key_in(action, made, resource) is not None:
        _check_set_members(world, action, resource, body, made)


def _set_fact(world: World, resource: Resource, operation: Operation, member: str, how: str) -> Fact:
    part = f"sets.{member}"
    return world.fact(resource, operation, "sets", part, part=part, states=f"`{member}` {how}")


def _check_set_members(
    world: World, action: Action, resource: Resource, body: dict[str, Json], exchange: Exchange
) -> None:
    ledger, operation, record = world.session.ledger, exchange.operation, world.record_in(action, exchange) or {}
    for member, what in resource.sets:
        if member in body:
            continue
        fact = _set_fact(world, resource, operation, member, "is set by the server")
        trouble = _trouble(what, record.get(member))
        if what == "updated" and record.get(member) is None:
            # That it is there once something was changed is looked at where something is changed.
            fact = replace(fact, assumed=fact.assumed or "what was never changed may have no time of its last change")
        ledger.expect(fact, not trouble, trouble, exchange)
        day = day_of(record.get(member)) if what in {"created", "updated"} else None
        if day is not None and what == "created":
            # A clock may be off; the first day of a calendar is what stands where nobody set anything.
            part = f"sets.{member}"
            real = world.fact(resource, operation, part, part=f"{part}.real", states=f"`{member}` is a time that was")
            ledger.expect(real, day.year > _FIRST_DAYS, f"it is in the year {day.year}", exchange)
        if day is not None and world.session.target.disposable:
            # A mock has our clock; a server that is set up for tests may have its own.
            ledger.expect(fact, abs(day - _today(exchange)) <= _CLOCKS, "it is not the time of the request", exchange)
    _check_constants(world, action, resource, body, exchange)
    _check_order_of_times(world, resource, record, exchange)


def _check_order_of_times(world: World, resource: Resource, record: dict[str, Json], exchange: Exchange) -> None:
    """Judge the two times of a record by each other: nothing is changed a day before it is made."""
    names = {what: name for name, what in resource.sets if what in {"created", "updated"}}
    days = {what: day_of(record.get(name)) for what, name in names.items()}
    made, changed = days.get("created"), days.get("updated")
    if made is not None and changed is not None:
        states = "nothing changes before it is made"
        fact = world.fact(resource, exchange.operation, part="sets.order", states=states)
        world.session.ledger.expect(fact, made - changed <= _CLOCKS / 2, "it was changed before it was made", exchange)


def _check_constants(
    world: World, action: Action, resource: Resource, body: dict[str, Json], exchange: Exchange
) -> None:
    operation, record = exchange.operation, world.record_in(action, exchange) or {}
    moved = {world.kept_at(action, name)[0] for name in body} | {consent.member for consent in action.consents}
    for member, value in resource.constants:
        found = record.get(member)
        # An empty member may be left out, so only one that is there can tell.
        if member not in moved and found is not None:
            fact = _set_fact(world, resource, operation, member, "of a new record is a fixed value")
            fact = if_it_is_new(world, fact, action, operation, body)
            world.session.ledger.expect(fact, same_value(value, found), "it is another value", exchange)


def _today(exchange: Exchange) -> date:
    """Return the day it is at the server, where it says so."""
    try:
        return parsedate_to_datetime(exchange.response.header("date") or "").date()
    except ValueError:
        return datetime.now(UTC).date()


def _trouble(what: str, value: Json) -> str:
    if value is None:
        return "it is missing"
    if what == "uuid" and not _is_uuid(value):
        return "it is no UUID"
    if what == "hex-24" and not (isinstance(value, str) and _HEX_24.fullmatch(value)):
        return "it does not have 24 hexadecimal digits"
    if what in {"created", "updated"} and isinstance(value, str) and day_of(value) is None and not value.isdecimal():
        return "it is no time"
    return ""


def _is_uuid(value: Json) -> bool:
    try:
        uuid.UUID(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


FAMILY = Family("storing", "a new record can be read by its key and holds what was sent", _check)
