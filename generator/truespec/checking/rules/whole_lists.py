"""A list is kept whole: what a server keeps of it alone, it keeps beside another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.naming import keeps
from truespec.checking.rules.paths import take
from truespec.checking.rules.values import same_value
from truespec.checking.rules.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["are_kept_whole"]

_TRIES: Final = 5


def are_kept_whole(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send two elements apart, then together, where it is a guess what the list is called.

    A server that has both by themselves knows the list, and both of them: one that is gone beside the other is lost.
    """
    for name, (one, other) in _pairs(world, action, operation, resource):
        if not all(_kept(world, action, (operation, resource), name, [item]) for item in (one, other)):
            continue
        found = _sent(world, action, (operation, resource), name, [one, other])
        if found is not None and not all(any(same_value(item, kept) for kept in found[1]) for item in (one, other)):
            fact = replace(keeps(world, action, operation, resource, name), assumed=None)
            world.session.ledger.broken(fact, "one element is kept by itself, and not beside another", found[0])


def _pairs(
    world: World, action: Action, operation: Operation, resource: Resource
) -> Iterator[tuple[str, tuple[Json, Json]]]:
    """Yield the lists of plain values whose names are a guess, with two different elements."""
    apart = (*(action.ignored.members if action.ignored is not None else ()), *world.refused.get(operation.id, ()))
    for name, member in world.sendable(operation).items():
        items = world.maker.narrowed(member.schema).items
        if items is None or name in apart or keeps(world, action, operation, resource, name).assumed is None:
            continue
        made = [world.maker.value(name, items) for _ in range(_TRIES)]
        other = next((value for value in made if not same_value(value, made[0])), None)
        if isinstance(made[0], str | int) and isinstance(other, str | int):
            yield name, (made[0], other)


def _kept(world: World, action: Action, where: tuple[Operation, Resource], name: str, sent: list[Json]) -> bool:
    found = _sent(world, action, where, name, sent)
    return found is not None and same_value(list(sent), found[1])


def _sent(
    world: World, action: Action, where: tuple[Operation, Resource], name: str, sent: list[Json]
) -> tuple[Exchange, list[Json]] | None:
    """Make a record with a list, and return what it holds of it; ``None`` where there is no telling."""
    operation, resource = where
    body = world.new_body(operation, {name: sent})
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    kept = take(read[1], world.kept_at(action, name)) if read is not None and read[1] is not None else None
    return (made[0], kept) if made is not None and isinstance(kept, list) else None
