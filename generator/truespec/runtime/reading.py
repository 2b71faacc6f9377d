"""Reading an answer within limits: how long its headers may be, how far its body may grow, and whether it is whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from .errors import IncompleteResponse, MalformedResponse, ResponseTooLarge
from .message import Headers

__all__ = ["MAX_BODY", "BodyReader", "read_headers", "text_fields"]

MAX_BODY = 100 * 1024 * 1024
"""Bytes a body may have once decoded."""

_MAX_RATIO, _RATIO_COUNTS_FROM = 200, 1024 * 1024
_MAX_HEADER_FIELDS, _MAX_HEADER_BYTES = 100, 64 * 1024
_STEP = 1024 * 1024
"""Bytes decompressed at a time, so that a bomb is noticed before it is in memory."""
_GZIP = 16 + zlib.MAX_WBITS


def text_fields(raw: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """Return header fields as text, byte by byte."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]


def read_headers(fields: Sequence[tuple[str, str]]) -> Headers:
    """Return the headers of an answer.

    Raises:
        MalformedResponse: They contradict each other.
        ResponseTooLarge: They are too long.
    """
    if len(fields) > _MAX_HEADER_FIELDS or sum(len(name) + len(value) for name, value in fields) > _MAX_HEADER_BYTES:
        raise ResponseTooLarge("the answer has too many or too long headers")
    headers = Headers(fields)
    if "content-length" in headers and "transfer-encoding" in headers:
        raise MalformedResponse("the answer gives its length in two ways")
    return headers


class BodyReader:
    """Takes the bytes of one body as they come and returns them decoded.

    Knows gzip, once: the only coding the client asks for.

    Raises:
        MalformedResponse: The headers contradict each other, or name a coding that was not asked for.
        ResponseTooLarge: The headers are too long, or announce too long a body.
    """

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self.headers = read_headers(fields)
        length = self.headers.get("content-length")
        if length is not None and length.isdigit() and int(length[:20]) > MAX_BODY:
            raise ResponseTooLarge(f"the answer is longer than {MAX_BODY} bytes")
        coding = self.headers.get("content-encoding", "").strip().lower()
        if coding not in {"", "identity", "gzip", "x-gzip"}:
            raise MalformedResponse("the answer is in a content coding that was not asked for")
        self._gzip = zlib.decompressobj(_GZIP) if "gzip" in coding else None
        self._parts: list[bytes] = []
        self._received = self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            ResponseTooLarge: The body grew beyond the limit, or far beyond what was received.
            MalformedResponse: It is not gzip although it says so.
        """
        self._received += len(chunk)
        if self._gzip is None:
            self._keep(chunk)
            return
        while chunk:
            if self._gzip.eof:  # a gzip stream may have several members
                self._gzip = zlib.decompressobj(_GZIP)
            try:
                self._keep(self._gzip.decompress(chunk, _STEP))
            except zlib.error:
                raise MalformedResponse("the body is not valid gzip") from None
            chunk = self._gzip.unconsumed_tail or self._gzip.unused_data

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            IncompleteResponse: The gzip stream has no end.
        """
        if self._gzip is not None and self._received:
            while not self._gzip.eof:  # what the steps left inside the decoder
                part = self._gzip.decompress(b"", _STEP)
                if not part:
                    raise IncompleteResponse("the gzip stream ends before its end")
                self._keep(part)
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > MAX_BODY:
            raise ResponseTooLarge(f"the answer is longer than {MAX_BODY} bytes")
        if self._size > _RATIO_COUNTS_FROM and self._size > _MAX_RATIO * self._received:
            raise ResponseTooLarge(f"the answer is compressed more than {_MAX_RATIO} times")
        self._parts.append(part)
