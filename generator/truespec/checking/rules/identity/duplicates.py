"""Two records that count as the same are one: no second is made, and the first changes only as stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.sentences import members_named, says_any_case, sentences, with_what_follows
from truespec.checking.rules.ground.subjects import plain_members
from truespec.checking.rules.ground.text_members import mails
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.identity.idle import judge_idle
from truespec.checking.rules.lists.looking import count_where
from truespec.checking.rules.lists.walk import total_of
from truespec.checking.rules.records.refilling import judge_existing
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Dedupe, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_NUMBER: Final = re.compile(r"phone|mobile", re.IGNORECASE)
_CALLED: Final = re.compile(r"name|company|descri", re.IGNORECASE)
"""Parts of the names of members that say how somebody is called, which is no reason to take two for one."""


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


def _check(world: World) -> None:
    for action, operation in world.actions("create", "upsert"):
        resource = world.resource(action)
        if resource is None or action.dedupe is None:
            continue
        case = _Case(world, action, operation, resource, action.dedupe)
        for turn in range(world.rounds):
            _same_again(case, {} if turn % 2 == 0 else _in_capitals(case))
            judge_existing(world, action, operation, resource, turn)
            _only_partly_the_same(case)
        if world.rounds == 1:
            _same_in_other_letters(case)
        _is_known_still(case)


def _in_capitals(case: _Case) -> dict[str, Json]:
    """Return what a record is recognised by, with capital letters in it: the same again is the same in any letters."""
    world, sendable = case.world, case.world.sendable(case.operation)
    body, found = world.new_body(case.operation) or {}, dict[str, Json]()
    for name in case.rule.members:
        tag, middle, rest = str(body.get(name)).partition(world.maker.tag)
        local, at, host = rest.partition("@")
        text = f"{tag}{middle}{local.title()}{at}{host}"
        if isinstance(body.get(name), str) and world.maker.is_valid(sendable[name].schema, text):
            found[name] = text
    return found


def _same_again(case: _Case, given: dict[str, Json]) -> None:
    """Send the same record twice: there must be one."""
    world, rule = case.world, case.rule
    fact = world.fact(rule, case.operation)
    body = world.new_body(case.operation, given)
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


def _same_in_other_letters(case: _Case) -> None:
    """Send what a record is recognised by in letters of the other case, where words say that these are the same."""
    world, rule = case.world, case.rule
    told = [text for one in (rule.states, case.operation.description) for text in with_what_follows(sentences(one))]
    about = {name for text in told if says_any_case(text) for name in members_named(text, rule.members)}
    body = world.new_body(case.operation)
    texts = {name: (body or {}).get(name) for name in rule.members}
    turned: dict[str, Json] = {name: text.swapcase() for name, text in texts.items() if isinstance(text, str)}
    if body is None or not about or about != set(texts) or None in texts.values() or turned == texts:
        return
    first, key = case.send(body)
    schema, other = world.body_schema(case.operation), {**body, **turned}
    if key is None or schema is None or not world.maker.is_valid(schema, other):
        return
    second, told_key = case.send(other)
    fact = world.fact(rule, case.operation, part="letters", states="whatever the case of letters")
    if told_key is None or not second.response.success:
        world.session.ledger.unknown(fact, f"a valid request was answered {second.response.status}")
    elif told_key == key:
        world.session.ledger.holds(fact)
    elif _both_exist(case, _Twice(texts, (key, told_key), None, second)):
        world.session.ledger.broken(fact, "a second one was made, and both can be read", second, (first, second))


def _is_known_still(case: _Case) -> None:
    """Make a record the first time, and send the very same again when many others have come after it."""
    world, rule, place = case.world, case.rule, f"{case.resource.name}: first of {case.operation.id}"
    [early, *_] = world.populations.get(place, (None,))
    if early is None:
        for given in (_with_marks(case), {}):
            body = world.new_body(case.operation, given)
            made, key = case.send(body) if body is not None else (None, None)
            if body is not None and made is not None and made.response.success and key is not None:
                world.populations[place] = (Subject(key, {}, body),)
                return
    elif all(early.sent.get(member) is not None for member in rule.members) and not world.session.ledger.is_broken(
        world.fact(rule, case.operation)
    ):
        # Where twins are made at once, that is told by two requests; this one is long after the first.
        again, key = case.send(early.sent)
        if again.response.success and key != early.key:
            members = {member: early.sent[member] for member in rule.members}
            _judge_count(case, world.fact(rule, case.operation), _Twice(members, (early.key, key), None, again))


def _with_marks(case: _Case) -> dict[str, Json]:
    """Return what a record is recognised by as some people write it: a plus in an address, spaces in a number."""
    world, sendable = case.world, case.world.sendable(case.operation)
    given: dict[str, Json] = {}
    for name in case.rule.members:
        if name in mails(world, case.operation):
            given[name] = f"{world.maker.word()}+{world.maker.word()}@example.com"
        elif _NUMBER.search(name):
            given[name] = f"+33 6 {' '.join(f'{world.random.randrange(100):02}' for _ in range(4))}"
    return {name: text for name, text in given.items() if world.maker.is_valid(sendable[name].schema, text)}


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


def _only_partly_the_same(case: _Case) -> None:
    """Send a record that agrees in one member only: whether it is another one is what ``when`` says."""
    rule = case.rule
    met = {shared: _agrees_in(case, shared) for shared in (rule.members if len(rule.members) > 1 else ())}
    judge_idle(case.world, case.action, case.operation, met)
    _agrees_in_nothing(case)
    _agrees_in_all_else(case)


def _agrees_in(case: _Case, shared: str) -> bool | None:
    """Send two that agree in one member; return whether they were taken for the same, ``None`` where nothing tells."""
    world, rule, ledger = case.world, case.rule, case.world.session.ledger
    states = "it is another one" if rule.when == "all-equal" else "it is the same one"
    fact = world.fact(rule, case.operation, "when", part="when", states=f"where only one member agrees, {states}")
    body = world.new_body(case.operation)
    other = world.new_body(case.operation, {shared: body[shared]}) if body is not None and shared in body else None
    if body is None or other is None:
        ledger.unknown(fact, "no bodies that agree in one member could be made up")
        return None
    first, second = case.send(body), case.send(other)
    if first[1] is None or second[1] is None:
        ledger.unknown(fact, "the answers do not tell which record they are about")
        return None
    if (first[1] != second[1]) == (rule.when == "all-equal"):
        ledger.holds(fact)
    else:
        detail = "it was taken for the same one" if rule.when == "all-equal" else "a second one was made"
        ledger.broken(fact, detail, second[0])
    return first[1] == second[1]


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


def _agrees_in_all_else(case: _Case) -> None:
    """Send two records of one name: what they are recognised by says that they are two."""
    world, rule = case.world, case.rule
    body = world.new_body(case.operation) or {}
    names = plain_members(world, case.action, case.operation, case.resource)
    called = {name: body[name] for name in names if name in body and _CALLED.search(name)}
    other = world.new_body(case.operation, called) if called else None
    if other is None or any(same_value(body.get(name), other.get(name)) for name in rule.members):
        return
    first, second = case.send(body), case.send(other)
    if first[1] is not None and second[1] is not None:
        states = "two that are only called the same are two"
        fact = world.fact(rule, case.operation, part="others", states=states)
        detail = f"it was taken for one that has another `{'` and another `'.join(rule.members)}`"
        world.session.ledger.expect(fact, first[1] != second[1], detail, second[0])


FAMILY = Family(
    "duplicates", "no second record is made for one that is there, and the first changes only as stated", _check
)
