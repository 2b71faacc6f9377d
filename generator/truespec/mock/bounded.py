"""Keeps every connection of the socket door within bounds: how long it may be waited for, and what it may fill."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

from truespec.mock.joined import Joined
from truespec.mock.limits import Limits

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as _Protocol
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
    from uvicorn.server import ServerState
else:
    # Stands for whichever of uvicorn's protocols it is mixed into: none is imported before a socket is opened.
    _Protocol = object

__all__ = ["Bounded"]

_SLICE: Final = 16 * 1024
"""How many bytes the parser gets at once: one read from a socket may hold thousands of tiny requests."""

_MOST_PIPELINED: Final = 64

_Awaited: TypeAlias = Literal["", "head", "body", "next"]
"""What the clock of a connection runs for: a part of a request, or the request after this one."""


class Bounded(_Protocol):
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
        self._waits_for: _Awaited = ""
        self._due = self._rings = 0.0
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Take a connection while there is room."""
        super().connection_made(Joined(transport, self.loop.call_soon))
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

    def under_way(self) -> RequestResponseCycle | None:
        """Return the request that is not answered yet, as far as the server has been told of it."""
        # uvicorn's types do not say that there is none before the first.
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return None if cycle is None or cycle.response_complete else cycle

    def between_requests(self) -> bool:
        """Say whether all that came is answered, so that nothing but another request is waited for."""
        return False

    def _look(self, size: int) -> None:
        cycle = self.under_way()
        if cycle is not None:
            self._head = 0
            if len(getattr(self, "pipeline", ())) > _MOST_PIPELINED:
                self._refuse(b"429 Too Many Requests")
            elif cycle.more_body:
                self._wait_for("body", self.limits.body_seconds)
            else:
                self._wait_for("", 0)
        elif self.between_requests():
            self.wait_anew()
            self._wait_for("next", self.limits.idle_seconds)
        else:
            self._head += size
            if self._head > self.limits.head:
                self._refuse(b"431 Request Header Fields Too Large")
            else:
                self._wait_for("head", self.limits.head_seconds)

    def wait_anew(self) -> None:
        """Forget what was waited for: it came, and what is waited for next has all of its time."""
        self._head, self._waits_for = 0, ""

    def _wait_for(self, what: _Awaited, seconds: float) -> None:
        """Start the clock for a part of the request, unless it runs for that part already.

        A timer that rings too early is set again then: setting one for every request costs more than looking.
        """
        if what == self._waits_for:
            return
        self._waits_for, self._due = what, self.loop.time() + seconds
        if what and (self._deadline is None or self._due < self._rings):
            self._set()

    def _set(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._rings = self._due
        self._deadline = self.loop.call_at(self._due, self._ring)

    def _ring(self) -> None:
        self._deadline = None
        if not self._waits_for:
            return
        if self.loop.time() < self._due:
            self._set()
        elif self._waits_for == "next":
            self.transport.close()
        else:
            self._refuse(b"408 Request Timeout")

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
        cycle = self.under_way()
        if cycle is None or cycle.more_body:
            return False
        self.shutdown()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        for clock in (self._deadline, self._unread):
            if clock is not None:
                clock.cancel()
        super().connection_lost(exc)
