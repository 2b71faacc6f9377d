"""What is checked: a server at a URL, or a function in this process, and how it may be used."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Final, Protocol
from urllib.parse import urlsplit

from truespec.checking.credentials import Credentials, dummies
from truespec.checking.exchange import Request, Response
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.diagnostics import Location, Report
from truespec.mock import exchange as mock_exchange
from truespec.mock.origins import system_clock
from truespec.mock.service import Service

__all__ = [
    "Access",
    "Client",
    "Target",
    "function_target",
    "mock_target",
    "url_target",
]


_PRIVATE: Final = re.compile(
    r"mail|phone|mobile|name|address|street|birth|dob|iban|card|passport|passw|passphrase|secret|token|jwt|otp|\bpin\b"
    r"|key|auth|credential|signature|session|cookie|ssn",
    re.IGNORECASE,
)
"""Parameters whose values are secrets, or somebody's: what else is fixed (a tenant, a language) has to be shown."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a target may be used.

    ``headers`` are added to every request; ``parameters`` fix a path, query or header value by its wire name,
    because the server knows it (the first of several under one name); ``read_only`` sends only what changes
    nothing. ``second`` are credentials with fewer permissions. ``rate`` is how many requests a second may be sent,
    ``None`` for no limit.
    """

    credentials: Credentials
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    parameters: tuple[tuple[str, str], ...] = ()
    read_only: bool = False
    second: Credentials = field(default_factory=lambda: Credentials({}))
    rate: float | None = None

    def fixed(self, wire: str) -> str | None:
        """Return the value fixed for a parameter: the first of several."""
        return next((value for name, value in self.parameters if name == wire), None)

    def secrets(self) -> Iterator[str]:
        """Yield every value that may not be shown: credentials, headers, and parameters that are called like one."""
        yield from (*self.credentials.secrets(), *self.second.secrets())
        yield from (value for _, value in self.headers)
        yield from (value for name, value in self.parameters if _PRIVATE.search(name))

    def seconding(self, operation: Operation) -> dict[str, str]:
        """Return the second credential in the place of the first, by scheme; nothing where none was given for it."""
        alternative = self.credentials.alternative(operation) or ()
        return {scheme: value for scheme in alternative if (value := self.second.value(scheme)) is not None}

    def others(self, wire: str) -> tuple[str, ...]:
        """Return the further values given for a parameter, which the server knows too: another tenant, say."""
        return tuple(value for name, value in self.parameters if name == wire)[1:]


def _forever() -> float:
    return math.inf


class Client(Protocol):
    """Sends one request at a time."""

    def send(self, request: Request, until: Callable[[], float] = _forever) -> Response:
        """Send and wait for the answer, on the monotonic clock no longer than ``until`` says; it may change its mind.

        Raises:
            TargetLost: No connection can be made.
            Unreadable: The connection broke, stayed silent for too long, or brought no answer of HTTP.
            Unsendable: HTTP cannot carry the request.
        """
        ...

    def close(self) -> None:
        """Release connections."""
        ...


@dataclass(frozen=True, slots=True)
class Target:
    """A server to check: ``base_url`` is where a request can be repeated, ``connect`` opens a client for one run.

    A ``disposable`` one is thrown away afterwards, so that nothing on it needs to be taken away.  ``let_pass`` waits
    until so many seconds have passed on its clock: one that goes on with each request need not be waited for.
    """

    base_url: str
    access: Access
    connect: Callable[[], Client]
    disposable: bool = False
    let_pass: Callable[[float], None] = time.sleep


def url_target(url: str, access: Access, report: Report, *, timeout: float = 10.0) -> Target | None:
    """Return the server at ``url``; ``timeout`` is how many seconds one answer may take.

    Reports ``url-unusable`` and returns ``None`` for anything but ``http://HOST`` or ``https://HOST`` with or without a
    path.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        report.error(
            "url-unusable",
            Location("--url"),
            "the address of the server is no plain http or https URL",
            "write http://HOST:PORT, with a path where the server has one, without user, query or fragment",
        )
        return None
    base_url = url.rstrip("/")

    def connect() -> Client:
        from truespec.checking.socket_client import SocketClient  # noqa: PLC0415 - loads the HTTP library

        return SocketClient(base_url, timeout)

    return Target(base_url, access, connect)


@dataclass(frozen=True, slots=True)
class _FunctionClient:
    answer: Callable[[Request], Response]

    def send(self, request: Request, until: Callable[[], float] = _forever) -> Response:
        del until
        started = time.perf_counter()
        answered = self.answer(request)
        return answered if answered.seconds else replace(answered, seconds=time.perf_counter() - started)

    def close(self) -> None:
        """There is nothing to release."""


def function_target(api: Api, answer: Callable[[Request], Response], access: Access | None = None) -> Target:
    """Return a target that lives in this process; without ``access`` it is sent made-up credentials.

    Its clock is its own and goes on with the requests, if at all: nobody waits for a second to pass.
    """

    def let_pass(_seconds: float) -> None:
        """Wait for nothing."""

    connect = partial(_FunctionClient, answer)
    return Target("http://in-process", access or Access(dummies(api)), connect, let_pass=let_pass)


def mock_target(api: Api, faults: Iterable[str] = ()) -> Target:
    """Return the mock of an API in this process, with the faults named as on the command line.

    A second passes between its requests: records that are made one after the other have times that tell them apart.

    Raises:
        UnknownFaultError: There is no fault of that name.
    """
    now = system_clock().replace(minute=0, second=0, microsecond=0)
    service = Service(api, faults=tuple(faults), clock=lambda: now)

    def answer(request: Request) -> Response:
        nonlocal now
        now += timedelta(seconds=1)
        path, _, query = request.target.partition("?")
        given = mock_exchange.Request(request.method, path, query, request.headers, request.body)
        answered = service(given)
        return Response(answered.status, answered.headers, answered.body)

    target = function_target(api, answer, Access(dummies(api), second=dummies(api, "limited-")))
    return replace(target, disposable=True)
