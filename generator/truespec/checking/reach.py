"""The first words with a target: a plain request to every operation, the examples of the spec where it has some."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from truespec.checking.conformance import success_fact
from truespec.checking.parameters import json_media_type
from truespec.checking.rules.world import World
from truespec.checking.sharding import Shard
from truespec.checking.targets import TargetLost, Unreadable
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["reach"]

_REFUSED = frozenset({401, 403})
_TURNED_AWAY = frozenset({429, 502, 503, 504})


def reach(world: World, shard: Shard) -> None:
    """Send the plain requests of a shard; every answer is judged on the way.

    Raises:
        TargetLost: The target cannot be reached, refuses the credentials everywhere, or turns everything away: nothing
            can be learnt.
    """
    session = world.session
    statuses: list[int] = []
    for operation in world.api.operations:
        fact = success_fact(operation)
        if not shard.takes(f"reachability: {operation.id}"):
            continue
        if not session.may_send(operation):
            session.ledger.unknown(fact, "the run only reads, and this operation may change something")
        elif not session.can_authenticate(operation):
            session.ledger.unknown(fact, "no credentials were given for this operation")
        else:
            with contextlib.suppress(Unreadable):
                statuses += [_send(world, operation, body) for body in _bodies(world, operation)]
    if statuses and all(status in _REFUSED for status in statuses):
        raise TargetLost(f"every operation refuses the credentials with {statuses[0]}")
    if statuses and all(status in _TURNED_AWAY for status in statuses):
        raise TargetLost(f"every operation turns requests away with {statuses[0]}")


def _send(world: World, operation: Operation, body: Json | Absent) -> int:
    exchange = world.session.ask(operation, world.values_for(operation), body)
    if not exchange.response.success:
        reason = f"no request was accepted; a plain one was answered {exchange.response.status}"
        world.session.ledger.unknown(success_fact(operation), reason)
    return exchange.response.status


def _bodies(world: World, operation: Operation) -> Iterator[Json | Absent]:
    name = json_media_type(operation)
    media = next((item for item in operation.body.content if item.name == name), None) if operation.body else None
    if media is None:
        yield ABSENT
        return
    if media.examples:
        yield from (example.value for example in media.examples)
        return
    body = world.new_body(operation)
    yield ABSENT if body is None else body
