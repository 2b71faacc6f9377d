"""Writes the head of an answer together with its body: one call of the system instead of two."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

__all__ = ["Joined"]

_HEAD: Final = b"HTTP/1.1 "


class Joined(asyncio.Transport):
    """A transport that writes the head of an answer together with what follows at once.

    The server writes them one after the other; each write is a call of the system here and often one more read there.
    What looks like a head and has nothing behind it is written as soon as the loop is free.
    """

    def __init__(self, inner: asyncio.Transport, soon: Callable[[Callable[[], None]], asyncio.Handle]) -> None:
        super().__init__()
        self._inner = inner
        self._soon = soon
        self._head = b""
        self._flushing: asyncio.Handle | None = None

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what the transport knows of itself."""
        return self._inner.get_extra_info(name, default)

    def is_closing(self) -> bool:
        """Say whether the transport closes."""
        return self._inner.is_closing()

    def pause_reading(self) -> None:
        """Stop reading."""
        self._inner.pause_reading()

    def resume_reading(self) -> None:
        """Go on reading."""
        self._inner.resume_reading()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Write, unless it is a head: that waits for its body until the loop comes round.

        Nothing is written to a connection that has closed meanwhile.
        """
        if self._head:
            data = self._taken() + data
        elif isinstance(data, bytes) and data.startswith(_HEAD):
            self._head, self._flushing = data, self._soon(self._flush)
            return
        if not self._inner.is_closing():
            self._inner.write(data)

    def write_whole(self, data: bytes) -> None:
        """Write an answer that is complete, without waiting for more."""
        self._flush()
        if not self._inner.is_closing():
            self._inner.write(data)

    def close(self) -> None:
        """Close once everything is written."""
        self._flush()
        self._inner.close()

    def abort(self) -> None:
        """Close at once; what waits is lost."""
        self._taken()
        self._inner.abort()

    def _flush(self) -> None:
        head = self._taken()
        if head and not self._inner.is_closing():
            self._inner.write(head)

    def _taken(self) -> bytes:
        head, self._head = self._head, b""
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        return head
