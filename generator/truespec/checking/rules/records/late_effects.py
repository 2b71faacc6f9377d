"""What is done to named records a little after it was asked for: a server may work through a queue.

Nobody documents how soon a withdrawal, a removal or a merging can be seen. Where one that is tried on records of our
own changes nothing that is read at once, and something a little later, what it is said to leave undone is a difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import fresh_many, prepared
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["LateEffects"]

_WHY: Final = "how soon it can be seen is not documented, and here it takes a while"
_LOOKS: Final = 6
_KINDS: Final = ("unsubscribe", "merge", "delete")
_SEVERAL: Final = 2


@dataclass(slots=True)
class LateEffects:
    """Doubts what is told after records were named; ``late`` says by operation whether that is done later on."""

    world: World
    late: dict[str, bool] = field(default_factory=dict[str, bool])

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not."""
        if fact.kind != "rule" or fact.assumed is not None or exchange is None or not exchange.response.success:
            return None
        for action, operation in self.world.actions(*_KINDS):
            if operation.id != exchange.operation.id:
                continue
            if operation.id not in self.late:
                # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
                self.late[operation.id], last = False, self.world.session.last
                try:
                    self.late[operation.id] = _comes_late(self.world, action, operation)
                finally:
                    self.world.session.last = last
            return _WHY if self.late[operation.id] else None
        return None


def _comes_late(world: World, action: Action, operation: Operation) -> bool:
    """Name records of our own, and say whether they are read as they were, and a little later are not."""
    resource = world.resource(action)
    maker = world.maker_of(resource) if resource is not None else None
    if resource is None or maker is None:
        return False
    consents = {name for _, names in action.unsubscription.members for name in names} if action.unsubscription else ()
    given: dict[str, Json] = {name: True for name in consents if name in world.sendable(maker[1])}
    subjects = fresh_many(world, resource, _SEVERAL, given)
    request = prepared(world, operation, [subject.key for subject in subjects])
    if len(subjects) < _SEVERAL or request is None or not request.send(world).response.success:
        return False
    # One of them is looked at, for a queue goes on meanwhile: the last, since others may be merged into the first.
    last = subjects[-1]
    if _is_touched(world, resource, last) is not False:
        return False
    for _ in range(_LOOKS):
        world.pause()
        if _is_touched(world, resource, last):
            return True
    return False


def _is_touched(world: World, resource: Resource, subject: Subject) -> bool | None:
    """Say whether a record is not what it was; ``None`` where nobody can read it."""
    read = world.read(resource, subject.key)
    return None if read is None else read[1] != subject.record
