"""What a call can raise.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from ._runtime import (
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
]
