"""A yes that is not kept where other members are left out: nobody agrees to be written to who cannot be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.storing import differing_members
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["unless_more_is_needed"]

_WHY = "a yes may need another member beside it, an address to write to, say"


def unless_more_is_needed(
    world: World,
    fact: Fact,
    of: tuple[Action, Operation, Resource],
    body: Mapping[str, Json],
    lost: Collection[str],
) -> Fact:
    """Return the fact that was broken: an assumption where all that was lost is a yes, which a whole record keeps."""
    action, operation, resource = of
    if fact.assumed or not lost or not all(body.get(name) is True for name in lost):
        return fact
    if action.kind == "update":
        subject = fresh(world, resource, dict.fromkeys(lost, False))
        values = world.values_for(operation, action.key, None if subject is None else subject.key)
        done = subject is not None and world.session.ask(operation, values, dict(body)).response.success
        key = subject.key if subject is not None and done else None
    else:
        whole = world.new_body(operation, dict.fromkeys(lost, True))
        made = world.make_record(resource, whole) if whole is not None else None
        key = made[1] if made is not None else None
    read = world.read(resource, key) if key is not None else None
    if read is None or read[1] is None:
        return fact
    agreed: dict[str, Json] = dict.fromkeys(lost, True)
    kept = not differing_members(world, action, resource, agreed, read[1])
    return replace(fact, assumed=_WHY) if kept else fact
