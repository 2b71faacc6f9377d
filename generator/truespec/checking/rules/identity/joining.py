"""Merging leaves one record, marking for deletion tells what became of every key."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import is_untouched, namesakes
from truespec.checking.rules.ground.naming import why_named
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, fresh_many, prepared, unknown_key
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.identity.merged_parts import judge_merged_parts
from truespec.checking.rules.identity.merging import judge_merge
from truespec.checking.rules.identity.named_again import name_again
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Deletion
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_COUNTS: Final = (1, 3)
_MANY: Final = 40
_FEW: Final = (1, 3, 6)
"""So many texts are all that a record holds that may be marked more readily."""
_REFUSED: Final = frozenset({400, 422})
_ABSENT: Final = frozenset({404, 410})
_OF_NOBODY: Final = "whether a list that holds nobody is there is not documented"


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
                judge_merge(world, action, operation, action.merge, resource)
                judge_merged_parts(world, action, operation, resource)
        for action, operation in world.actions("delete"):
            resource = world.resource(action)
            if action.deletion is not None and resource is not None:
                _marked(world, action, operation, action.deletion, resource)
    if world.rounds > 1:
        name_again(world)


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


def _marked(world: World, action: Action, operation: Operation, rule: Deletion, resource: Resource) -> None:
    ledger, done = world.session.ledger, world.fact(action, operation)
    deleted = world.fact(rule, operation, "deleted")
    skipped = world.fact(rule, operation, "skipped", part="skipped", states="a key that no record has is skipped")
    # Of those that are not named, one was made between those that are, and one is the latest of all.
    first, bystander, last = (fresh(world, resource) for _ in range(3))
    later = fresh(world, resource, {})
    alike = namesakes(world, resource, last) if world.rounds > 1 else []
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
    for other in (bystander, later, *alike):
        is_untouched(world, action, operation, (resource, other), exchange)
    both = _both_lists(world, operation, rule, exchange)
    if both is None:
        return
    listed, left = both
    # Whether a record of ours may be skipped is the server's to say, but it is in one of the lists.
    others = [key for key in (*listed, *left) if not _is_in(key, [*keys, stranger])]
    if others:
        ledger.broken(deleted, f"{len(others)} keys are listed that nobody named", exchange)
    told = [key for key in keys if _is_in(key, listed) != _is_in(key, left)]
    ledger.expect(deleted, len(told) == len(keys), "a key is in none of the lists, or in both", exchange)
    twice = [key for key in keys if sum(same_value(key, other) for other in (*listed, *left)) > 1]
    if len(told) == len(keys) and twice:
        ledger.broken(deleted, f"{len(twice)} of {len(keys)} keys are listed more than once", exchange)
    _are_alike(world, (action, operation, resource), [key for key in keys if _is_in(key, listed)], exchange)
    if all(_is_in(key, left) for key in keys) and not _marks_any(world, operation, rule, resource):
        ledger.broken(done, "nothing that is there was marked as deleted", exchange)
    if mixed is not None and exchange.request.body and _is_in(stranger, _sent(exchange.request.json(), action)):
        right = _is_in(stranger, left) and not _is_in(stranger, listed)
        ledger.expect(skipped, right, "it is not among the skipped", exchange)
        states = "what is listed as marked is a record"
        real = world.fact(rule, operation, "deleted", part="real", states=states)
        ledger.expect(real, not _is_in(stranger, listed), "a key that no record has is listed as marked", exchange)


def _both_lists(
    world: World, operation: Operation, rule: Deletion, exchange: Exchange
) -> tuple[list[Json], list[Json]] | None:
    """Return the keys that are listed as marked, and those that were skipped; one list of nobody may be left out."""
    answer = exchange.response.json()
    listed, left = (_keys(take(answer, place.path)) for place in (rule.deleted, rule.skipped))
    one, fewer = (listed is None) != (left is None), _lists(answer) < len((rule.deleted, rule.skipped))
    if listed is None or left is None:
        why = why_named(world, operation, rule.deleted if listed is None else rule.skipped)
        if fewer:
            # Whatever they are called, there are not as many.
            why = _OF_NOBODY if one else None
        fact = world.fact(rule, operation, "deleted")
        fact = replace(fact, assumed=fact.assumed or why)
        world.session.ledger.broken(fact, "the answer does not have both lists", exchange)
        if not one or not fewer:
            return None
    return listed or [], left or []


def _are_alike(world: World, of: tuple[Action, Operation, Resource], marked: list[Json], exchange: Exchange) -> None:
    """Judge that what is listed as marked is gone, or is there still: it is not for some of them as for others.

    When that happens is the server's to say, and it may come to one after the other.
    """
    action, operation, resource = of
    gone = there = 0
    for look in range(2):
        if look:
            world.pause()
        reads = [world.read(resource, key) for key in marked]
        statuses = [read[0].response.status for read in reads if read is not None]
        gone, there = sum(status in _ABSENT for status in statuses), sum(status == HTTPStatus.OK for status in statuses)
        if not gone or not there:
            break
    fact = world.fact(action, operation, part="each", states="of those that are marked, each is treated alike")
    detail = f"{there} of {len(marked)} can still be read"
    world.session.ledger.expect(fact, not gone or not there, detail, exchange)


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
