"""An update persists and does with the rest what is stated; what was deleted is gone."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.naming import keeps
from truespec.checking.rules.storing import differing_members
from truespec.checking.rules.subjects import fresh
from truespec.checking.rules.values import same_value
from truespec.checking.rules.walk import count_where, lister_of
from truespec.checking.rules.world import Family, Subject, World, take
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["FAMILY"]

_OTHER_REASONS: Final = frozenset({401, 403, 429})


def _check(world: World) -> None:
    for _ in range(world.rounds):
        for action, operation in world.actions("update"):
            resource = world.resource(action)
            if resource is not None and action.key is not None:
                _updated(world, action, operation, resource)
        for action, operation in world.actions("delete"):
            resource = world.resource(action)
            if resource is not None and action.key is not None and action.deletion is None:
                _deleted(world, action, operation, resource)


def _updated(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    ledger, fact = world.session.ledger, world.fact(action, operation, "answer")
    other, subject = fresh(world, resource), fresh(world, resource)
    body = _new_values(world, action, operation, resource)
    if subject is None or not body:
        ledger.unknown(fact, "no record could be made and read back to be changed")
        return
    chosen = set(world.random.sample(sorted(body), max(1, len(body) // 2)))
    part = {name: value for name, value in body.items() if name in chosen}
    in_part = (operation.method == "PATCH" or action.change is not None) and _is_valid(world, operation, part)
    sent = part if in_part else body
    changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), sent)
    read = world.read(resource, subject.key)
    if not changed.response.success or read is None:
        ledger.unknown(fact, f"a valid request was answered {changed.response.status}")
        return
    now = read[1] or {}
    _is_untouched(world, action, operation, (resource, other), changed)
    _keeps_times(world, operation, resource, (subject.record, now), changed)
    _has_changed(world, (action, operation, resource), (sent, now), changed)
    rest = _rest(world, action, operation)
    if rest is not None and in_part:
        fact, cleared = rest
        others = _others(world, action, resource, subject, sent)
        touched = _still_set(world, operation, resource, others, now) if cleared else _different(others, now)
        how = "was not cleared" if cleared else "changed too"
        ledger.expect(fact, not touched, f"{', '.join(f'`{name}`' for name in touched)} {how}", changed)


def _has_changed(
    world: World,
    what: tuple[Action, Operation, Resource],
    told: tuple[dict[str, Json], dict[str, Json]],
    changed: Exchange,
) -> None:
    """Judge that what was sent is in the record now; members that are a guess of ours are judged apart."""
    action, operation, resource = what
    facts = [keeps(world, *what, name) for name in differing_members(world, action, resource, *told)]
    lost = [fact.id.rpartition(".")[2] for fact in facts if fact.assumed is None]
    detail = f"{', '.join(f'`{name}`' for name in lost)} did not change"
    ledger = world.session.ledger
    ledger.expect(world.fact(action, operation, "answer"), not lost, detail, changed)
    for fact in facts:
        if fact.assumed is not None:
            ledger.broken(fact, "it did not change", changed)


def _is_untouched(
    world: World, action: Action, operation: Operation, one: tuple[Resource, Subject | None], exchange: Exchange
) -> None:
    """Judge that another record is as it was before."""
    resource, other = one
    read = world.read(resource, other.key) if other is not None else None
    if other is None or read is None or read[0].response.status in _OTHER_REASONS:
        return
    fact = world.fact(action, operation, part="only", states="no other record changes")
    before = {name: value for name, value in other.record.items() if name in other.sent}
    touched = read[1] is None or _different(before, read[1])
    world.session.ledger.expect(fact, not touched, "another record is not what it was", exchange)


def _keeps_times(
    world: World,
    operation: Operation,
    resource: Resource,
    told: tuple[dict[str, Json], dict[str, Json]],
    exchange: Exchange,
) -> None:
    """Judge that the time a record was made stays, and the time it last changed does not go back."""
    earlier, later = told
    for member, what in resource.sets:
        one, other, part = earlier.get(member), later.get(member), f"sets.{member}"
        if what == "created" and one is not None and other is not None:
            fact = world.fact(resource, operation, "sets", part, part=f"{part}.stays", states=f"`{member}` stays")
            world.session.ledger.expect(fact, same_value(one, other), "an update changed it", exchange)


def _new_values(world: World, action: Action, operation: Operation, resource: Resource) -> dict[str, Json] | None:
    """Return a body without what an update does not change."""
    ignored = action.ignored.members if action.ignored is not None else ()
    return world.new_body(operation, leave_out=(*ignored, *dict(resource.sets), resource.key))


def _rest(world: World, action: Action, operation: Operation) -> tuple[Fact, bool] | None:
    """Return the fact about what is not sent, and whether that is cleared; ``None`` where nothing is said of it."""
    if action.change is not None:
        return world.fact(action.change, operation, "rule"), action.change.rule == "replace"
    if operation.method == "PATCH":
        return world.fact(action, operation, part="leaves-rest", states="what was not sent stays as it was"), False
    return None


def _others(
    world: World, action: Action, resource: Resource, subject: Subject, sent: dict[str, Json]
) -> dict[str, Json]:
    """Return the members that were sent for a record once and not this time, as the record had them.

    Only those: a name shown to people, say, may be put together from other members.
    """
    own = {name for name, _ in resource.sets} | {world.kept_at(action, name)[0] for name in sent} | {resource.key}
    return {name: subject.record[name] for name in subject.sent if name in subject.record and name not in own}


def _different(before: dict[str, Json], now: dict[str, Json]) -> list[str]:
    return [name for name, value in before.items() if not same_value(value, take(now, (name,)))]


def _still_set(
    world: World, operation: Operation, resource: Resource, before: dict[str, Json], now: dict[str, Json]
) -> list[str]:
    """Return the members that an update could have sent, that a record can be without, and that are as they were."""
    sendable = world.sendable(operation)
    required = world.maker.shape(world.api.schema(resource.schema).schema).required
    clearable = [name for name in before if name in sendable and name not in required]
    return [name for name in clearable if _is_kept(before[name], take(now, (name,)))]


def _is_kept(before: Json, now: Json | Absent) -> bool:
    return before not in (None, "", 0, False, [], {}) and before == now


def _is_valid(world: World, operation: Operation, body: dict[str, Json]) -> bool:
    schema = world.body_schema(operation)
    return schema is not None and world.maker.is_valid(schema, body)


def _deleted(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    ledger, fact = world.session.ledger, world.fact(action, operation)
    other, subject = fresh(world, resource), fresh(world, resource)
    if subject is None:
        ledger.unknown(fact, "no record could be made and read back to be deleted")
        return
    body: Json | Absent = ABSENT
    if operation.body is not None:
        made = world.new_body(operation)
        body = ABSENT if made is None else made
    gone = world.session.ask(operation, world.values_for(operation, action.key, subject.key), body)
    if not gone.response.success:
        ledger.unknown(fact, f"a valid request was answered {gone.response.status}")
        return
    _is_untouched(world, action, operation, (resource, other), gone)
    read, listed = world.read(resource, subject.key), count_where(world, resource, {resource.key: subject.key})
    last = world.session.last
    if read is None or read[1] is None or not read[0].response.success:
        ledger.expect(fact, not listed, "the record is still listed", last)
    elif listed == 0 or (listed is None and lister_of(world, resource) is not None):
        # As far as can be seen it is gone from the list: what reading it answers may be another matter.
        states = "what was removed cannot be read any more"
        gone = world.fact(action, operation, "gone", part="gone", states=states)
        ledger.broken(gone, "the record can still be read", read[0])
    else:
        ledger.broken(fact, "the record can still be read", read[0])


FAMILY = Family("changes", "an update persists and leaves the rest alone; what was deleted is gone", _check)
