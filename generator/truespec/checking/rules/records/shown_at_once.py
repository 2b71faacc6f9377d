"""What an answer shows of a record that was just made is what is read of it afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.evidence import is_lost
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.schema import Absent, Json

__all__ = ["is_shown_at_once"]


_A_MINUTE: Final = 60.0

_Record = dict[str, Json]


def is_shown_at_once(
    world: World, action: Action, resource: Resource, made: Exchange, told: tuple[_Record, _Record]
) -> None:
    """Judge an answer by what was sent for the record and is read of it: what both say, and its birth, it shows."""
    if not _denied(world, action, resource, made, told):
        return
    operation = made.operation
    # What is told is told of two records.
    body = world.new_body(operation)
    answer = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, answer[1]) if answer is not None and answer[1] is not None else None
    if body is None or answer is None or read is None or read[1] is None or answer[0].operation is not operation:
        return
    names = ", ".join(f"`{name}`" for name in _denied(world, action, resource, answer[0], (body, read[1])))
    if names:
        states = f"what {operation.label} answers of a new record is what is read afterwards"
        why = assumed_among(operation.assumptions, ("path", "method"))
        fact = Fact(f"{operation.id}.consistent.shown", states, operation.location, operation.id, "rule", why)
        world.session.ledger.broken(fact, f"{names} is answered otherwise than it was sent and is read", answer[0])


def _denied(
    world: World, action: Action, resource: Resource, made: Exchange, told: tuple[_Record, _Record]
) -> list[str]:
    """Return the members that the record has as they were sent, and the answer otherwise; a member may be left out."""
    shown, (sent, found) = world.record_in(action, made) or {}, told
    if shown.get(resource.key) != found.get(resource.key):
        return []
    declared = world.maker.shape(world.api.schema(resource.schema).schema).properties
    paths = {name: world.kept_at(action, name) for name in sent}
    moments = (name for name, what in resource.sets if what == "created")
    born = [name for name in moments if _apart(shown.get(name), found.get(name)) >= _A_MINUTE]
    return born + [
        name
        for name, value in sent.items()
        if isinstance(value, str | bool | int)
        and paths[name][0] in declared
        and same_value(value, take(found, paths[name]))
        and not isinstance(answer := take(shown, paths[name]), Absent)
        and _is_another(world, made, (name, value), answer)
    ]


def _is_another(world: World, made: Exchange, sent: tuple[str, Json], answer: Json) -> bool:
    """Say whether an answer shows another value than was sent; a text may be tidied up, or hidden in part."""
    name, value = sent
    if isinstance(value, str):
        return is_lost(world, made.operation, name, (value, answer))
    return not same_value(value, answer)


def _apart(one: Json, other: Json) -> float:
    """Return the seconds between two points in time that are the same to all readers, 0 where one of them is not."""
    try:
        moments = [datetime.fromisoformat(value) for value in (one, other) if isinstance(value, str)]
    except ValueError:
        return 0.0
    if len(moments) < len("ab") or any(moment.tzinfo is None for moment in moments):
        return 0.0
    return abs((moments[0] - moments[1]).total_seconds())
