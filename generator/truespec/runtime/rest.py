"""A body that is left for the caller to read, piece by piece, whatever library receives it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from .errors import MalformedResponse, TimedOut
from .message import HttpAnswer
from .reading import read_headers

__all__ = ["async_opened", "opened"]

_Guard: TypeAlias = Callable[[], AbstractContextManager[object]]
"""What stands around the wait for each piece: errors of the library become ours."""
_Fields: TypeAlias = Sequence[tuple[str, str]]


class _Response(Protocol):
    @property
    def status_code(self) -> int: ...

    def iter_raw(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


class _AsyncResponse(Protocol):
    @property
    def status_code(self) -> int: ...

    def aiter_raw(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


def opened(response: _Response, fields: _Fields, guard: _Guard) -> HttpAnswer:
    """Return the answer with its body still to come.

    Raises:
        UnreadableResponse: The headers cannot be used; the response is closed then.
    """
    try:
        headers = read_headers(fields)
        _refuse_coding(headers.get("content-encoding", ""))
    except BaseException:
        response.close()
        raise
    return HttpAnswer(response.status_code, headers, rest=_Rest(response, guard))


async def async_opened(response: _AsyncResponse, fields: _Fields, guard: _Guard, patience: float) -> HttpAnswer:
    """Return the answer with its body still to come, each piece of it within ``patience`` seconds.

    Raises:
        UnreadableResponse: The headers cannot be used; the response is closed then.
    """
    try:
        headers = read_headers(fields)
        _refuse_coding(headers.get("content-encoding", ""))
    except BaseException:
        await response.aclose()
        raise
    return HttpAnswer(response.status_code, headers, async_rest=_AsyncRest(response, guard, patience))


def _refuse_coding(coding: str) -> None:
    if coding.strip().lower() not in {"", "identity"}:
        raise MalformedResponse("the answer is in a content coding that was not asked for")


@dataclass(frozen=True, slots=True)
class _Rest:
    response: _Response
    guard: _Guard

    def chunks(self) -> Iterator[bytes]:
        raw = iter(self.response.iter_raw())
        while True:
            with self.guard():
                chunk = next(raw, None)
            if chunk is None:
                return
            yield chunk

    def close(self) -> None:
        self.response.close()


@dataclass(frozen=True, slots=True)
class _AsyncRest:
    response: _AsyncResponse
    guard: _Guard
    patience: float

    async def chunks(self) -> AsyncIterator[bytes]:
        raw = aiter(self.response.aiter_raw())
        while True:
            try:
                async with asyncio.timeout(self.patience):
                    with self.guard():
                        chunk = await anext(raw, None)
            except TimeoutError:
                raise TimedOut from None
            if chunk is None:
                return
            yield chunk

    async def aclose(self) -> None:
        await self.response.aclose()
