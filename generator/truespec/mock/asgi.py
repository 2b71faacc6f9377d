"""The mock as an ASGI application: only what can be read in one way gets in, and nothing fills the memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from truespec.mock.connections import STANDARD, Limits
from truespec.mock.exchange import Handler, Request, Response
from truespec.mock.sending import Message, Receive, Send, reply

__all__ = ["LOOPBACK_HOSTS", "Application", "application"]

LOOPBACK_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

_CLOSING: Final = (("connection", "close"),)

Application: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]
"""An ASGI 3 application."""


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


def application(
    handler: Handler, *, hosts: frozenset[str] | None = LOOPBACK_HOSTS, limits: Limits = STANDARD
) -> Application:
    """Return the mock as an ASGI application.

    ``hosts`` are the names a request may call the mock by, any port (``None``: any name): a web page that made a
    browser resolve its own name to this machine is turned away.  A longer body than ``limits`` allow is answered with
    413, a longer target with 414, longer headers with 431, another host with 421; while messages under way fill what
    they may, further ones are answered with 503.
    """
    room = _Room(limits.under_way)

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = tuple([(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]])
        target: bytes = scope.get("raw_path") or scope["path"].encode()
        status = _refusal(target + scope["query_string"], headers, hosts, limits)
        body = b"" if status else await _read(receive, limits.body, room)
        if isinstance(body, int):
            status, body = body, b""
        if body is None:
            return
        if status:
            # What is left of the request is not read, so the connection cannot be used again.
            await reply(send, receive, Response(status, _CLOSING))
            return
        path, query = target.partition(b"?")[0].decode("latin-1"), scope["query_string"].decode("latin-1")
        try:
            answered = handler(Request(scope["method"], path, query, headers, body))
            response = answered if isinstance(answered, Response) else await answered
        finally:
            room.give(len(body))
        size = len(response.body)
        if not room.take(size):
            await reply(send, receive, Response(503, (*_CLOSING, ("retry-after", "1"))))
            return
        try:
            await reply(send, receive, response, bodiless=scope["method"] == "HEAD")
        finally:
            room.give(size)

    return answer


def _refusal(target: bytes, headers: tuple[tuple[str, str], ...], hosts: frozenset[str] | None, limits: Limits) -> int:
    """Return the status a request is refused with before its body is read, 0 where it is not."""
    called, length, size = list[str](), "0", 0
    for name, value in headers:
        size += len(name) + len(value)
        if name == "host":
            called.append(value)
        elif name == "content-length":
            length = value
    if len(target) > limits.target:
        return 414
    if size > limits.head:
        return 431
    if len(called) != 1 or not target.startswith(b"/"):
        return 400
    if hosts is not None and _name(called[0]) not in hosts:
        return 421
    return 413 if len(length) > 18 or not length.isdecimal() or int(length) > limits.body else 0


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
