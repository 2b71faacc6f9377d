"""Lists that come in pages: the pure cursor, and the two pagers that follow it."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, RootModel

from .errors import PageRepeated
from .omit import OMIT
from .operation import Arguments, Operation, Paging
from .options import Options
from .places import at
from .response import Response
from .shapes import is_object, is_sequence
from .values import json_bytes

__all__ = ["AsyncPager", "Page", "Pager"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: ``number`` is what to pass as the page argument to come back to it; totals if the server tells."""

    items: tuple[Item, ...] = field(repr=False)
    number: int
    total_pages: int | None
    total_items: int | None
    response: Response[Any]

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class _Cursor:
    """Where a walk over the pages is: which page to ask for, and whether there is another."""

    def __init__(self, operation: Operation[Any], arguments: Arguments) -> None:
        if operation.paging is None:
            raise TypeError(f"{operation.id} is not paged")
        self._operation = operation.id
        self._paging: Paging = operation.paging
        self._arguments = arguments
        start = self._argument(self._paging.page)
        self._number = self._paging.first if start is None else int(start)
        size = self._argument(self._paging.size)
        self._size = self._paging.default_size if size is None else int(size)
        self._seen: int | None = None
        self._last_digest: bytes | None = None
        self.ended = False

    def arguments(self) -> Arguments:
        """Return the arguments that ask for the next page."""
        number = str(self._number) if self._paging.as_text else self._number
        if self._paging.location == "query":
            return replace(self._arguments, query={**self._arguments.query, self._paging.page: number})
        return replace(self._arguments, body={**self._body(), self._paging.page: number})

    def turn(self, response: Response[Any]) -> Page[Any]:
        """Take in the answer for the page asked for, and go on to the next.

        Raises:
            PageRepeated: It is the page before it once more, so that there would be no end.
        """
        paging, headers = self._paging, response.headers
        items = _items(at(response.value, paging.items))
        pages = _number(at(response.value, paging.total_pages), headers.get(paging.total_pages_header or ""))
        total = _number(at(response.value, paging.total_items), headers.get(paging.total_items_header or ""))
        page = Page(items, self._number, pages, total, response)
        if self._seen is None:  # a walk that begins further on: the pages before it were as long as this one
            self._seen = (page.number - paging.first) * len(items)
        self._seen += len(items)
        self.ended = self._is_last(page)
        if not self.ended or self._last_digest is not None:
            self._refuse_repetition(page)
        self._number += 1
        return page

    def _is_last(self, page: Page[Any]) -> bool:
        if not page.items:
            return True
        if page.total_pages is not None:
            return page.number - self._paging.first + 1 >= page.total_pages
        if page.total_items is not None:
            # Items are counted instead of pages: a server may give smaller pages than were asked for.
            return (self._seen or 0) >= page.total_items
        return self._size is not None and len(page.items) < self._size

    def _refuse_repetition(self, page: Page[Any]) -> None:
        # A digest, so that a long walk does not keep the page before in memory.
        digest = hashlib.sha256(json_bytes(page.items)).digest() if page.items else None
        if digest is not None and digest == self._last_digest:
            error = PageRepeated(f"page {page.number} is page {page.number - 1} once more")
            error.operation, error.status, error.headers = self._operation, page.response.status, page.response.headers
            error.request_id, error.attempts = page.response.request_id, page.response.attempts
            raise error
        self._last_digest = digest

    def _argument(self, name: str | None) -> Any:
        values = self._arguments.query if self._paging.location == "query" else self._body()
        value = values.get(name, OMIT) if name is not None else OMIT
        return None if value is OMIT else value

    def _body(self) -> dict[str, Any]:
        body = self._arguments.body
        if isinstance(body, BaseModel):
            return body.model_dump(by_alias=True, exclude_unset=True)
        return body if is_object(body) else {}


class Pager(Generic[Item]):
    """The items of a list, page after page; each iteration starts anew and asks for pages as they are needed.

    To resume, pass the number of the page to start with as the operation's own page argument.
    """

    def __init__(
        self,
        call: Callable[[Operation[Any], Arguments, Options | None], Response[Any]],
        operation: Operation[Any],
        arguments: Arguments,
        options: Options | None = None,
        max_items: int | None = None,
    ) -> None:
        self._call = partial(_ordered, call, operation, options)
        self._cursor = partial(_Cursor, operation, arguments)
        self._max_items = max_items

    def pages(self) -> Iterator[Page[Item]]:
        """Yield the pages.

        Raises:
            ApiError: A page could not be had; those before it were yielded.
        """
        cursor = self._cursor()
        while not cursor.ended:
            yield cursor.turn(self._call(cursor.arguments()))

    @property
    def page(self) -> Page[Item]:
        """The first page; asking again fetches it again."""
        return next(self.pages())

    def __iter__(self) -> Iterator[Item]:
        left = self._max_items
        if left is not None and left <= 0:
            return
        for page in self.pages():
            yield from page.items[:left]
            if left is not None:
                left -= len(page.items)
                if left <= 0:
                    return


class AsyncPager(Generic[Item]):
    """The items of a list, page after page; each iteration starts anew and asks for pages as they are needed.

    To resume, pass the number of the page to start with as the operation's own page argument.
    """

    def __init__(
        self,
        call: Callable[[Operation[Any], Arguments, Options | None], Awaitable[Response[Any]]],
        operation: Operation[Any],
        arguments: Arguments,
        options: Options | None = None,
        max_items: int | None = None,
    ) -> None:
        self._call = partial(_ordered, call, operation, options)
        self._cursor = partial(_Cursor, operation, arguments)
        self._max_items = max_items

    async def pages(self) -> AsyncIterator[Page[Item]]:
        """Yield the pages.

        Raises:
            ApiError: A page could not be had; those before it were yielded.
        """
        cursor = self._cursor()
        while not cursor.ended:
            yield cursor.turn(await self._call(cursor.arguments()))

    async def page(self) -> Page[Item]:
        """Return the first page; asking again fetches it again."""
        return await anext(self.pages())

    async def __aiter__(self) -> AsyncIterator[Item]:
        left = self._max_items
        if left is not None and left <= 0:
            return
        async for page in self.pages():
            for item in page.items[:left]:
                yield item
            if left is not None:
                left -= len(page.items)
                if left <= 0:
                    return


Result = TypeVar("Result")


def _ordered(
    call: Callable[[Operation[Any], Arguments, Options | None], Result],
    operation: Operation[Any],
    options: Options | None,
    arguments: Arguments,
) -> Result:
    return call(operation, arguments, options)


def _items(value: Any) -> tuple[Any, ...]:
    root = value.root if isinstance(value, RootModel) else value  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # any root
    return tuple(root) if is_sequence(root) else ()


def _number(*candidates: Any) -> int | None:
    for candidate in candidates:
        try:
            return int(candidate)
        except (TypeError, ValueError):
            continue
    return None
