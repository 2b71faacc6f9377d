"""Records that can be read a little after they were written: the reading side of a server may follow its writing side.

Nobody who documents an operation that makes or changes a record says how soon another one reads it. A record that was
not found and then is there shows such a server, and one that is read as it was before a change and then as it was
changed: what reading it tells from then on is a difference, as with lists that come late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.verdict import Fact

__all__ = ["LateReads"]

_WHY: Final = "how soon a record can be read after it was written is not documented, and here it takes a while"
_NOT_FOUND: Final = frozenset({404, 410})
_LOOKS: Final = 3
_TRIES: Final = 2
"""So often a record that was not found is asked for again: the first may be one that is gone for good."""


@dataclass(slots=True)
class LateReads:
    """Doubts what reading a record says against a server where records come late; ``late`` says whether they do."""

    world: World
    late: bool = False
    _tries: int = 0
    _is_changed: bool = False
    _is_looking: bool = False

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not."""
        if fact.kind != "rule" or fact.assumed is not None or self._is_looking:
            return None
        readers = {operation.id for _, operation in self.world.actions("read")}
        for asked in (self.world.session.last, exchange):
            if asked is not None and asked.operation.id in readers and not asked.replaced and self._is_late(asked):
                return _WHY
        return None

    def _is_late(self, asked: Exchange) -> bool:
        session = self.world.session
        # What is asked meanwhile is nobody's evidence, and what was asked last is still to be told.
        self._is_looking = True
        try:
            if not self.late and self._tries < _TRIES and asked.response.status in _NOT_FOUND:
                self._tries += 1
                self.late = self._comes_later(asked)
            if not self.late and not self._is_changed and asked.response.success:
                self._is_changed = True
                self.late = self._changes_later(asked)
        finally:
            self._is_looking, session.last = False, asked
        return self.late

    def _comes_later(self, asked: Exchange) -> bool:
        for _ in range(_LOOKS):
            self.world.pause()
            if self.world.session.send(asked.operation, asked.request).response.success:
                return True
        return False

    def _changes_later(self, asked: Exchange) -> bool:
        """Change a record, and say whether it is read so later and not at once."""
        world, action = self.world, self.world.behaviour.action(asked.operation.id)
        resource = world.resource(action) if action is not None else None
        update = world.first("update", resource) if resource is not None else None
        if resource is None or update is None or update[0].key is None or not world.session.may_send(update[1]):
            return False
        subject, body = fresh(world, resource), world.new_body(update[1], leave_out=[resource.key])
        if subject is None or body is None:
            return False
        moved = [
            name
            for name, value in body.items()
            if name in subject.record and not same_value(value, subject.record[name])
        ]

        def is_changed() -> bool:
            read = world.read(resource, subject.key)
            now = read[1] if read is not None else None
            return now is not None and any(not same_value(subject.record[name], now.get(name)) for name in moved)

        changed = world.session.ask(update[1], world.values_for(update[1], update[0].key, subject.key), body)
        return changed.response.success and not is_changed() and comes_true(world, is_changed)
