"""Every operation that reads a record answers with the one it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import tells_key
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, is_long
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records.wrapped import record_within
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY", "named"]

_OFTEN: Final = 5
_MORE: Final = 6
"""So many times as often is a record read where there is time."""
_GONE: Final = frozenset({404, 410})


def _check(world: World) -> None:
    for action, operation in world.actions("read"):
        resource = world.resource(action)
        if resource is None or action.key is None:
            continue
        ledger, fact = world.session.ledger, world.fact(action, operation, "answer")
        subject = fresh(world, resource)
        if subject is None:
            _judge_listed(world, fact, (action, operation, action.key), resource)
            continue
        # Another one is made after it: the latest is not the one that is asked for.
        other = fresh(world, resource)
        exchange = world.session.ask(operation, world.values_for(operation, action.key, subject.key))
        record = record_within(world, action, resource, exchange)
        if _is_about_another(world, exchange, resource, subject.key):
            # Whatever an answer looks like, it is about the record that was asked for.
            plain = world.fact(action, operation, part="right", states="and no other one")
            ledger.broken(plain, "it tells of another record, and not of the one that was asked for", exchange)
        if not exchange.response.success:
            _judge_refusal(world, fact, (action, operation), exchange)
        elif record is None or record.get(resource.key) is None:
            ledger.unknown(fact, f"the answer does not tell the `{resource.key}` of the record")
            if not isinstance(exchange.response.json(), Absent):
                ledger.broken(tells_key(world, action, operation, resource), "it is missing", exchange)
        else:
            same = record[resource.key] == subject.key
            ledger.expect(fact, same, f"it answered with another `{resource.key}`", exchange)
            _is_there_again(world, fact, (operation, action.key), subject.key)
            for one in (other, subject) if same else ():
                if one is not None:
                    world.give_back(resource, one)


def _judge_refusal(world: World, fact: Fact, what: tuple[Action, Operation], exchange: Exchange) -> None:
    """Judge that a record of our own could not be read: below a step of the path that is made up it may be unknown."""
    status, step = exchange.response.status, _made_up_step(world, *what)
    if step:
        reason = f"it answered {status} below a `{step}` that was made up: it takes --param {step}=..."
        world.session.ledger.unknown(fact, reason, needs_setup=True)
    else:
        world.session.ledger.broken(fact, f"a record that is there was answered {status}", exchange)


def _made_up_step(world: World, action: Action, operation: Operation) -> str:
    """Return a step of the path that the server may know nothing of, empty where it has to know them all.

    It knows what the user gave, what was made there, and what it took when the record was made.
    """
    resource, key = world.resource(action), () if action.key is None else action.key.path
    maker = world.maker_of(resource) if resource is not None else None
    known = {*key, *(item.wire for item in (() if maker is None else maker[1].parameters))}
    steps = [item.wire for item in operation.parameters if item.place == "path" and item.wire not in known]
    access = world.session.target.access
    return next((step for step in steps if access.fixed(step) is None and world.parent(operation, step) is None), "")


def _judge_listed(world: World, fact: Fact, what: tuple[Action, Operation, Place], resource: Resource) -> None:
    """Where no record of our own can be read, as in a run that only reads, ask for one that a list shows."""
    ledger, lister, (action, operation, place) = world.session.ledger, lister_of(world, resource), what
    page = lister.page(lister.first, lister.smallest()) if lister is not None else None
    listed = take(page.items[0], (resource.key,)) if page is not None and page.items else None
    if not isinstance(listed, str | int):
        ledger.unknown(fact, "no record could be made and read back, and no list shows one")
        return
    exchange = world.session.ask(operation, world.values_for(operation, place, listed))
    told = (world.record_in(action, exchange) or {}).get(resource.key)
    if told is None:
        ledger.unknown(fact, "no record could be made and read back, nor one that is listed be read")
    else:
        ledger.expect(fact, told == listed, f"it answered with another `{resource.key}`", exchange)


def _is_there_again(world: World, fact: Fact, what: tuple[Operation, Place], key: Json) -> None:
    """Read a record time and again, when it is looked at more closely: nothing is used up by that."""
    operation, place = what
    for turn in range(_OFTEN * (_MORE if is_long(world) else 1) if world.rounds > 1 else 0):
        exchange = world.session.ask(operation, world.values_for(operation, place, key))
        if exchange.response.status in _GONE:
            detail = f"read {turn + 2} times in a row, it was answered {exchange.response.status}"
            world.session.ledger.broken(fact, detail, exchange)
            return


def _is_about_another(world: World, exchange: Exchange, resource: Resource, key: Json) -> bool:
    """Say whether an answer names another record that there is, wherever in it, and not the one that was asked for."""
    text = exchange.response.body.decode(errors="replace")
    if not exchange.response.success or str(key) in text:
        return False
    for name in islice(named(exchange.response.json(), resource.key), 1):
        read = world.read(resource, name)
        if read is not None and read[1] is not None:
            return True
    return False


def named(value: Json | Absent, key: str) -> Iterator[Json]:
    """Yield what stands in members of that name, nearest to the top; deeper ones may be about something else."""
    level: list[Json | Absent] = [value]
    while level:
        found = [one[key] for one in level if isinstance(one, dict) and isinstance(one.get(key), str | int)]
        if found:
            yield from found
            return
        below: list[Json | Absent] = []
        for one in level:
            below.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        level = below


FAMILY = Family("reading", "every operation that reads a record answers with the right one", _check)
