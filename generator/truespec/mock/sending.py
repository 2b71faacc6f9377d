"""Sends a response through an ASGI server as it is to be delivered: late, dripping, cut, or broken off."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, Protocol, TypeAlias, cast

from truespec.mock.delivery import PLAIN, SHORT, pieces
from truespec.mock.exchange import Response

__all__ = ["Message", "Receive", "Send", "reply"]

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""Linger for no time: closing the socket then resets the connection."""


class _Exchange(Protocol):
    """What the server's ``send`` is a method of."""

    transport: asyncio.Transport


async def reply(send: Send, receive: Receive, response: Response, *, bodiless: bool = False) -> None:
    """Send ``response``, without its body where it is ``bodiless`` (an answer to HEAD)."""
    delivery = response.delivery
    if delivery is PLAIN or delivery == PLAIN:
        await send(_start(response, response.length))
        last = b"" if bodiless else response.body
        if len(last) > SHORT:
            *before, last = [piece for _, piece in pieces(last, PLAIN)]
            for piece in before:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": last})
        return
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await _until(gone, delivery.wait)
        if delivery.reset:
            _connection(send, reset=True)
            await gone
            return
        await send(_start(response, response.length + delivery.padding))
        for pause, piece in () if bodiless else pieces(response.body, delivery):
            await _until(gone, pause)
            if gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if delivery.halved and not bodiless:
            _connection(send, reset=False)
            await gone
            return
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


def _start(response: Response, length: int) -> Message:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    if response.status not in {204, 304}:
        headers.append((b"content-length", str(length).encode()))
    return {"type": "http.response.start", "status": response.status, "headers": headers}


async def _gone(receive: Receive) -> None:
    """Return once the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _until(gone: asyncio.Future[None], seconds: float) -> None:
    """Wait, but not for somebody who has left."""
    if seconds:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(gone), seconds)


def _connection(send: Send, *, reset: bool) -> None:
    """Close or reset the connection: ASGI has no word for it, but uvicorn's ``send`` belongs to who has it."""
    transport = cast("_Exchange", send.__self__).transport  # type: ignore[attr-defined]  # a bound method
    if reset:
        held = transport.get_extra_info("socket")
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        transport.abort()
    else:
        transport.close()
