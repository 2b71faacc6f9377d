"""A record that is left alone while it is in a state: what would change or delete it is refused, and it stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.conditions import Locked
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_OTHER_REASONS: Final = frozenset({401, 403, 429})


@dataclass(frozen=True, slots=True)
class _Case:
    """One operation that leaves records of a resource alone while they are in a state."""

    world: World
    action: Action
    operation: Operation
    resource: Resource
    rule: Locked

    def fact(self, *attributes: str, part: str = "", states: str = "") -> Fact:
        return self.world.fact(self.rule, self.operation, *attributes, part=part, states=states)

    def send(self, key: Json, state: str | None) -> Exchange | None:
        """Change or delete a record, asking for a state or for none; ``None`` where no request can be made for that."""
        values = self.world.values_for(self.operation, self.action.key, key)
        if self.action.kind == "delete":
            return self.world.session.ask(self.operation, values)
        own = {name for name, _ in self.resource.sets} - {self.rule.member}
        body = self.world.new_body(self.operation, leave_out=[*own, self.rule.member])
        schema = self.world.body_schema(self.operation)
        if body is None or schema is None:
            return None
        body |= {} if state is None else {self.rule.member: state}
        return self.world.session.ask(self.operation, values, body) if self.world.maker.is_valid(schema, body) else None

    def in_state(self, state: str) -> Subject | None:
        """Return a record that is in a state: one that was made so, or else one that was brought there."""
        maker = self.world.maker_of(self.resource)
        if maker is not None and self.rule.member in self.world.sendable(maker[1]):
            subject = fresh(self.world, self.resource, {self.rule.member: state})
            return subject if subject is not None and subject.record.get(self.rule.member) == state else None
        subject, change = fresh(self.world, self.resource), self.world.first("update", self.resource)
        if subject is None or change is None:
            return None
        changing = _Case(self.world, *change, self.resource, self.rule)
        if self.rule.member not in self.world.sendable(change[1]) or changing.send(subject.key, state) is None:
            return None
        now = self.now(subject)
        return Subject(subject.key, now, subject.sent) if now.get(self.rule.member) == state else None

    def now(self, subject: Subject) -> dict[str, Json]:
        read = self.world.read(self.resource, subject.key)
        return (read[1] if read is not None else None) or {}

    @property
    def replaces(self) -> bool:
        """Whether an update that does not name the state gives the record another one."""
        change = self.action.change
        return self.operation.method == "PUT" if change is None else change.rule == "replace"


def _check(world: World) -> None:
    for action, operation in world.actions("update", "delete"):
        resource = world.resource(action)
        if resource is not None and action.locked is not None:
            case = _Case(world, action, operation, resource, action.locked)
            for state in action.locked.values:
                _try(case, state)


def _try(case: _Case, state: str) -> None:
    """Touch a record in the state; another record, in another one, shows that the request is a good one."""
    world, ledger, rule, fact = case.world, case.world.session.ledger, case.rule, case.fact()
    other, subject = fresh(world, case.resource), case.in_state(state)
    if subject is None or other is None or other.record.get(rule.member) in rule.values:
        ledger.unknown(fact, f"no record could be brought into the state {state}, and another left out of it")
        return
    asked = state if case.replaces and case.action.kind == "update" else None
    control, exchange = case.send(other.key, None), case.send(subject.key, asked)
    if control is None or exchange is None or not control.response.success:
        ledger.unknown(fact, "no request could be made that is done with a record in another state")
        return
    status = exchange.response.status
    if status in _OTHER_REASONS and status != rule.status:
        ledger.unknown(fact, f"the request was answered {status}")
        return
    ledger.expect(fact, not exchange.response.success, f"it answered {status} to one that is {state}", exchange)
    if exchange.response.success:
        return
    told = case.fact("status", part="status", states=f"the answer is {rule.status}")
    ledger.expect(told, status == rule.status, f"it answered {status}", exchange)
    now = case.now(subject)
    changed = different({name: subject.record[name] for name in subject.sent if name in subject.record}, now)
    kept = case.fact(part="kept", states="what is refused changes nothing")
    ledger.expect(kept, not changed, f"{', '.join(f'`{name}`' for name in changed)} changed", exchange)
    if case.action.kind == "update" and rule.leaving:
        _leave(case, subject, other.record.get(rule.member))


def _leave(case: _Case, subject: Subject, state: Json) -> None:
    """Give the record another state, that of one which was changed before."""
    ledger, rule = case.world.session.ledger, case.rule
    exchange = case.send(subject.key, state) if isinstance(state, str) else None
    fact = case.fact("leaving", part="leaving", states=f"a change that gives it another state is {rule.leaving}")
    if exchange is None or (not exchange.response.success and exchange.response.status != rule.status):
        ledger.unknown(fact, "no such change could be made")
    else:
        done = exchange.response.success
        ledger.expect(fact, done == (rule.leaving == "done"), f"it answered {exchange.response.status}", exchange)


FAMILY = Family("locked", "a record is left alone while it is in a state that says so", _check)
