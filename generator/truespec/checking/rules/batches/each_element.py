"""Every element of a batch is done by the rules for one."""

from __future__ import annotations

from itertools import islice
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.batches.batch_answers import miscounted, misplaced, unmade
from truespec.checking.rules.batches.batch_known import judge_known
from truespec.checking.rules.batches.batch_lengths import is_taken_alone, judge_lengths
from truespec.checking.rules.batches.batch_made import judge_made
from truespec.checking.rules.batches.batch_twins import judge_twins
from truespec.checking.rules.ground.elements import batch_body, in_their_order
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.looking import count_where, listed_members, record_where
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.reading import named
from truespec.checking.rules.records.refilling import judge_existing_in_batch
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.conditions import Unique
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_SIZE: Final = 3


def _check(world: World) -> None:
    for action, operation in world.actions("batch"):
        resource = world.resource(action)
        if action.batch is not None and not action.batch.lists and resource is not None:
            judge_lengths(world, action, operation, action.batch, resource)
            for turn in range(world.rounds):
                _check_one(world, action, operation, action.batch, resource)
                judge_existing_in_batch(world, operation, action.batch, resource, turn)
            each = world.behaviour.action(action.batch.each)
            if world.rounds > 1 and each is not None:
                judge_made(world, operation, action.batch, resource, each)
            _with_one_refused(world, action, operation, action.batch, resource)
            if world.rounds > 1:
                _with_two_alike(world, operation, action.batch, resource)


def _check_one(world: World, action: Action, operation: Operation, batch: Batch, resource: Resource) -> None:
    ledger, fact = world.session.ledger, world.fact(action, operation)
    single = world.api.operation(batch.each)
    elements = [world.new_body(single) for _ in range(_SIZE)] if single is not None else []
    made: list[Json] = [element for element in elements if element is not None]
    if single is None or len(made) < _SIZE:
        ledger.unknown(fact, "no valid elements could be made up")
        return
    body = batch_body(world, operation, batch, made)
    exchange = world.session.ask(operation, world.values_for(operation), body)
    if not exchange.response.success:
        ledger.unknown(fact, f"a valid batch was answered {exchange.response.status}")
        return
    _judge_answers(world, action, resource, made, exchange)
    each = world.behaviour.action(batch.each)
    members = (
        each.dedupe.members if each is not None and each.dedupe is not None else _telling(world, each, resource, made)
    )
    counts = [
        count_where(world, resource, {name: element[name] for name in members if name in element})
        for element in made
        if isinstance(element, dict)
    ]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        ledger.unknown(fact, "the list could not be read to its end, so nothing tells what became of the batch")
    else:
        detail = f"of {len(known)} elements of a batch, {known.count(0)} are not listed"
        if 0 in known and not is_taken_alone(world, single):
            ledger.unknown(fact, "such elements are not taken alone either")
        else:
            ledger.expect(fact, 0 not in known, detail, exchange)
    if each is not None:
        _hold_what_was_sent(world, (each, single, resource), made, members, exchange)
    if each is not None and each.dedupe is not None and 0 not in known:
        _same_again(world, operation, batch, resource, made)
        judge_twins(world, operation, batch, resource, each)
        if world.rounds == 1:
            judge_known(world, operation, batch, resource, each)


def _with_one_refused(world: World, action: Action, operation: Operation, batch: Batch, resource: Resource) -> None:
    """Send what another record has between two new elements: where the batch is done, each of the three is answered."""
    each, single = world.behaviour.action(batch.each), world.api.operation(batch.each)
    rule = _unique(each)
    place = action.answer
    if single is None or rule is None or place is None or place.part != "body":
        return
    member = rule.members[0]
    there = fresh(world, resource)
    taken = there.record.get(member) if there is not None else None
    bodies = [world.new_body(single), world.new_body(single, {member: taken}), world.new_body(single)]
    made: list[Json] = [body for body in bodies if body is not None]
    if taken is None or len(made) < _SIZE:
        return
    body = batch_body(world, operation, batch, made)
    exchange = world.session.ask(operation, world.values_for(operation), body)
    _is_one(world, rule, resource, {member: taken}, exchange)
    answers = take(exchange.response.json(), place.path) if exchange.response.success else None
    if isinstance(answers, list):
        answers = in_their_order(world, batch, exchange, answers)
        states = "each element is answered, in the order they were sent"
        fact = world.fact(action, operation, "answer", part="answers", states=states)
        wrong = miscounted(made, answers) or misplaced(world, resource, made, answers)
        world.session.ledger.expect(fact, not wrong, wrong, exchange)
        if not wrong:
            _goes_on(world, exchange, resource, made, answers)


def _with_two_alike(world: World, operation: Operation, batch: Batch, resource: Resource) -> None:
    """Send two new elements of which only one can be a record: they have what no two records have."""
    single, rule = world.api.operation(batch.each), _unique(world.behaviour.action(batch.each))
    first = world.new_body(single) if single is not None else None
    if single is None or rule is None or first is None or first.get(rule.members[0]) is None:
        return
    shared = {rule.members[0]: first[rule.members[0]]}
    made: list[Json] = [first, world.new_body(single, shared)]
    if made[1] is not None:
        body = batch_body(world, operation, batch, made)
        exchange = world.session.ask(operation, world.values_for(operation), body)
        _is_one(world, rule, resource, shared, exchange)


def _unique(each: Action | None) -> Unique | None:
    """Return what is stated of one member that no two records have the same of, and that is kept as it is sent."""
    rules = each.unique if each is not None else ()
    stored = dict(each.stores) if each is not None else {}
    return next((rule for rule in rules if len(rule.members) == 1 and rule.members[0] not in stored), None)


def _is_one(world: World, rule: Unique, resource: Resource, shared: dict[str, Json], exchange: Exchange) -> None:
    """Count the records that have what only one may have, once a batch is done."""
    found = count_where(world, resource, shared) if exchange.response.success else None
    if found is not None and found > 1:
        # A list that was walked while something was put away may have shown it still.
        world.pause()
        found = count_where(world, resource, shared)
    if found is not None:
        fact = world.fact(
            rule, exchange.operation, "by", part="in-batch", states="so it is for elements of a batch too"
        )
        world.session.ledger.expect(fact, found <= 1, f"the list has {found} of them", exchange)


def _goes_on(world: World, exchange: Exchange, resource: Resource, made: list[Json], answers: list[Json]) -> None:
    """Judge the element behind one that is refused: where the first was done, each is by itself, and so is this one.

    Whether there is anything against it is told by sending it alone.
    """
    first, last = ([*named(answer, resource.key)] for answer in (answers[0], answers[-1]))
    found, action = world.read(resource, first[0]) if first else None, world.behaviour.action(exchange.operation.id)
    each = world.behaviour.action(action.batch.each) if action is not None and action.batch is not None else None
    single, after = world.api.operation(each.id) if each is not None else None, made[-1]
    if found is None or not found[0].response.success or last or action is None or single is None:
        return
    alone = world.session.ask(single, world.values_for(single), after)
    if alone.response.success:
        fact = world.fact(action, exchange.operation, part="goes-on", states="what comes after an element is done, too")
        world.session.ledger.broken(fact, "what comes after one that was refused is not done", exchange)


def _judge_answers(world: World, action: Action, resource: Resource, made: list[Json], exchange: Exchange) -> None:
    """Judge the array in which, as is stated, each element is answered."""
    place = action.answer
    answers = take(exchange.response.json(), place.path) if place is not None and place.part == "body" else None
    if not isinstance(answers, list):
        return
    if action.batch is not None:
        answers = in_their_order(world, action.batch, exchange, answers)
    states = "each element is answered, in the order they were sent"
    fact = world.fact(action, exchange.operation, "answer", part="answers", states=states)
    wrong = miscounted(made, answers) or misplaced(world, resource, made, answers) or unmade(world, resource, answers)
    world.session.ledger.expect(fact, not wrong, wrong, exchange)
    if not wrong and action.batch is not None:
        _hold_each(world, action.batch, resource, list(zip(made, answers, strict=True)), exchange)


def _hold_each(
    world: World, batch: Batch, resource: Resource, answered: list[tuple[Json, Json]], exchange: Exchange
) -> None:
    """Read the record that each answer tells of: it holds what was sent for the element, as a single one would."""
    each, single = world.behaviour.action(batch.each), world.api.operation(batch.each)
    if each is None or single is None:
        return
    for element, answer in answered:
        for key in islice(named(answer, resource.key), 1):
            read = world.read(resource, key)
            if read is None or read[1] is None or not isinstance(element, dict):
                continue
            for name in differing_members(world, each, resource, element, read[1]):
                kept = keeps(world, each, single, resource, name)
                world.session.ledger.broken(kept, "the record of an element has another value", exchange)


def _hold_what_was_sent(
    world: World,
    what: tuple[Action, Operation, Resource],
    made: list[Json],
    members: tuple[str, ...],
    exchange: Exchange,
) -> None:
    """Look for the elements in the list: each holds what was sent for it, as a single one would."""
    each, single, resource = what
    for element in made:
        known = {name: element[name] for name in members if name in element} if isinstance(element, dict) else {}
        record = record_where(world, resource, known) if known else None
        if record is None or not isinstance(element, dict):
            continue
        for name in differing_members(world, each, resource, element, record):
            if not isinstance(take(record, world.kept_at(each, name)), Absent):
                fact = keeps(world, each, single, resource, name)
                world.session.ledger.broken(fact, "an element of a batch is listed with another value", exchange)


def _telling(world: World, each: Action | None, resource: Resource, made: list[Json]) -> tuple[str, ...]:
    """Return the members of an element that tell it from every other: its texts, which carry the tag of the run.

    What a record keeps under another name is none of them, nor what its list does not show.
    """
    first = made[0] if made and isinstance(made[0], dict) else {}
    apart = {resource.key, *(dict(each.stores) if each is not None else ())}
    texts = [name for name, value in first.items() if isinstance(value, str) and name not in apart]
    return tuple(listed_members(world, resource, texts)[:2])


def _same_again(world: World, operation: Operation, batch: Batch, resource: Resource, made: list[Json]) -> None:
    """Send the same batch again: the rule for one says that no second records are made."""
    action, each = world.behaviour.action(operation.id), world.behaviour.action(batch.each)
    if action is None or each is None or each.dedupe is None:
        return
    fact = world.fact(each.dedupe, operation, part="in-batch", states="in a batch too")
    first, single = made[0], world.api.operation(batch.each)
    members = {name: first[name] for name in each.dedupe.members if name in first} if isinstance(first, dict) else {}
    other = world.new_body(single, members) if single is not None else None
    late = world.new_body(single) if single is not None else None
    elements: list[Json] = [*(made if other is None else [other, *made[1:]]), *([] if late is None else [late])]
    body = batch_body(world, operation, batch, elements)
    exchange = world.session.ask(operation, world.values_for(operation), body)
    if not exchange.response.success or not members:
        return
    if late is not None and all(late.get(name) is not None for name in each.dedupe.members):
        states = "what comes after an element that is there already is done too"
        done = world.fact(action, operation, part="goes-on", states=states)
        found = count_where(world, resource, {name: late[name] for name in each.dedupe.members})
        world.session.ledger.expect(done, found != 0, "the last element of a batch is not listed", exchange)
    count = count_where(world, resource, members)
    if count is not None:
        world.session.ledger.expect(fact, count <= 1, f"the list has {count} of them", exchange)


FAMILY = Family("batches", "every element of a batch is done by the rules for one", _check)
