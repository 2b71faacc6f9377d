"""An update persists and does with the rest what is stated; what was deleted is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import different, is_untouched, twin
from truespec.checking.rules.ground.deleting import deleted
from truespec.checking.rules.ground.naming import judge_key, keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.put_away import may_be_read, says_it_is_read
from truespec.checking.rules.ground.subjects import fresh, new_values
from truespec.checking.rules.ground.values import before, comparable, same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.looking import count_where
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records.agreeing import unless_more_is_needed
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.deleted_again import is_deleted_again
from truespec.checking.rules.records.listed_only import is_gone_from_its_list
from truespec.checking.rules.records.other_readers import shows_elsewhere
from truespec.checking.rules.records.partly import is_left_by_nothing, is_valid, not_sent, rest_of, takes_part
from truespec.checking.rules.records.replaced_within import replaces_within
from truespec.checking.rules.records.revived import is_read_nowhere, stays_deleted
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json

__all__ = ["FAMILY", "check_deletions", "keeps_times", "lets_a_second_pass", "still_set"]

_ALONE: Final = 2
_GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class _Turn:
    """Which members are changed: a half of them, then the other half, then one alone, then a half again.

    ``whole`` changes all at once: what is taken for something else shows where both are sent.
    """

    number: int
    left: dict[str, list[str]]
    """By operation, the members that the last turn did not change."""
    whole: bool = False

    def members(self, operation: str, body: Mapping[str, Json], random: Random) -> set[str]:
        """Choose among the members of ``body``: at least one."""
        if self.whole:
            return set(body)
        left = [name for name in self.left.pop(operation, []) if name in body]
        if left:
            return set(left)
        size = 1 if self.number % 3 == _ALONE else max(1, len(body) // 2)
        chosen = set(random.sample(sorted(body), size))
        if size > 1:
            self.left[operation] = [name for name in sorted(body) if name not in chosen]
        return chosen


def _check(world: World) -> None:
    halves: dict[str, list[str]] = {}
    # However little time there is, every member is changed once.
    for number in range(max(world.rounds, len("ab"))):
        turn = _Turn(number, halves)
        for action, operation in world.actions("update"):
            resource = world.resource(action)
            if resource is not None and action.key is not None and (number < world.rounds or operation.id in halves):
                _updated(world, action, operation, resource, turn)
                if number + 1 == len("ab"):
                    _updated(world, action, operation, resource, _Turn(number, {}, whole=True))
                    replaces_within(world, action, operation, resource)
        if number < world.rounds:
            check_deletions(world, number)


def check_deletions(world: World, turn: int) -> None:
    """Delete a record of each resource in each way; the first ``turn`` looks at all that follows from it."""
    for action, operation in world.actions("delete"):
        resource = world.resource(action)
        if resource is None or action.key is None or action.deletion is not None:
            continue
        if world.first("read", resource) is None:
            is_gone_from_its_list(world, action, operation, resource)
        else:
            _deleted(world, action, operation, resource, turn)


def _updated(world: World, action: Action, operation: Operation, resource: Resource, turn: _Turn) -> None:
    """Change some members of a record, and look at all of them."""
    ledger, fact = world.session.ledger, world.fact(action, operation, "answer")
    other = fresh(world, resource)
    subject = twin(world, resource, other) if turn.number < len("ab") else fresh(world, resource)
    later = fresh(world, resource, {}) if turn.number == 0 else None
    body = new_values(world, action, operation, resource)
    if subject is None or not body:
        ledger.unknown(fact, "no record could be made and read back to be changed")
        return
    # A flag that is lost shows where it was to be turned round.
    body |= {name: not flag for name, flag in subject.record.items() if isinstance(flag, bool) and name in body}
    chosen = turn.members(operation.id, body, world.random)
    waited = turn.number == 0 and lets_a_second_pass(world, resource, subject)
    needed = _needed(world, operation)
    part = {name: value for name, value in body.items() if name in chosen or name in needed}
    in_part = (operation.method == "PATCH" or action.change is not None) and is_valid(world, operation, part)
    sent = part if in_part else body
    before = world.read(resource, subject.key) if turn.number == 0 else None
    if before is not None and before[1] is not None:
        shows_elsewhere(world, resource, Subject(subject.key, before[1], subject.sent), before[0])
    if in_part and turn.number == 0:
        takes_part(world, action, operation, subject, body)
    changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), sent)
    read = world.read(resource, subject.key)
    if not changed.response.success or read is None:
        ledger.unknown(fact, f"a valid request was answered {changed.response.status}")
        return
    now = read[1] or {}
    is_untouched(world, action, operation, (resource, other), changed)
    is_untouched(world, action, operation, (resource, later), changed)
    keeps_times(world, resource, (subject.record, now), changed, waited=waited)
    _has_changed(world, (action, operation, resource), (sent, now), changed)
    shows_elsewhere(world, resource, Subject(subject.key, now, sent), read[0])
    rest = rest_of(world, action, operation)
    if rest is not None and in_part:
        fact, cleared = rest
        others = not_sent(world, action, resource, subject, sent)
        touched = still_set(world, operation, resource, others, now) if cleared else different(others, now)
        how = "was not cleared" if cleared else "changed too"
        ledger.expect(fact, not touched, f"{', '.join(f'`{name}`' for name in touched)} {how}", changed)
    if turn.number == 0 and action.change is not None and action.change.rule == "partial":
        is_left_by_nothing(world, action, operation, (subject.key, now), resource)


def lets_a_second_pass(world: World, resource: Resource, subject: Subject) -> bool:
    """Let a second pass before a record is changed, where the server keeps times: they may be written in seconds."""
    times = [name for name, what in resource.sets if what == "updated" and subject.record.get(name) is not None]
    if times:
        world.pause()
    return bool(times)


def _has_changed(
    world: World,
    what: tuple[Action, Operation, Resource],
    told: tuple[dict[str, Json], dict[str, Json]],
    changed: Exchange,
) -> None:
    """Judge that what was sent is in the record now; members that are a guess of ours are judged apart."""
    action, operation, resource = what
    facts = [keeps(world, *what, name) for name in differing_members(world, action, resource, *told)]
    lost = [fact.id.rpartition(".")[2] for fact in facts if fact.assumed is None]
    detail = f"{', '.join(f'`{name}`' for name in lost)} did not change"
    ledger = world.session.ledger
    fact = unless_more_is_needed(world, world.fact(action, operation), what, told[0], lost)
    ledger.expect(fact, not lost, detail, changed)
    for fact in facts:
        if fact.assumed is not None:
            ledger.broken(fact, "it did not change", changed)
    judge_key(world, action, operation, resource, changed)
    shown = world.record_in(action, changed)
    answered, asked = (shown or {}).get(resource.key), told[1].get(resource.key)
    if isinstance(answered, str | int) and asked is not None and type(answered) is type(asked) and answered != asked:
        states = "the answer is the record that was changed"
        right = world.fact(action, operation, "answer", part="right", states=states)
        ledger.broken(right, f"it answered with another `{resource.key}`", changed)
    if shown is not None and not lost and shown.get(resource.key) == told[1].get(resource.key):
        late = differing_members(world, action, resource, told[0], shown)
        states = "the answer is the record after the change"
        answers = world.fact(action, operation, "answer", part="answers", states=states)
        paths = {name: world.kept_at(action, name) for name in late}
        kept = [name for name, path in paths.items() if take(shown, path) != take(told[1], path)]
        bare = [name for name in kept if isinstance(take(shown, paths[name]), Absent)]
        if bare:
            apart = replace(answers, assumed=answers.assumed or "no member of the answer is said to be always there")
            ledger.broken(apart, f"{', '.join(f'`{name}`' for name in bare)} is left out of the answer", changed)
        kept = [name for name in kept if name not in bare]
        detail = f"{', '.join(f'`{name}`' for name in kept)} is answered with another value than it has"
        ledger.expect(answers, not kept, detail, changed)


def keeps_times(
    world: World,
    resource: Resource,
    told: tuple[dict[str, Json], dict[str, Json]],
    exchange: Exchange,
    *,
    waited: bool,
) -> None:
    """Judge that the time a record was made stays, and that the time it last changed moves on."""
    (earlier, later), operation = told, exchange.operation
    for member, what in resource.sets:
        one, other, part = earlier.get(member), later.get(member), f"sets.{member}"
        if what == "created" and one is not None and other is not None:
            fact = world.fact(resource, operation, part, part=f"{part}.stays", states=f"`{member}` stays")
            world.session.ledger.expect(fact, same_value(one, other), "an update changed it", exchange)
        elif what == "updated" and other is None:
            fact = world.fact(resource, operation, "sets", part, part=f"{part}.told", states=f"`{member}` is told")
            world.session.ledger.broken(fact, "it is missing from a record that was changed", exchange)
        elif what == "updated" and one is not None:
            fact = world.fact(resource, operation, "sets", part, part=f"{part}.moves", states=f"`{member}` moves on")
            moves = before(one, other) if waited else not before(other, one)
            if comparable(one, other) and not moves and _stands(world, resource, member, one):
                world.session.ledger.unknown(fact, "the clock of the server seems to stand")
            elif comparable(one, other):
                world.session.ledger.expect(fact, moves, "an update did not move it on", exchange)


def _stands(world: World, resource: Resource, member: str, earlier: Json) -> bool:
    """Say whether a record that is made now has no later time than one of a while ago: a clock may be set to stand."""
    latest = fresh(world, resource, {})  # not one that was made a while ago and given back
    now = take(latest.record, (member,)) if latest is not None else None
    return now is not None and not isinstance(now, Absent) and not before(earlier, now)


def still_set(
    world: World, operation: Operation, resource: Resource, before: dict[str, Json], now: dict[str, Json]
) -> list[str]:
    """Return the members that an update could have sent, that a record can be without, and that are as they were.

    One that has a default can always be left out; what has its default has it again.
    """
    sendable = world.sendable(operation)
    shape = world.maker.shape(world.api.schema(resource.schema).schema)
    defaults = {name: world.maker.shape(member.schema).default for name, member in sendable.items()}
    needed = [name for name in shape.required if isinstance(defaults.get(name, ABSENT), Absent)]
    kept = [name for name in needed if "null" not in world.maker.types(shape.properties[name].schema)]
    clearable = [name for name in before if name in sendable and name not in kept and before[name] != defaults[name]]
    return [name for name in clearable if _is_kept(before[name], take(now, (name,)))]


def _needed(world: World, operation: Operation) -> Collection[str]:
    """Return the members that a body of an update must have."""
    schema = world.body_schema(operation)
    return world.maker.shape(schema).required if schema is not None else ()


def _is_kept(before: Json, now: Json | Absent) -> bool:
    return before not in (None, "", 0, False, [], {}) and before == now


def _deleted(world: World, action: Action, operation: Operation, resource: Resource, turn: int) -> None:
    ledger, fact = world.session.ledger, world.fact(action, operation)
    other = fresh(world, resource)
    subject = twin(world, resource, other)
    # The latest of all is what a server may take away by itself.
    later = fresh(world, resource, {}) if turn == 0 else None
    if subject is None:
        ledger.unknown(fact, "no record could be made and read back to be deleted")
        return
    gone = deleted(world, action, operation, subject.key)
    if not gone.response.success:
        ledger.unknown(fact, f"a valid request was answered {gone.response.status}")
        return
    is_untouched(world, action, operation, (resource, other), gone)
    is_untouched(world, action, operation, (resource, later), gone)
    is_deleted_again(world, action, operation, subject.key)
    read, listed = world.read(resource, subject.key), count_where(world, resource, {resource.key: subject.key})
    last = world.session.last
    if read is not None and read[0].response.status in _GONE and says_it_is_read(world, action):
        states = "what was removed can still be read"
        ledger.broken(world.fact(action, operation, "gone", part="gone", states=states), "it cannot be read", read[0])
        return
    if read is None or read[1] is None or not read[0].response.success:
        gone_later = bool(listed) and comes_true(
            world, lambda: not count_where(world, resource, {resource.key: subject.key})
        )
        ledger.expect(fact, not listed or gone_later, "the record is still listed", last)
        if turn == 0:
            what = (action, operation, resource)
            if read is not None and read[0].response.status in _GONE:
                is_read_nowhere(world, what, subject, read[0])
            stays_deleted(world, what, subject)
    elif not listed and may_be_read(world, action, operation, read[1]):
        ledger.holds(fact)
    elif listed == 0 or (listed is None and lister_of(world, resource) is not None):
        # As far as can be seen it is gone from the list: what reading it answers may be another matter.
        states = "what was removed cannot be read any more"
        unreadable = world.fact(action, operation, "gone", part="gone", states=states)
        ledger.broken(unreadable, "the record can still be read", read[0])
    else:
        ledger.broken(fact, "the record can still be read", read[0])


FAMILY = Family("changes", "an update persists and leaves the rest alone; what was deleted is gone", _check)
