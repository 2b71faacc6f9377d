"""Answers that come item by item: iterators, synchronous and asynchronous, that hold a connection."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, closing
from functools import partial
from types import TracebackType
from typing import Any, Generic, Self, TypeAlias, TypeVar

from .errors import ApiError
from .message import HttpAnswer
from .operation import Arguments, Operation
from .options import Options
from .response import Response
from .streaming import StreamReader

__all__ = ["AsyncStream", "Stream"]

T = TypeVar("T")
_Opened: TypeAlias = Response[Any]


class Stream(Generic[T]):
    """The items of an answer, one at a time while it comes; a context manager.

    Nothing is sent before the stream is entered or its first item asked for.  It can be gone through once, and is
    closed at its end; leave the ``with`` to close it before.  The time limit of an attempt (``timeout``) holds until
    the stream begins and between two pieces of it, never for the whole.
    """

    def __init__(
        self,
        call: Callable[[Operation[Any], Arguments, Options | None], _Opened],
        operation: Operation[Any],
        arguments: Arguments,
        options: Options | None,
    ) -> None:
        self._call = partial(call, operation, arguments, options)
        self._opened: _Opened | None = None
        self._items: Iterator[T] | None = None
        self._closed = False

    @property
    def response(self) -> Response[None]:
        """Status and headers; asks for the answer if that was not done yet."""
        return _without_value(self._open())

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        """Return the next item.

        Raises:
            ApiError: The call failed, or the stream broke, or an item cannot be read.
        """
        if self._closed:
            raise StopIteration
        if self._items is None:
            self._items = self._read(_reader(self._open()))
        return next(self._items)

    def close(self) -> None:
        """Give the connection up, wherever the stream is; it ends there."""
        self._closed = True
        rest = None if self._opened is None else _reader(self._opened).answer.rest
        if rest is not None:
            rest.close()

    def _open(self) -> _Opened:
        if self._opened is None:
            self._opened = self._call()
        return self._opened

    def _read(self, reader: StreamReader) -> Iterator[T]:
        with closing(self):
            try:
                for chunk in _chunks(reader.answer):
                    yield from reader.feed(chunk)
                    if reader.ended:
                        return
                yield from reader.finish()
            except ApiError as error:
                raise reader.failed(error) from None


class AsyncStream(Generic[T]):
    """The asynchronous twin of :class:`Stream`: ``async with`` and ``async for``."""

    def __init__(
        self,
        call: Callable[[Operation[Any], Arguments, Options | None], Awaitable[_Opened]],
        operation: Operation[Any],
        arguments: Arguments,
        options: Options | None,
    ) -> None:
        self._call = partial(call, operation, arguments, options)
        self._opened: _Opened | None = None
        self._items: AsyncIterator[T] | None = None
        self._closed = False

    @property
    def response(self) -> Response[None]:
        """Status and headers of a stream that was entered or begun.

        Raises:
            RuntimeError: It was not.
        """
        if self._opened is None:
            raise RuntimeError("the stream has not begun: enter it, or ask for an item")
        return _without_value(self._opened)

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        """Return the next item.

        Raises:
            ApiError: The call failed, or the stream broke, or an item cannot be read.
        """
        if self._closed:
            raise StopAsyncIteration
        if self._items is None:
            self._items = self._read(_reader(await self._open()))
        return await anext(self._items)

    async def aclose(self) -> None:
        """Give the connection up, wherever the stream is; it ends there."""
        self._closed = True
        rest = None if self._opened is None else _reader(self._opened).answer.async_rest
        if rest is not None:
            await rest.aclose()

    async def _open(self) -> _Opened:
        if self._opened is None:
            self._opened = await self._call()
        return self._opened

    async def _read(self, reader: StreamReader) -> AsyncIterator[T]:
        async with aclosing(self):
            try:
                async for chunk in _async_chunks(reader.answer):
                    for item in reader.feed(chunk):
                        yield item
                    if reader.ended:
                        return
                for item in reader.finish():
                    yield item
            except ApiError as error:
                raise reader.failed(error) from None


def _chunks(answer: HttpAnswer) -> Iterator[bytes]:
    """Yield the body: what is there of it, and what is still to come."""
    yield answer.content
    if answer.rest is not None:
        yield from answer.rest.chunks()


async def _async_chunks(answer: HttpAnswer) -> AsyncIterator[bytes]:
    yield answer.content
    if answer.async_rest is not None:
        async for chunk in answer.async_rest.chunks():
            yield chunk


def _reader(opened: _Opened) -> StreamReader:
    reader: StreamReader = opened.value
    return reader


def _without_value(opened: _Opened) -> Response[None]:
    return Response(None, opened.status, opened.headers, opened.request_id, opened.attempts, opened.elapsed)
