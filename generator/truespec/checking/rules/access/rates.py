"""Every answer tells how the limit of requests stands, and what it tells fits together."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice, pairwise
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.access.alike import plain_request
from truespec.checking.rules.ground.subjects import prepared, unknown_key
from truespec.checking.rules.ground.world import Family, World
from truespec.contract.conditions import RateLimit
from truespec.contract.operation import Answer, Operation

__all__ = ["FAMILY", "judge_first"]

_IN_A_ROW: Final = 5
_A_FEW: Final = 3
_A_DAY: Final = timedelta(days=1)
_UNAUTHORISED: Final = frozenset({401, 403})
_MARKS_OF_TIME: Final = "-:T"


@dataclass(frozen=True, slots=True)
class _Standing:
    """What one answer tells; ``None`` where it tells no number."""

    limit: int | None
    remaining: int | None
    reset: str | None


def _check(world: World) -> None:
    rule = world.behaviour.rate_limit
    if rule is None:
        return
    for operation in world.api.operations:
        if world.session.may_send(operation) and world.session.can_authenticate(operation):
            request = prepared(world, operation)
            if request is not None:
                _is_told(world, rule, request.send(world))
    for action, operation in world.actions("read"):
        resource = world.resource(action)
        if resource is not None and action.key is not None:
            missing = world.values_for(operation, action.key, unknown_key(world, resource))
            _is_told(world, rule, world.session.ask(operation, missing))
    _is_told_to_strangers(world, rule)
    for _, operation in islice(world.actions("create", "upsert"), 1):
        # What is no object is no record either.
        refused = world.session.ask(operation, world.values_for(operation), [])
        if _is_declared(rule, operation.answer(refused.response.status)) and not refused.response.success:
            _is_told(world, rule, refused)
    reading = [operation for operation in world.api.operations if operation.method == "GET" and operation.body is None]
    writing = [operation for _, operation in world.actions("create", "upsert", "update")]
    # What changes something counts as well.
    for operation, times in [*((one, _IN_A_ROW) for one in reading[:1]), *((one, _A_FEW) for one in writing[:1])]:
        _counts_down(world, rule, operation, times)


def judge_first(world: World, answered: Sequence[Exchange]) -> None:
    """Judge what the first answers of a run tell, for no request more.

    Where all of them leave as many requests, a few are made in a row. By which clock a time is told shows later.
    """
    rule = world.behaviour.rate_limit
    if rule is None:
        return
    for exchange in answered:
        _is_told(world, rule, exchange, early=True)
    left = [_standing(rule, exchange).remaining for exchange in answered]
    reading = [one.operation for one in answered if one.operation.method == "GET" and one.operation.body is None]
    if len(left) >= _IN_A_ROW and left[0] and len(set(left)) == 1:
        for operation in reading[:1]:
            _counts_down(world, rule, operation, _IN_A_ROW)


def _is_told_to_strangers(world: World, rule: RateLimit) -> None:
    """Ask without credentials: where the refusal is declared to tell how the limit stands, it does."""
    for operation in world.api.operations:
        if not operation.security or not all(operation.security) or not world.session.may_send(operation):
            continue
        request = plain_request(world, operation)
        none = {scheme.wire: None for scheme in world.api.security_schemes}
        exchange = world.session.ask(operation, request.values, request.body, replaced=none)
        if exchange.response.status in _UNAUTHORISED and _is_declared(rule, operation.answer(exchange.response.status)):
            _is_told(world, rule, exchange)
        return


def _is_declared(rule: RateLimit, answer: Answer | None) -> bool:
    """Say whether the spec declares, beside the rule, that an answer tells how the limit stands."""
    declared = {header.wire.lower() for header in answer.headers} if answer is not None else set[str]()
    told = {name.lower() for name in (rule.limit, rule.remaining, rule.reset) if name}
    return answer is not None and not answer.assumptions and told <= declared


def _is_due(world: World, rule: RateLimit, header: str, exchange: Exchange) -> bool:
    """Say whether an answer has to have a header: where the rule leaves it open, those have that the spec declares."""
    answers = [answer for operation in world.api.operations for answer in operation.answers]
    if rule.answers == "all" or (not rule.answers and not any(_has(answer, header) for answer in answers)):
        return True
    answer = exchange.operation.answer(exchange.response.status)
    return answer is not None and _has(answer, header)


def _has(answer: Answer, header: str) -> bool:
    return any(one.wire.lower() == header.lower() for one in answer.headers)


def _standing(rule: RateLimit, exchange: Exchange) -> _Standing:
    response = exchange.response
    return _Standing(
        _number(response.header(rule.limit)) if rule.limit else None,
        _number(response.header(rule.remaining)) if rule.remaining else None,
        response.header(rule.reset) if rule.reset else None,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.strip().isdecimal() else None


def _is_told(world: World, rule: RateLimit, exchange: Exchange, *, early: bool = False) -> None:
    ledger, operation = world.session.ledger, exchange.operation
    if exchange.response.status >= 500:
        return
    names = ("limit", "remaining", "reset")
    for name, header in zip(names, (rule.limit, rule.remaining, rule.reset), strict=True):
        if header and _is_due(world, rule, header, exchange):
            fact = world.fact(rule, operation, name, part=name, states=f"`{header}` is there")
            ledger.expect(fact, exchange.response.header(header) is not None, "it is missing", exchange)
    standing = _standing(rule, exchange)
    said = exchange.response.header(rule.remaining) if rule.remaining else None
    if said is not None:
        fact = world.fact(rule, operation, "remaining", part="number", states=f"`{rule.remaining}` counts requests")
        ledger.expect(fact, standing.remaining is not None, "it is no number of requests", exchange)
    if standing.reset is not None and not early:
        _is_a_time(world, rule, standing.reset, exchange)
    if standing.limit is not None and standing.remaining is not None:
        fact = world.fact(rule, operation, "limit", "remaining", part="fits", states="no more are left than allowed")
        detail = f"{standing.remaining} of {standing.limit} are left"
        ledger.expect(fact, standing.remaining <= standing.limit, detail, exchange)


def _is_a_time(world: World, rule: RateLimit, told: str, exchange: Exchange) -> None:
    """Judge when the next window begins, in whatever notation: a time has digits, and is not long gone."""
    ledger, operation = world.session.ledger, exchange.operation
    fact = world.fact(rule, operation, "reset", part="reset.time", states=f"`{rule.reset}` tells when to go on")
    ledger.expect(fact, any(letter.isdigit() for letter in told), "it tells no time", exchange)
    moment = _moment(told)
    if moment is not None:
        # A server may have its own clock, and shows it in other places: what stands before it goes by another.
        shown = list(_clocks(world))
        clocks = [datetime.now(UTC), _moment(exchange.response.header("date") or ""), *shown]
        past = moment < min(clock for clock in clocks if clock is not None) - _A_DAY
        if not shown:
            fact = replace(fact, assumed=fact.assumed or "by which clock a server goes is told by its records alone")
        ledger.expect(fact, not past, "it is more than a day ago, by every clock that is known", exchange)


def _clocks(world: World) -> Iterator[datetime]:
    """Yield the times that the server gave to new records."""
    shown: list[datetime | None] = []
    for resource in world.behaviour.resources:
        subjects = (*world.populations.get(resource.name, ()), *world.spare.get(resource.name, ()))
        times = [name for name, what in resource.sets if what in {"created", "updated"}]
        shown += [_moment(str(subject.record.get(name))) for subject in subjects for name in times]
    yield from (moment for moment in shown if moment is not None)


def _moment(text: str) -> datetime | None:
    """Return the point in time that a text is written as, in UTC where it has no zone; ``None`` for all else."""
    if not any(mark in text for mark in _MARKS_OF_TIME):
        # Seconds to wait, or since whenever a clock began, may look like a date that is written without marks.
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with contextlib.suppress(ValueError):
            moment = read(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _counts_down(world: World, rule: RateLimit, operation: Operation, times: int) -> None:
    """Ask a few times in a row: fewer are left each time, unless another window has begun."""
    exchanges: list[Exchange] = []
    for _ in range(times):
        request = prepared(world, operation)
        if request is None:
            return
        exchanges.append(request.send(world))
    if not all(exchange.response.success for exchange in exchanges):
        # What is refused need not count.
        return
    standings = [_standing(rule, exchange) for exchange in exchanges]
    left = [standing.remaining for standing in standings]
    fact = world.fact(rule, operation, "remaining", part="counts", states="every request takes one away")
    windows = any(later is not None and earlier is not None and later > earlier for earlier, later in pairwise(left))
    if None in left or windows:
        world.session.ledger.unknown(fact, "the answers do not tell what is left, or another window has begun")
        return
    spent = left[0] is not None and left[-1] is not None and (left[0] > left[-1] or left[-1] == 0)
    world.session.ledger.expect(fact, spent, f"after {times} requests as many are left", exchanges[-1])


FAMILY = Family("rates", "every answer tells how the limit of requests stands", _check)
