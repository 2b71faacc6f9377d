"""Where one item of a stream ends and the next begins: server-sent events, JSON lines, JSON text sequences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol, TypeAlias

from .errors import ResponseTooLarge
from .strict_json import parse

__all__ = ["MAX_ITEM", "EventFraming", "Framing", "LineFraming", "SequenceFraming", "framing_of", "written"]

MAX_ITEM: Final = 16 * 1024 * 1024
"""Bytes one item of a stream may have."""

Fields: TypeAlias = dict[str, str]
"""What an event has: ``data``, and ``event``, ``id`` and ``retry`` where they are given."""

_LINES: Final = frozenset(
    {
        "application/jsonl", "application/jsonlines", "application/json-lines", "application/x-jsonlines",
        "application/ndjson", "application/x-ndjson", "application/x-jsonl",
    }
)  # fmt: skip
_MARK: Final = b"\xef\xbb\xbf"
_SHORT: Final = 64 * 1024
"""Bytes of a text up to which it is tried, after each piece of the stream, whether it is whole."""


class Framing(Protocol):
    """Takes the bytes of a stream as they come; an item is bytes of JSON, or the fields of an event."""

    def feed(self, chunk: bytes) -> Iterator[bytes | Fields]:
        """Yield the items that end in ``chunk``.

        Raises:
            ResponseTooLarge: An item has no end within :data:`MAX_ITEM`.
        """
        ...

    def finish(self) -> Iterator[bytes | Fields]:
        """Yield the item that the end of the stream ends, if there is one."""
        ...


def framing_of(media_type: str) -> Framing | None:
    """Return the framing of a media type (lower case, without parameters), None where it is not one of a stream."""
    if media_type == "text/event-stream":
        return EventFraming()
    if media_type in _LINES:
        return LineFraming()
    return SequenceFraming() if media_type == "application/json-seq" or media_type.endswith("+json-seq") else None


class _Cut:
    """Bytes cut at the ends of lines; the rest waits, without being looked through again."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def keep(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > MAX_ITEM:
            raise ResponseTooLarge(f"an item of the stream is longer than {MAX_ITEM} bytes")
        self._parts.append(part)

    def take(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts, self.size = [], 0
        return whole


class LineFraming:
    """One JSON text a line; empty lines mean nothing."""

    def __init__(self) -> None:
        self._rest = _Cut()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the lines that end in ``chunk``."""
        *ended, rest = chunk.split(b"\n")
        for line in ended:
            self._rest.keep(line)
            yield from _filled(self._rest.take())
        self._rest.keep(rest)

    def finish(self) -> Iterator[bytes]:
        """Yield the last line, which needs no end."""
        yield from _filled(self._rest.take())


class SequenceFraming:
    """JSON text sequences (RFC 7464): a record separator before each text, a line feed behind it."""

    def __init__(self) -> None:
        self._rest = _Cut()

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the texts that end in ``chunk``: at the next separator, or at a line feed if they are whole there."""
        *ended, rest = chunk.split(b"\x1e")
        for text in ended:
            self._rest.keep(text)
            yield from _filled(self._rest.take())
        self._rest.keep(rest)
        if rest.endswith(b"\n") and self._rest.size <= _SHORT:  # not to hold it back until the next one comes
            text = self._rest.take()
            if _is_whole(text):
                yield from _filled(text)
            else:
                self._rest.keep(text)

    def finish(self) -> Iterator[bytes]:
        """Yield the last text."""
        yield from _filled(self._rest.take())


class EventFraming:
    """Server-sent events, as the HTML standard reads them; one that has not ended at the end of the stream is none."""

    def __init__(self) -> None:
        self._rest = _Cut()
        self._began = self._after_return = False
        self._fields: Fields = {}
        self._data: list[str] = []
        self._size = 0
        self._id = ""

    def feed(self, chunk: bytes) -> Iterator[Fields]:
        """Yield the events that end in ``chunk``."""
        for piece in chunk.splitlines(keepends=True):
            if self._after_return and piece == b"\n":  # the other half of an end that two chunks share
                self._after_return = False
                continue
            self._after_return = piece.endswith(b"\r")
            line = piece.rstrip(b"\r\n")
            self._rest.keep(line)
            if len(line) < len(piece):
                yield from self._line(self._rest.take())

    def finish(self) -> Iterator[Fields]:
        """Yield nothing: an event ends with an empty line."""
        yield from ()

    def _line(self, line: bytes) -> Iterator[Fields]:
        if not self._began:
            self._began = True
            line = line.removeprefix(_MARK)
        if line:
            self._field(line)
            return
        if self._data:
            yield {**self._fields, "id": self._id, "data": "\n".join(self._data)}
        self._fields, self._data, self._size = {}, [], 0

    def _field(self, line: bytes) -> None:
        self._size += len(line)
        if self._size > MAX_ITEM:
            raise ResponseTooLarge(f"an event of the stream is longer than {MAX_ITEM} bytes")
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "event" or (name == "retry" and value.isascii() and value.isdigit()):
            self._fields[name] = value


def written(media_type: str, data: str, fields: Fields) -> bytes:
    """Return one item as a server sends it in a stream of a media type."""
    if media_type != "text/event-stream":
        mark = "" if media_type in _LINES else "\x1e"
        return f"{mark}{data}\n".encode()
    lines = [f"{name}: {value}\n" for name, value in fields.items()]
    lines += [f"data: {line}\n" for line in data.split("\n")]
    return ("".join(lines) + "\n").encode()


def _filled(text: bytes) -> Iterator[bytes]:
    text = text.strip(b" \t\r\n")
    if text:
        yield text


def _is_whole(text: bytes) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
