"""Says where a name is a choice of ours: a server that calls a member or a path otherwise breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import Property, Schema

__all__ = ["guesses", "is_elsewhere", "judge_key", "keeps", "tells_key", "why_named"]

_NAMES: Final = ("name", "in")


def why_named(world: World, operation: Operation, place: Place) -> str | None:
    """Return why a member of an operation's answer is named as it is, ``None`` where its name is documented."""
    answers = (answer for answer in operation.answers if answer.success)
    media = (media for answer in answers for media in answer.content if is_json(media.name))
    for item in media:
        found = _on_the_way(world, item.schema, place.path) if place.part == "body" else ()
        for member in found:
            if (why := _why(member)) is not None:
                return why
    return None


def _on_the_way(world: World, schema: Schema | None, path: tuple[str, ...]) -> Iterator[Property]:
    for name in path:
        member = world.maker.shape(schema).properties.get(name) if schema is not None else None
        if member is None:
            return
        yield member
        schema = member.schema


def _why(member: Property) -> str | None:
    return assumed_among(member.assumptions, _NAMES) or assumed_among(member.schema.assumptions, _NAMES)


def keeps(world: World, action: Action, operation: Operation, resource: Resource, member: str) -> Fact:
    """Return the fact that a record keeps what a request says in a member.

    It is assumed where the name of the member is, in the request or in the record, or where the behaviour says so of
    ``keeps.MEMBER``.
    """
    path = world.kept_at(action, member)
    attributes = (f"keeps.{member}", *(("stores",) if member in dict(action.stores) else ()))
    fact = world.fact(
        action,
        operation,
        *attributes,
        part=f"keeps.{member}",
        states=f"`{member}` is kept in `{'.'.join(path)}`",
    )
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    named = (world.sendable(operation).get(member), record.get(path[0]))
    whys = (_why(item) for item in named if item is not None)
    return fact if fact.assumed else replace(fact, assumed=next((why for why in whys if why), None))


def guesses(world: World, action: Action, operation: Operation, resource: Resource) -> list[str]:
    """Return the members of a request body of which it is a guess that a record keeps them."""
    return [name for name in world.sendable(operation) if keeps(world, action, operation, resource, name).assumed]


def tells_key(world: World, action: Action, operation: Operation, resource: Resource) -> Fact:
    """Return the fact that an answer tells what a record is known by, assumed where that it holds a record is."""
    states = f"{operation.label} tells the `{resource.key}` of a record"
    fact = world.fact(resource, operation, "key", part=f"key.{operation.id}", states=states)
    # Which record is the answer may be a guess where it is documented to be one.
    why = None if _answers_record(world, operation, resource) else assumed_among(action.assumptions, ("answer",))
    for answer in operation.answers:
        if answer.success and why is None:
            why = assumed_among(answer.assumptions, ("content",))
            media = (assumed_among(media.assumptions, ("schema",)) for media in answer.content)
            why = why or next((found for found in media if found), None)
    return replace(fact, assumed=fact.assumed or why)


def _answers_record(world: World, operation: Operation, resource: Resource) -> bool:
    """Say whether a success is documented to be a record."""
    kept = world.api.schema(resource.schema).schema
    media = (media for answer in operation.answers if answer.success for media in answer.content)
    return any(item.schema is not None and world.api.target(item.schema) is kept for item in media)


def judge_key(world: World, action: Action, operation: Operation, resource: Resource, exchange: Exchange) -> None:
    """Judge that an object that is answered with success for a record tells what the record is known by."""
    place = action.answer
    found = take(exchange.response.json(), place.path if place is not None and place.part == "body" else ())
    if exchange.response.success and place is not None and isinstance(found, dict) and found.get(resource.key) is None:
        fact = tells_key(world, action, operation, resource)
        world.session.ledger.broken(fact, "it is missing", exchange)


def is_elsewhere(operation: Operation, exchange: Exchange) -> bool:
    """Say whether a server seems to have an operation under another path or method, where ours are a guess."""
    guessed = assumed_among(operation.assumptions, ("path", "method")) is not None
    return guessed and exchange.response.status in {404, 405}
