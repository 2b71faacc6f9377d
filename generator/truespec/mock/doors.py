"""Opens the mock to the network: as an ASGI application, until a signal comes, or for the length of a ``with``."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from truespec.mock.errors import AddressUnavailableError
from truespec.mock.exchange import Request, Response
from truespec.mock.service import Service

if TYPE_CHECKING:
    import uvicorn

__all__ = ["LOOPBACK_HOSTS", "MAX_BODY", "Application", "application", "running", "serve"]

LOOPBACK_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
MAX_BODY: Final = 10 * 1024 * 1024
_MAX_TARGET: Final = 8 * 1024
_MAX_HEADERS: Final = 64 * 1024
_GRACE_SECONDS: Final = 5
_START_SECONDS: Final = 10

_Message: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[_Message]]
_Send: TypeAlias = Callable[[_Message], Awaitable[None]]
Application: TypeAlias = Callable[[_Message, _Receive, _Send], Awaitable[None]]
"""An ASGI 3 application."""


def application(
    service: Service, *, hosts: frozenset[str] | None = LOOPBACK_HOSTS, max_body: int = MAX_BODY
) -> Application:
    """Return the mock as an ASGI application.

    ``hosts`` are the names a request may call the mock by, any port (``None``: any name): a web page that made a
    browser resolve its own name to this machine is turned away.  A body over ``max_body`` bytes is answered with 413, a
    target over 8 KiB with 414, headers over 64 KiB with 431, another host with 421.
    """

    async def answer(scope: _Message, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            return
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
        status = _refusal(scope, headers, hosts, max_body)
        body = b"" if status else await _body(receive, max_body)
        if body is None:
            status, body = 413, b""
        if status:
            # What is left of the request is not read, so the connection cannot be used again.
            await _reply(send, Response(status, (("connection", "close"),)))
            return
        path = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0].decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        response = service(Request(scope["method"], path, query, headers, body))
        await _reply(send, response, bodiless=scope["method"] == "HEAD")

    return answer


def serve(service: Service, host: str = "127.0.0.1", port: int = 0, ready: Callable[[str], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM, finishing what is under way; ``ready`` is told the base URL once it can be used.

    Port 0 takes a free one.  On a loopback address only loopback names are answered to.

    Raises:
        AddressUnavailableError: The address cannot be listened on.
    """
    with _listening(host, port) as listener:
        server = _server(service, host)
        if ready is not None:
            # Connections wait in the listener's queue from now on, so the address is as good as open.
            ready(_base_url(listener, host))
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


@contextlib.contextmanager
def running(service: Service, host: str = "127.0.0.1") -> Generator[str, None, None]:
    """Serve on a free port from another thread for the length of a ``with``; gives the base URL.

    Raises:
        AddressUnavailableError: The address cannot be listened on, or the server did not come up.
    """
    with _listening(host, 0) as listener:
        server = _server(service, host)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="truespec-mock", daemon=True)
        thread.start()
        try:
            deadline = time.monotonic() + _START_SECONDS
            while not server.started:
                if not thread.is_alive() or time.monotonic() > deadline:
                    raise AddressUnavailableError("the mock did not start", "see the log above for the reason")
                time.sleep(0.005)
            yield _base_url(listener, host)
        finally:
            server.should_exit = True
            thread.join(_GRACE_SECONDS * 2)


def _server(service: Service, host: str) -> uvicorn.Server:
    import uvicorn  # noqa: PLC0415 - only who opens a socket pays for it

    hosts = LOOPBACK_HOSTS if _is_loopback(host) else None
    config = uvicorn.Config(
        application(service, hosts=hosts),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_MAX_HEADERS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return uvicorn.Server(config)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Generator[socket.socket, None, None]:
    """Give a bound socket: only so is a free port ours before anybody is told about it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, because asyncio turns off Nagle's delay only for sockets that say so.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(512)
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) else "ports go from 0 to 65535"
            advice = "choose another port, or 0 for a free one; an address must be one of this machine"
            raise AddressUnavailableError(f"cannot listen on {host}:{port}: {reason}", advice) from None
        yield listener


def _base_url(listener: socket.socket, host: str) -> str:
    port = listener.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def _refusal(scope: _Message, headers: tuple[tuple[str, str], ...], hosts: frozenset[str] | None, max_body: int) -> int:
    """Return the status a request is refused with before its body is read, 0 where it is not."""
    if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > _MAX_TARGET:
        return 414
    if sum(len(name) + len(value) for name, value in headers) > _MAX_HEADERS:
        return 431
    called = [value for name, value in headers if name == "host"]
    if hosts is not None and (len(called) != 1 or _name(called[0]) not in hosts):
        return 421
    length = next((value for name, value in headers if name == "content-length"), "0")
    return 413 if length.isdecimal() and len(length) < 20 and int(length) > max_body else 0


def _name(host: str) -> str:
    """Return a ``Host`` value without its port, in lower case."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()


async def _body(receive: _Receive, limit: int) -> bytes | None:
    """Return the body, ``None`` once it is longer than ``limit``."""
    chunks, size = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(chunks)
        chunk: bytes = message.get("body", b"")
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            return None
        if not message.get("more_body", False):
            return b"".join(chunks)


async def _reply(send: _Send, response: Response, *, bodiless: bool = False) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    if response.status not in {204, 304}:
        headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bodiless else response.body})
