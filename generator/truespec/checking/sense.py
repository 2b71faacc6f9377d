"""Tells a server whose answers are not the API's at all, such as a login page, from one that breaks a fact."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Exchange, Response
from truespec.contract.operation import is_json
from truespec.contract.schema import Absent

__all__ = ["Sense"]

_MOST: Final = 20
"""So many answers of success in a row that are nothing like JSON are no slip of a single operation."""

_BEGINNINGS: Final = (b"{", b"[")
"""What begins so was meant to be JSON: where it is cut or spelled wrongly, that breaks a fact and is told as such."""


@dataclass(slots=True)
class Sense:
    """Counts answers of success that ought to be JSON and resemble none; one instance serves a whole run.

    ``operations`` is how many the API has: all but one of them may be fine, so a single one is never enough where there
    are others.
    """

    operations: int
    _in_a_row: int = 0
    _of: set[str] = field(default_factory=set[str])

    def lost_by(self, exchange: Exchange) -> str:
        """Return why nothing more can be learnt after this exchange, or an empty text."""
        answer = exchange.response
        if not isinstance(answer.json(), Absent) or _is_meant_as_json(answer):
            self._in_a_row = 0
            self._of.clear()
            return ""
        if not _ought_to_be_json(exchange):
            return ""
        self._in_a_row += 1
        self._of.add(exchange.operation.id)
        if self._in_a_row < _MOST or len(self._of) < min(2, self.operations):
            return ""
        which = f"the last {self._in_a_row} answers of success, of {len(self._of)} operations, are nothing like JSON"
        return f"{which}: it may be another server, or a page in front of it"


def _is_meant_as_json(answer: Response) -> bool:
    return answer.body.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_BEGINNINGS)


def _ought_to_be_json(exchange: Exchange) -> bool:
    """Say whether the spec promises JSON for this answer of success, and something came."""
    answer = exchange.response
    declared = exchange.operation.answer(answer.status)
    promised = declared is not None and bool(declared.content) and all(is_json(item.name) for item in declared.content)
    return answer.success and bool(answer.body) and promised and exchange.request.method != "HEAD"
