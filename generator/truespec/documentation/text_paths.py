"""The path of an operation, which a saved text may show three times: in its row, above its samples, in its request."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["completed", "is_torn"]

_VARIABLE: Final = re.compile(r"\{[^{}]*\}")


def is_torn(row: str, head: str, requested: str) -> bool:
    """Whether the path in a row, that above the samples and that of the request are not those of one operation.

    A capture may have lost the variables of a path, or all behind one; a request has the path of the server before its
    own, and may have values for variables.
    """
    if row and head and not _VARIABLE.sub("", head).startswith(_VARIABLE.sub("", row)):
        return True
    path = head or row
    pairs = zip(reversed(path.split("/")), reversed(requested.split("/")), strict=False)
    return bool(path and requested) and not all(
        one == other or not one or not other or "{" in one + other for one, other in pairs
    )


def completed(path: str, requested: str) -> str:
    """Put back variables that a capture lost from a path, where the requested path confirms it."""
    if requested.endswith(path):
        return path
    segments = requested.split("/")
    for first in range(1, len(segments)):
        suffix = "/" + "/".join(segments[first:])
        if _VARIABLE.sub("", suffix) == path:
            return suffix
    return path
