"""Keeps every connection of the socket door within bounds: how long it may be waited for, and what it may fill."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as _Protocol
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
    from uvicorn.server import ServerState
else:
    # Stands for whichever of uvicorn's protocols it is mixed into: none is imported before a socket is opened.
    _Protocol = object

__all__ = ["STANDARD", "Limits", "connection_class"]

_SLICE: Final = 16 * 1024
"""How many bytes the parser gets at once: one read from a socket may hold thousands of tiny requests."""

_MOST_PIPELINED: Final = 64
_HEAD: Final = b"HTTP/1.1 "
_OFFER: Final = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
_HTTPTOOLS: Final = importlib.util.find_spec("httptools") is not None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of the door.

    ``body`` is the length of one body, ``under_way`` of all bodies and answers at one time, ``head`` of a target with
    its headers (the target alone: ``target``), all in bytes.  ``head_seconds`` is how long a head may take from the
    first byte to the last, ``body_seconds`` how long its body may take after that, ``answer_seconds`` how long a client
    may stop reading its answer.  A connection more than ``connections`` is closed at once.
    """

    body: int = 4 * 1024 * 1024
    under_way: int = 64 * 1024 * 1024
    head: int = 64 * 1024
    target: int = 8 * 1024
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    answer_seconds: float = 30.0
    idle_seconds: int = 30
    connections: int = 800


STANDARD: Final = Limits()


def _under_way(cycle: RequestResponseCycle | None) -> RequestResponseCycle | None:
    """Return the request a connection has, ``None`` before its first: uvicorn's types do not say that."""
    return cycle


class _Joined(asyncio.Transport):
    """A transport that writes the head of an answer together with what follows at once.

    The server writes them one after the other; each write is a call of the system here and often one more read there.
    What looks like a head and has nothing behind it is written as soon as the loop is free.
    """

    def __init__(self, inner: asyncio.Transport, soon: Callable[[Callable[[], None]], asyncio.Handle]) -> None:
        super().__init__()
        self._inner = inner
        self._soon = soon
        self._head = b""
        self._flushing: asyncio.Handle | None = None

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what the transport knows of itself."""
        return self._inner.get_extra_info(name, default)

    def is_closing(self) -> bool:
        """Say whether the transport closes."""
        return self._inner.is_closing()

    def pause_reading(self) -> None:
        """Stop reading."""
        self._inner.pause_reading()

    def resume_reading(self) -> None:
        """Go on reading."""
        self._inner.resume_reading()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Write, unless it is a head: that waits for its body until the loop comes round."""
        if self._head:
            data = self._taken() + data
        elif isinstance(data, bytes) and data.startswith(_HEAD):
            self._head, self._flushing = data, self._soon(self._flush)
            return
        self._inner.write(data)

    def close(self) -> None:
        """Close once everything is written."""
        self._flush()
        self._inner.close()

    def abort(self) -> None:
        """Close at once; what waits is lost."""
        self._taken()
        self._inner.abort()

    def _flush(self) -> None:
        if self._head:
            self._inner.write(self._taken())

    def _taken(self) -> bytes:
        head, self._head = self._head, b""
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        return head


class _Bounded(_Protocol):
    """Stands before a protocol of uvicorn, and ends connections that go over ``limits``.

    Of uvicorn it uses, besides the methods of :class:`asyncio.Protocol`, three attributes that both of its protocols
    have: ``connections``, ``transport``, and ``cycle``, the request under way.
    """

    limits: Limits

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head = 0
        self._waits_for = ""
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Take a connection while there is room."""
        super().connection_made(_Joined(transport, self.loop.call_soon))
        if len(self.connections) > self.limits.connections:
            self._refuse(b"503 Service Unavailable")
        else:
            self._wait_for("head", self.limits.head_seconds)

    def data_received(self, data: bytes) -> None:
        """Hand bytes on in slices, and see after each where the request stands."""
        for start in range(0, len(data), _SLICE):
            if self.transport.is_closing():
                return
            piece = data if len(data) <= _SLICE else data[start : start + _SLICE]
            super().data_received(piece)
            self._look(len(piece))

    def _look(self, size: int) -> None:
        cycle = _under_way(self.cycle)
        if cycle is None or cycle.response_complete:
            self._head += size
            if self._head > self.limits.head:
                self._refuse(b"431 Request Header Fields Too Large")
            else:
                self._wait_for("head", self.limits.head_seconds)
            return
        self._head = 0
        if len(getattr(self, "pipeline", ())) > _MOST_PIPELINED:
            self._refuse(b"429 Too Many Requests")
        elif cycle.more_body:
            self._wait_for("body", self.limits.body_seconds)
        else:
            self._wait_for("", 0)

    def _wait_for(self, what: str, seconds: float) -> None:
        """Start the clock for a part of the request, unless it runs for that part already."""
        if what == self._waits_for:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        self._waits_for = what
        self._deadline = self.loop.call_later(seconds, self._refuse, b"408 Request Timeout") if what else None

    def _refuse(self, status: bytes) -> None:
        """Say why, and close; nothing has been answered to this request so far."""
        if not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()
            self._watch_reading()

    def pause_writing(self) -> None:
        """Give a client that does not read its answer some time."""
        super().pause_writing()
        self._watch_reading()

    def resume_writing(self) -> None:
        """Stop that clock; a connection that is closing gets it anew for what is left."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        if self.transport.is_closing():
            self._watch_reading()

    def _watch_reading(self) -> None:
        if self._unread is None:
            self._unread = self.loop.call_later(self.limits.answer_seconds, self.transport.abort)

    def eof_received(self) -> bool:  # type: ignore[override]  # None of uvicorn says False of asyncio
        """Answer a client that has said all it has to say, and close then."""
        cycle = _under_way(self.cycle)
        if cycle is None or cycle.response_complete or cycle.more_body:
            return False
        self.shutdown()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        for clock in (self._deadline, self._unread):
            if clock is not None:
                clock.cancel()
        super().connection_lost(exc)


class _BoundedFast(_Bounded):
    """The same before httptools, which leaves to others what h11 refuses by itself."""

    def data_received(self, data: bytes) -> None:
        """Take the offer of another protocol out of a head: the parser would throw away the body that comes with it.

        Clients of Java make the offer in their first request, whatever it is.
        """
        cycle = _under_way(self.cycle)
        if cycle is None or cycle.response_complete:
            head, end, rest = data.partition(b"\r\n\r\n")
            if _OFFER.search(head):
                data = _OFFER.sub(b"\r\nx-offered:", head) + end + rest
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Refuse a target that names another server: a mock is nobody's proxy, and the name would go unchecked."""
        if not self.url.startswith(b"/"):
            raise ValueError("the target is not a path")
        super().on_headers_complete()


def connection_class(limits: Limits, *, fast: bool = _HTTPTOOLS) -> type[asyncio.Protocol]:
    """Return a protocol for uvicorn that keeps within ``limits``: on httptools if it is ``fast``, else on h11."""
    name, bounded = ("httptools_impl.HttpToolsProtocol", _BoundedFast) if fast else ("h11_impl.H11Protocol", _Bounded)
    module, _, protocol = name.partition(".")
    base: type[asyncio.Protocol] = getattr(importlib.import_module(f"uvicorn.protocols.http.{module}"), protocol)
    return type("Connection", (bounded, base), {"limits": limits})
