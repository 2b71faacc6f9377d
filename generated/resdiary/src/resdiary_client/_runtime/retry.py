"""When a failed attempt may be repeated, and after how long."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from .errors import ApiError, ConnectionFailed, IncompleteResponse, TimedOut
from .message import Headers, HttpAnswer

__all__ = ["Clock", "RetryBudget", "RetryPolicy", "retry_after"]

_RETRIED_STATUSES = frozenset({408, 429, 502, 503, 504})
_THROTTLED_STATUSES = frozenset({429, 503})
_SHORTEST_ATTEMPT = 0.1
"""Seconds below which an attempt is not worth a wait: its failure would hide the reason for the wait."""
_FIRST_WAIT, _LONGEST_WAIT, _LONGEST_ASKED_WAIT = 0.5, 8.0, 60.0


async def _asleep(seconds: float) -> None:
    import asyncio  # noqa: PLC0415  # slow to import, and a synchronous client never needs it

    await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a client gets time and chance from; a test passes its own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    asleep: Callable[[float], Awaitable[None]] = _asleep
    random: Callable[[], float] = random.random


class RetryBudget:
    """What a client may spend on retries, so that many clients do not bury a server that is already down.

    Starts full at 500; a retry costs 14, after 429 or 503 only 5; a success gives 1 back, or all that the call spent.
    """

    _FULL, _RETRY, _THROTTLED = 500, 14, 5

    def __init__(self) -> None:
        self._left = self._FULL
        self._lock = threading.Lock()

    def spend(self, *, throttled: bool) -> int:
        """Return what a retry costs, or 0 when it cannot be afforded."""
        cost = self._THROTTLED if throttled else self._RETRY
        with self._lock:
            if cost > self._left:
                return 0
            self._left -= cost
        return cost

    def refund(self, spent: int) -> None:
        """Give back after a success."""
        with self._lock:
            self._left = min(self._FULL, self._left + max(1, spent))


@dataclass(slots=True)
class RetryPolicy:
    """Decides for one call; ``wait_after`` is asked after each failed attempt.

    Args:
        repeatable: Whether the operation may be sent twice once bytes of it have left.
        max_retries: How often it may be repeated at all.
        deadline: Moment of the monotonic clock by which the call must be over.
        clock: Time and chance.
        budget: The client's.
    """

    repeatable: bool
    max_retries: int
    deadline: float
    clock: Clock
    budget: RetryBudget
    retries: int = 0
    spent: int = 0

    def wait_after(self, outcome: HttpAnswer | ApiError) -> float | None:
        """Return the seconds to wait before the next attempt, or None if there must not be one."""
        if self.retries >= self.max_retries or not self._may_repeat(outcome):
            return None
        wait = self._wait(outcome)
        if wait is None or self.clock.monotonic() + wait + _SHORTEST_ATTEMPT >= self.deadline:
            return None
        cost = self.budget.spend(throttled=isinstance(outcome, HttpAnswer) and outcome.status in _THROTTLED_STATUSES)
        if not cost:
            return None
        self.retries += 1
        self.spent = cost
        return wait

    def succeeded(self) -> None:
        """Note that the call succeeded."""
        self.budget.refund(self.spent)

    def _may_repeat(self, outcome: HttpAnswer | ApiError) -> bool:
        if isinstance(outcome, HttpAnswer):
            return self.repeatable and outcome.status in _RETRIED_STATUSES
        if isinstance(outcome, ConnectionFailed) and not outcome.sent:
            return True
        return self.repeatable and isinstance(outcome, ConnectionFailed | IncompleteResponse)

    def _wait(self, outcome: HttpAnswer | ApiError) -> float | None:
        asked = retry_after(outcome.headers) if isinstance(outcome, HttpAnswer) else None
        if asked is not None:
            return asked if asked <= _LONGEST_ASKED_WAIT else None
        if isinstance(outcome, TimedOut):
            return 0.0
        return self.clock.random() * min(_FIRST_WAIT * 2.0**self.retries, _LONGEST_WAIT)


def retry_after(headers: Headers) -> float | None:
    """Return the seconds of a Retry-After header, given in seconds or as a date; None if there is none to understand.

    A date is measured against the answer's own Date, so that a wrong local clock changes nothing.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:18])
    try:
        moment = parsedate_to_datetime(text)
        answered = parsedate_to_datetime(headers["date"]).timestamp() if "date" in headers else time.time()
        return max(0.0, moment.timestamp() - answered)
    except (ValueError, TypeError, OverflowError):
        return None
