"""What becomes of a request that got no answer one can read: asked again, told of, or the end of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import Oversized, Silent, TargetLost, Unreadable
from truespec.checking.safety import changes_nothing
from truespec.checking.turned_away import TurnedAway
from truespec.checking.verdict import Fact
from truespec.contract.api import Api
from truespec.contract.operation import Operation

__all__ = ["Steadiness", "answers_fact"]

_MOST_FAILURES: Final = 4
"""After so many requests in a row without an answer that can be read, an operation is left alone."""

_UNSAFE_FAILURES: Final = 2
"""A request that may have changed something is not sent twice: so many different ones have to fail."""

_MOST_WAITED: Final = 60.0
"""So many seconds of a run are spent on waiting until a server that turns requests away takes them again."""

_LONGEST_WAIT: Final = 10.0
_ASK_LATER: Final = frozenset({429, 503})
_GATEWAY: Final = frozenset({502, 503, 504})
"""What a gateway says while the server behind it is not there: it tells nothing of the request."""


def answers_fact(operation: Operation) -> Fact:
    """Return the fact that an operation answers at all."""
    states = f"{operation.label} answers with one whole answer of HTTP"
    return Fact(f"{operation.id}.answers", states, operation.location, operation.id, "server-error")


@dataclass(slots=True)
class Steadiness:
    """Tells a server that is gone from an operation that does not answer; one instance serves a whole run.

    A server that was heard, and still answers something else, is there: then it is the operation.
    """

    api: Api
    _failures: Counter[str] = field(default_factory=Counter[str])
    _probes: dict[str, Callable[[], Response]] = field(default_factory=dict[str, Callable[[], Response]])
    _waited: float = 0.0
    _heard: bool = False
    _in_a_row: int = 0
    _mute: set[str] = field(default_factory=set[str])
    _turned_away: TurnedAway = field(default_factory=TurnedAway)

    def gave_up(self, operation: Operation) -> bool:
        """Say whether an operation is to be left alone."""
        return self._failures[operation.id] >= _MOST_FAILURES

    def answered(self, operation: Operation, ask: Callable[[], Response]) -> None:
        """Remember that an operation answered, and how to ask it again where that changes nothing."""
        self._failures[operation.id] = 0
        self._heard, self._in_a_row = True, 0
        self._mute.clear()
        if changes_nothing(self.api, operation):
            self._probes[operation.id] = ask

    def after_failure(
        self, operation: Operation, request: Request, reason: Unreadable, ask: Callable[[], Response]
    ) -> tuple[Response | None, str]:
        """Return the answer to a second try, or ``None`` and what is wrong: nothing yet, where it may be chance.

        Raises:
            TargetLost: Nothing else is answered either.
        """
        again = reason
        # Who was waited for is not waited for twice before anybody was heard, and what is too large stays so.
        futile = isinstance(reason, Oversized) or (isinstance(reason, Silent) and not self._probes)
        if changes_nothing(self.api, operation) and not futile:
            try:
                return ask(), ""
            except Unreadable as second:
                again = second
        self._in_a_row += 1
        self._mute.add(operation.id)
        # Who was never heard, and keeps silent, is not waited for again; what fails at once costs nothing.
        curious = self._heard or not isinstance(again, Silent)
        enough = min(_MOST_FAILURES, len(self.api.operations))
        if not self._probes and curious and self._in_a_row < (enough if len(self._mute) > 1 else 2 * enough):
            # What may be asked again did not answer yet: other operations will tell whether the server is there.
            return None, ""
        if not self._is_there(operation):
            raise TargetLost(f"{request.method} {operation.path}: {again}")
        self._failures[operation.id] += _UNSAFE_FAILURES if isinstance(again, Silent) else 1
        if isinstance(again, Oversized):
            return None, ""
        sure = changes_nothing(self.api, operation) or self._failures[operation.id] >= _UNSAFE_FAILURES
        return None, f"{again}, twice, while other requests are answered" if sure else ""

    def _is_there(self, operation: Operation) -> bool:
        others = [ask for id_, ask in self._probes.items() if id_ != operation.id]
        for ask in (others or list(self._probes.values()))[-2:]:
            try:
                ask()
            except Unreadable:
                continue
            return True
        return False

    def asked_again(self, operation: Operation, response: Response, ask: Callable[[], Response]) -> Response:
        """Return what a second try is answered where a gateway turned away what changes nothing; else the answer."""
        if response.status not in _GATEWAY or not changes_nothing(self.api, operation):
            return response
        try:
            return ask()
        except Unreadable:
            return response

    def takes_again(self, response: Response, sleep: Callable[[float], None], left: float | None) -> bool:
        """Say whether a server that turned many requests away takes some again.

        Raises:
            TargetLost: It takes none.
        """
        return self._turned_away.hear(response, list(self._probes.values())[-3:], sleep, left)

    def wait_for(self, response: Response, left: float | None) -> float:
        """Return how many seconds to wait before asking again, 0 where there is no use in it.

        ``left`` is how many seconds the run still has, ``None`` for no limit.
        """
        text = (response.header("retry-after") or "").strip()
        seconds = float(text) if text.isascii() and text.isdecimal() and len(text) < len("1000") else 0.0
        enough = seconds <= _LONGEST_WAIT and self._waited + seconds <= _MOST_WAITED
        if response.status not in _ASK_LATER or not seconds or not enough or (left is not None and seconds > left):
            return 0.0
        self._waited += seconds
        return seconds
