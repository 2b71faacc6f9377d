"""An update persists and does with the rest what is stated; what was deleted is gone."""

from __future__ import annotations

from truespec.checking.rules.storing import differing_members
from truespec.checking.rules.subjects import fresh
from truespec.checking.rules.values import same_value
from truespec.checking.rules.walk import count_where
from truespec.checking.rules.world import Family, Subject, World, take
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    halves: dict[str, list[str]] = {}
    for _ in range(world.rounds):
        for action, operation in world.actions("update"):
            resource = world.resource(action)
            if resource is not None and action.key is not None:
                _updated(world, action, operation, resource, halves)
        for action, operation in world.actions("delete"):
            resource = world.resource(action)
            if resource is not None and action.key is not None and action.deletion is None:
                _deleted(world, action, operation, resource)


def _updated(
    world: World, action: Action, operation: Operation, resource: Resource, halves: dict[str, list[str]]
) -> None:
    """Change one half of the members, or the other half if ``halves`` has one left from the last time."""
    ledger, fact = world.session.ledger, world.fact(action, operation)
    subject, body = fresh(world, resource), _new_values(world, action, operation, resource)
    if subject is None or not body:
        ledger.unknown(fact, "no record could be made and read back to be changed")
        return
    left = [name for name in halves.pop(operation.id, []) if name in body]
    chosen = set(left or world.random.sample(sorted(body), max(1, len(body) // 2)))
    if not left:
        halves[operation.id] = [name for name in sorted(body) if name not in chosen]
    part = {name: value for name, value in body.items() if name in chosen}
    in_part = (operation.method == "PATCH" or action.change is not None) and _is_valid(world, operation, part)
    sent = part if in_part else body
    changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), sent)
    read = world.read(resource, subject.key)
    if not changed.response.success or read is None:
        ledger.unknown(fact, f"a valid request was answered {changed.response.status}")
        return
    now = read[1] or {}
    lost = differing_members(world, action, resource, sent, now)
    ledger.expect(fact, not lost, f"{', '.join(f'`{name}`' for name in lost)} did not change", changed)
    rest = _rest(world, action, operation)
    if rest is not None and in_part:
        fact, cleared = rest
        others = _others(world, action, resource, subject, sent)
        touched = _still_set(world, operation, resource, others, now) if cleared else _different(others, now)
        how = "was not cleared" if cleared else "changed too"
        ledger.expect(fact, not touched, f"{', '.join(f'`{name}`' for name in touched)} {how}", changed)


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
    subject = fresh(world, resource)
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
    read = world.read(resource, subject.key)
    if read is not None and read[1] is not None:
        ledger.broken(fact, "the record can still be read", read[0])
        return
    listed = count_where(world, resource, {resource.key: subject.key})
    ledger.expect(fact, not listed, "the record is still listed", world.session.last)


FAMILY = Family("changes", "an update persists and leaves the rest alone; what was deleted is gone", _check)
