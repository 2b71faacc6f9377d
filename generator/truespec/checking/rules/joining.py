"""Merging leaves one record, marking for deletion tells what became of every key."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.bystanders import is_untouched
from truespec.checking.rules.naming import judge_key, why_named
from truespec.checking.rules.paths import take
from truespec.checking.rules.subjects import fresh, fresh_many, prepared, unknown_key
from truespec.checking.rules.values import day_of, plain_text, same_value
from truespec.checking.rules.world import Family, Subject, World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Deletion, Merge
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_COUNTS: Final = (1, 3)
_MANY: Final = 40
_FEW: Final = (1, 3, 6)
"""So many texts are all that a record holds that may be marked more readily."""
_REFUSED: Final = frozenset({400, 422})


def _check(world: World) -> None:
    for action, operation in world.actions("merge", "delete", "unsubscribe"):
        resource = world.resource(action)
        if world.rounds == 1 and resource is not None and _names_several(world, action, operation):
            _takes_any_number(world, action, operation, resource)
        elif action.deletion is not None and resource is not None and _names_several(world, action, operation):
            _names_many(world, action, operation, resource)
    for _ in range(world.rounds):
        for action, operation in world.actions("merge"):
            resource = world.resource(action)
            if action.merge is not None and resource is not None:
                _merged(world, action, operation, action.merge, resource)
        for action, operation in world.actions("delete"):
            resource = world.resource(action)
            if action.deletion is not None and resource is not None:
                _marked(world, action, operation, action.deletion, resource)


def _names_several(world: World, action: Action, operation: Operation) -> bool:
    place = action.merge.others if action.merge is not None else action.key
    shape = world.shape_at(operation, place) if place is not None else None
    return shape is not None and "array" in shape.types


def _takes_any_number(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Name one record, and then three: where a list is asked for, both are one."""
    more = 0 if action.merge is None else 1
    answers: list[Exchange] = []
    for count in _COUNTS:
        subjects = fresh_many(world, resource, count + more)
        request = prepared(world, operation, [subject.key for subject in subjects])
        if request is None or len(subjects) < count + more:
            return
        answers.append(request.send(world))
        _is_listed(world, action, operation, subjects, answers[-1])
    _takes_many(world, operation, resource)
    refused = [one for one in answers if one.response.status in _REFUSED]
    fact = world.fact(action, operation, part="count", states="a list of one names records as well as one of several")
    if len(refused) < len(answers) and all(one in refused or one.response.success for one in answers):
        detail = f"one of the two was answered {refused[0].response.status}" if refused else ""
        world.session.ledger.expect(fact, not refused, detail, (refused or answers)[0])


def _is_listed(world: World, action: Action, operation: Operation, subjects: list[Subject], exchange: Exchange) -> None:
    """Judge the lists of what was marked and what was skipped for one key as for several."""
    rule = action.deletion
    told = exchange.response.json()
    lists = [_keys(take(told, place.path)) for place in (rule.deleted, rule.skipped)] if rule is not None else []
    if rule is None or not exchange.response.success or None in lists:
        return
    found = [key for part in lists for key in part or []]
    lost = [subject for subject in subjects if not _is_in(subject.key, found)]
    fact = world.fact(rule, operation, "deleted")
    detail = f"of {len(subjects)} keys that were named, {len(lost)} are in none of the lists"
    world.session.ledger.expect(fact, not lost, detail, exchange)


def _takes_many(world: World, operation: Operation, resource: Resource) -> None:
    """Name many that no record has: a server may refuse them, and has no reason to fail."""
    request = prepared(world, operation, [unknown_key(world, resource) for _ in range(_MANY)])
    if request is not None:
        request.send(world)


def _names_many(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Name more records of our own than a server may take for all there are; it may refuse so many."""
    subjects = fresh_many(world, resource, _MANY)
    request = prepared(world, operation, [subject.key for subject in subjects]) if subjects else None
    if request is not None:
        _is_listed(world, action, operation, subjects, request.send(world))


def _merged(world: World, action: Action, operation: Operation, rule: Merge, resource: Resource) -> None:
    ledger, remains, gone = world.session.ledger, world.fact(action, operation), world.fact(rule, operation, "others")
    maker = world.maker_of(resource)
    usual = world.new_body(maker[1]) if maker is not None and world.rounds == 1 else None
    flags: dict[str, Json] = {name: False for name, value in (usual or {}).items() if isinstance(value, bool)}
    bystander, subjects = fresh(world, resource), fresh_many(world, resource, 3, flags or None)
    # The one that remains is neither the first that was made nor the last: either may be what a server keeps by itself.
    subjects = [*subjects[1:2], *subjects[:1], *subjects[2:]]
    keys = [subject.key for subject in subjects]
    later = fresh(world, resource)
    request = prepared(world, operation, keys) if len(keys) == 3 else None
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
    is_untouched(world, action, operation, (resource, bystander), exchange)
    is_untouched(world, action, operation, (resource, later), exchange)
    ledger.expect(remains, master[1] is not None, "the record that should remain cannot be read", exchange)
    if master[1] is not None:
        held, now = subjects[0], master[1]
        emptied = [name for name in held.sent if held.record.get(name) and now.get(name) in (None, "", [], {})]
        stays = world.fact(action, operation, part="keeps", states="the one that remains keeps what it held")
        ledger.expect(stays, not emptied, f"{', '.join(f'`{name}`' for name in emptied)} is empty now", exchange)
        _keeps_time(world, operation, resource, (subjects, now), exchange)
        _invents_nothing(world, action, resource, (subjects, now), exchange)
    kept = [read for read in others if read is not None and read[1] is not None]
    ledger.expect(gone, not kept, f"{len(kept)} of {len(others)} others can still be read", exchange)
    _names_itself(world, operation, resource)


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


def _names_itself(world: World, operation: Operation, resource: Resource) -> None:
    """Merge a record with itself among others: whatever a server makes of that, it is no reason to fail."""
    keys = [subject.key for subject in fresh_many(world, resource, 2)]
    request = prepared(world, operation, [*keys, keys[0]]) if len(keys) == len(_COUNTS) else None
    if request is not None:
        request.send(world)


def _marked(world: World, action: Action, operation: Operation, rule: Deletion, resource: Resource) -> None:
    ledger, done = world.session.ledger, world.fact(action, operation)
    deleted = world.fact(rule, operation, "deleted")
    skipped = world.fact(rule, operation, "skipped", part="skipped", states="a key that no record has is skipped")
    # The one that is not named was made between those that are.
    first, bystander, last = (fresh(world, resource) for _ in range(3))
    keys = [subject.key for subject in (first, last) if subject is not None]
    stranger = unknown_key(world, resource)
    request = prepared(world, operation, keys) if len(keys) == 2 else None
    # Who stops at a key that nobody has does not come to what is named after it.
    mixed = prepared(world, operation, [keys[0], stranger, keys[1]]) if request is not None else None
    exchange = mixed.send(world) if mixed is not None else None
    if exchange is not None and not exchange.response.success and request is not None:
        # A server may refuse the whole for one key that it does not know.
        ledger.unknown(skipped, f"a request with an unknown key was answered {exchange.response.status}")
        exchange = request.send(world)
    if exchange is None or not exchange.response.success:
        reason = "no records could be made" if exchange is None else f"it was answered {exchange.response.status}"
        for fact in (done, deleted, skipped):
            ledger.unknown(fact, reason)
        return
    ledger.holds(done)
    is_untouched(world, action, operation, (resource, bystander), exchange)
    listed, left = (_keys(take(exchange.response.json(), place.path)) for place in (rule.deleted, rule.skipped))
    if listed is None or left is None:
        why = why_named(world, operation, rule.deleted if listed is None else rule.skipped)
        if _lists(exchange.response.json()) < len((rule.deleted, rule.skipped)):
            # Whatever they are called, there are not as many.
            why = None
        ledger.broken(replace(deleted, assumed=deleted.assumed or why), "the answer does not have both lists", exchange)
        return
    # Whether a record of ours may be skipped is the server's to say, but it is in one of the lists.
    others = [key for key in (*listed, *left) if not _is_in(key, [*keys, stranger])]
    if others:
        ledger.broken(deleted, f"{len(others)} keys are listed that nobody named", exchange)
    told = [key for key in keys if _is_in(key, listed) != _is_in(key, left)]
    ledger.expect(deleted, len(told) == len(keys), "a key is in none of the lists, or in both", exchange)
    twice = [key for key in keys if sum(same_value(key, other) for other in (*listed, *left)) > 1]
    if len(told) == len(keys) and twice:
        ledger.broken(deleted, f"{len(twice)} of {len(keys)} keys are listed more than once", exchange)
    if all(_is_in(key, left) for key in keys) and not _marks_any(world, operation, rule, resource):
        ledger.broken(done, "nothing that is there was marked as deleted", exchange)
    if mixed is not None and exchange.request.body and _is_in(stranger, _sent(exchange.request.json(), action)):
        right = _is_in(stranger, left) and not _is_in(stranger, listed)
        ledger.expect(skipped, right, "it is not among the skipped", exchange)


def _marks_any(world: World, operation: Operation, rule: Deletion, resource: Resource) -> bool:
    """Say whether records that hold less are marked: why one is skipped, a loyal customer say, is the server's to say.

    The first has a text or two, the next ones several; where none can be made, nobody knows.
    """
    maker = world.maker_of(resource)
    whole = world.new_body(maker[1]) if maker is not None else None
    if maker is None or whole is None:
        return True
    texts = [name for name, value in whole.items() if isinstance(value, str)]
    keys: list[Json] = []
    for count in _FEW:
        body = world.new_body(maker[1], leave_out=[name for name in whole if name not in texts[:count]])
        made = world.make_record(resource, body) if body is not None else None
        keys += [made[1]] if made is not None and made[1] is not None else []
    request = prepared(world, operation, keys) if keys else None
    exchange = request.send(world) if request is not None else None
    if exchange is None or not exchange.response.success:
        return True
    listed = _keys(take(exchange.response.json(), rule.deleted.path))
    return any(_is_in(key, listed or []) for key in keys)


def _lists(value: Json | Absent) -> int:
    return sum(isinstance(item, list) for item in value.values()) if isinstance(value, dict) else 0


def _keys(value: Json | Absent) -> list[Json] | None:
    return value if isinstance(value, list) else None


def _sent(body: Json | Absent, action: Action) -> list[Json]:
    value = take(body, action.key.path if action.key is not None else ())
    return value if isinstance(value, list) else []


def _is_in(key: Json, keys: list[Json]) -> bool:
    return any(same_value(key, other) for other in keys)


FAMILY = Family("joining", "merging leaves one record, and marking for deletion tells of every key", _check)
