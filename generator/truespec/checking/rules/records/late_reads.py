"""Records that can be read a little after they were made: the reading side of a server may follow its writing side.

Nobody who documents an operation that makes a record says how soon another one reads it. A record that was not found
and then is there shows such a server: what reading it tells from then on is a difference, as with lists that come late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.world import World
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

    def __call__(self, fact: Fact, exchange: Exchange | None) -> str | None:
        """Return why a finding leans on more than is documented, ``None`` where it does not."""
        if fact.kind != "rule" or fact.assumed is not None:
            return None
        readers = {operation.id for _, operation in self.world.actions("read")}
        for asked in (self.world.session.last, exchange):
            if asked is not None and asked.operation.id in readers and not asked.replaced and self._is_late(asked):
                return _WHY
        return None

    def _is_late(self, asked: Exchange) -> bool:
        if not self.late and self._tries < _TRIES and asked.response.status in _NOT_FOUND:
            self._tries += 1
            session = self.world.session
            for _ in range(_LOOKS):
                self.world.pause()
                if session.send(asked.operation, asked.request).response.success:
                    self.late = True
                    break
            session.last = asked
        return self.late
