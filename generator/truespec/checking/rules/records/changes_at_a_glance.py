"""One record changed by halves and taken away: where that looks wrong, the family that judges it is asked at once.

Nothing is told of it here but what any answer tells: a change is judged by those that look at it closely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from truespec.checking.rules.ground.bystanders import different
from truespec.checking.rules.ground.deleting import deleted
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.subjects import fresh, new_values
from truespec.checking.rules.ground.values import before, comparable, same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.looking import count_where
from truespec.checking.rules.records import changes
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.other_readers import shows_elsewhere
from truespec.checking.rules.records.partly import is_valid, not_sent, rest_of
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY", "Suspicion", "suspected"]

Suspicion: TypeAlias = Literal["change", "deletion"]


@dataclass(frozen=True, slots=True)
class _Change:
    """What one operation makes of a record."""

    world: World
    action: Action
    operation: Operation
    resource: Resource

    def halves(self, subject: Subject) -> list[dict[str, Json]]:
        """Return bodies that together change every member; one alone, where a change is always of the whole."""
        body = new_values(self.world, self.action, self.operation, self.resource) or {}
        body |= {name: not flag for name, flag in subject.record.items() if isinstance(flag, bool) and name in body}
        schema = self.world.body_schema(self.operation)
        needed = self.world.maker.shape(schema).required if schema is not None else ()
        names = [name for name in body if name not in needed]
        first = set(self.world.random.sample(sorted(names), len(names) // 2))
        halves = [
            {name: value for name, value in body.items() if name in needed or (name in first) == taken}
            for taken in (True, False)
        ]
        in_part = self.operation.method == "PATCH" or self.action.change is not None
        parts = [half for half in halves if half and is_valid(self.world, self.operation, half)]
        return parts if in_part and len(parts) == len(halves) else [body] if body else []

    def looks_wrong(self, subject: Subject, sent: dict[str, Json], *, last: bool) -> tuple[bool, Subject]:
        """Change a record, and say whether it is not what it ought to be then; return it as it is now.

        After the ``last`` change it is read in every other way as well.
        """
        waited = changes.lets_a_second_pass(self.world, self.resource, subject)
        values = self.world.values_for(self.operation, self.action.key, subject.key)
        changed = self.world.session.ask(self.operation, values, sent)
        read = self.world.read(self.resource, subject.key) if changed.response.success else None
        if read is None:
            return False, subject
        now = read[1] or {}
        shown = self.world.record_in(self.action, changed) or {}
        wrong = (
            read[1] is None
            or self._lacks(sent, now)
            or any(not same_value(value, now[name]) for name, value in shown.items() if name in sent and name in now)
            or not self._leaves_the_rest(subject, sent, now)
            or not self._keeps_times(subject.record, now, waited=waited)
        )
        if last and not wrong:
            shows_elsewhere(self.world, self.resource, Subject(subject.key, now, sent), read[0])
        return wrong, Subject(subject.key, now, {**subject.sent, **sent})

    def _lacks(self, sent: dict[str, Json], now: dict[str, Json]) -> bool:
        """Say whether a record lacks what was sent; what only a guess of ours says it keeps is no sign of anything."""
        lost = differing_members(self.world, self.action, self.resource, sent, now)
        facts = (keeps(self.world, self.action, self.operation, self.resource, name) for name in lost)
        return any(fact.assumed is None for fact in facts)

    def _leaves_the_rest(self, subject: Subject, sent: dict[str, Json], now: dict[str, Json]) -> bool:
        rest = rest_of(self.world, self.action, self.operation)
        if rest is None:
            return True
        others = not_sent(self.world, self.action, self.resource, subject, sent)
        if rest[1]:
            return not changes.still_set(self.world, self.operation, self.resource, others, now)
        return not different(others, now)

    def _keeps_times(self, earlier: dict[str, Json], now: dict[str, Json], *, waited: bool) -> bool:
        for member, what in self.resource.sets:
            one, other = earlier.get(member), now.get(member)
            if what == "created" and one is not None and other is not None and not same_value(one, other):
                return False
            if what == "updated" and (other is None or (waited and comparable(one, other) and not before(one, other))):
                return False
        return True


def _check(world: World) -> None:
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        suspicion = suspected(world, resource)
        if suspicion is not None:
            closely = changes.FAMILY.check if suspicion == "change" else partial(changes.check_deletions, turn=0)
            closely(world)
            return


def suspected(world: World, resource: Resource) -> Suspicion | None:
    """Change a record in every way there is, and delete it at last; look at it each time, and at another at the end.

    Returns what looked wrong, ``None`` where nothing did.
    """
    ways = [pair for pair in world.actions("update", "delete") if pair[0].resource == resource.name]
    known = [(action, operation) for action, operation in ways if action.key is not None and action.deletion is None]
    readable = bool(known) and world.first("read", resource) is not None
    other = fresh(world, resource) if readable else None
    subject = fresh(world, resource) if other is not None else None
    if other is None or subject is None:
        return None
    for action, operation in known:
        if action.kind != "update":
            continue
        change = _Change(world, action, operation, resource)
        halves = change.halves(subject)
        for number, half in enumerate(halves, 1):
            wrong, subject = change.looks_wrong(subject, half, last=number == len(halves))
            if wrong:
                return "change"
    removal = next((pair for pair in known if pair[0].kind == "delete"), None)
    if removal is not None and _stays(world, removal, resource, subject):
        return "deletion"
    left = world.read(resource, other.key)
    touched = left is not None and (left[1] is None or bool(_differing(other, left[1])))
    if not touched:
        world.give_back(resource, other)
    return "change" if touched else None


def _differing(subject: Subject, now: dict[str, Json]) -> list[str]:
    return different({name: value for name, value in subject.record.items() if name in subject.sent}, now)


def _stays(world: World, removal: tuple[Action, Operation], resource: Resource, subject: Subject) -> bool:
    """Delete a record, and say whether it is still to be seen."""
    if not deleted(world, *removal, subject.key).response.success:
        return False
    # What removing it again is answered with is nobody's rule, but it is an answer.
    deleted(world, *removal, subject.key)
    read = world.read(resource, subject.key)
    seen = read is not None and read[1] is not None and read[0].response.success
    return seen or bool(count_where(world, resource, {resource.key: subject.key}))


FAMILY = Family("changes at a glance", "one record is what it was changed to, and gone when it was deleted", _check)
