"""The mock as an ASGI application: only what can be read in one way gets in, and nothing fills the memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from truespec.mock.exchange import Handler, Request, Response
from truespec.mock.limits import STANDARD, Limits
from truespec.mock.sending import Message, Receive, Send, reply

__all__ = ["LOOPBACK_HOSTS", "READY", "Application", "Head"]

LOOPBACK_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

READY: Final = "truespec.ready"
"""What the state of a scope has where the request was answered already: an ASGI application that sends the answer."""

_CLOSING: Final = (("connection", "close"),)
_LONGEST_LENGTH: Final = 18

_Answered: TypeAlias = Response | Awaitable[Response]


class _Room:
    """Counts the bytes of messages under way."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, size: int) -> bool:
        """Say whether there is room for so many bytes more, and count them if there is."""
        if size > self._left:
            return False
        self._left -= size
        return True

    def give(self, size: int) -> None:
        """Give room back."""
        self._left += size


@dataclass(slots=True)
class Head:
    """A request without its body; ``status`` is what it is refused with before that is read, 0 where it is not."""

    status: int
    method: str
    target: bytes = field(repr=False)
    query: bytes = field(repr=False)
    headers: list[tuple[str, str]] = field(repr=False)


class Application:
    """An ASGI 3 application that asks a handler.

    ``hosts`` are the names a request may call the mock by, any port (``None``: any name): a web page that made a
    browser resolve its own name to this machine is turned away.  A longer body than ``limits`` allow is answered with
    413, a longer target with 414, longer headers with 431, another host with 421; while messages under way fill what
    they may, further ones are answered with 503.
    """

    def __init__(
        self, handler: Handler, *, hosts: frozenset[str] | None = LOOPBACK_HOSTS, limits: Limits = STANDARD
    ) -> None:
        """Answer with what ``handler`` says."""
        self._handler = handler
        self._hosts = hosts
        self._limits = limits
        self._room = _Room(limits.under_way)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        ready = scope.get("state", {}).get(READY)
        if ready is not None:
            await ready(scope, receive, send)
            return
        target: bytes = scope.get("raw_path") or scope["path"].encode()
        head = self.head(scope["method"], target, scope["query_string"], scope["headers"])
        status = head.status
        body = b"" if status else await _read(receive, self._limits.body, self._room)
        if isinstance(body, int):
            status, body = body, b""
        if body is None:
            return
        if status:
            # What is left of the request is not read, so the connection cannot be used again.
            await reply(send, receive, Response(status, _CLOSING))
            return
        try:
            answered = self.answered(head, body)
            response = answered if isinstance(answered, Response) else await answered
        finally:
            self._room.give(len(body))
        await self.sending(head, response)(scope, receive, send)

    def head(self, method: str, target: bytes, query: bytes, headers: Iterable[tuple[bytes, bytes]]) -> Head:
        """Return the head of a request, which may be refused for what is in it."""
        named = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
        return Head(self._refusal(target, query, named), method, target, query, named)

    def answered(self, head: Head, body: bytes) -> _Answered:
        """Return what the handler says to a request that is not refused."""
        path, query = head.target.partition(b"?")[0].decode("latin-1"), head.query.decode("latin-1")
        return self._handler(Request(head.method, path, query, tuple(head.headers), body))

    def sending(self, head: Head, answered: _Answered) -> Callable[[Message, Receive, Send], Awaitable[None]]:
        """Return an ASGI application that answers the request of ``head`` with what the handler has said."""

        async def send_it(_scope: Message, receive: Receive, send: Send) -> None:
            response = answered if isinstance(answered, Response) else await answered
            size = len(response.body)
            if not self._room.take(size):
                await reply(send, receive, Response(503, (*_CLOSING, ("retry-after", "1"))))
                return
            try:
                await reply(send, receive, response, bodiless=head.method == "HEAD")
            finally:
                self._room.give(size)

        return send_it

    def _refusal(self, target: bytes, query: bytes, headers: Iterable[tuple[str, str]]) -> int:
        called, length, size = list[str](), "0", 0
        for name, value in headers:
            size += len(name) + len(value)
            if name == "host":
                called.append(value)
            elif name == "content-length":
                length = value
        if len(target) + len(query) > self._limits.target:
            return 414
        if size > self._limits.head:
            return 431
        if len(called) != 1 or not target.startswith(b"/"):
            return 400
        if self._hosts is not None and _name(called[0]) not in self._hosts:
            return 421
        too_long = len(length) > _LONGEST_LENGTH or not length.isdecimal() or int(length) > self._limits.body
        return 413 if too_long else 0


def _name(host: str) -> str:
    """Return a ``Host`` value without its port, in lower case."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()


async def _read(receive: Receive, most: int, room: _Room) -> bytes | int | None:
    """Return the body, for which ``room`` is then taken; a status that refuses it; ``None`` where the client left."""
    chunks, size = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            room.give(size)
            return None
        chunk: bytes = message.get("body", b"")
        too_long = size + len(chunk) > most
        if too_long or not room.take(len(chunk)):
            room.give(size)
            return 413 if too_long else 503
        size += len(chunk)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)
