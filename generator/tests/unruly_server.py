"""A server on asyncio that is well until a request, then dies, hangs, drips or answers garbage, once or always."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeAlias

from truespec.checking.exchange import Request, Response

__all__ = ["Trouble", "UnrulyServer", "Way"]

Way: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What is sent in place of an answer; the connection is closed afterwards."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong: ``way`` after so many good requests, for those that ``only`` names, ``lasting`` so many times.

    ``gone`` closes the port instead, for so many seconds: nothing listens there.
    """

    way: Way | None = None
    after: int = 0
    only: Callable[[Request], bool] = lambda _: True
    lasting: int = 1_000_000
    gone: float = 0.0


class UnrulyServer:
    """Serves ``answer`` on a port of its own until the ``with`` block ends, but for the trouble."""

    def __init__(self, answer: Callable[[Request], Response], trouble: Trouble) -> None:
        self._answer = answer
        self._trouble = trouble
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.requests = 0
        self.troubled = 0
        self.port = 0

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _end(self) -> None:
        self._shut()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, reuse_address=True)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def _shut(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _come_back(self) -> None:
        await asyncio.sleep(self._trouble.gone)
        await self._listen()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while (request := await _read(reader)) is not None:
                self.requests += 1
                if not self._is_troubled(request):
                    await _send(writer, self._answer(request))
                elif self._trouble.way is None:
                    self._shut()
                    self._coming = asyncio.create_task(self._come_back())
                    break
                else:
                    await self._trouble.way(writer)
                    break
        self._open.discard(writer)
        writer.close()

    def _is_troubled(self, request: Request) -> bool:
        trouble = self._trouble
        if self.requests <= trouble.after or self.troubled >= trouble.lasting or not trouble.only(request):
            return False
        self.troubled += 1
        return True


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    line, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = line.split(" ", 2)
    headers = tuple((name, value.strip()) for name, _, value in (text.partition(":") for text in lines))
    request = Request(method, target, headers)
    length = int(request.header("content-length") or 0)
    return Request(method, target, headers, await reader.readexactly(length) if length else b"")


async def _send(writer: asyncio.StreamWriter, response: Response) -> None:
    lines = [f"HTTP/1.1 {response.status} Fine", *(f"{name}: {value}" for name, value in response.headers)]
    if response.status not in {204, 304}:
        lines.append(f"Content-Length: {len(response.body)}")
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + response.body)
    await writer.drain()
