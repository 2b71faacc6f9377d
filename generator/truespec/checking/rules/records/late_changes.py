"""Changes that can be read a little after they were made: the reading side of a server may follow its writing side.

A record that is read as it was before a change, and as it is to be a little later, shows such a server. As with records
that are found late (``late_reads``), what reading tells of changes from then on is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import plain_members
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["LateChanges"]

_WHY: Final = "how soon a change can be read is not documented, and here it takes a while"
_LOOKS: Final = 6
_APART: Final = re.compile(r"\.(paging|needs|permission|filters|search)\b(?!.*\.now\b)")
"""What facts are called that no reading of a changed record tells of."""
_NOT_FOUND: Final = frozenset({404, 410})
_TRIES: Final = 4
_AT_ONCE: Final = 3
"""So often a record is read without a pause: of several servers that answer in turn, more than one is asked."""


@dataclass(slots=True)
class LateChanges:
    """Doubts what is told of changes where they are read late; ``late`` says whether they are, once looked up."""

    world: World
    late: bool | None = None

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not.

        What a list or another change is held against was mostly read before: that leans on reading, too. How a list
        comes in parts and who may ask does not.
        """
        if fact.kind != "rule" or fact.assumed is not None or exchange is None or _APART.search(fact.id):
            return None
        if self.late is None and self._was_only_made(fact, exchange):
            return None
        if self.late is None:
            # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
            self.late, last = False, self.world.session.last
            try:
                self.late = any(self._looks(exchange.operation))
            finally:
                self.world.session.last = last
        return _WHY if self.late else None

    def _was_only_made(self, fact: Fact, exchange: Exchange) -> bool:
        """Say whether a finding is about a record as it was made, which nothing has changed since."""
        action = self.world.behaviour.action(exchange.operation.id)
        return action is not None and action.kind == "create" and fact.id.startswith(f"{action.id}.keeps.")

    def _looks(self, operation: Operation) -> Iterator[bool]:
        """Look at one change of each kind of record, at that which is spoken of where it is one."""
        seen = set[str]()
        for action, changing in sorted(self.world.actions("update"), key=lambda found: found[1] is not operation):
            if action.resource not in seen:
                seen.add(action.resource)
                yield _comes_late(self.world, action, changing)
        yield from (_fills_late(self.world, *found) for found in self.world.actions("upsert"))


def _comes_late(world: World, action: Action, operation: Operation) -> bool:
    """Change a record of our own, and say whether it is read as it was, and another time as it is to be.

    Of several servers that answer in turn, one may follow the others, so what is read last may be what is older.
    Where a part of what was sent is read at once, the rest is not late.
    """
    resource = world.resource(action)
    subject = _found(world, resource) if resource is not None else None
    sent = _changed(world, action, operation, subject) if subject is not None else None
    if resource is None or subject is None or sent is None:
        return False
    moved = {*differing_members(world, action, resource, sent, subject.record)}
    as_it_was = as_it_is = False
    for look in range(_LOOKS):
        if look >= _AT_ONCE:
            world.pause()
        read = world.read(resource, subject.key)
        if read is None or (read[1] is None and read[0].response.status not in _NOT_FOUND):
            continue
        old = read[1] is None or moved <= {*differing_members(world, action, resource, sent, read[1])}
        as_it_was, as_it_is = as_it_was or old, as_it_is or not old
        if (as_it_was and as_it_is) or (as_it_is and look + 1 >= _AT_ONCE):
            break
    return as_it_was and as_it_is


def _changed(world: World, action: Action, operation: Operation, subject: Subject) -> dict[str, Json] | None:
    """Change a record and return what was sent; one that is refused is made up anew, for words may not agree."""
    values = world.values_for(operation, action.key, subject.key)
    for _ in range(_TRIES):
        sent = world.new_body(operation)
        if sent is not None and world.session.ask(operation, values, sent).response.success:
            return sent
    return None


def _found(world: World, resource: Resource) -> Subject | None:
    """Make a record and read it, more than once where it is not there the first time."""
    maker = world.maker_of(resource)
    body = world.new_body(maker[1]) if maker is not None else None
    made = world.make_record(resource, body) if body is not None else None
    for look in range(_LOOKS if made is not None and made[1] is not None else 0):
        if look >= _AT_ONCE:
            world.pause()
        read = world.read(resource, made[1]) if made is not None else None
        if made is not None and body is not None and read is not None and read[1] is not None:
            return Subject(made[1], read[1], body)
    return None


def _fills_late(world: World, action: Action, operation: Operation) -> bool:
    """Send a record again with what it lacks, and say whether that is not there at once and is a little later."""
    resource, existing = world.resource(action), action.dedupe.existing if action.dedupe is not None else None
    if resource is None or existing is None or existing.rule == "keep":
        return False
    lacking = plain_members(world, action, operation, resource)[::2]
    body = world.new_body(operation, leave_out=lacking)
    made = world.make_record(resource, body) if body is not None else None
    whole = world.new_body(operation, body) if made is not None and made[1] is not None else None
    if (
        made is None
        or whole is None
        or not world.session.ask(operation, world.values_for(operation), whole).response.success
    ):
        return False
    sent = {name: whole[name] for name in lacking if name in whole}
    wrong = _unread(world, action, resource, made[1], sent)
    for _ in range(_LOOKS if wrong else 0):
        world.pause()
        now = _unread(world, action, resource, made[1], sent)
        if wrong is not None and now is not None and now < wrong:
            return True
    return False


def _unread(world: World, action: Action, resource: Resource, key: Json, sent: dict[str, Json]) -> set[str] | None:
    """Return the members that a record does not show as they were sent, ``None`` where it cannot be read."""
    read = world.read(resource, key)
    return None if read is None or read[1] is None else {*differing_members(world, action, resource, sent, read[1])}
