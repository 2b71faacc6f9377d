"""Sends requests over a socket: the only module of this room that knows the HTTP library."""

from __future__ import annotations

import contextlib
import logging
import math
import queue
import socket
import threading
import time
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final, TypeAlias

import httpx2

from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import Oversized, Silent, TargetLost, Unreadable, Unsendable

__all__ = ["SocketClient"]

_LARGEST: Final = 32 * 1024 * 1024
_PATIENCE: Final = 3
"""So many timeouts a whole answer may take, since each of its pieces has one of its own."""

_SLOWEST: Final = 256
"""So many bytes a second come of an answer that is on its way, once the time for a first piece is over."""

_FAREWELL: Final = 1.0
"""So many seconds the thread has to end when a client is closed."""

_SLICE: Final = 0.25
"""So often the one who waits looks whether to wait on."""

_THREAD: Final = "truespec-requests"

_AT_ONCE: Final[int | None] = getattr(socket, "TCP_QUICKACK", None)
"""Only some systems can be asked not to hold back what they acknowledge."""


def _acknowledge(answer: httpx2.Response) -> None:
    """Tell the server at once that the head of its answer is there: before it knows, many send no body that is small.

    The system would wait for something to send along, forty milliseconds of every answer that comes in two pieces.
    """
    sender = answer.extensions.get("network_stream")
    connection = sender.get_extra_info("socket") if sender is not None else None
    if isinstance(connection, socket.socket) and _AT_ONCE is not None:
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, _AT_ONCE, 1)


def _is_not_ours(record: logging.LogRecord) -> bool:
    return record.threadName != _THREAD


for _name in ("httpx2", "httpcore2.connection", "httpcore2.http11", "httpcore2.http2", "httpcore2.proxy"):
    # The library logs addresses and header fields, and a credential may be part of both.
    logging.getLogger(_name).addFilter(_is_not_ours)

_Outcome: TypeAlias = Response | Exception

_Task: TypeAlias = tuple[Request, "queue.SimpleQueue[_Outcome]"] | None


class SocketClient:
    """A client of the server at ``base_url``: connections are kept, redirects are answers and not followed.

    ``timeout`` is how many seconds the server may stay silent.
    """

    def __init__(self, base_url: str, timeout: float) -> None:
        self._base_url = base_url
        self._timeout = timeout
        self._begin()

    def _begin(self) -> None:
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
        client = httpx2.Client(timeout=self._timeout, follow_redirects=False, trust_env=False, cookies=no_cookies)
        # What a request says is all that is sent; the library's own headers would hide a server that needs them.
        client.headers.clear()
        # The one who asks waits for no longer than it should take, whatever the thread that talks is held up by.
        self._tasks: queue.SimpleQueue[_Task] = queue.SimpleQueue()
        self._client = client
        work = (client, self._tasks)
        self._thread = threading.Thread(target=self._work, args=work, name=_THREAD, daemon=True)
        self._thread.start()

    def send(self, request: Request, until: Callable[[], float] = lambda: math.inf) -> Response:
        """Send one request; the Host and Content-Length headers are added on the way."""
        outcome: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
        self._tasks.put((request, outcome))
        found = self._awaited(outcome, until)
        if found is None:
            # Headers that come one letter at a time keep the library waiting for ever: each letter is in time.
            self._tasks.put(None)
            self._client.close()
            self._begin()
            raise Silent("an answer that does not begin")
        if isinstance(found, Exception):
            raise found
        return found

    def _awaited(self, outcome: queue.SimpleQueue[_Outcome], until: Callable[[], float]) -> _Outcome | None:
        last = time.monotonic() + (_PATIENCE + 1) * self._timeout
        while (left := min(last, until()) - time.monotonic()) > 0:
            try:
                return outcome.get(timeout=min(left, _SLICE))
            except queue.Empty:
                continue
        return None

    def _work(self, client: httpx2.Client, tasks: queue.SimpleQueue[_Task]) -> None:
        while (task := tasks.get()) is not None:
            request, outcome = task
            try:
                outcome.put(self._exchange(client, request))
            except Exception as error:  # noqa: BLE001 - it is raised again, by the one who waits
                outcome.put(error)
        client.close()

    def _exchange(self, client: httpx2.Client, request: Request) -> Response:
        started = time.perf_counter()
        # White space around a value is no part of it, and the library refuses to send it: `Bearer ` of an empty token.
        headers = [
            (name.encode(), value.strip(" \t").encode("utf-8", "surrogatepass")) for name, value in request.headers
        ]
        try:
            with client.stream(
                request.method, self._base_url + request.target, headers=headers, content=request.body or None
            ) as answer:
                if "content-length" in answer.headers and "transfer-encoding" in answer.headers:
                    raise Unreadable("an answer that tells its length in two ways")
                _acknowledge(answer)
                body = self._read(answer, started)
        except (httpx2.InvalidURL, httpx2.LocalProtocolError, UnicodeError) as error:
            raise Unsendable(type(error).__name__) from None
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            # The library's text may quote the URL, and a credential can be part of one.
            raise TargetLost(type(error).__name__) from None
        except httpx2.TimeoutException as error:
            raise Silent(type(error).__name__) from None
        except httpx2.RequestError as error:
            # Who breaks off after all that time has kept us waiting.
            late = time.perf_counter() - started > self._timeout
            raise (Silent if late else Unreadable)(type(error).__name__) from None
        return Response(answer.status_code, tuple(answer.headers.multi_items()), body, time.perf_counter() - started)

    def _read(self, answer: httpx2.Response, started: float) -> bytes:
        """Read a body that ends in time and is of a size that an answer has."""
        body = bytearray()
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > _LARGEST:
                raise Oversized(f"an answer of more than {_LARGEST} bytes")
            took = time.perf_counter() - started
            if took > _PATIENCE * self._timeout:
                raise Silent("an answer that does not end")
            if took > self._timeout and len(body) < _SLOWEST * took:
                # Each piece comes in time, and the whole never: as good as silence.
                raise Silent("an answer that comes drop by drop")
        return bytes(body)

    def close(self) -> None:
        """Close the kept connections; one that a server holds up ends with the program."""
        self._tasks.put(None)
        self._thread.join(_FAREWELL)
