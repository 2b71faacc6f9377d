"""A second credential that sees what is ours: of another tenant that is let in, or of our own and allowed less.

Both are given in the same way. Who is refused a permission, and nowhere told that our records are not there, is of ours
as far as can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import prepared
from truespec.checking.rules.ground.world import World
from truespec.checking.verdict import Fact

__all__ = ["Seen", "may_be_ours"]

_GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Seen:
    """What the second credential was answered that asked for a record of ours, and whether it was ``shown`` it."""

    fact: Fact
    detail: str
    exchange: Exchange
    shown: bool


def may_be_ours(world: World, seen: Sequence[Seen]) -> bool:
    """Say whether the second credential lacks a permission, and is told of no record of ours that it is not there."""
    return not any(one.exchange.response.status in _GONE for one in seen) and _lacks_a_permission(world)


def _lacks_a_permission(world: World) -> bool:
    """Say whether it is refused what needs a permission and asks for no record, which might be refused as another's."""
    for operation in world.api.operations:
        action = world.behaviour.action(operation.id)
        rule = world.behaviour.refusal("credentials-forbidden", operation.id)
        stated = action.permission if action is not None and action.permission is not None else rule
        replaced = world.session.target.access.seconding(operation)
        about_one = any(parameter.place == "path" for parameter in operation.parameters)
        if stated is None or about_one or not replaced or not world.session.may_send(operation):
            continue
        request = prepared(world, operation)
        if request is None:
            continue
        answer = world.session.ask(operation, request.values, request.body, replaced=replaced).response
        if answer.status == stated.status:
            return request.send(world).response.status != stated.status
    return False
