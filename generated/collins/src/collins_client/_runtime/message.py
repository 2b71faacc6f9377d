"""A request and an answer as values, and the one-method protocol of whatever carries them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .credentials import Credential

__all__ = ["AsyncRest", "AsyncTransport", "Headers", "HttpAnswer", "HttpRequest", "Rest", "Transport"]


class Headers(Mapping[str, str]):
    """Response headers: names compare without case; a repeated header reads as one, joined by commas."""

    __slots__ = ("_values",)

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        values: dict[str, str] = {}
        for name, value in fields:
            key = name.lower()
            values[key] = f"{values[key]}, {value}" if key in values else value
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        """Show names only: values may be cookies or personal data."""
        return f"Headers({', '.join(self._values)})"


@dataclass(slots=True)
class HttpRequest:
    """A request ready to send.

    ``operation`` and ``route`` (the path template) say what it is without saying for whom; only they are shown.
    ``credentials`` are put on by the client after the last middleware, and only towards ``origin``.
    ``patience`` is set where the body of a success may be left for the caller to read as it comes: the seconds to wait
    for each piece of it.
    """

    method: str
    url: str = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    content: bytes = field(default=b"", repr=False)
    operation: str = ""
    route: str = ""
    origin: str = field(default="", repr=False)
    credentials: tuple[Credential, ...] = field(default=(), repr=False)
    patience: float | None = None


class Rest(Protocol):
    """What is still to come of a body; raises as a transport does."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the pieces as they come, once."""
        ...

    def close(self) -> None:
        """Give it up; may be called again."""
        ...


class AsyncRest(Protocol):
    """The asynchronous face of :class:`Rest`."""

    def chunks(self) -> AsyncIterator[bytes]:
        """Yield the pieces as they come, once."""
        ...

    async def aclose(self) -> None:
        """Give it up; may be called again."""
        ...


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer decoded from its content coding: read to its end, or with the ``rest`` of it still to come."""

    status: int
    headers: Headers = field(default_factory=Headers, repr=False)
    content: bytes = field(default=b"", repr=False)
    rest: Rest | None = field(default=None, repr=False)
    async_rest: AsyncRest | None = field(default=None, repr=False)


class Transport(Protocol):
    """Sends one request and returns the answer, whole unless the request has ``patience``.

    ``deadline`` is a moment of ``time.monotonic()``.  Raises only subclasses of ``ApiError``, with ``sent`` false on a
    ``ConnectionFailed`` when not a byte of the request left.
    """

    def send(self, request: HttpRequest, deadline: float) -> HttpAnswer:
        """Send ``request``; return or raise by ``deadline``."""
        ...

    def close(self) -> None:
        """Give up connections."""
        ...


class AsyncTransport(Protocol):
    """The asynchronous face of :class:`Transport`."""

    async def send(self, request: HttpRequest, deadline: float) -> HttpAnswer:
        """Send ``request``; return or raise by ``deadline``."""
        ...

    async def aclose(self) -> None:
        """Give up connections."""
        ...
