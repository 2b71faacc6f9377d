"""Finds the operations that list records, by what they answer, where nobody wrote it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import NothingTells, Trouble, judge_twice
from truespec.checking.rules.ground.subjects import Prepared
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.around import AROUND, plain_name
from truespec.checking.rules.lists.below_others import below_others
from truespec.checking.rules.lists.turning import SEARCHES, Listing
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import Schema

__all__ = ["items_of", "judge_still", "listing_fact", "listings"]

_ITEMS: Final = frozenset({"items", "data", "results", "records", "content", "entries", "list", "values"})
_KEYS: Final = frozenset({"id", "uid", "uuid", "guid"})


def listings(world: World) -> Iterator[Listing]:
    """Yield what lists records and changes nothing: what is got, and searches that are posted."""
    for operation in world.api.operations:
        if not world.session.may_send(operation) or not world.session.can_authenticate(operation):
            continue
        last = plain_name(operation.path.rstrip("/").rpartition("/")[2])
        steps = [one.wire for one in operation.parameters if one.place == "path"]
        fixed = world.session.target.access.fixed
        loose = any(fixed(name) is None and world.parent(operation, name) is None for name in steps)
        if loose or not (operation.method == "GET" or (operation.method == "POST" and last in {"search", "query"})):
            continue
        found = items_of(world, operation)
        base = _base(world, operation)
        if found is not None and base is not None:
            base = below_others(world, base, found[0], partial(_keyed, world))
            yield Listing(world, operation, base, *found, _key(world, operation, found[1]))


def _keyed(world: World, operation: Operation) -> tuple[tuple[str, ...], str] | None:
    """Return where the items of a list are, and the member that tells them apart."""
    found = items_of(world, operation)
    return None if found is None else (found[0], _key(world, operation, found[1]))


def _key(world: World, operation: Operation, item: Schema) -> str:
    """Return the member that tells items apart, empty where that cannot be known."""
    action = world.behaviour.action(operation.id)
    named = world.behaviour.resource(action.resource) if action is not None else None
    below = (one for one in world.behaviour.resources if operation.path.startswith(one.name))
    resource = named or next(below, None)
    known = resource.key if resource is not None else ""
    members = world.maker.narrowed(item).properties
    return known if known in members else next((name for name in members if plain_name(name) in _KEYS), "")


def _base(world: World, operation: Operation) -> Prepared | None:
    """Return a request that says no more than it has to."""
    schema = world.body_schema(operation) if operation.body is not None else None
    if schema is None:
        return Prepared(operation, world.values_for(operation)) if operation.body is None else None
    required = world.maker.shape(schema).required
    given = {name: world.maker.tag for name in required if plain_name(name) in SEARCHES}
    body = world.maker.make(schema, (), given)
    return Prepared(operation, world.values_for(operation), body) if isinstance(body, dict) else None


def items_of(world: World, operation: Operation) -> tuple[tuple[str, ...], Schema] | None:
    """Return where the items of an answer are, and the schema of one; ``None`` where it is no list of objects."""
    contents = (media for answer in operation.answers if answer.success for media in answer.content)
    schema = next((media.schema for media in contents if media.schema is not None and is_json(media.name)), None)
    if schema is None:
        return None
    found = list(_arrays(world, schema, 2))
    named = [one for one in found if one[0] and plain_name(one[0][-1]) in _ITEMS]
    return found[0] if len(found) == 1 else named[0] if len(named) == 1 else None


def _arrays(world: World, schema: Schema, depth: int) -> Iterator[tuple[tuple[str, ...], Schema]]:
    shape = world.maker.narrowed(schema)
    if shape.items is not None and "array" in shape.types:
        if world.maker.narrowed(shape.items).properties:
            yield (), shape.items
    elif depth:
        for name, member in shape.properties.items():
            for path, items in _arrays(world, member.schema, depth - 1):
                if not path or plain_name(name) in AROUND:
                    yield (name, *path), items


def listing_fact(listing: Listing, part: str, states: str, place: Place | None = None) -> Fact:
    """Return a fact about a list, assumed where the place that it is about is, or the operation."""
    operation = listing.operation
    told = [*operation.assumptions]
    for parameter in operation.parameters:
        if place is not None and (parameter.place, parameter.wire) == (place.part, place.path[0]):
            told += [*parameter.assumptions, *parameter.schema.assumptions]
    member = listing.world.sendable(operation).get(place.path[0]) if place is not None else None
    told += [*member.assumptions, *member.schema.assumptions] if member is not None and place is not None else []
    why = assumed_among(tuple(told), ("name", "in", "schema", "type", "default", "enum", "path", "method"))
    return Fact(f"{operation.id}.consistent.{part}", states, operation.location, operation.id, "rule", why)


def judge_still(listing: Listing, fact: Fact, look: Callable[[], Trouble]) -> None:
    """Look twice, as :func:`judge_twice` does; nothing tells where others make and remove records meanwhile."""
    judge_twice(listing.world, fact, look, partial(_unmoved, listing, look))


def _unmoved(listing: Listing, look: Callable[[], Trouble]) -> Trouble:
    before = _state(listing)
    trouble = look()
    if trouble is not None and _state(listing) != before:
        raise NothingTells
    return trouble


def _state(listing: Listing) -> tuple[set[str], int | None]:
    """Return what one large part of a list holds and counts: its order may be another each time."""
    part = listing.whole()
    return set(map(str, listing.names(part.items or []))), listing.total(part)
