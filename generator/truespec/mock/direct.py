"""Answers a request that is in hand whole as soon as its last byte is parsed; all others are left to the server.

Nearly every request ends in the read that its body begins in, and its answer is known at once.  For such a one the
server's task, its two calls to the application and their messages cost more than the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, cast

from truespec.mock.asgi import READY, Application, Head
from truespec.mock.bounded import Bounded
from truespec.mock.delivery import PLAIN, SHORT
from truespec.mock.exchange import Response
from truespec.mock.joined import Joined
from truespec.mock.wire_form import wire_form

if TYPE_CHECKING:
    from httptools import HttpRequestParser
    from uvicorn.config import Config
    from uvicorn.server import ServerState

__all__ = ["Direct"]

_OFFER: Final = b"\r\nupgrade:"
_TURN_SECONDS: Final = 0.001
"""So long the requests of one read are answered before other connections have their turn; the first one always is."""


class Direct(Bounded):
    """Stands before uvicorn's protocol on httptools.

    A request is answered here when its body ends in the read it begins in, another request may follow, no answer before
    it is under way or unread, and it asks for no negotiation.  Who is let in and what is answered is for the one
    :class:`~truespec.mock.asgi.Application` to say, here as there.
    """

    parser: HttpRequestParser

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._application = self.config.app if isinstance(self.config.app, Application) else None
        self._pieces: list[bytes] | None = None
        self._begun = False
        self._turn_ends = 0.0

    def data_received(self, data: bytes) -> None:
        """Take the offer of another protocol out of a head: the parser would throw away the body that comes with it.

        Clients of Java make the offer in their first request, whatever it is.
        """
        if _OFFER in data.lower() and self.under_way() is None:
            head, end, rest = data.partition(b"\r\n\r\n")
            place = head.lower().find(_OFFER)
            if place >= 0:
                data = head[:place] + b"\r\nx-offered:" + head[place + len(_OFFER) :] + end + rest
        self._turn_ends = monotonic() + _TURN_SECONDS
        super().data_received(data)

    def _look(self, size: int) -> None:
        if self._pieces is not None and not self.transport.is_closing():
            self._leave_to_server()
        super()._look(size)

    def between_requests(self) -> bool:
        """Say whether no byte of another request has come."""
        return not self._begun

    def on_message_begin(self) -> None:
        """Begin a request; what the server prepares for one is left for when it is needed."""
        self._begun = True
        self.url = b""
        self.headers = []
        self.expect_100_continue = False

    def on_headers_complete(self) -> None:
        """Decide who answers.

        A target that names another server is refused: a mock is nobody's proxy, and the name would go unchecked.
        """
        if not self.url.startswith(b"/"):
            raise ValueError("the target is not a path")
        self._pieces = []
        if not self._is_plain():
            self._leave_to_server()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        if self._pieces is None:
            super().on_body(body)
        else:
            self._pieces.append(body)

    def on_message_complete(self) -> None:
        """Answer, if that was left to be done here."""
        self._begun = False
        if self._pieces is not None:
            self._answer(b"".join(self._pieces))
        else:
            super().on_message_complete()

    def _is_plain(self) -> bool:
        parser = self.parser
        return (
            monotonic() < self._turn_ends
            and self.under_way() is None
            and not self.flow.write_paused
            and not self.expect_100_continue
            and parser.should_keep_alive()
            and parser.get_http_version() == "1.1"
            and not parser.should_upgrade()
        )

    def _answer(self, body: bytes) -> None:
        """Answer at once, or let the server do it: what cannot be sent at once is sent by nobody else."""
        application = self._application
        target, _, query = self.url.partition(b"?")
        head = None
        if application is not None and b"#" not in self.url:
            method = self.parser.get_method().decode("ascii")
            head = application.head(method, target, query, self.headers)
        if application is None or head is None or head.status:
            self._leave_to_server()
            super().on_message_complete()
            return
        written = self._written(application, head, body)
        self._pieces = None
        if written is None:
            return
        self.server_state.total_requests += 1
        self.wait_anew()
        cast("Joined", self.transport).write_whole(written)

    def _written(self, application: Application, head: Head, body: bytes) -> bytes | None:
        """Return the bytes of the answer; ``None`` where the server has been given the answer to send."""
        try:
            answered = application.answered(head, body)
        except Exception as error:  # noqa: BLE001 - a fault of ours, told by the server as from anywhere else
            self._leave_to_server(_raising(error))
            super().on_message_complete()
            return None
        if isinstance(answered, Response) and answered.delivery is PLAIN and len(answered.body) <= SHORT:
            written = wire_form(answered, self.server_state.default_headers, bodiless=head.method == "HEAD")
            if written is not None:
                return written
        self._leave_to_server(application.sending(head, answered))
        super().on_message_complete()
        return None

    def _leave_to_server(self, ready: Callable[..., Awaitable[None]] | None = None) -> None:
        """Tell the server of the request as if it had been told all the time; ``ready`` is what answers this one."""
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        pieces, self._pieces = self._pieces or [], None
        super().on_message_begin()
        # The list is the one that the server shows its applications.
        self.headers.extend(headers)
        self.url, self.expect_100_continue = url, expects
        if ready is not None:
            self.scope["state"] = {READY: ready}
        super().on_headers_complete()
        for piece in pieces:
            super().on_body(piece)


def _raising(error: Exception) -> Callable[..., Awaitable[None]]:
    """Return an ASGI application that fails with what has failed already."""

    async def fail(*_: object) -> None:
        raise error

    return fail
