"""Changes that can be read a little after they were made: the reading side of a server may follow its writing side.

A record that is read as it was before a change, and as it is to be a little later, shows such a server. As with records
that are found late (``late_reads``), what reading tells of changes from then on is a difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.storing import differing_members
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["LateChanges"]

_WHY: Final = "how soon a change can be read is not documented, and here it takes a while"
_LOOKS: Final = 6


@dataclass(slots=True)
class LateChanges:
    """Doubts what is told of changes where they are read late; ``late`` says whether they are, once looked up."""

    world: World
    late: bool | None = None

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not.

        What a list or another change is held against was mostly read before: that leans on reading, too.
        """
        if fact.kind != "rule" or fact.assumed is not None or exchange is None:
            return None
        if self.late is None:
            # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
            self.late, last = False, self.world.session.last
            try:
                self.late = any(_comes_late(self.world, *found) for found in self.world.actions("update"))
            finally:
                self.world.session.last = last
        return _WHY if self.late else None


def _comes_late(world: World, action: Action, operation: Operation) -> bool:
    """Change a record of our own, and say whether it is read as it was, and a little later as it is to be.

    Where a part of what was sent is read at once, the rest is not late.
    """
    resource = world.resource(action)
    subject = fresh(world, resource) if resource is not None else None
    sent = world.new_body(operation) if subject is not None else None
    if resource is None or subject is None or sent is None:
        return False
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


def _unread(world: World, action: Action, resource: Resource, key: Json, sent: dict[str, Json]) -> set[str] | None:
    """Return the members that a record does not show as they were sent, ``None`` where it cannot be read."""
    read = world.read(resource, key)
    return None if read is None or read[1] is None else {*differing_members(world, action, resource, sent, read[1])}
