"""An update persists and leaves the rest alone; what was deleted is gone."""

from __future__ import annotations

from truespec.checking.rules.storing import differing_members, same_value
from truespec.checking.rules.walk import count_where
from truespec.checking.rules.world import Family, World, take
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for _ in range(world.rounds):
        for action, operation in world.actions("update"):
            resource = world.resource(action)
            if resource is not None and action.key is not None:
                _updated(world, action, operation, resource)
        for action, operation in world.actions("delete"):
            resource = world.resource(action)
            if resource is not None and action.key is not None:
                _deleted(world, action, operation, resource)


def _fresh(world: World, resource: Resource) -> tuple[Json, dict[str, Json]] | None:
    """Make a record and read it; return its key and the record."""
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    if made is None or read is None or read[1] is None:
        return None
    return made[1], read[1]


def _updated(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    ledger, fact = world.session.ledger, world.fact(action, operation)
    fresh, body = _fresh(world, resource), world.new_body(operation)
    if fresh is None or not body:
        ledger.unknown(fact, "no record could be made and read back to be changed")
        return
    key, before = fresh
    chosen = set(world.random.sample(sorted(body), max(1, len(body) // 2)))
    partial = {name: value for name, value in body.items() if name in chosen}
    sent = partial if operation.method == "PATCH" and _is_valid(world, operation, partial) else body
    changed = world.session.ask(operation, world.values_for(operation, action.key, key), sent)
    read = world.read(resource, key)
    if not changed.response.success or read is None:
        ledger.unknown(fact, f"a valid request was answered {changed.response.status}")
        return
    now = read[1] or {}
    lost = differing_members(world, action, resource, sent, now)
    ledger.expect(fact, not lost, f"{', '.join(f'`{name}`' for name in lost)} did not change", changed)
    own = {name for name, _ in resource.sets} | {world.kept_at(action, name)[0] for name in sent}
    touched = [name for name in before if name not in own and not same_value(before[name], take(now, (name,)))]
    if operation.method == "PATCH":
        rest = world.fact(action, operation, part="leaves-rest", states="what was not sent stays as it was")
        ledger.expect(rest, not touched, f"{', '.join(f'`{name}`' for name in touched)} changed too", changed)


def _is_valid(world: World, operation: Operation, body: dict[str, Json]) -> bool:
    schema = world.body_schema(operation)
    return schema is not None and world.maker.is_valid(schema, body)


def _deleted(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    ledger, fact = world.session.ledger, world.fact(action, operation)
    fresh = _fresh(world, resource)
    if fresh is None:
        ledger.unknown(fact, "no record could be made and read back to be deleted")
        return
    gone = world.session.ask(operation, world.values_for(operation, action.key, fresh[0]))
    if not gone.response.success:
        ledger.unknown(fact, f"a valid request was answered {gone.response.status}")
        return
    read = world.read(resource, fresh[0])
    if read is not None and read[1] is not None:
        ledger.broken(fact, "the record can still be read", read[0])
        return
    listed = count_where(world, resource, {resource.key: fresh[0]})
    ledger.expect(fact, not listed, "the record is still listed", world.session.last)


FAMILY = Family("changes", "an update persists and leaves the rest alone; what was deleted is gone", _check)
