"""One request and its answer as plain values, and the summaries of them that may be shown.

A request is recorded as it was before credentials were added, so nothing that is made from it can leak one.
An answer may hold personal data, so its summary tells paths and types, never values.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NoReturn
from urllib.parse import parse_qsl

from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.diagnostics import printable

__all__ = ["Exchange", "Request", "Response", "json_type", "outline"]

_OUTLINE_DEPTH: Final = 3
_OUTLINE_MEMBERS: Final = 12
_COMMON_NAMES: Final = frozenset(
    {
        "code",
        "data",
        "description",
        "detail",
        "details",
        "error",
        "errors",
        "field",
        "id",
        "instance",
        "items",
        "message",
        "meta",
        "path",
        "reason",
        "results",
        "status",
        "timestamp",
        "title",
        "total",
        "trace",
        "traceid",
        "type",
    }
)
"""Members that answers of errors and lists have everywhere."""

_DEEPEST: Final = 200
"""JSON that is nested deeper is not read: whoever compares or writes it again would run out of stack."""

_HALF_CHARACTER: Final = re.compile(rb"\\u[dD][89a-fA-F]")


_EXACT: Final = 2**53
"""Below it, a float tells every whole number from the next."""

_LATELY: Final = 16


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: ``target`` is the path with its query, both percent-encoded; header names keep their case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The decoded query in the order it is sent."""
        return tuple(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    def header(self, name: str) -> str | None:
        """Return the first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def json(self) -> Json | Absent:
        """Return the body as JSON, or ``ABSENT`` where there is none or it is not JSON."""
        return _parsed(self.body)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; ``seconds`` is how long it took."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """Return the first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def json(self) -> Json | Absent:
        """Return the body as JSON, or ``ABSENT`` where there is none or it is not JSON."""
        return _parsed(self.body)

    @property
    def success(self) -> bool:
        """Whether the status is a 2XX."""
        return 200 <= self.status < 300

    @property
    def busy(self) -> bool:
        """Whether the status tells of the server's day, not of the request or of what the server promises."""
        return self.status in {429, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to one operation and its answer.

    ``credentials`` are the names of the credential fields that were added on the way (``X-API-KEY``), without values;
    ``replaced`` those sent with something else than the credential, with what to show for it.
    """

    operation: Operation
    request: Request
    response: Response
    credentials: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()


@lru_cache(_LATELY)
def _parsed(body: bytes) -> Json | Absent:
    """Read a body; one that was read lately is not read again, so nobody may change what is returned."""
    if not body:
        return ABSENT
    try:
        value: Json = json.loads(body, parse_constant=_refused, parse_float=_finite)
        if _HALF_CHARACTER.search(body):
            # JSON can write half a character that nothing else can hold: neither a URL nor a report.
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
        if body.count(b"[") + body.count(b"{") > _DEEPEST and _is_deep(value):
            return ABSENT
    except (ValueError, RecursionError):
        return ABSENT
    return value


def _is_deep(value: Json) -> bool:
    level: list[Json] = [value]
    for _ in range(_DEEPEST):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _refused(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float | int:
    """Return a number that can be counted with: one beyond all is the largest there is, and 12.0 is 12.

    JSON Schema has it so too, and a key that is written with a point is asked for without.
    """
    value = min(max(float(text), -sys.float_info.max), sys.float_info.max)
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def json_type(value: Json) -> str:
    """Name the JSON type of a value as JSON Schema does; a float without a fraction counts as a number."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"


def _named(name: str, words: Collection[str] | None) -> str:
    return name if words is None or name in words or name.lower() in _COMMON_NAMES else "<name>"


def outline(value: Json | Absent, words: Collection[str] | None = None) -> str:
    """Return the shape of an answer's body: member names and types, no values: ``{id string, tags [object]}``.

    With ``words``, a name that is none of them is not shown: members may be called like the people they are about.
    """
    return "no JSON" if isinstance(value, Absent) else printable(_outline(value, _OUTLINE_DEPTH, words))


def _outline(value: Json, depth: int, words: Collection[str] | None) -> str:
    if isinstance(value, list):
        return f"[{_outline(value[0], depth - 1, words)}] x {len(value)}" if value else "[]"
    if not isinstance(value, dict):
        return json_type(value)
    if depth == 0:
        return "object"
    members = [
        f"{_named(name, words)} {_outline(member, depth - 1, words)}"
        for name, member in list(value.items())[:_OUTLINE_MEMBERS]
    ]
    if len(value) > _OUTLINE_MEMBERS:
        members.append(f"and {len(value) - _OUTLINE_MEMBERS} more")
    return "{" + ", ".join(members) + "}"
