"""Counts requests by the credentials they carry, and tells how the count stands."""

from __future__ import annotations

import hashlib
import math
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Protocol

from truespec.contract.api import Api
from truespec.contract.conditions import RateLimit
from truespec.contract.security import SecurityScheme
from truespec.mock.exchange import Request
from truespec.mock.origins import Clock
from truespec.mock.parameters import cookies, query_pairs
from truespec.mock.shapes import Shapes

__all__ = ["GENEROUS_LIMIT", "Counts", "RateLimiter", "Standing"]

GENEROUS_LIMIT: Final = 1_000_000
"""How many requests are let through in one period where nobody asks for fewer."""

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_MOST_CALLERS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How the count of one caller stands: ``headers`` tell it, ``left`` is how many seconds the period still has."""

    rule: RateLimit
    headers: tuple[tuple[str, str], ...]
    exceeded: bool
    left: float

    @property
    def wait(self) -> int:
        """After how many whole seconds, at least 1, it is worth coming again."""
        return max(1, math.ceil(self.left))


class Counts(Protocol):
    """Where requests are counted."""

    def count(self, period: int, caller: bytes) -> int:
        """Count one request of a caller, known by 16 bytes; return how many it has sent in this period."""
        ...


class _OwnCounts:
    """Counts of one process; they are forgotten when a period ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._period = -1
        self._counts: dict[bytes, int] = {}

    def count(self, period: int, caller: bytes) -> int:
        """Count one request; the callers not seen for the longest time are forgotten first."""
        with self._lock:
            if period != self._period:
                self._period, self._counts = period, {}
            # Taken out and put in again, so that the first in line is the one not seen for the longest time.
            used = self._counts.pop(caller, 0) + 1
            self._counts[caller] = used
            if len(self._counts) > _MOST_CALLERS:
                del self._counts[next(iter(self._counts))]
        return used


class RateLimiter:
    """Lets each caller send so many requests in a period of the clock, full hours say.

    A caller is known by a digest of the credentials; all who send none are one caller.
    """

    def __init__(  # noqa: PLR0913 - the rule, what it means here, and where it is counted
        self,
        api: Api,
        rule: RateLimit,
        shapes: Shapes,
        clock: Clock,
        limit: int = GENEROUS_LIMIT,
        *,
        counts: Counts | None = None,
    ) -> None:
        """Count in ``counts``, by default from zero; ``limit`` is the number of requests of one caller and period."""
        self._rule = rule
        places = {_place(scheme): scheme for scheme in api.security_schemes}
        self._schemes = tuple(places.values())
        self._clock = clock
        self._limit = limit
        self._names = (rule.limit, rule.remaining, rule.reset)
        self._seconds = _SECONDS[rule.per]
        self._reset_is_number = _is_number(api, rule.reset, shapes)
        self._counts: Counts = _OwnCounts() if counts is None else counts

    def count(self, request: Request) -> Standing:
        """Count one request, and say how its caller stands with it."""
        now = self._clock().timestamp()
        period = int(now // self._seconds)
        used = self._counts.count(period, self._caller(request))
        end = (period + 1) * self._seconds
        return Standing(self._rule, self._headers(used, end), used > self._limit, end - now)

    def _headers(self, used: int, end: int) -> tuple[tuple[str, str], ...]:
        reset = str(end) if self._reset_is_number else _written(end)
        told = (str(self._limit), str(max(self._limit - used, 0)), reset)
        return tuple([(name, text) for name, text in zip(self._names, told, strict=True) if name])

    def _caller(self, request: Request) -> bytes:
        shown = {text for scheme in self._schemes for text in _shown(scheme, request)}
        return hashlib.blake2b("\n".join(sorted(shown)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@lru_cache(maxsize=4)  # all requests of a period are told the same end
def _written(end: int) -> str:
    return datetime.fromtimestamp(end, UTC).isoformat(timespec="seconds")


def _place(scheme: SecurityScheme) -> tuple[str, str]:
    """Return what tells schemes apart here: all but API keys are sent in one header."""
    return ("authorization", "") if scheme.kind != "api-key" else (scheme.place, scheme.wire)


def _shown(scheme: SecurityScheme, request: Request) -> list[str]:
    """Return what a request shows for a scheme, under the place it stands at."""
    if scheme.kind != "api-key":
        return [f"authorization {value.strip()}" for value in request.header_values("authorization")]
    if scheme.place == "header":
        return [f"{scheme.wire} {value}" for value in request.header_values(scheme.parameter)]
    pairs = query_pairs(request.query) if scheme.place == "query" else cookies(request)
    return [f"{scheme.wire} {value}" for name, value in pairs if name == scheme.parameter]


def _is_number(api: Api, wire: str, shapes: Shapes) -> bool:
    """Say whether a header is declared as a number: then a time is told in Unix seconds."""
    headers = (header for operation in api.operations for answer in operation.answers for header in answer.headers)
    schemas = (header.schema for header in headers if wire and header.wire.lower() == wire.lower())
    return any(schema is not None and bool(shapes.types(schema) & {"integer", "number"}) for schema in schemas)
