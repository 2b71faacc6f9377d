"""A server that turns one request after the other away: asked whether it does so with all, and waited for a while.

What it says of a request then, it says of itself: a run that goes on would look at nothing, and tell that nothing is
wrong.  A limit of requests an hour is met so, and a gateway whose server is gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Response
from truespec.checking.no_answer import TargetLost, Unreadable

__all__ = ["TurnedAway"]

_MOST: Final = 20
"""So many requests in a row are turned away before it is asked whether any other one is answered."""

_FEW: Final = 6
_LONG: Final = 5.0
"""Fewer do where they took so many seconds: the server said when to come again, and it was no use."""

_PAUSES: Final = (0.0, 1.0, 2.0, 4.0)
"""So many seconds pass before each time that it is asked: a limit of some requests a second is over by then."""


@dataclass(slots=True)
class TurnedAway:
    """Counts what was turned away in a row; one instance serves a whole run."""

    _in_a_row: int = 0
    _since: float = 0.0

    def hear(
        self,
        response: Response,
        probes: Sequence[Callable[[], Response]],
        sleep: Callable[[float], None],
        left: float | None,
    ) -> bool:
        """Say whether the server takes requests again, after it has turned many away: this one may be sent once more.

        ``probes`` ask what changes nothing, ``left`` is how many seconds the run still has, ``None`` for no limit.

        Raises:
            TargetLost: It takes none, after some seconds neither.
        """
        now = time.monotonic()
        if not response.busy or not self._in_a_row:
            self._since = now
        self._in_a_row = self._in_a_row + 1 if response.busy else 0
        if self._in_a_row < (_FEW if now - self._since > _LONG else _MOST):
            return False
        for pause in _PAUSES if probes else ():
            if left is not None and pause > left:
                break
            if pause:
                sleep(pause)
            if any(_is_taken(probe) for probe in probes):
                self._in_a_row = 0
                return True
        raise TargetLost(f"the last {self._in_a_row} requests were turned away, now with {response.status}")


def _is_taken(probe: Callable[[], Response]) -> bool:
    try:
        return not probe().busy
    except Unreadable:
        return False
