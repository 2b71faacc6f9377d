"""Which members of a request a server was seen to know: what was sent in them came back under the same name.

Where a name is a guess of ours, a server that pays it no heed breaks nothing. Once it shows what was sent there, it is
no guess any more what the server calls it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["Echoes"]

_LONG: Final = 5
"""So many characters of a text or digits of a number do not come back by chance."""


@dataclass(slots=True)
class Echoes:
    """The members that came back in one run, by the operations they were sent to."""

    _seen: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def hear(self, exchange: Exchange, answer: Json | Absent) -> None:
        """Note what of the body of a request is in the answer under the same name."""
        if not exchange.response.success or not isinstance(answer, dict) or not exchange.request.body:
            return
        sent = exchange.request.json()
        for name, value in sent.items() if isinstance(sent, dict) else ():
            if value == answer.get(name) and (exchange.operation.id, name) not in self._seen and _is_telling(value):
                self._seen.add((exchange.operation.id, name))

    def has(self, operation: Operation, member: str) -> bool:
        """Say whether what was sent to an operation in a member of its body came back under that name."""
        return (operation.id, member) in self._seen


def _is_telling(value: Json) -> bool:
    """Say whether a value that came back was sent before: an empty list, a zero or a no may be there by itself."""
    if isinstance(value, list):
        return bool(value)
    return isinstance(value, int | str) and not isinstance(value, bool) and len(str(value)) >= _LONG
