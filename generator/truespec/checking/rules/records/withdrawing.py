"""What was withdrawn stays so while other things change, and is withdrawn again after somebody agreed anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import (
    Prepared,
    fresh_many,
    new_values,
    prepared,
    takes_several,
    unknown_key,
)
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.records.partly import is_valid
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["comes_to_all", "comes_to_each", "is_withdrawn_anew", "stays_withdrawn"]

_FEW: Final = 2
"""So many members that are none of these are changed."""


def comes_to_all(
    world: World, action: Action, operation: Operation, resource: Resource, given: dict[str, Json]
) -> None:
    """Name somebody whom nobody knows between two who agreed: where that is taken, both are unsubscribed."""
    subjects = fresh_many(world, resource, len("ab"), given)
    keys: list[Json] = [subject.key for subject in subjects]
    request = prepared(world, operation, [*keys[:1], unknown_key(world, resource), *keys[1:]])
    exchange = request.send(world) if request is not None and len(keys) == len("ab") else None
    told = [_withdrawn(world, resource, exchange, (one, given)) for one in subjects] if exchange is not None else []
    if exchange is not None and any(told):
        fact = world.fact(action, operation, part="each", states="each record that is named is unsubscribed")
        detail = "beside a key that nobody has, one of two agrees to all they did"
        world.session.ledger.expect(fact, all(told), detail, exchange)


def comes_to_each(
    world: World, action: Action, operation: Operation, resource: Resource, given: dict[str, Json]
) -> None:
    """Name somebody after one who never agreed, and somebody twice: both agree to less, as who is named alone does."""
    if action.key is None or not takes_several(world, operation, action.key):
        return
    never = fresh_many(world, resource, len("a"), dict.fromkeys(given, False))
    subjects = fresh_many(world, resource, len("abc"), given)
    request = prepared(world, operation, [subjects[0].key]) if never and len(subjects) == len("abc") else None
    if request is None or not _withdrawn(world, resource, request.send(world), (subjects[0], given)):
        return
    _, after, twice = subjects
    fact = world.fact(action, operation, part="each", states="each record that is named is unsubscribed")
    for named, one, how in (
        ((*never, after), after, "named after one that never agreed"),
        ((twice, twice), twice, "named twice"),
    ):
        exchange = request.having(action.key, [subject.key for subject in named]).send(world)
        if exchange.response.success and _read(world, resource, one) is not None:
            done = bool(_withdrawn(world, resource, exchange, (one, given)))
            world.session.ledger.expect(fact, done, f"{how}, a record agrees to all it did", exchange)


def stays_withdrawn(
    world: World, action: Action, first: Exchange, resource: Resource, what: tuple[Subject, Collection[str]]
) -> None:
    """Change something else of a record that ``first`` withdrew ``what`` from: that agrees to nothing."""
    subject, everything = what
    withdrawn = _withdrawn(world, resource, first, what)
    changed = _changed(world, resource, subject, {}, everything) if withdrawn else None
    later = _read(world, resource, subject) if changed is not None else None
    if changed is None or later is None:
        return
    given = [name for name in withdrawn if later.get(name) is True]
    if not given or not _is_usual(world, resource, given):
        fact = world.fact(action, first.operation, part="stays", states="who is unsubscribed stays so")
        detail = f"{_names(given)} became true when something else was changed"
        world.session.ledger.expect(fact, not given, detail, changed)


def is_withdrawn_anew(
    world: World, action: Action, first: Exchange, resource: Resource, what: tuple[Subject, Collection[str]]
) -> None:
    """Agree once more to ``what`` was withdrawn, and withdraw it once more."""
    subject, everything = what
    withdrawn = _withdrawn(world, resource, first, what)
    agreed = _changed(world, resource, subject, dict.fromkeys(withdrawn, True), everything) if withdrawn else None
    now = _read(world, resource, subject) if agreed is not None else None
    if now is None or any(now.get(name) is not True for name in withdrawn):
        # To agree once more may take more than that.
        return
    again = world.session.send(first.operation, first.request)
    last = _read(world, resource, subject) if again.response.success else None
    if last is not None:
        states = "who agreed once more is unsubscribed once more"
        fact = world.fact(action, first.operation, part="anew", states=states)
        kept = [name for name in withdrawn if last.get(name) is True]
        ledger = world.session.ledger
        ledger.expect(fact, len(kept) < len(withdrawn), "the second time, all that was agreed to stays", again)


def _withdrawn(
    world: World, resource: Resource, first: Exchange, what: tuple[Subject, Collection[str]]
) -> Collection[str]:
    """Return what a record agreed to and does not any more."""
    subject, everything = what
    now = _read(world, resource, subject) if first.response.success else None
    agreed = [name for name in everything if subject.record.get(name) is True]
    return [name for name in agreed if now is not None and now.get(name) is not True]


def _read(world: World, resource: Resource, subject: Subject) -> Mapping[str, Json] | None:
    read = world.read(resource, subject.key)
    return None if read is None else read[1]


def _changed(
    world: World, resource: Resource, subject: Subject, given: dict[str, Json], everything: Collection[str]
) -> Exchange | None:
    """Change a few texts of a record, and what is given; ``None`` where that is refused."""
    found = world.first("update", resource)
    body = new_values(world, *found, resource) if found is not None else None
    if found is None or body is None:
        return None
    action, operation = found
    other = {name: value for name, value in body.items() if name not in everything}
    few = {name: value for name, value in other.items() if isinstance(value, str)}
    part = {**dict(list(few.items())[:_FEW]), **given}
    sent = part if is_valid(world, operation, part) else {**other, **given}
    exchange = Prepared(operation, world.values_for(operation, action.key, subject.key), sent).send(world)
    return exchange if exchange.response.success and is_valid(world, operation, sent) else None


def _is_usual(world: World, resource: Resource, names: Collection[str]) -> bool:
    """Say whether a record has this where nobody says anything: what is not sent may become what it usually is."""
    maker = world.maker_of(resource)
    body = world.new_body(maker[1], leave_out=list(names)) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    return read is None or read[1] is None or any(read[1].get(name) is True for name in names)


def _names(members: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(members))
