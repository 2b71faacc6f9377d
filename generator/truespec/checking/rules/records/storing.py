"""A new record is kept: it can be read by its key, and holds what was sent and what the server sets."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from truespec.checking.current import VERSION
from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import keeps, tells_key
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.telephones import is_code_of_number
from truespec.checking.rules.ground.values import day_of, is_day, same_value, time_of
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.left_out import keeps_only_known
from truespec.checking.rules.records.nobodys import if_it_is_new
from truespec.checking.rules.records.shown_at_once import is_shown_at_once
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["FAMILY", "differing_members"]

_HEX_24: Final = re.compile(r"[0-9a-fA-F]{24}")
_CLOCKS: Final = timedelta(days=2)
"""How far the clock of a server may be off, time zones included."""
_FIRST_DAYS: Final = 1970
"""The last year in which a calendar begins that a server may count from."""

_REWRITTEN: Final = frozenset({"date-time", "date", "time", "uri", "url"})
"""Formats with many spellings of one value."""

_A_DAY: Final = len("2020-01-31")
_TELLING_DIGITS: Final = 5
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DIGIT: Final = re.compile(r"\d")
"""So many digits at its end tell a telephone number from others, however a server writes the rest."""


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


def differing_members(
    world: World, action: Action, resource: Resource, sent: dict[str, Json], found: dict[str, Json]
) -> list[str]:
    """Return the members of a request body that the record, as read, does not hold.

    Left out are members that are not declared in a record, that the action does not take up or keeps in another form,
    that the server sets by itself, what stands for the version of the record, and null that leaves a member alone.
    """
    schema = world.api.schema(resource.schema).schema
    apart = _kept_otherwise(action, resource)
    leaves = action.change is not None and action.change.null == "leaves"
    differing: list[str] = []
    for member, value in sent.items():
        path = world.kept_at(action, member)
        declared = path[0] in world.maker.shape(schema).properties
        if member in apart or path[0] in apart or not declared or value == VERSION or (leaves and value is None):
            continue
        seen = take(found, path)
        if _is_another_word(world, schema, path, (value, seen)) or (
            not same_value(value, seen)
            and not _is_rewritten(world, schema, path, (value, seen))
            and not is_code_of_number(sent, member, seen)
        ):
            differing.append(member)
    return differing


def _is_another_word(world: World, schema: Schema, path: tuple[str, ...], values: tuple[Json, Json | Absent]) -> bool:
    """Say whether one word of a list of them came back in other letters: clients know it by its spelling."""
    sent, seen = values
    member = world.maker.shape(schema).properties.get(path[0])
    words = world.maker.narrowed(member.schema).enum if member is not None and len(path) == 1 else None
    return words is not None and sent in words and isinstance(seen, str) and seen not in words


def _kept_otherwise(action: Action, resource: Resource) -> set[str]:
    names = {resource.key, *dict(resource.sets), *(action.ignored.members if action.ignored is not None else ())}
    for consent in action.consents:
        names |= {consent.member, *consent.place.path[:1]}
    return names


def _is_rewritten(world: World, schema: Schema, path: tuple[str, ...], values: tuple[Json, Json | Absent]) -> bool:
    """Say whether a value came back in another spelling: points in time have many, telephone numbers too."""
    sent, seen = values
    if not isinstance(sent, str) or not isinstance(seen, str):
        return False
    if re.fullmatch(r"\+?\d{5,}", sent):
        return re.sub(r"\D", "", seen)[-_TELLING_DIGITS:] == sent[-_TELLING_DIGITS:]
    member = world.maker.shape(schema).properties.get(path[0])
    form = world.maker.shape(member.schema).format if member is not None else None
    if form == "" and is_day(sent):
        # Where no form is said for what is answered, a day may be shown as the moment at which it begins.
        return day_of(sent) == day_of(seen) and time_of(seen) == time()
    if form not in _REWRITTEN:
        return False
    one, other = day_of(sent), day_of(seen)
    if one is None or other is None:
        # However a day is written, something of it is a number, and a year is its own or the one beside it.
        years = [int(text) for text in _YEAR.findall(seen)]
        return one is None or (any(abs(one.year - year) <= 1 for year in years) if years else bool(_DIGIT.search(seen)))
    # Time zones are less than a day apart: what shows the same time of another day is another time, and so is a day.
    alike = (is_day(sent) and is_day(seen)) or (time_of(sent) == time_of(seen) != time())
    return one == other if alike else abs((one - other).days) <= 1


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
