"""What merging leaves: one record that was there before, which holds what one of them held, and none of the others."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import is_untouched, namesakes
from truespec.checking.rules.ground.naming import judge_key
from truespec.checking.rules.ground.subjects import fresh, fresh_many, prepared, takes_several
from truespec.checking.rules.ground.values import day_of, plain_text, same_value
from truespec.checking.rules.ground.world import Subject, World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Merge
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["judge_merge"]

_ABSENT: Final = frozenset({404, 410})
_NO_NUMBER: Final = "no number"


def judge_merge(world: World, action: Action, operation: Operation, rule: Merge, resource: Resource) -> None:
    """Merge two records into a third, or the one that a request can name, and look at all of them and at others."""
    ledger, remains, gone = world.session.ledger, world.fact(action, operation), world.fact(rule, operation, "others")
    maker = world.maker_of(resource)
    usual = world.new_body(maker[1]) if maker is not None and world.rounds == 1 else None
    flags: dict[str, Json] = {name: False for name, value in (usual or {}).items() if isinstance(value, bool)}
    count = 3 if takes_several(world, operation, rule.others) else 2
    bystander, subjects = fresh(world, resource), fresh_many(world, resource, count, flags or None)
    # The one that remains is neither the first that was made nor the last: either may be what a server keeps by itself.
    subjects = [*subjects[1:2], *subjects[:1], *subjects[2:]]
    keys = [subject.key for subject in subjects]
    later = fresh(world, resource)
    alike = namesakes(world, resource, subjects[0]) if world.rounds > 1 and subjects else []
    request = prepared(world, operation, keys) if len(keys) == count else None
    exchange = request.send(world) if request is not None else None
    if exchange is None or not exchange.response.success:
        reason = "no records could be made" if exchange is None else f"it was answered {exchange.response.status}"
        ledger.unknown(remains, reason)
        ledger.unknown(gone, reason)
        return
    record = world.record_in(action, exchange)
    answers = world.fact(action, operation, "answer", part="answers", states="the answer is the one that remains")
    judge_key(world, action, operation, resource, exchange)
    if record is not None and record.get(resource.key) is not None:
        same = record[resource.key] == keys[0]
        ledger.expect(answers, same, f"it answered with another `{resource.key}`", exchange)
        if not any(same_value(record[resource.key], key) for key in keys):
            # Whichever of them remains, the answer is about one that was named.
            states = "the answer is about a record that was named"
            named = world.fact(action, operation, part="named", states=states)
            ledger.broken(named, f"it answered with a `{resource.key}` that nobody named", exchange)
    master, *others = (world.read(resource, key) for key in keys)
    if master is None:
        ledger.unknown(remains, "no operation reads a record")
        return
    for other in (bystander, later, *alike):
        is_untouched(world, action, operation, (resource, other), exchange)
    ledger.expect(remains, master[1] is not None, "the record that should remain cannot be read", master[0])
    if master[1] is not None:
        held, now = subjects[0], master[1]
        emptied = [name for name in held.sent if held.record.get(name) and now.get(name) in (None, "", [], {})]
        stays = world.fact(action, operation, part="keeps", states="the one that remains keeps what it held")
        ledger.expect(stays, not emptied, f"{', '.join(f'`{name}`' for name in emptied)} is empty now", exchange)
        _keeps_time(world, operation, resource, (subjects, now), exchange)
        _invents_nothing(world, action, resource, (subjects, now), exchange)
    kept = [read for read in others if read is not None and read[1] is not None]
    ledger.expect(gone, not kept, f"{len(kept)} of {len(others)} others can still be read", exchange)
    absent = [key for key, read in zip(keys[1:], others, strict=True) if read and read[0].response.status in _ABSENT]
    # Whatever becomes of what was merged: it becomes of all that were named.
    each = world.fact(action, operation, part="each", states="of those that are merged, each is treated alike")
    ledger.expect(each, not kept or not absent, f"{len(kept)} of {len(others)} others can still be read", exchange)
    if record is not None and master[1] is not None:
        there = world.fact(action, operation, part="there", states="the answer is about a record that is there")
        lost = any(same_value(record.get(resource.key), key) for key in absent)
        ledger.expect(there, not lost, "it answered with one that cannot be read any more", exchange)
    _names_itself(world, operation, resource, rule)
    _needs_a_number(world, action, operation, resource)


def _keeps_time(
    world: World, operation: Operation, resource: Resource, told: tuple[list[Subject], dict[str, Json]], last: Exchange
) -> None:
    """Judge that the one that remains was made when it was, or when one of the others was: no merging makes it anew."""
    subjects, now = told
    for member in (name for name, what in resource.sets if what == "created"):
        times, later = [subject.record.get(member) for subject in subjects], now.get(member)
        if None not in times and later is not None:
            part = f"sets.{member}"
            fact = world.fact(resource, operation, part, part=f"{part}.stays", states=f"`{member}` stays")
            stays = any(same_value(time, later) for time in times)
            world.session.ledger.expect(fact, stays, "it is that of none of the records that were merged", last)


def _invents_nothing(
    world: World, action: Action, resource: Resource, told: tuple[list[Subject], dict[str, Json]], last: Exchange
) -> None:
    """Judge that what the one that remains holds was held by one of them: whose it is, is the server's to say.

    Several texts may have become one, and a yes may be asked for again: only a yes that none of them said is told.
    """
    subjects, now = told
    own = {name for name, _ in (*resource.sets, *resource.constants)} | {resource.key}
    invented: list[str] = []
    for name in (name for name in subjects[0].sent if name not in own):
        held, found = [subject.record.get(name) for subject in subjects], now.get(name)
        if isinstance(found, bool):
            invented += [name] if found and not any(value is not False for value in held) else []
        elif isinstance(found, str) and found.strip() and all(isinstance(value, str) and value for value in held):
            parts = [plain_text(str(value)) for value in held]
            invented += [] if any(part in plain_text(found) for part in parts) or day_of(found) else [name]
    fact = world.fact(action, last.operation, part="invents", states="what remains was held by one of them")
    names = ", ".join(f"`{name}`" for name in invented)
    world.session.ledger.expect(fact, not invented, f"{names} is what none of them held", last)


def _names_itself(world: World, operation: Operation, resource: Resource, rule: Merge) -> None:
    """Merge a record with itself, among others if it can be: whatever a server makes of that, it does not fail."""
    count = 2 if takes_several(world, operation, rule.others) else 1
    keys = [subject.key for subject in fresh_many(world, resource, count)]
    request = prepared(world, operation, [*keys, keys[0]]) if len(keys) == count else None
    if request is not None:
        request.send(world)


def _needs_a_number(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Merge a record into a text where a number names the one that remains: however that is refused, it is not done."""
    shape = world.shape_at(operation, action.key) if action.key is not None else None
    if action.key is None or shape is None or not shape.types or "string" in shape.types:
        return
    keys = [subject.key for subject in fresh_many(world, resource, 2)]
    request = prepared(world, operation, keys) if len(keys) == 2 else None
    exchange = request.having(action.key, _NO_NUMBER).send(world) if request is not None else None
    if exchange is None:
        return
    record = world.record_in(action, exchange) if exchange.response.success else None
    done = record is not None and record.get(resource.key) is not None
    fact = world.fact(action, operation, part="into", states="nothing is merged into what names no record")
    world.session.ledger.expect(fact, not done, "it named a text, and a record was the answer", exchange)
