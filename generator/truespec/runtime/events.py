"""What the server sends by itself, as data: each webhook and callback with the type of its body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from .decoding import decode_json
from .operation import Answer

__all__ = ["Event"]

T = TypeVar("T")


@dataclass(frozen=True)
class Event(Generic[T]):
    """One request of the server; ``T`` is the type of its body.

    ``id`` is the name of the webhook or callback, ``method`` the method it comes by.
    """

    id: str
    method: str
    type: Any

    def parse(self, body: bytes | str, *, validation: str = "lenient") -> T:
        """Return the body of such a request as a typed value.

        Whether the request is genuine (its signature, its sender) is for the caller to check before.

        Raises:
            DecodeError: The body is not strict JSON, or with ``validation="strict"`` not as specified.
        """
        content = body.encode() if isinstance(body, str) else body
        return cast("T", decode_json(self.id, self._declared, content, validation))

    @cached_property
    def _declared(self) -> Answer:
        return Answer("default", "application/json", self.type)
