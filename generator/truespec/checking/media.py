"""What of a content type may be shown: a server can write anything there, the name of a person too."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

__all__ = ["shown_kind"]

_TREES: Final = frozenset(
    {"application", "audio", "font", "haptics", "image", "message", "model", "multipart", "text", "video"}
)
_KINDS: Final = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/ld+json",
        "application/octet-stream",
        "application/pdf",
        "application/problem+json",
        "application/problem+xml",
        "application/vnd.api+json",
        "application/x-ndjson",
        "application/x-www-form-urlencoded",
        "application/xhtml+xml",
        "application/xml",
        "application/yaml",
        "application/zip",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/svg+xml",
        "image/webp",
        "multipart/form-data",
        "multipart/mixed",
        "text/calendar",
        "text/css",
        "text/csv",
        "text/event-stream",
        "text/html",
        "text/javascript",
        "text/plain",
        "text/xml",
        "text/yaml",
    }
)


def shown_kind(sent: str, declared: Collection[str] = ()) -> str:
    """Return a content type without its parameters, where it is one that many have or that is ``declared``.

    Of any other no more is told than its tree: ``text/<name>``, or ``<name>`` where it has none.
    """
    kind = sent.partition(";")[0].strip().lower()
    if kind in _KINDS or kind in {name.partition(";")[0].strip().lower() for name in declared}:
        return kind
    tree, slash, _ = kind.partition("/")
    return f"{tree}/<name>" if slash and tree in _TREES else "<name>"
