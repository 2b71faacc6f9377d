"""A record goes from state to state as is stated: each step that is allowed is done, any other is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, prepared
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Move
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_MOST: Final = 40
"""So many steps are tried, from every state to every state."""

_FAR: Final = 6
_OTHER_REASONS: Final = frozenset({401, 403, 429})


@dataclass(frozen=True, slots=True)
class _Case:
    """One operation that moves records of a resource."""

    world: World
    action: Action
    operation: Operation
    resource: Resource
    rule: Move

    def fact(self, *attributes: str, part: str = "", states: str = "") -> Fact:
        return self.world.fact(self.rule, self.operation, *attributes, part=part, states=states)

    def send(self, key: Json, state: str) -> Exchange | None:
        """Ask for a state; ``None`` where no request could be made."""
        request = prepared(self.world, self.operation, [key])
        if request is None:
            return None
        return (request if self.rule.place is None else request.having(self.rule.place, state)).send(self.world)

    def state(self, key: Json) -> tuple[str | None, dict[str, Json]]:
        """Return the state of a record as it is read now, and the record."""
        read = self.world.read(self.resource, key)
        record = (read[1] if read is not None else None) or {}
        value = record.get(self.rule.member)
        return (value if isinstance(value, str) else None), record


def _check(world: World) -> None:
    for action, operation in world.actions("move"):
        resource = world.resource(action)
        if resource is not None and action.move is not None:
            case = _Case(world, action, operation, resource, action.move)
            for way, wanted in islice(_steps(case), _MOST if world.rounds > 1 else _MOST // 2):
                _try(case, way, wanted)


def _steps(case: _Case) -> Iterator[tuple[Sequence[str], str]]:
    """Yield every step worth trying, each with the states on the way to where it begins: the allowed ones first."""
    first = _first(case)
    if first is None:
        case.world.session.ledger.unknown(case.fact(), "no record could be made whose state could be read")
        return
    ways = _ways(case, first)
    states = _states(case)
    every = [(way, way[-1] if way else first, wanted) for way in ways for wanted in states]
    allowed = [case.rule.may_follow(state, wanted) for _, state, wanted in every]
    yield from ((way, to) for (way, state, to), may in zip(every, allowed, strict=True) if may and to != state)
    yield from ((way, to) for (way, _, to), may in zip(every, allowed, strict=True) if not may)


def _first(case: _Case) -> str | None:
    subject = fresh(case.world, case.resource)
    value = take(subject.record, (case.rule.member,)) if subject is not None else None
    return value if isinstance(value, str) else None


def _states(case: _Case) -> list[str]:
    """Return the states that can be asked for."""
    rule = case.rule
    if rule.place is None:
        return [rule.value]
    shape = case.world.shape_at(case.operation, rule.place)
    told = [*dict(rule.steps), *(state for _, after in rule.steps for state in after)]
    known = [value for value in (shape.enum if shape is not None and shape.enum else told) if isinstance(value, str)]
    return list(dict.fromkeys(known))


def _ways(case: _Case, first: str) -> list[tuple[str, ...]]:
    """Return a way to every state that this operation leads to, the shortest there is; none leads to the first."""
    found: dict[str, tuple[str, ...]] = {first: ()}
    waiting = [first]
    while waiting:
        state = waiting.pop(0)
        for other in _states(case):
            if other not in found and len(found[state]) < _FAR and case.rule.may_follow(state, other):
                found[other] = (*found[state], other)
                waiting.append(other)
    return list(found.values())


def _try(case: _Case, way: Sequence[str], wanted: str) -> None:
    """Bring a new record to where the step begins, and take it."""
    subject = fresh(case.world, case.resource)
    if subject is None:
        return
    for step in way:
        case.send(subject.key, step)
    state, before = case.state(subject.key)
    if state is None or (way and state != way[-1]):
        # The step before was not taken, which is told where that one is tried.
        return
    exchange = case.send(subject.key, wanted)
    if exchange is None or exchange.response.status in _OTHER_REASONS:
        case.world.session.ledger.unknown(case.fact(), "no request could be made that is let through")
    elif case.rule.may_follow(state, wanted):
        _is_taken(case, subject, (before, wanted), exchange)
    else:
        _is_refused(case, subject, (state, wanted), exchange)


def _is_taken(case: _Case, subject: Subject, told: tuple[dict[str, Json], str], exchange: Exchange) -> None:
    ledger, (before, wanted) = case.world.session.ledger, told
    state = before.get(case.rule.member)
    allowed = case.fact("steps", part="steps", states="a state that may follow is taken")
    if not exchange.response.success:
        detail = f"from {state} to {wanted} it answered {exchange.response.status}"
        ledger.expect(allowed, exchange.response.status != case.rule.status, detail, exchange)
        return
    ledger.holds(allowed)
    now, record = case.state(subject.key)
    if not record:
        ledger.broken(case.fact("member"), "the record cannot be read any more", exchange)
        return
    ledger.expect(case.fact("member"), now == wanted, f"it is read as {now} afterwards", exchange)
    shown = case.world.record_in(case.action, exchange) or {}
    answered = take(shown, (case.rule.member,))
    if not isinstance(answered, Absent) and shown.get(case.resource.key) == subject.key:
        fact = case.fact("member", part="answers", states="the answer is the record after the step")
        ledger.expect(fact, answered == now, "it is answered in another state than it is in", exchange)
    kept = {name: value for name, value in before.items() if name in subject.sent and name != case.rule.member}
    touched = different(kept, record)
    rest = case.fact(part="rest", states="nothing else of the record changes")
    ledger.expect(rest, not touched, f"{', '.join(f'`{name}`' for name in touched)} changed too", exchange)


def _is_refused(case: _Case, subject: Subject, told: tuple[str, str], exchange: Exchange) -> None:
    ledger, (state, wanted) = case.world.session.ledger, told
    fact = case.fact("steps", "status", part="refused", states=f"any other step is refused with {case.rule.status}")
    seen = exchange.response.status
    ledger.expect(fact, seen == case.rule.status, f"from {state} to {wanted} it answered {seen}", exchange)
    now, _ = case.state(subject.key)
    stays = case.fact("member", part="stays", states="what was refused is not done")
    ledger.expect(stays, exchange.response.success or now == state, f"it is read as {now} afterwards", exchange)


FAMILY = Family("moving", "a record goes from state to state as is stated, and in no other way", _check)
