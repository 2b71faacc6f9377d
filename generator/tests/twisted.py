"""A healthy mock with something done to its requests or its answers, for tests of the rules that tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from mock_apis import catalogued
from truespec.checking.events import Event, Exchanged, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target

__all__ = ["Twist", "Twisted", "answering", "asking", "query_of", "refusing", "sending", "told", "told_after"]

Next = Callable[[Request], Response]
"""What answers a request."""


class Seen(BaseException):
    """The finding is there: the rest of the run would tell nothing more."""


@dataclass
class Twisted:
    """A healthy server and what is done to its requests and answers; ``kept`` is for twists that remember."""

    healthy: Next
    twist: Twist
    kept: dict[str, Any] = field(default_factory=dict[str, Any])

    def __call__(self, request: Request) -> Response:
        """Answer as the twist has it."""
        return self.twist(self, request)


Twist = Callable[[Twisted, Request], Response]
"""What is done to one request, or to its answer."""


def query_of(request: Request) -> dict[str, str]:
    """Return what the query of a request says."""
    return dict(parse_qsl(request.target.partition("?")[2]))


def asking(request: Request, query: dict[str, str]) -> Request:
    """Return a request with another query."""
    path = request.target.partition("?")[0]
    return replace(request, target=f"{path}?{urlencode(query)}" if query else path)


def sending(request: Request, body: Any) -> Request:
    """Return a request with another body."""
    return replace(request, body=json.dumps(body).encode())


def answering(response: Response, body: Any) -> Response:
    """Return an answer with another body."""
    return replace(response, body=json.dumps(body).encode())


def refusing(status: int, condition: Callable[[Request, Any], Any]) -> Twist:
    """Return a twist that refuses what meets a condition, which is given the body as well."""

    def refused(server: Twisted, request: Request) -> Response:
        body = json.loads(request.body or b"null")
        wrong = condition(request, body if isinstance(body, dict) else {})
        return Response(status, (("Content-Type", "application/json"),), b"{}") if wrong else server.healthy(request)

    return refused


def told(name: str, twist: Twist, rule: str) -> list[str]:
    """Return ``[rule]`` where a fact whose id begins like that is told of a mock that is twisted, else nothing."""
    return [rule] if told_after(name, twist, rule) else []


def told_after(name: str, twist: Twist, rule: str) -> int:
    """Return after how many requests a fact whose id begins like that is told of a mock that is twisted, 0 if never."""
    api, sent = catalogued(name), 0

    def hear(event: Event) -> None:
        nonlocal sent
        sent += isinstance(event, Exchanged)
        if isinstance(event, Found) and event.finding.fact.id.startswith(rule):
            raise Seen

    server = Twisted(mock_target(api).connect().send, twist)
    try:
        check(
            api,
            replace(function_target(api, server), disposable=True),
            listeners=[hear],
            parts=("rules",),
        )
    except Seen:
        return sent
    return 0
