"""Tells a server that is no longer the API, or never was, such as a login page, from one that breaks a fact.

One that turns every request away is :mod:`truespec.checking.turned_away`'s.
"""

from __future__ import annotations

import codecs
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

_BEGINNINGS: Final = (b"{", b"[")
"""What begins so was meant to be JSON: where it is cut or spelled wrongly, that breaks a fact and is told as such."""


@dataclass(slots=True)
class Sense:
    """Counts answers of success that resemble no JSON; one instance serves a whole run.

    ``operations`` is how many the API has: all but one of them may be fine, so a single one is never enough where there
    are others.
    """

    operations: int
    _nonsense: list[str] = field(default_factory=list[str])
    _sensible: set[bool] = field(default_factory=set[bool])
    """Whether what was answered sensibly changes something: where reading and changing were, one alone tells little."""
    _confused: set[bool] = field(default_factory=set[bool])

    def lost_by(self, exchange: Exchange) -> str:
        """Return why nothing more can be learnt after this exchange, or an empty text."""
        answer, operation = exchange.response, exchange.operation.id
        if answer.busy:
            return ""
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
