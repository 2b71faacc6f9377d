# ruff: noqa: PLR0913  # one keyword for each place of a request
"""The base of every resource class: what a generated method calls."""

from __future__ import annotations

from typing import Any, TypeVar

from .client import AsyncBaseClient, BaseClient
from .omit import OMIT
from .operation import Arguments, Operation
from .options import Options
from .paging import AsyncPager, Pager
from .streams import AsyncStream, Stream

__all__ = ["AsyncResource", "Resource"]

T = TypeVar("T")
Values = dict[str, Any]


def _arguments(  # noqa: PLR0917  # what the methods below are given
    path: Values | None,
    query: Values | None,
    headers: Values | None,
    cookies: Values | None,
    body: Any,
    others: tuple[Any, ...],
    content_type: str | None,
    part_headers: dict[str, Values] | None,
) -> Arguments:
    return Arguments(
        path or {}, query or {}, headers or {}, cookies or {}, body, others, content_type, part_headers or {}
    )


class Resource:
    """A group of operations of one synchronous client."""

    def __init__(self, client: BaseClient) -> None:
        self._client = client

    def _call(
        self,
        operation: Operation[T],
        *,
        path: Values | None = None,
        query: Values | None = None,
        headers: Values | None = None,
        cookies: Values | None = None,
        body: Any = OMIT,
        others: tuple[Any, ...] = (),
        content_type: str | None = None,
        part_headers: dict[str, Values] | None = None,
        options: Options | None = None,
    ) -> T:
        """Make one call and return its value; arguments go by wire name."""
        return self._client.call(
            operation, _arguments(path, query, headers, cookies, body, others, content_type, part_headers), options
        ).value

    def _pages(
        self,
        operation: Operation[Any],
        *,
        path: Values | None = None,
        query: Values | None = None,
        headers: Values | None = None,
        cookies: Values | None = None,
        body: Any = OMIT,
        others: tuple[Any, ...] = (),
        content_type: str | None = None,
        part_headers: dict[str, Values] | None = None,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[Any]:
        """Return the pages of a list; nothing is sent before the first one is asked for."""
        arguments = _arguments(path, query, headers, cookies, body, others, content_type, part_headers)
        return Pager(self._client.call, operation, arguments, options, max_items)

    def _stream(
        self,
        operation: Operation[T],
        *,
        path: Values | None = None,
        query: Values | None = None,
        headers: Values | None = None,
        cookies: Values | None = None,
        body: Any = OMIT,
        others: tuple[Any, ...] = (),
        content_type: str | None = None,
        part_headers: dict[str, Values] | None = None,
        options: Options | None = None,
    ) -> Stream[T]:
        """Return the items of a stream; nothing is sent before it is entered or the first one asked for."""
        return Stream(
            self._client.call,
            operation,
            _arguments(path, query, headers, cookies, body, others, content_type, part_headers),
            options,
        )


class AsyncResource:
    """A group of operations of one asynchronous client."""

    def __init__(self, client: AsyncBaseClient) -> None:
        self._client = client

    async def _call(
        self,
        operation: Operation[T],
        *,
        path: Values | None = None,
        query: Values | None = None,
        headers: Values | None = None,
        cookies: Values | None = None,
        body: Any = OMIT,
        others: tuple[Any, ...] = (),
        content_type: str | None = None,
        part_headers: dict[str, Values] | None = None,
        options: Options | None = None,
    ) -> T:
        """Make one call and return its value; arguments go by wire name."""
        response = await self._client.call(
            operation, _arguments(path, query, headers, cookies, body, others, content_type, part_headers), options
        )
        return response.value

    def _pages(
        self,
        operation: Operation[Any],
        *,
        path: Values | None = None,
        query: Values | None = None,
        headers: Values | None = None,
        cookies: Values | None = None,
        body: Any = OMIT,
        others: tuple[Any, ...] = (),
        content_type: str | None = None,
        part_headers: dict[str, Values] | None = None,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[Any]:
        """Return the pages of a list; nothing is sent before the first one is asked for."""
        arguments = _arguments(path, query, headers, cookies, body, others, content_type, part_headers)
        return AsyncPager(self._client.call, operation, arguments, options, max_items)

    def _stream(
        self,
        operation: Operation[T],
        *,
        path: Values | None = None,
        query: Values | None = None,
        headers: Values | None = None,
        cookies: Values | None = None,
        body: Any = OMIT,
        others: tuple[Any, ...] = (),
        content_type: str | None = None,
        part_headers: dict[str, Values] | None = None,
        options: Options | None = None,
    ) -> AsyncStream[T]:
        """Return the items of a stream; nothing is sent before it is entered or the first one asked for."""
        return AsyncStream(
            self._client.call,
            operation,
            _arguments(path, query, headers, cookies, body, others, content_type, part_headers),
            options,
        )
