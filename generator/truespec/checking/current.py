"""What a change has to name of a record as it is then: the entity tag that was just read, or a number of its version.

Such a request cannot be made up.  Where an operation requires ``If-Match``, or a version in its body, a word stands for
it until the request is sent; then the record is read by the operation of the same path, and what that tells is sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from truespec.checking.exchange import Request, Response
from truespec.contract.api import Api
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import Absent, Json

__all__ = ["ANY_TAG", "VERSION", "Current", "needs_tag"]

ANY_TAG: Final = "*"
"""Stands for the tag of the record, and is one that fits any (RFC 9110, 13.1.1)."""

VERSION: Final = 1_202_021
"""Stands for the version of a record."""

_MATCH: Final = "if-match"
_OF_CHANGE: Final = frozenset({_MATCH, "content-type"})


def needs_tag(parameter: Parameter) -> bool:
    """Say whether a parameter is the header that names the state of a record, and has to be there."""
    return parameter.required and (parameter.place, parameter.wire.lower()) == ("header", _MATCH)


@dataclass(slots=True)
class Current:
    """Fills in what stands for the state of a record; ``versions`` are the members of bodies that need it."""

    api: Api
    versions: dict[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    _readers: dict[str, Operation | None] = field(default_factory=dict[str, "Operation | None"])

    def named(self, operation: Operation, request: Request, ask: Callable[[Operation, Request], Response]) -> Request:
        """Return a request with the state that it has to name, which ``ask`` finds out; most are left as they are."""
        by_tag, members = self._stands_for_tag(operation, request), self._members(operation, request)
        reader = self._reader(operation) if by_tag or members else None
        if reader is None:
            return request
        headers = tuple(one for one in request.headers if one[0].lower() not in _OF_CHANGE)
        answer = ask(reader, Request("GET", request.path, headers))
        tag, body, record = answer.header("etag"), request.json(), answer.json()
        if not answer.success:
            return request
        if by_tag and tag is not None:
            told = ((name, tag if name.lower() == _MATCH else value) for name, value in request.headers)
            request = replace(request, headers=tuple(told))
        if isinstance(body, dict) and not isinstance(record, Absent):
            known = {name: value for name in members if (value := _found(record, name)) is not None}
            body = {**body, **known}
            request = replace(request, body=json.dumps(body, separators=(",", ":")).encode()) if known else request
        return request

    def _stands_for_tag(self, operation: Operation, request: Request) -> bool:
        return any(map(needs_tag, operation.parameters)) and request.header(_MATCH) == ANY_TAG

    def _members(self, operation: Operation, request: Request) -> list[str]:
        """Return the members of the body that hold what stands for a version."""
        names = self.versions.get(operation.id, ())
        body = request.json() if names else None
        return [name for name in names if isinstance(body, dict) and body.get(name) == VERSION]

    def _reader(self, operation: Operation) -> Operation | None:
        """Return the operation that reads what is at the path of another, and needs nothing else to do so."""
        if operation.id not in self._readers:
            path = {parameter.wire for parameter in operation.parameters if parameter.place in {"path", "header"}}
            self._readers[operation.id] = next(
                (
                    one
                    for one in self.api.operations
                    if (one.method, one.path) == ("GET", operation.path)
                    and all(parameter.wire in path for parameter in one.parameters if parameter.required)
                ),
                None,
            )
        return self._readers[operation.id]


def _found(answer: Json, name: str) -> int | None:
    """Return a number that a record has by a name, where an answer holds one record, within something else or not."""
    if not isinstance(answer, dict):
        return None
    value = answer.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    inner = [found for found in (_found(one, name) for one in answer.values()) if found is not None]
    return inner[0] if len(inner) == 1 else None
