"""The pure call, written once for both faces: what to send, when to wait, and what an answer means.

:func:`converse` is a generator.  It yields what has to be done (:class:`Authorize`, :class:`Send`, :class:`Wait`), is
sent the result, or thrown the error, and returns the response.  A client only performs the effects, with or without
``await``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias, TypeVar
from uuid import uuid4

from .credentials import Credential, MissingCredential, origin_of
from .decoding import decode, error_of, result
from .encoding import checked_base_url, checked_headers, encode
from .errors import ApiError, ConnectionFailed, UnreadableResponse
from .message import Headers, HttpAnswer, HttpRequest
from .operation import Arguments, Operation
from .options import AsyncClientOptions, ClientOptions, Options, Validation
from .response import Response
from .retry import Clock, RetryBudget, RetryPolicy, retry_after
from .streaming import StreamReader
from .surprise import Surprise
from .telemetry import log_attempt

__all__ = ["Authorize", "Effect", "Send", "Settings", "Wait", "converse"]

T = TypeVar("T")

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray")


@dataclass(frozen=True, slots=True)
class Authorize:
    """Let each credential get ready."""

    credentials: tuple[Credential, ...]


@dataclass(frozen=True, slots=True)
class Send:
    """Send the request and read the answer by ``deadline`` (monotonic clock)."""

    request: HttpRequest
    deadline: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for some seconds."""

    seconds: float


Effect: TypeAlias = Authorize | Send | Wait


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client was told, checked."""

    base_url: str
    origin: str
    own_servers: bool
    credentials: Mapping[str, Credential] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    timeout: float
    deadline: float | None
    max_retries: int
    validation: Validation
    on_surprise: Callable[[Surprise], None] | None
    clock: Clock
    budget: RetryBudget

    @classmethod
    def of(
        cls,
        base_url: str | None,
        usual_url: str,
        credentials: Mapping[str, Credential],
        options: ClientOptions | AsyncClientOptions,
    ) -> Self:
        """Return the settings for ``options``, with defaults for what they leave out.

        Without a ``base_url``, operations are sent to their own servers, the others to the usual one (empty: none).

        Raises:
            TypeError: There is no such option; without this a misspelt one, ``transport`` say, would change nothing.
            ValueError: The base URL or a header cannot be used.
        """
        _refuse_unknown(set(options) - ClientOptions.__optional_keys__)
        chosen = usual_url if base_url is None else base_url
        url = checked_base_url(chosen) if chosen or base_url is not None else ""
        return cls(
            url,
            origin_of(url) if url else "",
            base_url is None,
            dict(credentials),
            checked_headers(options.get("headers") or {}),
            options.get("timeout", 30.0),
            options.get("deadline"),
            options.get("max_retries", 2),
            options.get("validation", "lenient"),
            options.get("on_surprise"),
            options.get("clock", Clock()),
            RetryBudget(),
        )


def _refuse_unknown(options: set[str]) -> None:
    if options:
        raise TypeError(f"unknown options: {', '.join(sorted(options))}")


def converse(
    operation: Operation[T], arguments: Arguments, settings: Settings, options: Options | None
) -> Generator[Effect, HttpAnswer | None, Response[T]]:
    """Make one call, as a conversation with whoever performs its effects.

    Raises:
        ApiError: The call failed.
        TypeError: There is no such option; nothing was sent.
        ValueError: An argument cannot be sent; nothing was.
        MissingCredential: The operation needs a credential that the client was not given; nothing was sent.
    """
    chosen = options or {}
    _refuse_unknown(set(chosen) - Options.__optional_keys__)
    clock = settings.clock
    journal = _Journal(operation, clock)
    timeout = chosen.get("timeout", settings.timeout)
    limit = chosen.get("deadline", settings.deadline)
    deadline = journal.started + (timeout if limit is None else limit)
    request = _request(operation, arguments, settings, chosen)
    request.patience = timeout if operation.stream else None
    retries = chosen.get("max_retries", settings.max_retries)
    policy = RetryPolicy(operation.repeatable, retries, deadline, clock, settings.budget)
    while True:
        if request.credentials:
            yield Authorize(request.credentials)
        outcome: HttpAnswer | ApiError
        try:
            outcome = _answer((yield Send(request, min(deadline, clock.monotonic() + timeout))))
        except ApiError as error:
            outcome = error
        journal.note(outcome)
        if isinstance(outcome, HttpAnswer) and 200 <= outcome.status <= 299:
            break
        if journal.may_renew(outcome, request.credentials):
            continue
        wait = policy.wait_after(outcome)
        if wait is None:
            raise journal.complete(outcome if isinstance(outcome, ApiError) else error_of(operation, outcome))
        yield Wait(wait)

    policy.succeeded()
    if operation.stream:
        mode = chosen.get("validation", settings.validation)
        return journal.response(StreamReader(operation, outcome, mode, settings.on_surprise), outcome)
    try:
        body = decode(operation, outcome, chosen.get("validation", settings.validation), settings.on_surprise)
        value = result(operation, outcome, body)
    except ApiError as error:
        journal.in_doubt = True
        raise journal.complete(error) from None
    return journal.response(value, outcome, body)


@dataclass(slots=True)
class _Journal:
    """What happened so far in one call."""

    operation: Operation[Any]
    clock: Clock
    started: float = field(init=False)
    attempts: int = 0
    in_doubt: bool = False
    renewed: bool = False

    def __post_init__(self) -> None:
        self.started = self.clock.monotonic()

    @property
    def elapsed(self) -> float:
        return self.clock.monotonic() - self.started

    def note(self, outcome: HttpAnswer | ApiError) -> None:
        self.attempts += 1
        self.in_doubt = self.in_doubt or _leaves_doubt(outcome)
        log_attempt(self.operation, self.attempts, outcome, self.elapsed)

    def may_renew(self, outcome: HttpAnswer | ApiError, credentials: tuple[Credential, ...]) -> bool:
        """Tell whether to try once more with other credentials.

        A server that answers 401 did nothing, so that even a request that must not be repeated may be.
        """
        if self.renewed or not (isinstance(outcome, HttpAnswer) and outcome.status == 401):
            return False
        renewals = [credential.renew() for credential in credentials]
        self.renewed = any(renewals)
        return self.renewed

    def response(self, value: Any, answer: HttpAnswer, body: Any = None) -> Response[Any]:
        """Return what the call came to."""
        request_id = _request_id(answer.headers)
        return Response(value, answer.status, answer.headers, request_id, self.attempts, self.elapsed, body)

    def complete(self, error: ApiError) -> ApiError:
        """Write on ``error`` what only the call knows."""
        error.operation, error.attempts, error.elapsed = self.operation.id, self.attempts, self.elapsed
        error.request_id, error.retry_after = _request_id(error.headers), retry_after(error.headers)
        error.may_have_happened = self.in_doubt and not self.operation.safe
        return error


def _request(operation: Operation[Any], arguments: Arguments, settings: Settings, chosen: Options) -> HttpRequest:
    headers = checked_headers(chosen.get("headers", {}))
    request = encode(operation, arguments, _server(operation, settings, chosen), settings.headers, headers)
    if operation.idempotency_header is not None:
        request.headers.setdefault(operation.idempotency_header, str(uuid4()))
    request.credentials = _choose(operation, settings.credentials)
    return request


def _server(operation: Operation[Any], settings: Settings, chosen: Options) -> str:
    """Return the URL that paths are appended to: that of the call, else the client's, else what is specified."""
    if "base_url" in chosen:
        return checked_base_url(chosen["base_url"])
    own = checked_base_url(operation.server) if settings.own_servers and operation.server else ""
    if not own and not settings.base_url:
        raise ValueError(f"{operation.id} needs a base_url: the specification names no server for it")
    return own or settings.base_url


def _answer(result: HttpAnswer | None) -> HttpAnswer:
    if result is None:
        raise ConnectionFailed("the transport or a middleware gave no answer")
    return result


def _choose(operation: Operation[Any], given: Mapping[str, Credential]) -> tuple[Credential, ...]:
    """Return the credentials of the first alternative that the client has in full."""
    for alternative in operation.security:
        if all(scheme in given for scheme in alternative):
            return tuple(given[scheme] for scheme in alternative)
    if operation.security:
        needed = " or ".join(" and ".join(alternative) for alternative in operation.security)
        raise MissingCredential(f"{operation.id} needs credentials for {needed}")
    return ()


def _leaves_doubt(outcome: HttpAnswer | ApiError) -> bool:
    if isinstance(outcome, HttpAnswer):
        return outcome.status >= 500
    return outcome.sent if isinstance(outcome, ConnectionFailed) else isinstance(outcome, UnreadableResponse)


def _request_id(headers: Headers) -> str | None:
    """Return the server's name for the request if it is one word that is safe to show."""
    for name in _REQUEST_ID_HEADERS:
        text = headers.get(name, "")
        if text and len(text) <= 128 and text.isascii() and text.isprintable() and " " not in text:
            return text
    return None
