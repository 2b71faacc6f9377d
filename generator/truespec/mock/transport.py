"""The door for clients in the same process: an httpx2 transport, synchronous and asynchronous, without a socket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator

import httpx2

from truespec.mock.delivery import PLAIN, pieces
from truespec.mock.exchange import Request, Response

__all__ = ["ServiceTransport"]


class ServiceTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Hands every request to a mock, whatever its host: ``httpx2.Client(transport=ServiceTransport(service))``.

    What goes wrong on the way does so as over a socket: a reset raises ``ReadError``, half a body
    ``RemoteProtocolError`` while it is read, and what comes later than the client waits ``ReadTimeout``.
    """

    def __init__(self, service: Callable[[Request], Response]) -> None:
        """Answer with ``service``."""
        self._service = service

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of a synchronous client."""
        response = self._service(_read(request, request.read()))
        late = _wait(response, request)
        time.sleep(late)
        return _answered(response, request, late)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of an asynchronous client."""
        response = self._service(_read(request, await request.aread()))
        late = _wait(response, request)
        if late:
            await asyncio.sleep(late)
        return _answered(response, request, late)


class _Stream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that comes in pieces, with pauses, and perhaps not whole."""

    def __init__(self, response: Response, announced: int, patience: float) -> None:
        self._response = response
        self._announced = announced
        self._patience = patience

    def __iter__(self) -> Iterator[bytes]:
        got = 0
        for pause, piece in pieces(self._response.body, self._response.delivery):
            time.sleep(min(pause, self._patience))
            self._check(pause)
            got += len(piece)
            yield piece
        self._finish(got)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        got = 0
        for pause, piece in pieces(self._response.body, self._response.delivery):
            await asyncio.sleep(min(pause, self._patience))
            self._check(pause)
            got += len(piece)
            yield piece
        self._finish(got)

    def _check(self, pause: float) -> None:
        if pause > self._patience:
            raise httpx2.ReadTimeout("the next byte of the body did not come in time")

    def _finish(self, got: int) -> None:
        if got < self._announced:
            message = f"the connection closed after {got} of {self._announced} bytes of the body"
            raise httpx2.RemoteProtocolError(message)


def _read(request: httpx2.Request, body: bytes) -> Request:
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
    return Request(request.method, path, query, headers, body)


def _patience(request: httpx2.Request) -> float:
    """Return how many seconds the client waits for a byte."""
    timeout = request.extensions.get("timeout", {}).get("read")
    return float("inf") if timeout is None else float(timeout)


def _wait(response: Response, request: httpx2.Request) -> float:
    return min(response.delivery.wait, _patience(request))


def _answered(response: Response, request: httpx2.Request, waited: float) -> httpx2.Response:
    delivery = response.delivery
    if waited < delivery.wait:
        raise httpx2.ReadTimeout("no answer came in time", request=request)
    if delivery.reset:
        raise httpx2.ReadError("the connection was reset", request=request)
    bodiless = request.method == "HEAD"
    announced = response.length + delivery.padding
    sent = [*response.headers, ("content-length", str(announced))]
    # Unread, as from a socket: a client may stream it.
    if bodiless or delivery == PLAIN:
        stream: httpx2.ByteStream | _Stream = httpx2.ByteStream(b"" if bodiless else response.body)
    else:
        stream = _Stream(response, announced, _patience(request))
    return httpx2.Response(response.status, headers=sent, stream=stream, request=request)
