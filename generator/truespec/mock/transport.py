"""The door for clients in the same process: an httpx2 transport, synchronous and asynchronous, without a socket."""

from __future__ import annotations

import httpx2

from truespec.mock.exchange import Request
from truespec.mock.service import Service

__all__ = ["ServiceTransport"]


class ServiceTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Hands every request to a service, whatever its host: ``httpx2.Client(transport=ServiceTransport(service))``."""

    def __init__(self, service: Service) -> None:
        """Answer with ``service``."""
        self._service = service

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of a synchronous client."""
        return self._answer(request, request.read())

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of an asynchronous client."""
        return self._answer(request, await request.aread())

    def _answer(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
        response = self._service(Request(request.method, path, query, headers, body))
        content = b"" if request.method == "HEAD" else response.body
        sent = [*response.headers, ("content-length", str(len(content)))]
        stream = httpx2.ByteStream(content)  # unread, as from a socket: a client may stream it
        return httpx2.Response(response.status, headers=sent, stream=stream, request=request)
