"""What mutants do to answers that are otherwise right, and how an answer is sent in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from truespec.checking.exchange import Request, Response

__all__ = ["Change", "Parts", "other_status", "sent"]

Parts: TypeAlias = tuple[int, dict[str, str], bytes]
"""The status, the headers and the body of an answer."""

Change: TypeAlias = Callable[[str, int, dict[str, str], Any, bytes], Parts]
"""Takes the name of an answer, its status, headers, value and body, and returns what is sent instead."""


def other_status(at: str, was: int, other: int) -> Change:
    """Return a change of one status of the answers of one name."""
    return lambda name, status, headers, _value, body: (
        other if (name, status) == (at, was) else status,
        headers,
        body,
    )


def sent(request: Request, parts: Parts) -> Response:
    """Return the answer as it is sent: what is empty has no type, and a question for the headers has no body."""
    status, headers, body = parts
    if not body:
        headers.pop("Content-Type", None)
    return Response(status, tuple(headers.items()), b"" if request.method == "HEAD" else body)
