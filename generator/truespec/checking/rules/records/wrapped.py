"""Finds a record in an answer whose form is not documented: it may stand within something else."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.schema import Absent, Json

__all__ = ["record_within"]

_DEEP = 3


def record_within(world: World, action: Action, resource: Resource, exchange: Exchange) -> dict[str, Json] | None:
    """Return the record that a successful answer holds, where that is assumed also from within what is around it.

    Within, it has to be the only one of its kind: it has the key, and most of what the record's schema names.
    """
    record = world.record_in(action, exchange)
    if record is not None and record.get(resource.key) is not None:
        return record
    assumed = assumed_among(action.assumptions, ("answer",)) is not None or _is_assumed_whole(world, exchange)
    if not exchange.response.success or not assumed:
        return record
    names = set(world.maker.shape(world.api.schema(resource.schema).schema).properties)
    whole = exchange.response.json()
    found = [one for one in _objects(whole, _DEEP) if resource.key in one and 2 * len(names & set(one)) > len(names)]
    return found[0] if len(found) == 1 else record


def _is_assumed_whole(world: World, exchange: Exchange) -> bool:
    """Say whether of the schema of an answer nothing but its name may be documented."""
    answer = exchange.operation.answer(exchange.response.status)
    schemas = [media.schema for media in (() if answer is None else answer.content) if media.schema is not None]
    return any(assumed_among(world.api.target(schema).assumptions) is not None for schema in schemas)


def _objects(value: Json | Absent, deep: int) -> Iterator[dict[str, Json]]:
    if isinstance(value, dict):
        yield value
    if deep and isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _objects(inner, deep - 1)
