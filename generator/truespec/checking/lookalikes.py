"""Operations whose requests look alike: their paths differ only behind ``?`` or ``#``, or by the names of variables.

OpenAPI wants no such paths and vendors write them.  Which of them a server has taken a request for cannot be told from
outside, so an answer is held against all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from truespec.contract.api import Api
from truespec.contract.operation import Operation

__all__ = ["Lookalikes"]

_VARIABLE: Final = re.compile(r"\{[^{}]*\}")
_NOT_SENT: Final = re.compile(r"[?#].*", re.DOTALL)


class Lookalikes:
    """The operations of an API by what is sent for them."""

    def __init__(self, api: Api) -> None:
        """Bring together what looks alike."""
        self._together: dict[tuple[str, str], list[Operation]] = {}
        for operation in api.operations:
            self._together.setdefault(_sent(operation), []).append(operation)

    def of(self, operation: Operation) -> Sequence[Operation]:
        """Return the other operations that a request for this one may be meant for: hardly ever any."""
        return [other for other in self._together.get(_sent(operation), ()) if other.id != operation.id]


def _sent(operation: Operation) -> tuple[str, str]:
    return operation.method.upper(), _VARIABLE.sub("{}", _NOT_SENT.sub("", operation.path))
