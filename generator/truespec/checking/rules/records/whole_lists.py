"""A list is kept whole: what a server keeps of it alone, it keeps beside another."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import plain_text, same_value
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["are_kept_whole", "some_elements"]

_MANY: Final = 24
_SOME: Final = 8
_SEVERAL: Final = 4
_FEW: Final = 2
"""More than that are sent nowhere else."""

_TRIES: Final = 8


def are_kept_whole(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send many elements, and two apart, then together, where it is a guess what the list is called.

    A server that has both by themselves knows the list, and both of them: one that is gone beside the other is lost.
    """
    for name, made in _elements(world, action, operation):
        other = next((value for value in made if not same_value(value, made[0])), None)
        # However many there may be, many are no reason to fail.
        many = _sent(world, action, (operation, resource), name, made)
        if many is not None and _is_cut(made, many[1]) and _is_limited(world, operation, name):
            # So many are documented, and were taken.
            fact, detail = keeps(world, action, operation, resource, name), f"of {len(made)} elements, {len(many[1])}"
            if fact.assumed is None:
                world.session.ledger.broken(fact, f"{detail} were kept", many[0])
        elif many is not None and _is_cut(made, many[1]):
            _keeps_some(world, action, (operation, resource), name, made[:_SOME])
        if other is None or keeps(world, action, operation, resource, name).assumed is None:
            continue
        _keeps_both(world, action, (operation, resource), name, [made[0], other])
    for name, pair in _pairs(world, action, operation):
        _keeps_both(world, action, (operation, resource), name, pair)


def _keeps_both(world: World, action: Action, where: tuple[Operation, Resource], name: str, pair: list[Json]) -> None:
    if not all(_kept(world, action, where, name, [item]) for item in pair):
        return
    found = _sent(world, action, where, name, pair)
    if found is not None and not all(any(same_value(_unmarked(item), kept) for kept in found[1]) for item in pair):
        fact = replace(keeps(world, action, *where, name), assumed=None)
        world.session.ledger.broken(fact, "one element is kept by itself, and not beside another", found[0])


def _unmarked(item: Json) -> Json:
    """Return an element without its yes and no: beside another, one may become the main one."""
    if not isinstance(item, dict):
        return item
    return {name: value for name, value in item.items() if not isinstance(value, bool)}


def _keeps_some(world: World, action: Action, where: tuple[Operation, Resource], name: str, sent: list[Json]) -> None:
    """Send a few of what was too many: a server may have an end, but it does not take eight and keep fewer."""
    found, fact = _sent(world, action, where, name, sent), keeps(world, action, *where, name)
    if found is not None and fact.assumed is None and _is_cut(sent, found[1]):
        detail = f"of {len(sent)} elements, {len(found[1])} were kept"
        world.session.ledger.broken(fact, detail, found[0])


def _is_cut(sent: list[Json], kept: list[Json]) -> bool:
    """Say whether of a list of different elements some were kept, in whatever order, and others were not."""
    one, other = ({plain_text(str(item)) for item in items} for items in (sent, kept))
    return len(one) == len(sent) and bool(other) and other < one


def _is_limited(world: World, operation: Operation, name: str) -> bool:
    return "maxItems" in world.maker.narrowed(world.sendable(operation)[name].schema).constraints


def _pairs(world: World, action: Action, operation: Operation) -> Iterator[tuple[str, list[Json]]]:
    """Yield the lists of objects, each with two that have nothing in common.

    Of two of one kind a server may keep one, and only one may be the first choice: yes is said of neither.
    """
    for name, items, most in _lists(world, action, operation):
        members = world.maker.narrowed(items).properties
        no = {one: False for one in members if "boolean" in world.maker.types(members[one].schema)}
        if not members or most < _FEW:
            continue
        made = [world.maker.make(items, members, dict(no)) for _ in range(_TRIES)]
        first = made[0]
        other = next((one for one in made if _is_other(first, one, no)), None)
        if isinstance(first, dict) and isinstance(other, dict):
            yield name, [first, other]


def _is_other(one: Json | Absent, other: Json | Absent, apart: Container[str]) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    return not any(same_value(value, other.get(name)) for name, value in one.items() if name not in apart)


def _lists(world: World, action: Action, operation: Operation) -> Iterator[tuple[str, Schema, int]]:
    """Yield the members that are lists, each with the schema of an element and how many are looked at, at most."""
    apart = (*(action.ignored.members if action.ignored is not None else ()), *world.refused.get(operation.id, ()))
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        most = shape.constraints.get("maxItems", _MANY)
        if shape.items is not None and name not in apart and not member.schema.read_only:
            yield name, shape.items, min(most, _MANY) if isinstance(most, int) else 0


def _elements(world: World, action: Action, operation: Operation) -> Iterator[tuple[str, list[Json]]]:
    """Yield the lists of plain values, each with many elements for it, or as many as are documented."""
    for name, items, count in _lists(world, action, operation):
        made = [world.maker.value(name, items) for _ in range(count)]
        if count > _FEW and all(isinstance(value, str | int) for value in made):
            yield name, made


def some_elements(world: World, action: Action, operation: Operation) -> Iterator[tuple[str, list[Json]]]:
    """Yield the lists of plain values, each with a few elements more than other requests have."""
    for name, items, most in _lists(world, action, operation):
        made = [world.maker.value(name, items) for _ in range(min(most, _SEVERAL))]
        if len(made) > _FEW and all(isinstance(value, str | int) for value in made) and _are_different(made):
            yield name, made


def _are_different(values: list[Json]) -> bool:
    return len({str(value) for value in values}) == len(values)


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
