"""The base of every generated client: settings, lifetime, and the two drivers of the one pure call."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Self, TypeVar, Unpack

from . import response
from .call import Authorize, Effect, Send, Settings, converse
from .credentials import Credential, authorize
from .errors import ApiError
from .message import AsyncTransport, HttpAnswer, HttpRequest, Transport
from .operation import Arguments, Operation
from .options import AsyncClientOptions, AsyncMiddleware, AsyncNext, ClientOptions, Middleware, Next, Options
from .response import Response

__all__ = ["AsyncBaseClient", "BaseClient"]

T = TypeVar("T")


class BaseClient:
    """A synchronous client of one API; a context manager, safe to share between threads.

    Connections are opened at the first request, not before.

    Args:
        base_url: Where the API lives, up to what the paths of its operations begin with. Without one, an operation is
            sent to its own server if it has one.
        credentials: Credentials by the name of their security scheme.
        usual_url: What stands in for a ``base_url`` that is not given.
        options: See :class:`ClientOptions`.
    """

    def __init__(
        self,
        base_url: str | None,
        credentials: Mapping[str, Credential] | None = None,
        *,
        usual_url: str = "",
        **options: Unpack[ClientOptions],
    ) -> None:
        self._middleware: tuple[Middleware, ...] = tuple(options.pop("middleware", ()))
        self._given: Transport | None = options.pop("transport", None)
        self._transport = self._given
        self._settings = Settings.of(base_url, usual_url, credentials or {}, options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._settings.origin!r})"

    def close(self) -> None:
        """Close the connections; a closed client opens new ones if it is used again."""
        transport, self._transport = self._transport, self._given
        if transport is not None:
            transport.close()

    def call(self, operation: Operation[T], arguments: Arguments, options: Options | None = None) -> Response[T]:
        """Make one call of ``operation``: retries, waits and credentials included.

        Raises:
            ApiError: The call failed; the subclass says how.
        """
        conversation = converse(operation, arguments, self._settings, options)
        try:
            effect = next(conversation)
            while True:
                try:
                    answer = self._perform(effect)
                except ApiError as error:
                    effect = conversation.throw(error)
                else:
                    effect = conversation.send(answer)
        except StopIteration as done:
            return response.record(done.value)

    def _perform(self, effect: Effect) -> HttpAnswer | None:
        if isinstance(effect, Send):
            return self._send(effect)
        if isinstance(effect, Authorize):
            for credential in effect.credentials:
                credential.prepare()
        else:
            self._settings.clock.sleep(effect.seconds)
        return None

    def _send(self, effect: Send) -> HttpAnswer:
        def last(request: HttpRequest) -> HttpAnswer:
            if self._transport is None:
                # The HTTP library costs most of the import time; a client that never calls never pays for it.
                from .transport import HttpTransport  # noqa: PLC0415

                self._transport = HttpTransport()
            return self._transport.send(authorize(request), effect.deadline)

        forward: Next = last
        for middleware in reversed(self._middleware):
            forward = _around(middleware, forward)
        return forward(effect.request)


def _around(middleware: Middleware, forward: Next) -> Next:
    return lambda request: middleware(request, forward)


class AsyncBaseClient:
    """An asynchronous client of one API, for asyncio; an asynchronous context manager.

    Connections are opened at the first request, not before, and belong to the event loop that made it.

    Args:
        base_url: Where the API lives, up to what the paths of its operations begin with. Without one, an operation is
            sent to its own server if it has one.
        credentials: Credentials by the name of their security scheme.
        usual_url: What stands in for a ``base_url`` that is not given.
        options: See :class:`AsyncClientOptions`.
    """

    def __init__(
        self,
        base_url: str | None,
        credentials: Mapping[str, Credential] | None = None,
        *,
        usual_url: str = "",
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        self._middleware: tuple[AsyncMiddleware, ...] = tuple(options.pop("middleware", ()))
        self._given: AsyncTransport | None = options.pop("transport", None)
        self._transport = self._given
        self._settings = Settings.of(base_url, usual_url, credentials or {}, options)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._settings.origin!r})"

    async def aclose(self) -> None:
        """Close the connections; a closed client opens new ones if it is used again."""
        transport, self._transport = self._transport, self._given
        if transport is not None:
            await transport.aclose()

    async def call(self, operation: Operation[T], arguments: Arguments, options: Options | None = None) -> Response[T]:
        """Make one call of ``operation``: retries, waits and credentials included.

        Raises:
            ApiError: The call failed; the subclass says how.
        """
        conversation = converse(operation, arguments, self._settings, options)
        try:
            effect = next(conversation)
            while True:
                try:
                    answer = await self._perform(effect)
                except ApiError as error:
                    effect = conversation.throw(error)
                else:
                    effect = conversation.send(answer)
        except StopIteration as done:
            return response.record(done.value)

    async def _perform(self, effect: Effect) -> HttpAnswer | None:
        if isinstance(effect, Send):
            return await self._send(effect)
        if isinstance(effect, Authorize):
            for credential in effect.credentials:
                await credential.aprepare()
        else:
            await self._settings.clock.asleep(effect.seconds)
        return None

    async def _send(self, effect: Send) -> HttpAnswer:
        async def last(request: HttpRequest) -> HttpAnswer:
            if self._transport is None:
                # The HTTP library costs most of the import time; a client that never calls never pays for it.
                from .transport import AsyncHttpTransport  # noqa: PLC0415

                self._transport = AsyncHttpTransport()
            return await self._transport.send(authorize(request), effect.deadline)

        forward: AsyncNext = last
        for middleware in reversed(self._middleware):
            forward = _async_around(middleware, forward)
        return await forward(effect.request)


def _async_around(middleware: AsyncMiddleware, forward: AsyncNext) -> AsyncNext:
    return lambda request: middleware(request, forward)
