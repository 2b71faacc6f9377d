"""The faults a fake server can be told to have, by the names that ``truespec mock --fault`` knows too."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import TypeAlias

from .errors import ApiError, ConnectionFailed, IncompleteResponse, ResponseTooLarge, TimedOut
from .message import Headers, HttpAnswer

__all__ = ["Delay", "Step", "steps"]


@dataclass(frozen=True, slots=True)
class Delay:
    """How late an answer comes, in seconds: its beginning, and each byte of its body after the one before."""

    beginning: float = 0.0
    byte: float = 0.0

    def seconds(self, answer: object) -> float:
        """Return by how much the end of ``answer`` is late; what is no answer has no bytes."""
        return self.beginning + self.byte * (len(answer.content) if isinstance(answer, HttpAnswer) else 0)


Step: TypeAlias = "HttpAnswer | Callable[[], ApiError]"
"""What becomes of one call: an answer, or what it raises (made anew each time)."""

_SYNONYMS = {"reset": "reset-after", "incomplete": "half-body", "malformed": "malformed-json"}
_COUNT = re.compile(r":([1-9]\d{0,3})x$", re.ASCII)
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s)", re.ASCII)

_FAILURES: dict[str, Callable[[], ApiError]] = {
    "refused": lambda: ConnectionFailed("no connection", sent=False),
    "reset-before": lambda: ConnectionFailed("the connection broke"),
    "reset-after": lambda: ConnectionFailed("the connection broke"),
    "timeout": TimedOut,
    "half-body": lambda: IncompleteResponse("the answer ended before its end"),
    "oversized-body": lambda: ResponseTooLarge("the answer is too long"),
}


def _answer(status: int, body: bytes = b"", **headers: str) -> HttpAnswer:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return HttpAnswer(status, Headers(named), body)


def _turned_away(status: int, after: str) -> HttpAnswer:
    seconds = after.removeprefix("date+") or "1"
    if not (seconds.isascii() and seconds.isdigit()):
        raise ValueError(f"{after!r} is not a time to retry after; give seconds, such as 2, or date+2")
    dated = after.startswith("date+")
    told = formatdate(time.time() + int(seconds), usegmt=True) if dated else str(int(seconds))
    return _answer(status, retry_after=told)


def _status(code: str) -> HttpAnswer:
    if not re.fullmatch(r"[2-5]\d\d", code, re.ASCII):
        raise ValueError(f"{code!r} is not a status; give one from 200 to 599")
    return _answer(int(code))


def _seconds(text: str) -> float:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a duration; give one such as 200ms or 1.5s")
    return float(found[1]) * (0.001 if found[2] == "ms" else 1)


_ANSWERS: dict[str, Callable[[str], HttpAnswer | Delay]] = {
    "malformed-json": lambda _: _answer(200, b'{"', content_type="application/json"),
    "content-type": lambda kind: _answer(200, b"{}", content_type=kind or "text/html"),
    "status": _status,
    "too-many-requests": lambda after: _turned_away(429, after),
    "unavailable": lambda after: _turned_away(503, after),
    "latency": lambda time: Delay(beginning=_seconds(time)),
    "drip": lambda time: Delay(byte=_seconds(time or "100ms")),
}


def steps(fault: str) -> list[Step | Delay]:
    """Return what becomes of the next calls for a fault written ``NAME[:ARGUMENT][:COUNTx]``.

    A :class:`Delay` is one of whatever else becomes of a call; ``timeout`` stands for later than anybody waits, and
    takes no time itself.

    Raises:
        ValueError: There is no such fault, or its argument makes no sense.
    """
    found = _COUNT.search(fault)
    written = fault[: found.start()] if found else fault
    name, _, argument = written.partition(":")
    name = _SYNONYMS.get(name, name)
    if name in _FAILURES and not argument:
        step: Step | Delay = _FAILURES[name]
    elif name in _ANSWERS:
        step = _ANSWERS[name](argument)
    else:
        known = [*_FAILURES, *_ANSWERS]
        near = difflib.get_close_matches(name, known, 3, 0.5) or known
        raise ValueError(f"a fake has no fault {written!r}; it has {', '.join(near)}")
    return [step] * (int(found[1]) if found else 1)
