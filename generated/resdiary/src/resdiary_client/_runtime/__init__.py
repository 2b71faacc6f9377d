"""The runtime that every generated client carries: calls, errors, retries, pages and credentials."""

from .bearer import Bearer, Token, TokenProvider
from .client import AsyncBaseClient, BaseClient
from .credentials import (
    Basic,
    CookieKey,
    Credential,
    HeaderKey,
    HeaderSet,
    MissingCredential,
    QueryKey,
    from_environment,
)
from .declared import Header
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
from .message import AsyncTransport, Headers, HttpAnswer, HttpRequest, Transport
from .model import Model, RootModel
from .multipart import File
from .omit import OMIT, Omit
from .operation import Answer, Arguments, Body, Operation, Paging, Parameter, Part
from .options import (
    AsyncClientOptions,
    AsyncMiddleware,
    AsyncNext,
    ClientOptions,
    Middleware,
    Next,
    Options,
    Validation,
)
from .paging import AsyncPager, Page, Pager
from .resource import AsyncResource, Resource
from .response import Response, with_response, with_response_async
from .retry import Clock
from .specified import Specified
from .streaming import ServerSentEvent
from .streams import AsyncStream, Stream
from .surprise import Surprise, SurpriseKind
from .written import WireDate, WireDateTime, WireDecimal, WireDecimalNumber, WireUUID

__all__ = [
    "OMIT",
    "Answer",
    "ApiError",
    "Arguments",
    "AsyncBaseClient",
    "AsyncClientOptions",
    "AsyncMiddleware",
    "AsyncNext",
    "AsyncPager",
    "AsyncResource",
    "AsyncStream",
    "AsyncTransport",
    "BaseClient",
    "Basic",
    "Bearer",
    "Body",
    "ClientOptions",
    "Clock",
    "Conflict",
    "ConnectionFailed",
    "CookieKey",
    "Credential",
    "DecodeError",
    "File",
    "Forbidden",
    "Header",
    "HeaderKey",
    "HeaderSet",
    "Headers",
    "HttpAnswer",
    "HttpRequest",
    "IncompleteResponse",
    "Invalid",
    "MalformedResponse",
    "Middleware",
    "MissingCredential",
    "Model",
    "Next",
    "NotFound",
    "Omit",
    "Operation",
    "Options",
    "Page",
    "PageRepeated",
    "Pager",
    "Paging",
    "Parameter",
    "Part",
    "QueryKey",
    "RateLimited",
    "Resource",
    "Response",
    "ResponseTooLarge",
    "RootModel",
    "ServerError",
    "ServerSentEvent",
    "Specified",
    "Stream",
    "Surprise",
    "SurpriseKind",
    "TimedOut",
    "Token",
    "TokenProvider",
    "Transport",
    "Unauthorized",
    "UnexpectedContentType",
    "UnexpectedStatus",
    "UnreadableResponse",
    "Validation",
    "WireDate",
    "WireDateTime",
    "WireDecimal",
    "WireDecimalNumber",
    "WireUUID",
    "from_environment",
    "with_response",
    "with_response_async",
]
