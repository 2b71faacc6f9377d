"""Pieces of a body become the typed items of a stream: the pure half of server-sent events and JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Generic, TypeVar

from .decoding import declared_answer, decode_item
from .errors import ApiError, UnexpectedContentType
from .framing import Framing, LineFraming, framing_of
from .message import HttpAnswer
from .operation import Operation
from .surprise import Surprise

__all__ = ["ServerSentEvent", "StreamReader"]

T = TypeVar("T")
_DONE: Final = "[DONE]"
"""What several servers send as the last data of a stream of JSON; it is not JSON, so it can mean nothing else."""


@dataclass(frozen=True, slots=True)
class ServerSentEvent(Generic[T]):
    """One event: ``data`` as the specification types it; ``retry`` are milliseconds, if the server gave any.

    ``id`` is that of this event or of the last one before it that had one, to be sent as ``Last-Event-ID``.
    """

    data: T = field(repr=False)
    event: str = "message"
    id: str = ""
    retry: int | None = None


class StreamReader:
    """The pure half: bytes as they come become typed items.

    Args:
        operation: What was called.
        answer: Its status and headers, and what is there of its body.
        validation: How strictly each item is compared with the specification.
        tell: Called in ``report`` mode for each difference.
    """

    def __init__(
        self, operation: Operation[Any], answer: HttpAnswer, validation: str, tell: Callable[[Surprise], None] | None
    ) -> None:
        self.answer = answer
        self.ended = False
        self._operation = operation
        self._declared = declared_answer(operation, answer)
        self._decode = partial(decode_item, operation.id, self._declared, validation=validation, tell=tell)
        self._framing: Framing | None = None

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """Yield the items that end in ``chunk``.

        Raises:
            DecodeError: An item is not JSON, or (``strict``) not as specified.
            ResponseTooLarge: An item has no end.
            UnexpectedContentType: The answer is no stream.
        """
        yield from self._items((self._framing or self._begin()).feed(chunk))

    def finish(self) -> Iterator[Any]:
        """Yield what the end of the stream ends; raises as :meth:`feed`."""
        if self._framing is not None:
            yield from self._items(self._framing.finish())

    def failed(self, error: ApiError) -> ApiError:
        """Write on ``error`` what it happened to."""
        error.operation, error.status, error.headers = self._operation.id, self.answer.status, self.answer.headers
        error.may_have_happened = not self._operation.safe
        return error

    def _begin(self) -> Framing:
        sent = self.answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        expected = framing_of((self._declared.media_type or "").partition(";")[0].strip().lower())
        framing = framing_of(sent)
        if framing is None and (not sent or isinstance(expected, LineFraming)):
            framing = expected  # the lines of some servers call themselves text or JSON
        if framing is None:
            raise UnexpectedContentType("a stream was expected, the answer is of another type")
        self._framing = framing
        return framing

    def _items(self, found: Iterator[Any]) -> Iterator[Any]:
        for item in found:
            if self.ended:
                return
            if isinstance(item, bytes):
                yield self._decode(item)
            elif self._declared.type is str:
                yield _event(item, item["data"])
            elif item["data"].strip() == _DONE:
                self.ended = True
            else:
                yield _event(item, self._decode(item["data"].encode()))


def _event(fields: dict[str, str], data: Any) -> ServerSentEvent[Any]:
    retry = fields.get("retry")
    return ServerSentEvent(data, fields.get("event") or "message", fields["id"], int(retry[:9]) if retry else None)
