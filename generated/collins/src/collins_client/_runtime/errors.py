# ruff: noqa: N818  # the names are those a user writes after "except"; the tree says that they are errors
"""Everything a call can raise, as one tree under :class:`ApiError`.

The text of an error names the operation, the status and the request id; never a URL, a header value or a body, which
may hold credentials and personal data.  The body is there for the program, in ``body``.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from .message import Headers

__all__ = [
    "ApiError",
    "Conflict",
    "ConnectionFailed",
    "DecodeError",
    "Forbidden",
    "IncompleteResponse",
    "Invalid",
    "MalformedResponse",
    "NotFound",
    "PageRepeated",
    "RateLimited",
    "ResponseTooLarge",
    "ServerError",
    "TimedOut",
    "Unauthorized",
    "UnexpectedContentType",
    "UnexpectedStatus",
    "UnreadableResponse",
    "error_class",
    "status_reason",
]


class ApiError(Exception):
    """A call failed.

    Attributes:
        operation: Id of the operation, as ``customers.get``.
        status: HTTP status, or None when no answer was read.
        headers: Headers of the answer; empty when there was none.
        body: Body of the answer: of the type the specification declares, else JSON data, text or bytes; None if none.
        request_id: The server's name for the request, if it gave one.
        attempts: How many requests were sent for this call.
        elapsed: Seconds from the start of the call to the failure.
        retry_after: Seconds the server asked to wait, if it did.
        may_have_happened: Whether the server may have done what was asked, although the call failed.
    """

    def __init__(
        self,
        reason: str = "the call failed",
        *,
        status: int | None = None,
        headers: Headers | None = None,
        body: Any = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.operation = ""
        self.status = status
        self.headers = Headers() if headers is None else headers
        self.body = body
        self.request_id: str | None = None
        self.attempts = 0
        self.elapsed = 0.0
        self.retry_after = retry_after
        self.may_have_happened = False

    def __str__(self) -> str:
        facts = [self.operation, self.reason]
        if self.request_id:
            facts.append(f"request id {self.request_id}")
        if self.attempts > 1:
            facts.append(f"{self.attempts} attempts")
        if self.may_have_happened:
            facts.append("it may have happened all the same")
        return ": ".join(facts[:2] if self.operation else facts[1:2]) + "".join(f"; {fact}" for fact in facts[2:])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.reason, self.__dict__)


def _restored(kind: type[ApiError], reason: str, state: dict[str, Any]) -> ApiError:
    error = kind.__new__(kind, reason)
    error.__dict__.update(state)
    return error


class Unauthorized(ApiError):
    """401: the credentials are missing, wrong or expired."""


class Forbidden(ApiError):
    """403: these credentials may not do this."""


class NotFound(ApiError):
    """404 or 410: there is no such thing (any more)."""


class Invalid(ApiError):
    """400 or 422: the server does not accept what was sent."""


class Conflict(ApiError):
    """409: it collides with what is there already."""


class RateLimited(ApiError):
    """429: too many requests; ``retry_after`` says how long to wait, if the server does."""


class ServerError(ApiError):
    """5xx: the server failed."""


class UnexpectedStatus(ApiError):
    """Any other status that is not a success of the operation; redirects too, which are never followed."""


class ConnectionFailed(ApiError):
    """No answer came: the connection could not be made, or broke.

    ``sent`` is false when not a byte of the request left, so that repeating it is harmless.
    """

    sent = True

    def __init__(self, reason: str = "the connection failed", *, sent: bool = True) -> None:
        super().__init__(reason)
        self.sent = sent


class TimedOut(ConnectionFailed):
    """No complete answer came in time."""

    def __init__(self, reason: str = "timed out", *, sent: bool = True) -> None:
        super().__init__(reason, sent=sent)


class UnreadableResponse(ApiError):
    """An answer came that cannot be used."""


class IncompleteResponse(UnreadableResponse):
    """The answer ended before its end."""


class MalformedResponse(UnreadableResponse):
    """The answer breaks the rules of HTTP or of its content coding."""


class ResponseTooLarge(UnreadableResponse):
    """The answer is larger than the client accepts, before or after decompression."""


class UnexpectedContentType(UnreadableResponse):
    """The answer is of a media type that the operation does not declare."""


class DecodeError(UnreadableResponse):
    """The answer's body is not strict JSON or, in ``strict`` mode, not what the specification says.

    ``paths`` lists the places, as ``items[3].email``; never the values.
    """

    def __init__(
        self,
        reason: str = "the body cannot be decoded",
        *,
        paths: Sequence[str] = (),
        status: int | None = None,
        headers: Headers | None = None,
        body: Any = None,
    ) -> None:
        super().__init__(reason, status=status, headers=headers, body=body)
        self.paths = tuple(paths)


class PageRepeated(UnreadableResponse):
    """The server answered a page with the page before it, so that reading on would never end."""


_CLASSES: dict[int, type[ApiError]] = {
    400: Invalid,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    422: Invalid,
    429: RateLimited,
}


def error_class(status: int) -> type[ApiError]:
    """Return the class for a status that is not a success."""
    return _CLASSES.get(status) or (ServerError if 500 <= status <= 599 else UnexpectedStatus)


def status_reason(status: int) -> str:
    """Write a status with its standard phrase, never the server's own."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
