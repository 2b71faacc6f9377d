"""What can be chosen for a whole client and for one call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict

from .message import AsyncTransport, HttpAnswer, HttpRequest, Transport
from .retry import Clock
from .surprise import Surprise

__all__ = [
    "AsyncClientOptions",
    "AsyncMiddleware",
    "AsyncNext",
    "ClientOptions",
    "Middleware",
    "Next",
    "Options",
    "Validation",
]

Validation: TypeAlias = Literal["lenient", "strict", "report"]
"""``lenient``: no answer fails for its shape; ``strict``: it does; ``report``: lenient, and every surprise is told."""

Next: TypeAlias = Callable[[HttpRequest], HttpAnswer]
Middleware: TypeAlias = Callable[[HttpRequest, Next], HttpAnswer]
"""Called for every attempt, inside the retry loop; passes the request on with ``next`` or answers by itself.

Credentials are added after the last middleware, so that none sees or stores them.
"""
AsyncNext: TypeAlias = Callable[[HttpRequest], Awaitable[HttpAnswer]]
AsyncMiddleware: TypeAlias = Callable[[HttpRequest, AsyncNext], Awaitable[HttpAnswer]]


class Options(TypedDict, total=False):
    """Choices for one call, over those of the client."""

    timeout: float
    """Seconds one attempt may take, from connecting to the last byte."""
    deadline: float | None
    """Seconds the whole call may take, retries and waits included; None: as long as one attempt."""
    headers: Mapping[str, str]
    """Headers to add; they win over those of the client."""
    max_retries: int
    """How often a failed attempt may be repeated."""
    validation: Validation
    """How strictly the answer is compared with the specification."""
    base_url: str
    """Where to send this call; it wins over that of the client and over what the specification says."""


class _SharedOptions(TypedDict, total=False):
    timeout: float
    """Seconds one attempt may take; 30 by default."""
    deadline: float | None
    """Seconds a whole call may take, retries and waits included; by default as long as one attempt."""
    max_retries: int
    """How often a failed attempt may be repeated; 2 by default."""
    validation: Validation
    """``lenient`` by default."""
    on_surprise: Callable[[Surprise], None] | None
    """Called in ``report`` mode for each difference between an answer and the specification."""
    headers: Mapping[str, str] | None
    """Headers of every request."""
    clock: Clock
    """Time and chance, for tests."""


class ClientOptions(_SharedOptions, total=False):
    """Choices for a synchronous client."""

    middleware: Sequence[Middleware]
    transport: Transport | None
    """What sends; by default an ``HttpTransport`` made at the first request."""


class AsyncClientOptions(_SharedOptions, total=False):
    """Choices for an asynchronous client."""

    middleware: Sequence[AsyncMiddleware]
    transport: AsyncTransport | None
    """What sends; by default an ``AsyncHttpTransport`` made at the first request."""
