"""A client of one HTTP API.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from . import errors, models
from ._runtime import (
    OMIT,
    AsyncPager,
    MissingCredential,
    Omit,
    Options,
    Pager,
    Response,
    TokenProvider,
    with_response,
    with_response_async,
)
from .client import AsyncShapes, Shapes
from .errors import (
    ApiError,
    Conflict,
    ConnectionFailed,
    DecodeError,
    Forbidden,
    IncompleteResponse,
    Invalid,
    MalformedResponse,
    NotFound,
    PageRepeated,
    RateLimited,
    ResponseTooLarge,
    ServerError,
    TimedOut,
    Unauthorized,
    UnexpectedContentType,
    UnexpectedStatus,
    UnreadableResponse,
)

__all__ = [
    "OMIT",
    "ApiError",
    "AsyncPager",
    "AsyncShapes",
    "Conflict",
    "ConnectionFailed",
    "DecodeError",
    "Forbidden",
    "IncompleteResponse",
    "Invalid",
    "MalformedResponse",
    "MissingCredential",
    "NotFound",
    "Omit",
    "Options",
    "PageRepeated",
    "Pager",
    "RateLimited",
    "Response",
    "ResponseTooLarge",
    "ServerError",
    "Shapes",
    "TimedOut",
    "TokenProvider",
    "Unauthorized",
    "UnexpectedContentType",
    "UnexpectedStatus",
    "UnreadableResponse",
    "errors",
    "models",
    "with_response",
    "with_response_async",
]
