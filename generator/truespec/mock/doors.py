"""Opens the mock to the network: until a signal comes, or for the length of a ``with``."""

from __future__ import annotations

import contextlib
import gc
import socket
import threading
import time
from collections.abc import Callable, Collection, Generator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

from truespec.mock.asgi import LOOPBACK_HOSTS, Application
from truespec.mock.connections import connection_class
from truespec.mock.errors import AddressUnavailableError
from truespec.mock.exchange import Handler
from truespec.mock.limits import STANDARD, Limits
from truespec.mock.workers import run_workers

if TYPE_CHECKING:
    import uvicorn

__all__ = ["is_loopback", "running", "serve"]

_GRACE_SECONDS: Final = 5
_START_SECONDS: Final = 10
_UNREAD: Final = 64 * 1024
"""How many bytes the system keeps of answers that a client does not read; it would take megabytes for each."""

_ALLOCATIONS: Final = 20_000
"""How many more objects than were freed start a search for garbage."""


def serve(  # noqa: PLR0913 - how a door is opened; only the mock itself has to be named
    service: Handler,
    host: str = "127.0.0.1",
    port: int = 0,
    ready: Callable[[str], None] | None = None,
    allowed_hosts: Collection[str] = (),
    *,
    limits: Limits = STANDARD,
    workers: int = 1,
    beside: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
) -> None:
    """Serve until SIGINT or SIGTERM, finishing what is under way; ``ready`` is told the base URL once it can be used.

    Several ``workers`` are processes that share nothing but what ``service`` keeps outside of memory; it must have no
    connection open when they are made.  What ``beside`` returns is entered while a process serves.

    Port 0 takes a free one.  On a loopback address only loopback names are answered to, and ``allowed_hosts``; on
    another one any name, or only ``allowed_hosts`` where there are some.

    Raises:
        AddressUnavailableError: The address cannot be listened on.
        WorkersError: Workers end as soon as they begin.
    """
    with _listening(host, port) as listener:

        def work() -> None:
            with contextlib.suppress(KeyboardInterrupt), beside():
                _collect_seldom()
                _server(service, host, limits, allowed_hosts).run(sockets=[listener])

        if ready is not None:
            # Connections wait in the listener's queue from now on, so the address is as good as open.
            ready(_base_url(listener, host))
        if workers == 1:
            work()
        else:
            run_workers(work, workers)


def _collect_seldom() -> None:
    """Look for garbage less often, and never among what was there before the first request.

    A request leaves hardly any that counting references does not free, and looking costs more the more records there
    are.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 20)


@contextlib.contextmanager
def running(service: Handler, host: str = "127.0.0.1", *, limits: Limits = STANDARD) -> Generator[str, None, None]:
    """Serve on a free port from another thread for the length of a ``with``; gives the base URL.

    Raises:
        AddressUnavailableError: The address cannot be listened on, or the server did not come up.
    """
    with _listening(host, 0) as listener:
        server = _server(service, host, limits)
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


def _server(service: Handler, host: str, limits: Limits, allowed: Collection[str] = ()) -> uvicorn.Server:
    import uvicorn  # noqa: PLC0415 - only who opens a socket pays for it

    named = frozenset(name.lower() for name in allowed)
    hosts = LOOPBACK_HOSTS | named if is_loopback(host) else named or None
    config = uvicorn.Config(
        Application(service, hosts=hosts, limits=limits),
        http=connection_class(limits),
        ws="none",
        lifespan="off",
        log_config=None,
        # What uvicorn warns of is what clients do wrong, and they may do it a thousand times a second.
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=limits.head,
        timeout_keep_alive=limits.idle_seconds,
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
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)
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


def is_loopback(host: str) -> bool:
    """Say whether an address can be reached from this machine only."""
    return host in {"localhost", "::1"} or host.startswith("127.")
