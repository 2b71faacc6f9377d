"""What servers trip over, all of it in one record: what looks lost there is then looked at by itself.

Nothing is told of the crowd but that the server broke down: what is told is seen by the rules that look closer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.text_members import free_texts, has_own_form, numbers
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.walk import Lister, listers_of
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.extremes import days_at_an_end, ends_are_kept
from truespec.checking.rules.records.lettering import read_after, texts_are_kept
from truespec.checking.rules.records.whole_lists import are_kept_whole, some_elements
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_ODD: Final = (
    'Zoë \N{LATIN CAPITAL LETTER I WITH DOT ABOVE}da 山田 O\'Neil & "so" 50% #1, a/b (c) [*\\ \N{WRAPPED PRESENT}'
)
_PLAINER: Final = _ODD.partition(" [")[0]
"""Without what takes four bytes, and what is part of a pattern: some servers take neither."""

_LONG: Final = 60

_NOTHINGS: Final[Mapping[str, Json]] = {"array": [], "object": {}, "integer": 0, "number": 0, "boolean": False}
"""By type, what has nothing in it."""


def _check(world: World) -> None:
    for action, operation in (
        (*world.actions("create", "upsert"), *world.actions("update")) if world.rounds == 1 else ()
    ):
        resource = world.resource(action)
        if resource is not None and world.first("read", resource) is not None:
            _is_kept(world, action, operation, resource)
        if resource is not None and action.kind != "update":
            _takes_nothing(world, operation)
            _is_read_bare(world, action, operation, resource)
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            _asks_oddly(lister)


def _is_kept(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send odd texts, days and lists in one body; look closer at those that do not come back."""
    longest, lists = dict(free_texts(world, operation)), dict(some_elements(world, action, operation))
    days = days_at_an_end(world, action, operation)
    for odd in (_ODD, _PLAINER):
        texts = {name: _long(world, odd)[:most].rstrip() for name, most in longest.items()}
        sent: dict[str, Json] = {**_numbers(world, operation), **texts, **days, **lists}
        found = read_after(world, action, operation, resource, sent) if sent else None
        if found is None:
            continue
        differing = [name for name in differing_members(world, action, resource, sent, found[1]) if name in sent]
        lost = {name: most for name, most in longest.items() if name in differing}
        if lost:
            texts_are_kept(world, action, operation, resource, lost)
        if others := {name: days[name] for name in days if name in differing}:
            ends_are_kept(world, action, operation, resource, others)
        if action.kind != "update" and any(_is_shorter(world, action, found[1], name, lists[name]) for name in lists):
            are_kept_whole(world, action, operation, resource)
        return


def _numbers(world: World, operation: Operation) -> dict[str, Json]:
    """Return the members that hold numbers as texts, each with zeros first."""
    return dict(numbers(world, operation))


def _long(world: World, odd: str) -> str:
    words = f"{world.maker.word()} {odd}"
    return words if len(words) >= _LONG else f"{words} {world.maker.word()}"


def _is_shorter(world: World, action: Action, record: dict[str, Json], name: str, sent: list[Json]) -> bool:
    """Say whether a record holds some of a list, and not all of it."""
    kept = take(record, world.kept_at(action, name))
    return isinstance(kept, list) and not isinstance(kept, Absent) and not same_value(sent, kept)


def _takes_nothing(world: World, operation: Operation) -> None:
    """Send lists and objects without anything in them, zero and no: whatever a server makes of it, it does not fail."""
    empty: dict[str, Json] = {}
    for name, member in world.sendable(operation).items():
        types = world.maker.types(member.schema)
        for type_, value in _NOTHINGS.items():
            if type_ in types and world.maker.is_valid(member.schema, value):
                empty[name] = value
    body = world.new_body(operation, empty) if empty else None
    if body is not None:
        world.session.ask(operation, world.values_for(operation), body)


def _is_read_bare(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send null wherever it may be, and nothing else that may be left out; read what that makes in every way."""
    schema = world.body_schema(operation)
    required = world.maker.shape(schema).required if schema is not None else ()
    names = dict.fromkeys(name for name in world.sendable(operation) if name not in required)
    nulls = {name: None for name in names if world.maker.is_valid(world.sendable(operation)[name].schema, None)}
    body = world.new_body(operation, leave_out=tuple(names))
    if body is None:
        return
    made = world.session.ask(operation, world.values_for(operation), {**body, **nulls})
    key = world.key_in(action, made, resource) if made.response.success else None
    # Where records are met again, one that has nothing may be somebody else's.
    for reader, reading in world.actions("read") if key is not None and action.dedupe is None else ():
        if reader.resource == resource.name and reader.key is not None:
            world.session.ask(reading, world.values_for(reading, reader.key, key))


def _asks_oddly(lister: Lister) -> None:
    """Ask a list for odd texts in all places that take any: nothing like that is there, and nothing breaks down."""
    asked = dict.fromkeys(_places(lister), _ODD)
    if asked:
        lister.asking(*asked.items()).page(lister.first)


def _places(lister: Lister) -> Iterator[Place]:
    search = lister.action.search
    wanted = [rule.place for rule in lister.action.filters if rule.operator in {"equal", "contains"}]
    for place in (*wanted, *((search.query,) if search is not None else ())):
        shape = lister.shape_at(place)
        plain = shape is not None and "string" in shape.types and shape.enum is None and not shape.format
        if shape is not None and plain and "pattern" not in shape.constraints and not has_own_form(place.path[-1]):
            yield place


FAMILY = Family("kept at a glance", "what servers trip over comes back from one record that has all of it", _check)
