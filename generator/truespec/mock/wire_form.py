"""A plain answer as the bytes of HTTP/1.1: head and body in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from truespec.mock.exchange import Response

__all__ = ["wire_form"]

_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)
_OF_THE_CONNECTION: Final = frozenset({"connection", "content-length", "transfer-encoding", "upgrade", "trailer"})


def wire_form(response: Response, common: Iterable[tuple[bytes, bytes]], *, bodiless: bool = False) -> bytes | None:
    """Return the bytes of an answer with ``common`` headers before its own, without its body where it is ``bodiless``.

    ``None`` where the answer is one that a server has to look at: of an unusual status, with a header that says
    something of the connection, or with one that could not be sent as it is.
    """
    status, body = response.status, response.body
    line = _status_line(status)
    if not line or (body and status in _WITHOUT_BODY):
        return None
    text = [line]
    for name, value in response.headers:
        begun = _begun(name)
        if not begun or not value.isprintable():
            return None
        text.append(f"{begun}{value}\r\n")
    if status not in _WITHOUT_BODY:
        text.append(f"content-length: {response.length}\r\n")
    try:
        head = "".join(text).encode("latin-1")
    except UnicodeEncodeError:
        return None
    shared = b"".join([b"%b: %b\r\n" % header for header in common])
    return b"%b%b\r\n%b" % (head, shared, b"" if bodiless else body)


_WITHOUT_BODY: Final = frozenset({204, 304})


@lru_cache(maxsize=64)
def _status_line(status: int) -> str:
    """Return the first line of an answer, nothing for a status without a name and for what is no final answer."""
    try:
        return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n" if status >= HTTPStatus.OK else ""
    except ValueError:
        return ""


@lru_cache(maxsize=1024)
def _begun(name: str) -> str:
    """Return how the line of a header begins, nothing where its name is none or is the server's business."""
    lowered = name.lower()
    return f"{lowered}: " if _TOKEN.fullmatch(name) and lowered not in _OF_THE_CONNECTION else ""
