"""Remembers the latest requests, with nobody's data in them."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

from truespec.contract.schema import Json
from truespec.mock.exchange import Request
from truespec.mock.origins import Clock
from truespec.mock.redaction import Redactor
from truespec.mock.served import Served

__all__ = ["MOST_ENTRIES", "Entry", "Journal"]

MOST_ENTRIES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange, redacted; ``served`` has the template of the path and what was wrong."""

    number: int
    time: str
    served: Served
    query: list[tuple[str, str]]
    headers: list[tuple[str, str]]
    body: Json
    faults: tuple[str, ...]

    def json(self) -> Json:
        """Return it as JSON data."""
        return {
            "number": self.number,
            "time": self.time,
            "operation": self.served.operation or None,
            "method": self.served.method,
            "path": self.served.route,
            "query": [list(pair) for pair in self.query],
            "headers": [list(pair) for pair in self.headers],
            "body": self.body,
            "status": self.served.status,
            "refused": self.served.refused or None,
            "problems": [str(problem) for problem in self.served.problems],
            "faults": list(self.faults),
        }


class Journal:
    """The latest thousand exchanges; what came before is counted."""

    def __init__(self, clock: Clock) -> None:
        """Begin empty; ``clock`` says when a request came."""
        self._clock = clock
        self._entries = deque[Entry](maxlen=MOST_ENTRIES)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._total = 0

    @property
    def total(self) -> int:
        """How many exchanges there were since the journal was cleared."""
        return self._total

    def add(self, redactor: Redactor, request: Request, served: Served, met: tuple[str, ...]) -> None:
        """Write one exchange down, with the faults it met."""
        query, headers = redactor.query(request.query), redactor.headers(request.headers)
        body = redactor.body(request.body, request.header("content-type"))
        time = self._clock().isoformat(timespec="milliseconds")
        with self._lock:
            number = next(self._numbers)
            self._total += 1
            self._entries.append(Entry(number, time, served, query, headers, body, met))

    def entries(self, operation: str = "") -> list[Entry]:
        """Return the entries that are left, the oldest first; only those of one operation where it is named."""
        with self._lock:
            found = list(self._entries)
        return [entry for entry in found if not operation or entry.served.operation == operation]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._total = 0
