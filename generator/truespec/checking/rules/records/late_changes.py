"""Changes that can be read a little after they were made: the reading side of a server may follow its writing side.

A record that is read as it was before a change, and as it is to be a little later, shows such a server. As with records
that are found late (``late_reads``), what reading tells of changes from then on is a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import fresh, plain_members
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.storing import differing_members
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["LateChanges"]

_WHY: Final = "how soon a change can be read is not documented, and here it takes a while"
_LOOKS: Final = 6
_COPIES: Final = 2
_CHANGING: Final = ("update", "upsert", "merge", "unsubscribe", "batch", "delete")


@dataclass(slots=True)
class LateChanges:
    """Doubts what is told of changes where they are read late; ``late`` says whether they are, once looked up."""

    world: World
    late: bool | None = None

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not."""
        if fact.kind != "rule" or fact.assumed is not None or not self._is_about_reading(exchange):
            return None
        if self.late is None:
            # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
            self.late, last = False, self.world.session.last
            try:
                self.late = any(
                    _comes_late(self.world, *found, before=looks)
                    for found in self.world.actions("update")
                    for looks in range(_COPIES)
                ) or any(_fills_late(self.world, *found) for found in self.world.actions("upsert"))
            finally:
                self.world.session.last = last
        return _WHY if self.late else None

    def _is_about_reading(self, exchange: Exchange | None) -> bool:
        """Say whether a finding is told by reading a record: it is about that, or that followed on a change."""
        last, read = self.world.session.last, {operation.id for _, operation in self.world.actions("read")}
        changing = {operation.id for _, operation in self.world.actions(*_CHANGING)}
        if exchange is None or not exchange.response.success:
            return False
        read_then = last is not None and last.response.success and last.operation.id in read
        return exchange.operation.id in read or (exchange.operation.id in changing and read_then)


def _comes_late(world: World, action: Action, operation: Operation, *, before: int) -> bool:
    """Change a record of our own, and say whether it is read as it was, and a little later as it is to be.

    Where a part of what was sent is read at once, the rest is not late. One look after the other may be answered by
    another copy of what is kept: how many come ``before`` the change says whose turn it is.
    """
    resource = world.resource(action)
    subject = fresh(world, resource) if resource is not None else None
    sent = world.new_body(operation) if subject is not None else None
    if resource is None or subject is None or sent is None:
        return False
    for _ in range(before):
        world.read(resource, subject.key)
    changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), sent)
    wrong = _unread(world, action, resource, subject.key, sent) if changed.response.success else None
    moved = {*differing_members(world, action, resource, sent, subject.record)}
    if wrong is None or not moved <= wrong:
        return False
    for _ in range(_LOOKS):
        world.pause()
        now = _unread(world, action, resource, subject.key, sent)
        if now is not None and now < wrong:
            return True
    return False


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
