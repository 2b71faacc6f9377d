"""Tells a server that is no longer the API, or never was, such as a login page, from one that breaks a fact."""

from __future__ import annotations

import codecs
import time
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Exchange, Response
from truespec.contract.operation import is_json
from truespec.contract.schema import Absent

__all__ = ["Sense"]

_MOST_NONSENSE: Final = 20
"""So many answers of success in a row that are nothing like JSON are no slip of a single operation."""

_MORE: Final = 10
"""So many times as many are enough of reading alone, where what changes something was answered sensibly before."""

_MOST_TURNED_AWAY: Final = 40
"""So many requests in a row that nobody takes tell of a server that is gone behind its gateway."""

_FEW_TURNED_AWAY: Final = 6
_LONG: Final = 5.0
"""Fewer do where they took so many seconds: the server said when to come again, and it was no use."""

_GONE: Final = frozenset({502, 503, 504})
_BEGINNINGS: Final = (b"{", b"[")
"""What begins so was meant to be JSON: where it is cut or spelled wrongly, that breaks a fact and is told as such."""


@dataclass(slots=True)
class Sense:
    """Counts answers of success that resemble no JSON, and gateways that find nobody; one instance serves a whole run.

    ``operations`` is how many the API has: all but one of them may be fine, so a single one is never enough where there
    are others.
    """

    operations: int
    _nonsense: list[str] = field(default_factory=list[str])
    _sensible: set[bool] = field(default_factory=set[bool])
    """Whether what was answered sensibly changes something: where reading and changing were, one alone tells little."""
    _confused: set[bool] = field(default_factory=set[bool])
    _turned_away: list[str] = field(default_factory=list[str])
    _since: float = 0.0

    def lost_by(self, exchange: Exchange) -> str:
        """Return why nothing more can be learnt after this exchange, or an empty text."""
        answer, operation = exchange.response, exchange.operation.id
        if answer.status in _GONE:
            if not self._turned_away:
                self._since = time.monotonic()
            self._turned_away.append(operation)
            most = _FEW_TURNED_AWAY if time.monotonic() - self._since > _LONG else _MOST_TURNED_AWAY
            if self._is_enough(self._turned_away, most):
                return f"the last {len(self._turned_away)} requests were turned away, now with {answer.status}"
            return ""
        self._turned_away.clear()
        changes = exchange.request.method not in {"GET", "HEAD"}
        if not isinstance(answer.json(), Absent) or _is_meant_as_json(answer):
            self._nonsense.clear()
            self._confused.clear()
            self._sensible.add(changes)
        elif _ought_to_be_json(exchange):
            self._nonsense.append(operation)
            self._confused.add(changes)
        most = _MOST_NONSENSE if self._sensible <= self._confused else _MOST_NONSENSE * _MORE
        if not self._is_enough(self._nonsense, most):
            return ""
        which = f"the last {len(self._nonsense)} answers of success, of {len(set(self._nonsense))} operations"
        return f"{which}, are nothing like JSON: it may be another server, or a page in front of it"

    def _is_enough(self, in_a_row: list[str], most: int) -> bool:
        return len(in_a_row) >= most and len(set(in_a_row)) >= min(2, self.operations)


def _is_meant_as_json(answer: Response) -> bool:
    return answer.body.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_BEGINNINGS)


def _ought_to_be_json(exchange: Exchange) -> bool:
    """Say whether the spec promises JSON for this answer of success, and something came."""
    answer = exchange.response
    declared = exchange.operation.answer(answer.status)
    promised = declared is not None and bool(declared.content) and all(is_json(item.name) for item in declared.content)
    return answer.success and bool(answer.body) and promised and exchange.request.method != "HEAD"
