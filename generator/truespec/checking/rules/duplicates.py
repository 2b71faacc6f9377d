"""Two records that count as the same are one: no second is made, and the first changes only as stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.values import same_value
from truespec.checking.rules.walk import count_where, total_of
from truespec.checking.rules.world import Family, World, take
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Dedupe, Existing, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_NULLS: Final = 3
"""So many members that are set are sent as null the second time."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One operation that recognises records it already has."""

    world: World
    action: Action
    operation: Operation
    resource: Resource
    rule: Dedupe

    def send(self, body: dict[str, Json]) -> tuple[Exchange, Json]:
        """Send a body; return the exchange and the key the answer tells, ``None`` where it tells none."""
        exchange = self.world.session.ask(self.operation, self.world.values_for(self.operation), body)
        return exchange, self.world.key_in(self.action, exchange, self.resource)

    def optional_members(self) -> list[str]:
        """Return the members of a body that no rule recognises a record by and that could be left out."""
        schema = self.world.body_schema(self.operation)
        shape = self.world.maker.shape(schema) if schema is not None else None
        record = self.world.maker.shape(self.world.api.schema(self.resource.schema).schema)
        plain = {"string", "boolean", "integer", "number"}
        return [
            name
            for name, member in (shape.properties.items() if shape is not None else ())
            if name not in self.rule.members
            and shape is not None
            and name not in shape.required
            and name in record.properties
            and name not in dict(self.action.stores)
            and plain & set(self.world.maker.shape(member.schema).types)
        ]

    def is_flag(self, name: str) -> bool:
        """Say whether a member is yes or no."""
        return "boolean" in self.world.maker.shape(self.world.sendable(self.operation)[name].schema).types

    def takes_null(self, name: str) -> bool:
        """Say whether a member of the body may be null."""
        return self.world.sendable(self.operation)[name].schema.nullable


def _check(world: World) -> None:
    for action, operation in world.actions("create", "upsert"):
        resource = world.resource(action)
        if resource is None or action.dedupe is None:
            continue
        case = _Case(world, action, operation, resource, action.dedupe)
        for turn in range(world.rounds):
            _same_again(case)
            if action.dedupe.existing is not None:
                _existing(case, action.dedupe.existing, turn)
            _only_partly_the_same(case)


def _same_again(case: _Case) -> None:
    """Send the same record twice: there must be one."""
    world, rule = case.world, case.rule
    fact = world.fact(rule, case.operation)
    body = world.new_body(case.operation)
    if body is None or any(body.get(member) is None for member in rule.members):
        world.session.ledger.unknown(fact, "no body with all members of the pair could be made up")
        return
    first, first_key = case.send(body)
    again = _varied(case, body)
    total = total_of(world, case.resource)
    second, second_key = case.send(again)
    if not first.response.success or not second.response.success:
        status = second.response.status if first.response.success else first.response.status
        world.session.ledger.unknown(fact, f"a valid request was answered {status}")
        return
    members = {member: body[member] for member in rule.members}
    _judge_count(case, fact, _Twice(members, (first_key, second_key), total, second))
    if first_key is not None and second_key is not None:
        states = "the answer to the second request is the record of the first"
        same = world.fact(case.action, case.operation, "answer", part="answers-existing", states=states)
        if first_key == second_key:
            world.session.ledger.holds(same)
        else:
            world.session.ledger.broken(same, f"it answered with another `{case.resource.key}`", second)


def _varied(case: _Case, body: dict[str, Json]) -> dict[str, Json]:
    """Return a body that counts as the same record and says different things about it."""
    fresh = case.world.new_body(case.operation, {member: body[member] for member in case.rule.members})
    return body if fresh is None else fresh


@dataclass(frozen=True, slots=True)
class _Twice:
    """A record that was sent twice: what makes it the same, the keys the answers told, the total in between."""

    members: dict[str, Json]
    keys: tuple[Json, Json]
    total: int | None
    second: Exchange


def _judge_count(case: _Case, fact: Fact, twice: _Twice) -> None:
    """Say whether there is one record: by reading both keys, else by looking through the list, else by its total."""
    world, ledger, (first, second) = case.world, case.world.session.ledger, twice.keys
    if first is not None and second is not None and first != second and _both_exist(case, twice):
        detail = f"a second one with another `{case.resource.key}` was made, and both can be read"
        ledger.broken(fact, detail, twice.second)
        return
    found = count_where(world, case.resource, twice.members)
    if found is not None and found > 1:
        ledger.broken(fact, f"the list has {found} of them", twice.second)
    elif found == 1 or (first is not None and first == second):
        ledger.holds(fact)
    else:
        after = total_of(world, case.resource)
        if twice.total is None or after is None:
            ledger.unknown(fact, "neither an answer nor a list tells how many there are")
        else:
            detail = f"the list counted {twice.total} before and {after} after"
            ledger.expect(fact, after <= twice.total, detail, twice.second)


def _both_exist(case: _Case, twice: _Twice) -> bool:
    for key in twice.keys:
        read = case.world.read(case.resource, key)
        if read is None or read[1] is None:
            return False
        record = read[1]
        if not all(same_value(value, take(record, (member,))) for member, value in twice.members.items()):
            return False
    return True


def _existing(case: _Case, rule: Existing, turn: int) -> None:
    """Send a record that is there already, with other values and with nulls, and read what became of it."""
    world, ledger = case.world, case.world.session.ledger
    fact = world.fact(rule, case.operation, "rule")
    optional = case.optional_members()
    world.random.shuffle(optional)
    # Yes-or-no members are set in one turn and left out in the next: what is false is not empty.
    flags = [name for name in optional if case.is_flag(name)]
    others = [name for name in optional if name not in flags]
    set_first, set_later = others[: len(others) // 2], others[len(others) // 2 :]
    (set_later if turn % 2 else set_first).extend(flags)
    before = world.new_body(case.operation, dict.fromkeys([] if turn % 2 else flags, False), leave_out=set_later)
    if before is None or not set_first:
        ledger.unknown(fact, "no bodies that differ could be made up")
        return
    first, key = case.send(before)
    after = world.new_body(case.operation, {member: before[member] for member in case.rule.members if member in before})
    read = world.read(case.resource, key) if key is not None else None
    if after is None or not first.response.success or read is None or read[1] is None:
        ledger.unknown(fact, "the record could not be made and read back")
        return
    original = read[1]
    sent = {**_flipped(before, after), **dict.fromkeys(name for name in set_first[:_NULLS] if case.takes_null(name))}
    second, second_key = case.send(sent)
    read = world.read(case.resource, key)
    if second_key is not None and second_key != key:
        ledger.unknown(fact, "the second request was not taken for the same record")
        return
    if not second.response.success or read is None or read[1] is None:
        ledger.unknown(fact, "the record could not be sent again and read back")
        return
    wrong = _wrong_members(rule, optional, original, sent, read[1])
    for member, detail in wrong:
        ledger.broken(fact, f"`{member}` {detail}", second)
    if not wrong:
        ledger.holds(fact)


def _flipped(before: dict[str, Json], after: dict[str, Json]) -> dict[str, Json]:
    """Return ``after`` with every boolean that was sent before turned round, so that an overwriting shows."""
    return {
        name: not before[name] if isinstance(value, bool) and isinstance(before.get(name), bool) else value
        for name, value in after.items()
    }


def _wrong_members(
    rule: Existing, members: list[str], original: dict[str, Json], sent: dict[str, Json], now: dict[str, Json]
) -> list[tuple[str, str]]:
    wrong: list[tuple[str, str]] = []
    for member in members:
        if member not in sent or sent[member] == original.get(member):
            continue
        was_null = original.get(member) is None
        takes_over = rule.rule == "replace" or (rule.rule == "fill-null" and was_null)
        taken = same_value(sent[member], take(now, (member,)))
        if takes_over and not taken:
            wrong.append((member, "was null and was not filled" if was_null else "was set and was not replaced"))
        if not takes_over and now.get(member) != original.get(member):
            wrong.append((member, "was null and was filled" if was_null else "was set already and was overwritten"))
    return wrong


def _only_partly_the_same(case: _Case) -> None:
    """Send a record that agrees in one member only: whether it is another one is what ``when`` says."""
    rule = case.rule
    for shared in rule.members if len(rule.members) > 1 else ():
        _agrees_in(case, shared)
    _agrees_in_nothing(case)


def _agrees_in(case: _Case, shared: str) -> None:
    world, rule, ledger = case.world, case.rule, case.world.session.ledger
    states = "it is another one" if rule.when == "all-equal" else "it is the same one"
    fact = world.fact(rule, case.operation, "when", part="when", states=f"where only one member agrees, {states}")
    body = world.new_body(case.operation)
    other = world.new_body(case.operation, {shared: body[shared]}) if body is not None and shared in body else None
    if body is None or other is None:
        ledger.unknown(fact, "no bodies that agree in one member could be made up")
        return
    first, second = case.send(body), case.send(other)
    if first[1] is None or second[1] is None:
        ledger.unknown(fact, "the answers do not tell which record they are about")
    elif (first[1] != second[1]) == (rule.when == "all-equal"):
        ledger.holds(fact)
    else:
        detail = "it was taken for the same one" if rule.when == "all-equal" else "a second one was made"
        ledger.broken(fact, detail, second[0])


def _agrees_in_nothing(case: _Case) -> None:
    """Leave one member out of two records that agree in the others: what that says is what ``nulls`` says."""
    world, rule, ledger = case.world, case.rule, case.world.session.ledger
    schema = world.body_schema(case.operation)
    required = world.maker.shape(schema).required if schema is not None else ()
    left_out = next((member for member in reversed(rule.members) if member not in required), None)
    if rule.when != "all-equal" or len(rule.members) < 2 or left_out is None:
        return
    states = "it is another one" if rule.nulls == "never-equal" else "it is the same one"
    fact = world.fact(
        rule, case.operation, "nulls", "when", part="nulls", states=f"where both have no `{left_out}`, {states}"
    )
    body = world.new_body(case.operation, leave_out=(left_out,))
    shared = {member: body[member] for member in rule.members if member in body} if body is not None else {}
    other = world.new_body(case.operation, shared, leave_out=(left_out,))
    if body is None or other is None:
        ledger.unknown(fact, "no bodies without it could be made up")
        return
    first, second = case.send(body), case.send(other)
    if first[1] is None or second[1] is None:
        ledger.unknown(fact, "the answers do not tell which record they are about")
    else:
        apart = first[1] != second[1]
        detail = "a second one was made" if apart else "it was taken for the same one"
        ledger.expect(fact, apart == (rule.nulls == "never-equal"), detail, second[0])


FAMILY = Family(
    "duplicates", "no second record is made for one that is there, and the first changes only as stated", _check
)
