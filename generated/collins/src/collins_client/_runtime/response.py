"""A successful answer with its status and headers, and how to ask a plain method for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar

from .declared import Header
from .message import Headers

__all__ = ["Response", "record", "with_response", "with_response_async"]

P = ParamSpec("P")
T = TypeVar("T")
W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Response(Generic[T]):
    """What a call returned, and how: ``elapsed`` is in seconds, retries and waits included.

    ``value`` is what the method returns; :meth:`whole` is the answer around it.
    """

    value: T = field(repr=False)
    status: int
    headers: Headers
    request_id: str | None
    attempts: int
    elapsed: float
    body: Any = field(default=None, repr=False)

    def header(self, header: Header[W]) -> W | None:
        """Return the value of a header that the specification declares; None where the answer has none.

        Raises:
            DecodeError: It does not fit its type.
        """
        return header.read(self.headers)

    def whole(self, kind: type[W]) -> W:
        """Return the whole body of the answer, a ``kind``: the model that holds the value and what comes with it.

        Raises:
            TypeError: The body is something else.
        """
        if not isinstance(self.body, kind):
            raise TypeError(f"the body is a {type(self.body).__name__}, not a {kind.__name__}")
        return self.body


_kept: ContextVar[list[Response[Any]] | None] = ContextVar("kept", default=None)


def record(response: Response[T]) -> Response[T]:
    """Keep ``response`` for the :func:`with_response` around this call, if there is one, and return it."""
    kept = _kept.get()
    if kept is not None:
        kept.append(response)
    return response


def with_response(method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Response[T]:
    """Call ``method`` of a synchronous client and return its value with status and headers.

    ``with_response(client.customers.get, "42")``; the arguments stay type-checked.

    Raises:
        TypeError: The method made no call: it returned a pager or a stream, which send later and have a ``response``.
    """
    kept: list[Response[Any]] = []
    token = _kept.set(kept)
    try:
        value = method(*args, **kwargs)
    finally:
        _kept.reset(token)
    return _last(kept, value)


async def with_response_async(method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> Response[T]:
    """Do as :func:`with_response` for a method of an asynchronous client.

    Raises:
        TypeError: The method made no call.
    """
    kept: list[Response[Any]] = []
    token = _kept.set(kept)
    try:
        value = await method(*args, **kwargs)
    finally:
        _kept.reset(token)
    return _last(kept, value)


def _last(kept: list[Response[Any]], value: T) -> Response[T]:
    if not kept:
        raise TypeError("the method made no call yet; ask a pager's page, or the stream itself, for its response")
    last = kept[-1]
    return Response(value, last.status, last.headers, last.request_id, last.attempts, last.elapsed, last.body)
