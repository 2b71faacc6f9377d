"""One request and one response as plain data: what every door of the mock hands in and gets back."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from truespec.contract.schema import Json
from truespec.mock.delivery import PLAIN, Delivery

__all__ = ["Handler", "Request", "Response"]

_as_json: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
"""Writes compact JSON in ASCII, which keeps any text that a JSON escape can express, lone surrogates included."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in.

    ``path`` is still percent-encoded and has no query; ``query`` is the raw text after ``?``.  Header names are kept in
    lower case.  Only the method is part of the ``repr``: everything else may hold credentials or personal data.
    """

    method: str
    path: str = field(repr=False)
    query: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        """Lower the header names once, so that every look-up is a plain comparison."""
        object.__setattr__(self, "headers", tuple([(name.lower(), value) for name, value in self.headers]))

    def header_values(self, name: str) -> list[str]:
        """Return every value sent for a header, in order, whatever the case of ``name``."""
        wanted = name.lower()
        return [header[1] for header in self.headers if header[0] == wanted]

    def header(self, name: str) -> str | None:
        """Return the value of a header, several joined by a comma as HTTP allows, or ``None`` where it was not sent."""
        values = self.header_values(name)
        return ", ".join(values) if values else None


@dataclass(frozen=True, slots=True)
class Response:
    """What the mock answers; ``headers`` never hold ``content-length``, which is the door's business.

    ``delivery`` is how a door sends it; ``announced`` is the length of a body that is not here, as in an answer to HEAD
    that comes from elsewhere.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    delivery: Delivery = PLAIN
    announced: int | None = None

    @property
    def length(self) -> int:
        """How many bytes the body has, here or where the answer comes from."""
        return len(self.body) if self.announced is None else self.announced

    @classmethod
    def json(cls, status: int, value: Json, media_type: str = "application/json") -> Response:
        """Return a response with ``value`` as compact JSON."""
        return cls(status, (("content-type", media_type),), cls.encoded(value))

    @staticmethod
    def encoded(value: Json) -> bytes:
        """Return ``value`` as compact JSON in ASCII."""
        return _as_json(value).encode("ascii")

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or ``None``."""
        wanted = name.lower()
        return next((value for known, value in self.headers if known.lower() == wanted), None)

    def with_header(self, name: str, value: str) -> Response:
        """Return this response with one header set, an earlier one of that name replaced."""
        return self.with_headers(((name, value),))

    def with_headers(self, headers: Iterable[tuple[str, str]]) -> Response:
        """Return this response with headers set, earlier ones of those names replaced."""
        added = {header[0].lower(): header for header in headers}
        kept = [header for header in self.headers if header[0].lower() not in added]
        return Response(self.status, (*kept, *added.values()), self.body, self.delivery, self.announced)


Handler: TypeAlias = Callable[[Request], Response | Awaitable[Response]]
"""What a door opens to the network: answers one request, at once or later; it is called from one thread."""
