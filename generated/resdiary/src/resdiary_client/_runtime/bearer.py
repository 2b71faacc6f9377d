"""A bearer token, fixed or from a provider that is asked once however many calls wait for it."""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

from .message import HttpRequest
from .words import header_value

if TYPE_CHECKING:
    import asyncio

__all__ = ["Bearer", "Token", "TokenProvider"]

_MARGIN = 30.0
"""Seconds before its end at which a token counts as expired, so that it does not expire on the way."""


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token and the seconds it is good for (None: until the server refuses it)."""

    value: str = field(repr=False)
    expires_in: float | None = None


TokenProvider: TypeAlias = Callable[[], str | Token] | Callable[[], Awaitable[str | Token]]


class Bearer:
    """``Authorization: Bearer``, from a token or a function that gets one.

    The function is called when there is no token, when the token is about to expire, and once after the server
    refused it.  A coroutine function can only serve an asynchronous client; a plain one is run in a thread there.
    """

    def __init__(self, token: str | TokenProvider) -> None:
        self._provider = None if isinstance(token, str) else token
        self._header = ""
        self._expires = 0.0
        self._lock = threading.Lock()
        self._async_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
        if isinstance(token, str):
            self._keep(Token(token))

    def __repr__(self) -> str:
        return "Bearer(...)"

    def prepare(self) -> None:
        """Get a token if there is no good one; other threads wait for the one that asks."""
        if self._is_good():
            return
        with self._lock:
            if self._is_good() or self._provider is None:
                return
            token = self._provider()
            if inspect.isawaitable(token):
                if inspect.iscoroutine(token):
                    token.close()
                raise TypeError("an asynchronous token provider needs the asynchronous client")
            self._keep(token)

    async def aprepare(self) -> None:
        """Get a token if there is no good one; other tasks wait for the one that asks."""
        if self._is_good():
            return
        import asyncio  # noqa: PLC0415  # slow to import, and a synchronous client never needs it

        lock = self._async_locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        async with lock:
            if self._is_good() or self._provider is None:
                return
            if not inspect.iscoroutinefunction(self._provider):
                found = await asyncio.to_thread(self._provider)
            else:
                found = self._provider()
            self._keep(await found if inspect.isawaitable(found) else found)

    def apply(self, request: HttpRequest) -> None:
        """Add the header."""
        request.headers["Authorization"] = self._header

    def renew(self) -> bool:
        """Forget the token if a provider can get another."""
        if self._provider is None:
            return False
        self._header = ""
        return True

    def _is_good(self) -> bool:
        return bool(self._header) and time.monotonic() < self._expires

    def _keep(self, token: str | Token) -> None:
        given = token if isinstance(token, Token) else Token(token)
        header = header_value("Authorization", f"Bearer {given.value}")
        lasts = float("inf") if given.expires_in is None else max(given.expires_in - _MARGIN, given.expires_in / 2)
        self._header, self._expires = header, time.monotonic() + lasts
