"""An update of one member alone is an update, whichever member it is, and does with the others what it does to all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.current import VERSION
from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, new_values
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.records.agreeing import unless_more_is_needed
from truespec.checking.rules.records.changes import keeps_times
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.partly import is_valid, not_sent, rest_of
from truespec.checking.rules.records.zeros import holds_texts
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_MOST: Final = 40
"""So many members are changed alone."""
_TRIES: Final = 3
_CALM: Final = 6
"""So many updates that leave all the rest alone tell what an update does with the rest."""
_TOLD: Final = 3
_APART: Final[dict[type, int]] = {list: 0, dict: 1, bool: 2}
"""What is kept in a table of its own comes first: that is where a record is forgotten."""
_WORDS: Final = re.compile(r"[A-Z]?[a-z]{2,}")


@dataclass(slots=True)
class _Rest:
    """What single updates did with the members that they did not name: how many left all alone, and which did not."""

    calm: int = 0
    troubled: dict[str, tuple[list[str], Json]] = field(default_factory=dict[str, "tuple[list[str], Json]"])
    """By the member that was sent: those that changed with it, and the value it was given."""
    unmoved: dict[str, Json] = field(default_factory=dict[str, Json])
    """What members were before an update after which the time of the last change was the same."""

    def note_times(self, name: str, value: Json, told: tuple[Resource, dict[str, Json], dict[str, Json]]) -> None:
        """Keep what a member was before an update that did not move the time of the last change on."""
        resource, earlier, now = told
        times = [time for time, what in resource.sets if what == "updated" and earlier.get(time) is not None]
        if times and all(earlier[time] == now.get(time) for time in times):
            self.unmoved[name] = value

    def note(self, name: str, value: Json, changed: list[str]) -> None:
        """Count one update; what is called alike, as a number is and its country, belongs together."""
        strangers = [other for other in changed if not _words(name) & _words(other)]
        if strangers:
            self.troubled.setdefault(name, (strangers, value))
        self.calm += not changed


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(name)} - {"is", "has"}


def _check(world: World) -> None:
    for action, operation in world.actions("update") if world.rounds == 1 else ():
        resource = world.resource(action)
        if resource is not None and action.key is not None:
            _each(world, action, operation, resource)


def _each(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Change one record member by member, and read it after each."""
    maker = world.maker_of(resource) if action.change is not None or operation.method == "PATCH" else None
    known, other = (_set(world, action, operation, resource) for _ in range(len("ab"))) if maker else ({}, {})
    subject = fresh(world, resource, _for_maker(world, maker[1], known) if maker is not None else {})
    if subject is None:
        return
    record, values = subject.record, world.values_for(operation, action.key, subject.key)
    flags = {name for name, value in resource.constants if isinstance(value, bool)}
    rest = _Rest()
    for name, made in list(other.items())[:_MOST]:
        before = take(record, world.kept_at(action, name))
        # What is not there at all may need another member beside it; what stands there stood there without.
        flag = isinstance(before, bool)
        if isinstance(before, Absent) or before is None or (not flag and same_value(made, before)):
            continue
        # A flag is turned round, and back again: either may be what goes wrong.
        for value in (not before, before) if flag else (made,):
            if not is_valid(world, operation, {name: value}):
                continue
            changed = world.session.ask(operation, values, {name: value})
            read = world.read(resource, subject.key) if changed.response.success else None
            if read is None or read[1] is None:
                break
            _leaves_rest(world, action, resource, (subject, record, read[1]), changed)
            held = {other: seen for other, seen in record.items() if other in known or other in flags}
            held.pop(world.kept_at(action, name)[0], None)
            rest.note(name, value, different(held, read[1]))
            stood, earlier, record = take(record, world.kept_at(action, name)), record, read[1]
            rest.note_times(name, before, (resource, earlier, record))
            stays = not isinstance(stood, Absent) and same_value(stood, take(record, world.kept_at(action, name)))
            if stays and name in differing_members(world, action, resource, {name: value}, record):
                fact = keeps(world, action, operation, resource, name)
                fact = unless_more_is_needed(world, fact, (action, operation, resource), {name: value}, [name])
                world.session.ledger.broken(fact, "it was changed alone and is what it was", changed)
    _move_times(world, (action, operation, resource), subject.key, rest.unmoved)
    _is_the_same_twice(world, action, operation, subject.key, known)
    if rest.calm >= max(_CALM, _CALM * len(rest.troubled)) and _may_be_left(action):
        for name, (lost, value) in list(rest.troubled.items())[:_TOLD]:
            _judge_rest(world, (action, operation, resource), Subject(subject.key, record, known), (name, value, lost))


def _for_maker(world: World, operation: Operation, known: dict[str, Json]) -> dict[str, Json]:
    """Return what a record can be made with: a member may have another form there than where it is changed."""
    sendable = world.sendable(operation)
    return {
        name: value
        for name, value in known.items()
        if name in sendable and world.maker.is_valid(sendable[name].schema, value)
    }


def _move_times(world: World, what: tuple[Action, Operation, Resource], key: Json, unmoved: dict[str, Json]) -> None:
    """Set some members back to what they were, each a second later: a change like every other has a time of its own."""
    action, operation, resource = what
    for name, value in sorted(unmoved.items(), key=lambda one: _APART.get(type(one[1]), len(_APART)))[:_TOLD]:
        before = world.read(resource, key)
        if not is_valid(world, operation, {name: value}):
            continue
        world.pause()
        changed = world.session.ask(operation, world.values_for(operation, action.key, key), {name: value})
        after = world.read(resource, key) if changed.response.success else None
        if before is None or before[1] is None or after is None or after[1] is None:
            return
        path = world.kept_at(action, name)
        if take(before[1], path) != take(after[1], path):
            keeps_times(world, resource, (before[1], after[1]), changed, waited=True)


def _is_the_same_twice(world: World, action: Action, operation: Operation, key: Json, whole: dict[str, Json]) -> None:
    """Send one update twice, with a yes for every flag: the second time, it changes nothing.

    What an update does to a list, which may grow by it, is another matter; and versions are counted.
    """
    resource = world.resource(action)
    sent: dict[str, Json] = {name: True if isinstance(value, bool) else value for name, value in whole.items()}
    if resource is None or not is_valid(world, operation, sent):
        return
    seen: list[dict[str, Json]] = []
    for _ in "ab":
        changed = world.session.ask(operation, world.values_for(operation, action.key, key), sent)
        read = world.read(resource, key) if changed.response.success else None
        if read is None or read[1] is None:
            return
        seen.append(read[1])
    compared = (name for name, value in sent.items() if not isinstance(value, list) and value != VERSION)
    plain = {name: seen[0][name] for name in compared if name in seen[0]}
    changed_again = different(plain, seen[1])
    fact = world.fact(action, operation, part="again", states="the same update a second time changes nothing")
    names = ", ".join(f"`{name}`" for name in changed_again)
    world.session.ledger.expect(fact, not changed_again, f"{names} changed by the second time", world.session.last)


def _may_be_left(action: Action) -> bool:
    """Say whether nobody states that an update clears what it does not name; what is only assumed shows by itself."""
    return action.change is None or action.change.rule == "partial" or bool(action.change.assumptions)


def _judge_rest(
    world: World, what: tuple[Action, Operation, Resource], subject: Subject, seen: tuple[str, Json, list[str]]
) -> None:
    """Send once more what changed a member that it does not name: where it does again, it is no chance."""
    (action, operation, resource), (name, value, lost) = what, seen
    if any(other not in subject.sent for other in lost):
        # What no update sets back shows on a record that is new.
        subject = fresh(world, resource) or subject
    values = world.values_for(operation, action.key, subject.key)
    restored = {other: subject.sent[other] for other in lost if other in subject.sent}
    back: dict[str, Json] = {name: not value} if isinstance(value, bool) else {}
    for body in (back, restored):
        if body and not world.session.ask(operation, values, body).response.success:
            return
    before = world.read(resource, subject.key)
    last: Exchange = world.session.ask(operation, values, {name: value})
    after = world.read(resource, subject.key) if last.response.success else None
    if before is None or before[1] is None or after is None or after[1] is None:
        return
    again = [other for other in lost if other in before[1] and different({other: before[1][other]}, after[1])]
    fact = world.fact(action, operation, part="alone", states="an update of one member treats all others alike")
    names = ", ".join(f"`{other}`" for other in again)
    detail = f"{names} changed with `{name}`, while updates of most others change nothing else"
    world.session.ledger.expect(fact, not again, detail, last)


def _leaves_rest(
    world: World,
    action: Action,
    resource: Resource,
    told: tuple[Subject, dict[str, Json], dict[str, Json]],
    changed: Exchange,
) -> None:
    """Judge that a change of one member leaves those alone that were sent for the record earlier."""
    (subject, earlier, now), rest = told, rest_of(world, action, changed.operation)
    sent = changed.request.json()
    if rest is None or rest[1] or not isinstance(sent, dict):
        return
    others = not_sent(world, action, resource, Subject(subject.key, earlier, subject.sent), sent)
    touched = different(others, now)
    detail = f"{', '.join(f'`{name}`' for name in touched)} changed too"
    world.session.ledger.expect(rest[0], not touched, detail, changed)


def _set(world: World, action: Action, operation: Operation, resource: Resource) -> dict[str, Json]:
    """Return values for as many members as can be: null may mean that one is left alone.

    A list of texts that is empty where none is sent is one of them.
    """
    sendable, refused = world.sendable(operation), world.refused.get(operation.id, ())
    given: dict[str, Json] = {
        name: [world.maker.word(), world.maker.word()]
        for name, value in resource.constants
        if value == [] and name in sendable and name not in refused and holds_texts(world, sendable[name])
    }
    bodies = [{**(new_values(world, action, operation, resource) or {}), **given} for _ in range(_TRIES)]
    return {name: value for body in bodies for name, value in body.items() if value is not None}


FAMILY = Family("alone", "an update of one member alone is an update", _check)
