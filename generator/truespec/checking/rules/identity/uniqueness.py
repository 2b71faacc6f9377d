"""What only one record may have is refused to another, and to nobody else: when a record is made, and when changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import guesses
from truespec.checking.rules.ground.subjects import fresh_many
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.looking import count_where
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.conditions import Unique
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY", "GLANCE"]

_OTHER_REASONS: Final = frozenset({401, 403, 429, 503})
"""Refusals that say nothing of what is asked."""

_TRIES: Final = 5
_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class _Case:
    """One operation that may not give a record what another has; ``key`` is that of the record it changes."""

    world: World
    action: Action
    operation: Operation
    resource: Resource
    rule: Unique
    key: Json = None

    @property
    def names(self) -> dict[str, str]:
        """The members the rule is about, each with the name that the request has for it."""
        sent_as = {path[0]: name for name, path in self.action.stores if len(path) == 1}
        return {member: sent_as.get(member, member) for member in self.rule.members}

    def fact(self, *attributes: str, part: str = "", states: str = "") -> Fact:
        return self.world.fact(self.rule, self.operation, *attributes, part=part, states=states)

    def send(self, body: dict[str, Json]) -> Exchange:
        values = self.world.values_for(self.operation, self.action.key, self.key)
        return self.world.session.ask(self.operation, values, body)

    def body(self) -> dict[str, Json] | None:
        """Return a body with a value for each of the members; ``None`` where none can be made up."""
        left_out: list[str] = []
        if self.action.kind == "update":
            guessed = guesses(self.world, self.action, self.operation, self.resource)
            left_out = [*dict(self.resource.sets), self.resource.key, *guessed]
        names = set(self.names.values())
        body = self.world.new_body(self.operation, leave_out=[name for name in left_out if name not in names])
        return body if body is not None and all(body.get(name) is not None for name in names) else None

    def other_body(self, than: dict[str, Json]) -> dict[str, Json] | None:
        """Return a body with another value for each of the members; ``None`` where none can be made up."""
        for _ in range(_TRIES):
            body = self.body()
            if body is None or not any(same_value(body[name], than[name]) for name in self.names.values()):
                return body
        return None

    def apart(self) -> set[str]:
        """Return what else makes a request be about one record: its key, and what other rules look at."""
        if self.world.unwritten:
            # What words say is not all there is: anything else may be had by one record only as well.
            return {*self.world.sendable(self.operation)}
        members = {self.resource.key, *(self.action.dedupe.members if self.action.dedupe is not None else ())}
        members.update(member for rule in self.action.unique for member in rule.members)
        return members | {name for name, path in self.action.stores if path[0] in members}


def _check(world: World) -> None:
    for number in range(world.rounds):
        for case in _cases(world):
            (_changed if case.action.kind == "update" else _made)(case, number)


def _check_glance(world: World) -> None:
    """Send what a record has once more, which is refused; where it is not, all is looked at closely at once."""
    if world.rounds == 1 and any(_is_taken_twice(case) for case in _cases(world)):
        _check(world)


def _cases(world: World) -> Iterator[_Case]:
    for action, operation in world.actions("create", "upsert", "update"):
        resource = world.resource(action)
        for rule in action.unique if resource is not None else ():
            if resource is not None:
                yield _Case(world, action, operation, resource, rule)


def _is_taken_twice(case: _Case) -> bool:
    """Say whether a server takes what another record has, or that in other letters where these are the same."""
    changes = case.action.kind == "update"
    subjects = fresh_many(case.world, case.resource, _PAIR if changes else 1)
    body = case.body() if len(subjects) == (_PAIR if changes else 1) else None
    if body is None or (not changes and case.action.key is not None and case.action.key.part != "body"):
        return False
    had = {name: subjects[0].record.get(member) for member, name in case.names.items()}
    if None in had.values():
        return False
    case = replace(case, key=subjects[-1].key) if changes else case
    others = {name: value.swapcase() if isinstance(value, str) else value for name, value in had.items()}
    taken = case.send({**body, **had}).response.success
    if not taken and case.rule.letters == "alike" and others != had:
        taken = case.send({**body, **others}).response.success
    for subject in reversed(subjects) if not taken else ():
        case.world.give_back(case.resource, subject)
    return taken


def _made(case: _Case, number: int) -> None:
    """Make a record, and others that have some of what it has."""
    ledger, fact = case.world.session.ledger, case.fact("by")
    first = case.body()
    fresh = case.other_body(first) if first is not None else None
    named = case.action.key is not None and case.action.key.part != "body"
    if first is None or fresh is None or named:
        ledger.unknown(fact, "no two records of their own could be made up")
        return
    made = case.send(first)
    if not made.response.success:
        ledger.unknown(fact, f"a valid request was answered {made.response.status}")
        return
    other = {**first, **{name: fresh[name] for name in case.apart() if name in fresh}}
    accepted = _accepted(case, other)
    if accepted is None:
        return
    shared = {name: first[name] for name in case.names.values()}
    refused = case.send({**accepted, **shared})
    _judge_refused(case, refused)
    if number == 0 and not refused.response.success:
        _is_one(case, shared)
    _judge_partly(case, accepted, shared)
    _judge_deleted(case, case.world.key_in(case.action, made, case.resource), {**accepted, **shared})


def _accepted(case: _Case, body: dict[str, Json]) -> dict[str, Json] | None:
    """Return a body that the server takes: one with members of its own, or else one that is new in everything."""
    states = "who has other values is taken"
    fact, ledger = case.fact("by", part="others", states=states), case.world.session.ledger
    exchange = case.send(body)
    if exchange.response.success:
        ledger.holds(fact)
        return _renewed(case, body)
    anew = case.other_body(body)
    control = case.send(anew) if anew is not None else None
    if anew is None or control is None or not control.response.success:
        ledger.unknown(fact, f"a request with other values was answered {exchange.response.status}")
        return None
    if exchange.response.status == case.rule.status:
        ledger.broken(fact, f"it answered {exchange.response.status}", exchange)
    return _renewed(case, anew)


def _renewed(case: _Case, taken: dict[str, Json]) -> dict[str, Json] | None:
    """Return the body with values that no record has yet, for all but what the server may be choosy about."""
    fresh = case.other_body(taken)
    if fresh is None:
        return None
    return {**taken, **{name: fresh[name] for name in case.apart() if name in fresh}}


def _judge_partly(case: _Case, accepted: dict[str, Json], shared: dict[str, Json]) -> None:
    """Send a body that would be accepted with less than all values of another record: each alone, other letters."""
    ledger = case.world.session.ledger
    for name in shared if len(shared) > 1 else ():
        partly = _renewed(case, accepted)
        if partly is not None:
            fact = case.fact("by", part=f"by.{name}", states=f"who shares nothing but `{name}` is taken")
            _judge_taken(case, fact, {**partly, name: shared[name]})
    swapped = {name: value.swapcase() if isinstance(value, str) else value for name, value in shared.items()}
    renewed = _renewed(case, accepted) if case.rule.letters and swapped != shared else None
    if renewed is None:
        return
    schema, body = case.world.body_schema(case.operation), {**renewed, **swapped}
    fact = case.fact("letters", "by", part="letters", states="whatever the case of letters")
    if schema is None or not case.world.maker.is_valid(schema, body):
        ledger.unknown(fact, "the spec takes no letters of the other case")
    elif case.rule.letters == "alike":
        _judge_refused(case, case.send(body), "letters", "letters of both cases are the same")
    else:
        fact = case.fact("letters", "by", part="letters", states="letters of both cases are not the same")
        _judge_taken(case, fact, body)


def _judge_refused(case: _Case, exchange: Exchange, part: str = "", states: str = "") -> None:
    ledger, status = case.world.session.ledger, exchange.response.status
    fact = case.fact("by", *([part] if part else []), part=part, states=states)
    if exchange.response.success:
        ledger.broken(fact, f"what another record has was taken, and answered {status}", exchange)
    elif status in _OTHER_REASONS and status != case.rule.status:
        ledger.unknown(fact, f"the request was answered {status}")
    else:
        ledger.holds(fact)
        told = case.fact("status", "by", part="status", states=f"the answer is {case.rule.status}")
        ledger.expect(told, status == case.rule.status, f"it answered {status}", exchange)


def _judge_taken(case: _Case, fact: Fact, body: dict[str, Json]) -> bool:
    """Send what has to be taken, and say whether it was.

    A refusal is for these values where the same request is done with new ones.
    """
    exchange = case.send(body)
    ledger, status = case.world.session.ledger, exchange.response.status
    if exchange.response.success:
        ledger.holds(fact)
    elif status == case.rule.status and _is_taken_anew(case, body):
        ledger.broken(fact, f"it answered {status}", exchange)
    else:
        ledger.unknown(fact, f"a valid request was answered {status}")
    return exchange.response.success


def _is_taken_anew(case: _Case, body: dict[str, Json]) -> bool:
    """Say whether a request is done with values that nobody has, and everything else as it was."""
    fresh = case.other_body(body)
    values = {} if fresh is None else {name: fresh[name] for name in case.names.values()}
    return bool(values) and case.send({**body, **values}).response.success


def _is_one(case: _Case, shared: dict[str, Json]) -> None:
    """Look through the list: what was refused is no record."""
    fact = case.fact("by", part="one", states="what was refused is not kept")
    members = {member: shared[name] for member, name in case.names.items()}
    found = count_where(case.world, case.resource, members)
    if found is None:
        case.world.session.ledger.unknown(fact, "no list could be walked to its end")
    else:
        case.world.session.ledger.expect(fact, found <= 1, f"the list has {found} of them")


def _judge_deleted(case: _Case, key: Json, body: dict[str, Json]) -> None:
    """Delete the record, where it is stated that another may then have what it had."""
    found = case.world.first("delete", case.resource) if case.rule.deleted == "free" else None
    if found is None or found[0].key is None or found[0].deletion is not None or key is None:
        return
    gone = case.world.session.ask(found[1], case.world.values_for(found[1], found[0].key, key))
    if gone.response.success:
        fact = case.fact("deleted", "by", part="deleted", states="what a deleted record had is free")
        _judge_taken(case, fact, body)


def _changed(case: _Case, number: int) -> None:
    """Give a record what it has, then what another one has."""
    world, ledger, fact = case.world, case.world.session.ledger, case.fact("by")
    subjects = fresh_many(world, case.resource, _PAIR)
    body = case.body()
    if len(subjects) < _PAIR or body is None:
        ledger.unknown(fact, "no two records could be made and read back to be changed")
        return
    key = subjects[1].key
    had, own = ({name: one.record.get(member) for member, name in case.names.items()} for one in subjects)
    if None in (*had.values(), *own.values()) or any(same_value(had[name], own[name]) for name in had):
        ledger.unknown(fact, "no two records with values of their own could be made")
        return
    changing = _Case(world, case.action, case.operation, case.resource, case.rule, key)
    owned = case.fact("by", part="own", states="a record may be given again what it has")
    if not _judge_taken(changing, owned, {**body, **own}):
        return
    refused = changing.send({**body, **had})
    _judge_refused(changing, refused)
    read = world.read(case.resource, key) if number == 0 and not refused.response.success else None
    if read is not None and read[1] is not None:
        kept = case.fact("by", part="kept", states="a record that is refused a change stays as it was")
        lost = [member for member, name in case.names.items() if same_value(had[name], read[1].get(member))]
        ledger.expect(kept, not lost, f"{', '.join(f'`{name}`' for name in lost)} changed", read[0])
    _judge_partly(changing, {**body, **own}, had)


FAMILY = Family("uniqueness", "what only one record may have is refused to another, and to nobody else", _check)
GLANCE = Family(
    "uniqueness at a glance", "what only one record may have is refused to one that is sent with it", _check_glance
)
