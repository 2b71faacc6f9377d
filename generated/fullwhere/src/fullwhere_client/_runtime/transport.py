"""The one file that knows the HTTP library (httpx2): sends a request and reads the whole answer by a deadline.

Of the library only the connections are used, not its clients: no cookie jar, no redirects, no ``.netrc``, no log of
URLs.  The proxies of the environment (``HTTPS_PROXY``, ``NO_PROXY``) count unless one is given.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import httpcore2
import httpx2

from .errors import ApiError, ConnectionFailed, IncompleteResponse, MalformedResponse, TimedOut
from .message import HttpAnswer, HttpRequest
from .reading import BodyReader, text_fields
from .resolving import resolve
from .rest import async_opened, opened
from .surroundings import proxy_for, trusting

__all__ = ["AsyncHttpTransport", "HttpTransport"]

_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30.0)
_USER_AGENT = f"{__name__.partition('.')[0]} (Python)"

_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class HttpTransport:
    """Sends over HTTP/1.1 with a pool of connections; safe to share between threads.

    Args:
        proxy: URL of an HTTP proxy; None: the environment's.
        verify: What to trust: an SSL context, or the path of a file or directory of CA certificates; None: the system.
            There is no way to trust everybody.
        client: A client of the HTTP library to send with instead.  The deadline then ends a call that is slow between
            two reads only after the read, and the library logs URLs.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        verify: ssl.SSLContext | str | None = None,
        client: httpx2.Client | None = None,
    ) -> None:
        self._proxy, self._verify, self._client = proxy, verify, client
        self._connections: _Connections | None = None
        self._lock = threading.Lock()

    def send(self, request: HttpRequest, deadline: float) -> HttpAnswer:
        """Send ``request``; return or raise by ``deadline``."""
        token = _deadline.set(deadline)
        try:
            with _own_errors() as phase:
                response = self._start(_library_request(request, deadline))
                phase.append("body")
                if request.patience is not None and response.is_success:
                    return opened(response, text_fields(response.headers.raw), partial(_reading, request.patience))
                try:
                    reader = BodyReader(text_fields(response.headers.raw))
                    for chunk in response.iter_raw():
                        _left(None)
                        reader.feed(chunk)
                finally:
                    response.close()
                return HttpAnswer(response.status_code, reader.headers, reader.finish())
        finally:
            _deadline.reset(token)

    def close(self) -> None:
        """Close the connections, and the client if one was given."""
        if self._client is not None:
            self._client.close()
        if self._connections is not None:
            self._connections.close()
            self._connections = None

    def _start(self, request: httpx2.Request) -> httpx2.Response:
        if self._client is not None:
            return self._client.send(request, stream=True, auth=None, follow_redirects=False)
        with self._lock:
            if self._connections is None:
                self._connections = _Connections(_context(self._verify), _proxy(self._proxy, str(request.url)))
            connections = self._connections
        return connections.handle_request(request)


class AsyncHttpTransport:
    """Sends over HTTP/1.1 with a pool of connections, on asyncio; belongs to one event loop.

    Args:
        proxy: URL of an HTTP proxy; None: the environment's.
        verify: What to trust: an SSL context, or the path of a file or directory of CA certificates; None: the system.
            There is no way to trust everybody.
        client: An asynchronous client of the HTTP library to send with instead; the library then logs URLs.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        verify: ssl.SSLContext | str | None = None,
        client: httpx2.AsyncClient | None = None,
    ) -> None:
        self._proxy, self._verify, self._client = proxy, verify, client
        self._connections: httpx2.AsyncHTTPTransport | None = None

    async def send(self, request: HttpRequest, deadline: float) -> HttpAnswer:
        """Send ``request``; return or raise by ``deadline``."""
        phase: list[str] = []
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                with _own_errors(phase):
                    response = await self._start(_library_request(request, deadline))
                    phase.append("body")
                    if request.patience is not None and response.is_success:
                        guard = partial(_own_errors, phase)
                        return await async_opened(response, text_fields(response.headers.raw), guard, request.patience)
                    try:
                        reader = BodyReader(text_fields(response.headers.raw))
                        async for chunk in response.aiter_raw():
                            reader.feed(chunk)
                    finally:
                        await response.aclose()
                    return HttpAnswer(response.status_code, reader.headers, reader.finish())
        except TimeoutError:
            raise TimedOut from None

    async def aclose(self) -> None:
        """Close the connections, and the client if one was given."""
        if self._client is not None:
            await self._client.aclose()
        if self._connections is not None:
            await self._connections.aclose()
            self._connections = None

    async def _start(self, request: httpx2.Request) -> httpx2.Response:
        if self._client is not None:
            return await self._client.send(request, stream=True, auth=None, follow_redirects=False)
        if self._connections is None:
            proxy = _proxy(self._proxy, str(request.url))
            self._connections = httpx2.AsyncHTTPTransport(
                verify=_context(self._verify), trust_env=False, limits=_LIMITS, proxy=proxy
            )
        return await self._connections.handle_async_request(request)


class _Connections(httpx2.HTTPTransport):
    """The library's transport over a pool whose every read and write knows the deadline."""

    def __init__(self, context: ssl.SSLContext, proxy: httpx2.Proxy | None) -> None:
        shared: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": _LIMITS.max_connections,
            "max_keepalive_connections": _LIMITS.max_keepalive_connections,
            "keepalive_expiry": _LIMITS.keepalive_expiry,
            "network_backend": _DeadlineBackend(),
        }
        if proxy is None:
            self._pool = httpcore2.ConnectionPool(**shared)
        else:
            self._pool = httpcore2.HTTPProxy(str(proxy.url), proxy.raw_auth, **shared)


class _DeadlineBackend(httpcore2.NetworkBackend):
    """Opens connections; unlike the library's, no number of addresses and no slow name server outlasts the deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            addresses = resolve(host, port, _left(timeout))
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout from error
        for tries_left in range(len(addresses), 0, -1):
            share = _left(timeout) / tries_left
            address = addresses[-tries_left]
            try:
                stream = httpcore2.SyncBackend().connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if tries_left == 1:
                    raise
            else:
                return _DeadlineStream(stream)
        raise httpcore2.ConnectError("the host has no address")


class _DeadlineStream(httpcore2.NetworkStream):
    """A connection on which a slow drip of bytes ends at the deadline, too."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), 65536):
            self._stream.write(buffer[start : start + 65536], _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None) -> float:
    """Return the seconds an operation may take."""
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout
    return left if timeout is None else min(left, timeout)


def _library_request(request: HttpRequest, deadline: float) -> httpx2.Request:
    coding = "gzip" if request.patience is None else "identity"
    headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": coding} | request.headers
    left = max(0.001, deadline - time.monotonic())
    limits = {"connect": left, "read": request.patience or left, "write": left, "pool": left}
    return httpx2.Request(
        request.method, request.url, headers=headers, content=request.content, extensions={"timeout": limits}
    )


def _context(verify: ssl.SSLContext | str | None) -> ssl.SSLContext:
    return trusting(verify) if isinstance(verify, str) else verify or httpx2.create_ssl_context()


def _proxy(given: str | None, url: str) -> httpx2.Proxy | None:
    """Return the proxy for ``url``."""
    found = given or proxy_for(url)
    return None if found is None else httpx2.Proxy(found)


@contextmanager
def _own_errors(phase: list[str] | None = None) -> Generator[list[str]]:
    """Turn the library's errors into ours; the caller adds to the list once the answer's body begins."""
    phase = [] if phase is None else phase
    try:
        yield phase
    except httpx2.InvalidURL as error:
        raise ValueError("the request's URL is not one that can be sent") from error
    except (httpx2.HTTPError, httpcore2.TimeoutException) as error:
        raise _failure(error, in_body=bool(phase)) from error


@contextmanager
def _reading(patience: float) -> Generator[None]:
    """Bound the wait for one piece of a body."""
    token = _deadline.set(time.monotonic() + patience)
    try:
        with _own_errors(["body"]):
            yield
    finally:
        _deadline.reset(token)


_BEFORE_SENDING = (httpx2.ProxyError, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)


def _failure(error: Exception, *, in_body: bool) -> ApiError:
    if isinstance(error, httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return TimedOut("no connection in time", sent=False)
    if isinstance(error, httpx2.TimeoutException | httpcore2.TimeoutException):
        return TimedOut()
    if isinstance(error, httpx2.ConnectError):  # its words are the operating system's or OpenSSL's
        return ConnectionFailed(f"no connection: {str(error)[:200]}", sent=False)
    if isinstance(error, _BEFORE_SENDING):
        return ConnectionFailed(f"no connection: {type(error).__name__}", sent=False)
    if isinstance(error, httpx2.RemoteProtocolError):
        # The library has one class for a server that hangs up and one that talks nonsense; only its words differ.
        if "disconnected" in str(error):
            return ConnectionFailed("the server hung up without an answer")
        if in_body and "closed" in str(error):
            return IncompleteResponse("the answer ended before its end")
        return MalformedResponse("the answer breaks the rules of HTTP")
    if in_body:
        return IncompleteResponse("the connection broke inside the answer")
    return ConnectionFailed(f"the connection broke: {type(error).__name__}")
