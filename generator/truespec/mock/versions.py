"""Entity tags: each state of a record has one, where a contract declares them, and `If-Match` is held to it."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from truespec.contract.operation import Operation
from truespec.contract.schema import Json
from truespec.mock.exchange import Request

__all__ = ["FAILED", "asks_for_match", "fits_tag", "has_tag", "tag_of"]

FAILED: Final = 412
"""What a request is answered that is about another state of a record than the one there is."""

_LENGTH: Final = 20


def has_tag(operation: Operation) -> bool:
    """Say whether a success of an operation is declared to tell an entity tag."""
    return any(
        header.wire.lower() == "etag" for answer in operation.answers if answer.success for header in answer.headers
    )


def asks_for_match(operation: Operation) -> bool:
    """Say whether an operation takes `If-Match`, and declares how it refuses what does not."""
    named = any((one.place, one.wire.lower()) == ("header", "if-match") for one in operation.parameters)
    return named and operation.answer(FAILED) is not None


def tag_of(record: Json) -> str:
    """Return the strong tag of a record: another one for whatever else it holds."""
    written = json.dumps(record, sort_keys=True).encode()
    return f'"{hashlib.sha256(written).hexdigest()[:_LENGTH]}"'


def fits_tag(request: Request, record: Json) -> bool:
    """Say whether a record is in a state that the request lets be changed: any, where it asks for none."""
    told = [tag.strip() for value in request.header_values("if-match") for tag in value.split(",")]
    return not told or "*" in told or tag_of(record) in told
