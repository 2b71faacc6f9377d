"""Bodies that no schema describes: no JSON, not of the right kind, or not said to be JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Request

__all__ = ["EMPTY_OBJECT", "HOW_MANY", "with_raw"]

_RAW: Final = (b"{", b"", b"[]", b"null", b'"text"', b"{}", b"\xff\xfe")
_UNSAID: Final = ("text/plain", "")
"""What a body is said to be: something else, and nothing of a body that is empty."""

EMPTY_OBJECT: Final = _RAW.index(b"{}")
HOW_MANY: Final = len(_RAW) + len(_UNSAID)


def with_raw(request: Request, number: int) -> Request:
    """Return a request with one of them, counted from 0."""
    if number < len(_RAW):
        return replace(request, body=_RAW[number])
    others = tuple(header for header in request.headers if header[0] != "Content-Type")
    kind = _UNSAID[number - len(_RAW)]
    if kind:
        return replace(request, headers=(*others, ("Content-Type", kind)))
    return replace(request, headers=others, body=b"")
