"""Faults of the way between server and client: late, broken off, cut, spoiled, turned away, drop by drop, too much."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from typing import Any, Final

from truespec.contract.api import Api
from truespec.mock.delivery import Delivery
from truespec.mock.errors import UnknownFaultError
from truespec.mock.exchange import Response
from truespec.mock.fault_plan import Fault, FaultPlan, Turned, Wire

__all__ = ["ON_THE_WIRE", "retry_after", "sent"]

_DURATION: Final = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s)", re.ASCII)
_SIZE: Final = re.compile(r"(\d{1,9})(B|KiB|MiB)", re.ASCII)
_AFTER: Final = re.compile(r"(date\+)?(\d{1,9})", re.ASCII)
_UNITS: Final = {"ms": 0.001, "s": 1.0}
_BYTES: Final = {"B": 1, "KiB": 1024, "MiB": 1024 * 1024}
_LONGEST: Final = 3600.0
_LARGEST: Final = 1024 * 1024 * 1024
_USUAL_DRIP: Final = 0.1
_USUAL_PADDING: Final = 64 * 1024 * 1024


def sent(response: Response, wire: Wire, source: random.Random) -> Response:
    """Return an answer as it goes over a faulty wire; ``source`` decides how much of the jitter there is."""
    body = response.body
    if wire.malformed and body:
        body = body[:-1] or b"{"
    wait = wire.wait + (source.uniform(0, wire.jitter) if wire.jitter else 0.0)
    delivery = Delivery(wait, bool(wire.reset), wire.halved, wire.drip, wire.padding if body else 0)
    return replace(response, body=body, delivery=delivery)


def retry_after(turned: Turned) -> str:
    """Return the value of ``Retry-After``: whole seconds, or the date that many seconds from now."""
    return formatdate(time.time() + turned.after, usegmt=True) if turned.dated else str(turned.after)


def _seconds(text: str, name: str) -> float:
    found = _DURATION.fullmatch(text)
    seconds = float(found[1]) * _UNITS[found[2]] if found else -1.0
    if not 0 <= seconds <= _LONGEST:
        raise UnknownFaultError(
            f"{text!r} is not a duration of at most an hour", f"give one such as {name}:200ms or {name}:1.5s"
        )
    return seconds


def _bytes(text: str) -> int:
    found = _SIZE.fullmatch(text)
    size = int(found[1]) * _BYTES[found[2]] if found else -1
    if not 0 <= size <= _LARGEST:
        raise UnknownFaultError(
            f"{text!r} is not a size of at most 1024MiB", "give one such as oversized-body:64MiB, 10KiB or 500B"
        )
    return size


def _turned(status: int, argument: str) -> Turned:
    found = _AFTER.fullmatch(argument or "1")
    if found is None:
        raise UnknownFaultError(
            f"{argument!r} is not a time to retry after", "give seconds, such as 2, or date+2 to send them as a date"
        )
    return Turned(status, int(found[2]), found[1] is not None)


def _wire(name: str, read: Callable[[str], Any]) -> Callable[[FaultPlan, str, Api], FaultPlan]:
    """Return what sets one member of the wire to what is read from the argument."""

    def plan(before: FaultPlan, argument: str, _api: Api) -> FaultPlan:
        return replace(before, wire=replace(before.wire, **{name: read(argument)}))

    return plan


ON_THE_WIRE: Final = (
    Fault(
        "latency", "DURATION", "answers come late (200ms, 1.5s)", _wire("wait", lambda text: _seconds(text, "latency"))
    ),
    Fault(
        "jitter",
        "DURATION",
        "answers come late by a random time up to this",
        _wire("jitter", lambda text: _seconds(text, "jitter")),
    ),
    Fault(
        "reset-before",
        "",
        "the connection is reset before the request is processed",
        _wire("reset", lambda _: "before"),
    ),
    Fault(
        "reset-after",
        "",
        "the request is processed, then the connection is reset without an answer",
        _wire("reset", lambda _: "after"),
    ),
    Fault("half-body", "", "the connection closes after half of the body", _wire("halved", lambda _: True)),
    Fault("malformed-json", "", "the last byte of the body is missing", _wire("malformed", lambda _: True)),
    Fault(
        "drip",
        "[DURATION]",
        "the body comes byte by byte, with this pause before each (default: 100ms)",
        _wire("drip", lambda text: _seconds(text, "drip") if text else _USUAL_DRIP),
    ),
    Fault(
        "oversized-body",
        "[SIZE]",
        "so many spaces follow the body (500B, 10KiB, 64MiB; default: 64MiB)",
        _wire("padding", lambda text: _bytes(text) if text else _USUAL_PADDING),
    ),
    Fault(
        "too-many-requests",
        "[AFTER]",
        "429 with Retry-After: seconds (2), or a date so many seconds ahead (date+2); default: 1",
        _wire("turned", lambda text: _turned(429, text)),
    ),
    Fault(
        "unavailable",
        "[AFTER]",
        "503 with Retry-After: seconds (2), or a date so many seconds ahead (date+2); default: 1",
        _wire("turned", lambda text: _turned(503, text)),
    ),
)
"""Faults of the transport, which hold for every answer."""
