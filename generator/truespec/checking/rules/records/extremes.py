"""What is at the end of a range is kept as it is: numbers of many bits, and days at the turn of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import is_long
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.kept_values import is_own_business
from truespec.checking.rules.records.lettering import read_after
from truespec.checking.strangers import names_records
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json, Property

__all__ = ["FAMILY", "days_at_an_end", "ends_are_kept"]

_NUMBERS: Final = (70_000, 300, 200, 40_000, 255, 256, 2**24 + 1, 2**31 - 1)
"""Numbers that do not fit where fewer bits are, or where a sign takes one of them; the most telling come first."""

_DAYS: Final = ("1996-02-29", "1987-12-31", "2001-01-01", "1970-01-01", "1969-12-31", "1988-03-04", "2000-02-29")
"""Days that a server may take for others: the 29th of February, the ends of years, those where counting begins."""

_COUNTRY: Final = re.compile("country", re.IGNORECASE)
"""Nothing that is counted, and no word that a server decides about: the number to call a country by stays as it is."""

_FEW: Final = 2
"""So many of each are sent where there is little time."""


def _check(world: World) -> None:
    closely = is_long(world)
    if world.rounds != 1 and not closely:
        return
    for action, operation in (*world.actions("create"), *world.actions("update")):
        resource = world.resource(action)
        if resource is None or world.first("read", resource) is None:
            continue
        most = None if closely else _FEW
        for sent in _bodies(world, action, operation, most):
            refused = ends_are_kept(world, action, operation, resource, sent)
            # What is refused together may be taken one by one.
            for name in sent if refused and closely else ():
                ends_are_kept(world, action, operation, resource, {name: sent[name]})


def _bodies(world: World, action: Action, operation: Operation, most: int | None) -> Iterator[dict[str, Json]]:
    """Yield members with values for each request: numbers first, then days."""
    numbers = dict(_members(world, action, operation, {"integer"}, ""))
    for number in _NUMBERS[:most]:
        yield _valid(world, numbers, {name: number for name in numbers if not names_records(name)})
    for day in _DAYS[:most]:
        yield days_at_an_end(world, action, operation, day)


def days_at_an_end(world: World, action: Action, operation: Operation, day: str = _DAYS[0]) -> dict[str, Json]:
    """Return the members that hold a day, with one that a server may take for another, in the form of each."""
    days = dict(_members(world, action, operation, {"string"}, "date"))
    forms = {name: str(world.maker.value(name, member.schema)) for name, member in days.items()}
    return _valid(world, days, {name: f"{day}{form[len(day) :]}" for name, form in forms.items()})


def _valid(world: World, members: Mapping[str, Property], sent: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in sent.items() if world.maker.is_valid(members[name].schema, value)}


def _members(
    world: World, action: Action, operation: Operation, types: set[str], form: str
) -> Iterator[tuple[str, Property]]:
    """Yield the members of a type that a record keeps as they are sent."""
    left_out = _apart(action, operation, world)
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        apart = name in left_out or member.schema.read_only or is_own_business(_COUNTRY.sub("", name))
        if not apart and types & set(shape.types) and shape.enum is None and (shape.format or "").startswith(form):
            yield name, member


def _apart(action: Action, operation: Operation, world: World) -> set[str]:
    """Return the members that a server refuses, passes over, or takes only where it is set up for them."""
    places = [place for condition in action.conditions for place in condition.places]
    places += [consent.place for consent in action.consents]
    ignored = action.ignored.members if action.ignored is not None else ()
    named = (place.path[0] for place in places if place.part == "body" and place.path)
    return {*ignored, *world.refused.get(operation.id, ()), *named}


def ends_are_kept(
    world: World, action: Action, operation: Operation, resource: Resource, sent: dict[str, Json]
) -> bool:
    """Send some values and read the record; say whether they were refused, which tells nothing of one alone."""
    found = read_after(world, action, operation, resource, sent) if sent else None
    if found is None:
        return bool(sent)
    exchange, record = found
    whole = exchange.request.json()
    beside = whole if isinstance(whole, dict) else {}
    for name in differing_members(world, action, resource, {**beside, **sent}, record):
        told = take(record, world.kept_at(action, name)) if name in sent else ABSENT
        if name in sent and _is_another(sent[name], told):
            fact = keeps(world, action, operation, resource, name)
            world.session.ledger.broken(fact, f"`{sent[name]}` was sent, and the record has something else", exchange)
    return False


def _is_another(sent: Json, told: Json | Absent) -> bool:
    """Say whether a value became another one; one that is not there at all may be none that the server knows."""
    return not isinstance(told, Absent) and told is not None and type(told) is type(sent)


FAMILY = Family("extremes", "numbers and days at the end of a range are kept as they are", _check)
