"""A record that several places share is the same from each of them, and what is asked for at one happens for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import Prepared, fresh, fresh_many, is_long, new_values, prepared
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.conditions import Shared
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["FAMILY"]

_OTHER_REASONS: Final = frozenset({401, 403, 429})
"""Refusals that say nothing of a record: not everybody may do everything everywhere."""

_SEVERAL: Final = 4
"""So many are named at once: which of them a server passes over is its own to say, but hardly all."""

_OTHER_OWNER: Final = "a place of another owner, where nothing can be done with the record either, looks the same"


@dataclass(frozen=True, slots=True)
class _There:
    """Another place that shares the records of a resource."""

    world: World
    resource: Resource
    rule: Shared
    name: str

    def fact(self, operation: Operation, states: str) -> Fact:
        return self.world.fact(self.rule, operation, "place", part=operation.id, states=states)

    def send(self, request: Prepared, *, away: bool) -> Exchange:
        """Send a request from the other place, or from where records are made."""
        return (request.having(self.rule.place, self.name) if away else request).send(self.world)

    def read(self, key: Json, *, away: bool) -> tuple[Exchange, dict[str, Json] | None] | None:
        """Read a record from the other place, or from where it was made."""
        found = self.world.first("read", self.resource)
        if found is None:
            return None
        action, operation = found
        exchange = self.send(Prepared(operation, self.world.values_for(operation, action.key, key)), away=away)
        return exchange, self.world.record_in(action, exchange)


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        rule, reader = resource.shared, world.first("read", resource)
        if rule is None or reader is None:
            continue
        name = rule.place.path[-1]
        known = world.session.target.access.others(name)
        if not known:
            reason = f"it takes --param {name}=... twice, with two that share their records"
            world.session.ledger.unknown(world.fact(rule, reader[1], "place"), reason, needs_setup=True)
        for other in known if is_long(world) else known[:1] if world.rounds == 1 else ():
            _is_shared(_There(world, resource, rule, other))


def _is_shared(there: _There) -> None:
    """Look from elsewhere at everything that can be done with a record; where it is not there at all, that is told."""
    if not _is_read(there):
        return
    _is_made(there)
    for action, operation in there.world.actions("update"):
        if action.resource == there.resource.name and action.key is not None:
            for away in (True, False):
                _is_changed(there, action, operation, away=away)
    for action, operation in there.world.actions("merge", "delete", "unsubscribe"):
        if action.resource == there.resource.name and action.key is not None and action.batch is None:
            _is_done(there, action, operation)


def _is_read(there: _There) -> bool:
    subject = fresh(there.world, there.resource)
    read = there.read(subject.key, away=True) if subject is not None else None
    if subject is None or read is None or read[0].response.status in _OTHER_REASONS:
        return False
    exchange, record = read
    seen = record is not None and same_value(subject.key, record.get(there.resource.key, subject.key))
    fact, status = there.fact(exchange.operation, "it is read from another place"), exchange.response.status
    if not seen and fact.assumed is None and not _is_reached(there):
        fact = replace(fact, assumed=_OTHER_OWNER)
    there.world.session.ledger.expect(fact, seen, f"from another place, reading it answered {status}", exchange)
    there.world.give_back(there.resource, subject)
    return seen


def _is_reached(there: _There) -> bool:
    """Say whether anything that is asked for at the other place happens to records of here: then it does share them."""
    world = there.world
    for action, operation in world.actions("update", "merge", "delete", "unsubscribe"):
        if action.resource != there.resource.name or action.key is None or action.batch is not None:
            continue
        if action.kind != "update":
            found = _attempt(there, action, operation, away=True)
            if found is not None and found[1]:
                return True
            continue
        subject, body = fresh(world, there.resource), new_values(world, action, operation, there.resource)
        if subject is not None and body:
            there.send(Prepared(operation, world.values_for(operation, action.key, subject.key), body), away=True)
            now = world.read(there.resource, subject.key)
            if now is not None and now[1] is not None and different(subject.record, now[1]):
                return True
    return False


def _is_made(there: _There) -> None:
    """Make a record elsewhere: it keeps there whatever it keeps here."""
    world, maker = there.world, there.world.maker_of(there.resource)
    usual = world.new_body(maker[1]) if maker is not None else None
    # A flag that is lost is seen where it was set.
    flags: dict[str, Json] = {name: True for name, value in (usual or {}).items() if isinstance(value, bool)}
    subject = fresh(world, there.resource, flags)
    body = world.new_body(maker[1], flags) if maker is not None else None
    if maker is None or subject is None or body is None:
        return
    action, operation = maker
    exchange = there.send(Prepared(operation, world.values_for(operation), body), away=True)
    key = world.key_in(action, exchange, there.resource)
    if not isinstance(key, str | int):
        return
    world.made.add(key)
    read = there.read(key, away=True)
    if read is None or read[1] is None:
        return
    if same_value(subject.key, key):
        now = world.read(there.resource, key)
        if now is not None and now[1] is not None and different(subject.record, now[1]):
            fact = there.fact(operation, "a record that is made at one place is none that is there from another")
            world.session.ledger.broken(fact, "it has the key of one that was made before, which is lost", exchange)
        return
    lost_here = differing_members(world, action, there.resource, subject.sent, subject.record)
    for name in differing_members(world, action, there.resource, body, read[1]):
        if name not in lost_here and name in subject.sent:
            fact = keeps(world, action, operation, there.resource, name)
            detail = "a record that was made from another place has another value"
            world.session.ledger.broken(fact, detail, exchange)


def _is_changed(there: _There, action: Action, operation: Operation, *, away: bool) -> None:
    """Change a record at one place and read it at the other: something of what was sent is there."""
    world, subject = there.world, fresh(there.world, there.resource)
    body = new_values(world, action, operation, there.resource)
    if subject is None or not body:
        return
    new = [name for name, value in body.items() if not same_value(value, take(subject.record, (name,)))]
    values = world.values_for(operation, action.key, subject.key)
    change = Prepared(operation, values, body)
    exchange = there.send(change, away=away)
    if away and not exchange.response.success:
        # It may be the change that is refused, or the moment: it has to be taken at home, and refused there again.
        at_home = there.send(change, away=False)
        exchange = there.send(change, away=True)
        if not at_home.response.success or exchange.response.success:
            return
    read = there.read(subject.key, away=not away)
    status = exchange.response.status
    if status in _OTHER_REASONS or read is None or not new:
        return
    fact = there.fact(operation, "a change at one place is seen at the other")
    if not exchange.response.success:
        if away:
            world.session.ledger.broken(fact, f"from another place, it answered {status}", exchange)
        return
    record = read[1] or {}
    seen = [name for name in new if same_value(body[name], take(record, world.kept_at(action, name)))]
    world.session.ledger.expect(fact, bool(seen), "nothing of what was sent is read at the other place", exchange)
    lost = differing_members(world, action, there.resource, body, record) if seen and away else []
    if lost:
        # What is kept from here, and twice not from there, is lost on the way: the same, for it may need other members.
        here, again = (_lost_by(there, action, operation, body, away=where) for where in (False, True))
        for name in lost if here is not None and again is not None else ():
            if here is not None and name not in here and again is not None and name in again:
                kept = keeps(world, action, operation, there.resource, name)
                world.session.ledger.broken(kept, "what was changed from another place has another value", exchange)


def _lost_by(
    there: _There, action: Action, operation: Operation, body: dict[str, Json], *, away: bool
) -> list[str] | None:
    """Change a record from one place, and return what it does not hold then; ``None`` where that is refused."""
    world, subject = there.world, fresh(there.world, there.resource)
    if subject is None:
        return None
    change = Prepared(operation, world.values_for(operation, action.key, subject.key), body)
    read = there.read(subject.key, away=False) if there.send(change, away=away).response.success else None
    if read is None or read[1] is None:
        return None
    return differing_members(world, action, there.resource, body, read[1])


def _is_done(there: _There, action: Action, operation: Operation) -> None:
    """Do the same with records of here from both places: what is done from here is done from there."""
    here = _attempt(there, action, operation, away=False)
    if here is None or not here[1]:
        return
    ledger, fact = there.world.session.ledger, there.fact(operation, "it is done from another place as well")
    # Which ones are passed over may be chance: it is looked at twice.
    found = _attempt(there, action, operation, away=True)
    if found is not None and not found[1]:
        found = _attempt(there, action, operation, away=True)
    if found is None:
        return
    exchange, happened = found
    how = "nothing came of it" if exchange.response.success else f"it answered {exchange.response.status}"
    ledger.expect(fact, happened, f"from another place, {how}", exchange)


def _attempt(there: _There, action: Action, operation: Operation, *, away: bool) -> tuple[Exchange, bool] | None:
    """Name some records of here in a request, and say whether anything came of it; ``None`` where nobody can tell."""
    world = there.world
    consents = {name for _, names in action.unsubscription.members for name in names} if action.unsubscription else ()
    maker = world.maker_of(there.resource)
    sendable = dict(world.sendable(maker[1])) if maker is not None else dict[str, Property]()
    given: dict[str, Json] | None = {name: True for name in consents if name in sendable} or None
    subjects = fresh_many(world, there.resource, _SEVERAL, given)
    request = prepared(world, operation, [subject.key for subject in subjects])
    if len(subjects) < _SEVERAL or request is None:
        return None
    exchange = there.send(request, away=away)
    if exchange.response.status in _OTHER_REASONS:
        return None
    return exchange, exchange.response.success and _happened(there, action, exchange, (subjects, consents))


def _happened(
    there: _There, action: Action, exchange: Exchange, told: tuple[Sequence[Subject], Sequence[str] | set[str]]
) -> bool:
    """Say whether any of the records is marked, withdrawn from or gone, whichever it is that was asked for."""
    subjects, consents = told
    if action.deletion is not None:
        listed = take(exchange.response.json(), action.deletion.deleted.path)
        return any(same_value(one.key, key) for key in (listed if isinstance(listed, list) else []) for one in subjects)
    if action.kind == "merge":
        return True
    reads = [there.world.read(there.resource, subject.key) for subject in subjects]
    if action.kind == "delete":
        return any(read is not None and read[1] is None for read in reads)
    return any(
        subject.record.get(name) is True and read[1].get(name) is not True
        for subject, read in zip(subjects, reads, strict=True)
        if read is not None and read[1] is not None
        for name in consents
    )


FAMILY = Family("together", "a record is the same from every place that shares it", _check)
