"""A stand-in for the server in a user's own tests: canned answers, recorded requests, planned faults; no socket.

``fake = Fake(); client = Client(..., transport=fake)``, or ``transport=fake.asynchronous`` for the asynchronous client.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from .errors import ApiError, TimedOut
from .faults import Delay, Step, steps
from .framing import framing_of, written
from .message import Headers, HttpAnswer, HttpRequest
from .streaming import ServerSentEvent
from .values import json_bytes

__all__ = ["AsyncFake", "Fake", "Recorded"]


@dataclass(frozen=True, slots=True)
class _Items:
    """A stream as an answer, in the first form that the request accepts."""

    status: int
    headers: dict[str, str]
    items: tuple[Any, ...]

    def answer(self, accepted: str) -> HttpAnswer:
        """Return it for a request with this Accept header."""
        wanted = [word.partition(";")[0].strip().lower() for word in accepted.split(",")]
        media_type = next((word for word in wanted if framing_of(word) is not None), "application/jsonl")
        body = b"".join(written(media_type, *_parts(item)) for item in self.items)
        return HttpAnswer(self.status, Headers({"content-type": media_type, **self.headers}.items()), body)


def _parts(item: Any) -> tuple[str, dict[str, str]]:
    """Return the data of an item as text, and the other fields of an event."""
    if not _is_event(item):
        return _text(item), {}
    given = {"event": item.event, "id": item.id, "retry": "" if item.retry is None else str(item.retry)}
    return _text(item.data), {name: text for name, text in given.items() if text}


def _is_event(item: Any) -> TypeGuard[ServerSentEvent[Any]]:
    return isinstance(item, ServerSentEvent)


def _text(data: Any) -> str:
    return data if isinstance(data, str) else json_bytes(data).decode()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request the fake received, credentials included; ``repr`` shows none of it but method and route."""

    request: HttpRequest

    @property
    def operation(self) -> str:
        """Id of the operation."""
        return self.request.operation

    @property
    def json(self) -> Any:
        """The body as JSON data; None without a body."""
        return json.loads(self.request.content) if self.request.content else None


class Fake:
    """A transport that answers from a script.

    Answers for one operation are used in the order they were given; the last one stays.
    """

    def __init__(self) -> None:
        self.requests: list[Recorded] = []
        """What was sent, in order."""
        self._script: defaultdict[str, deque[Step | _Items]] = defaultdict(deque)
        self._delays: defaultdict[str, deque[Delay]] = defaultdict(deque)

    @property
    def asynchronous(self) -> AsyncFake:
        """The same fake for an asynchronous client: same script, same record."""
        return AsyncFake(self)

    def answer(  # noqa: PLR0913  # the parts of an answer
        self,
        operation: str,
        *,
        json: Any = None,
        content: bytes | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        stream: Iterable[Any] | None = None,
    ) -> Fake:
        """Answer the next call of ``operation`` with ``json`` (data or a model), or with bytes; returns the fake.

        ``stream`` are the items of a stream: data, models or, of server-sent events, also whole events.
        """
        if stream is not None:
            self._script[operation].append(_Items(status, dict(headers or {}), tuple(stream)))
            return self
        sent = {"content-type": "application/json", **(headers or {})}
        body = json_bytes(json) if content is None and json is not None else content or b""
        self._script[operation].append(HttpAnswer(status, Headers(sent.items()), body))
        return self

    def fail(self, operation: str, fault: str) -> Fake:
        """Let the next call of ``operation`` fail, or with ``:2x`` at the end the next two; returns the fake.

        The names are those of ``truespec mock --fault``: ``reset-before`` and ``reset-after`` (sent, and no answer),
        ``half-body``, ``oversized-body``, ``malformed-json``, ``content-type:text/html``, ``status:500``,
        ``too-many-requests`` and ``unavailable`` (with ``:2`` or ``:date+2`` to say when to come again).  ``refused``
        (nothing was sent) and ``timeout`` are a fake's own.  ``latency:200ms`` and ``drip:5ms`` (before each byte of a
        body) only make a call late, whatever its answer is: it is waited for, until the call times out.

        Raises:
            ValueError: There is no such fault, or its argument makes no sense.
        """
        for step in steps(fault):
            if isinstance(step, Delay):
                self._delays[operation].append(step)
            else:
                self._script[operation].append(step)
        return self

    def send(self, request: HttpRequest, deadline: float) -> HttpAnswer:
        """Record ``request`` and answer it.

        Raises:
            LookupError: The script has nothing for its operation.
        """
        outcome, delay = self.meet(request)
        if delay:
            left = max(0.0, deadline - time.monotonic())
            time.sleep(min(delay, left))
            _be_in_time(delay, left)
        return _come_to(outcome)

    def meet(self, request: HttpRequest) -> tuple[HttpAnswer | ApiError, float]:
        """Record ``request``; return what becomes of it, and after how many seconds.

        Raises:
            LookupError: The script has nothing for its operation.
        """
        self.requests.append(Recorded(request))
        script, delays = self._script[request.operation], self._delays[request.operation]
        if not script:
            raise LookupError(f"the fake has no answer for {request.operation}")
        step = script.popleft() if len(script) > 1 else script[0]
        if isinstance(step, _Items):
            step = step.answer(request.headers.get("Accept", ""))
        outcome = step if isinstance(step, HttpAnswer) else step()
        return outcome, delays.popleft().seconds(outcome) if delays else 0.0

    def close(self) -> None:
        """Do nothing: there are no connections."""


class AsyncFake:
    """The asynchronous face of a :class:`Fake`."""

    def __init__(self, fake: Fake) -> None:
        self._fake = fake

    async def send(self, request: HttpRequest, deadline: float) -> HttpAnswer:
        """Record ``request`` and answer it."""
        outcome, delay = self._fake.meet(request)
        if delay:
            left = max(0.0, deadline - time.monotonic())
            await asyncio.sleep(min(delay, left))
            _be_in_time(delay, left)
        return _come_to(outcome)

    async def aclose(self) -> None:
        """Do nothing: there are no connections."""


def _be_in_time(delay: float, left: float) -> None:
    """A call without a delay is never late, whatever clock its client goes by."""
    if delay > left:
        raise TimedOut


def _come_to(outcome: HttpAnswer | ApiError) -> HttpAnswer:
    """Return or raise what became of a call."""
    if isinstance(outcome, HttpAnswer):
        return outcome
    raise outcome
