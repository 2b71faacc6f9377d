"""When a rendered page was printed, as far as its way of printing tells."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from truespec.documentation.rendered.words import LANGUAGES, words_of

__all__ = ["printed_between"]

_NULLABLE: Final = "|".join(
    sorted({re.escape(word) for one in LANGUAGES for word, key in words_of(one).limits.items() if key == "nullable"})
)
"""What says of a type that it allows null, in any language."""
_UNTIL: Final = (
    (re.compile(r"^Options: ?", re.MULTILINE), "2025-03"),
    (re.compile(r" · default: "), "2025-04"),
    (re.compile(r"^Available options:", re.MULTILINE), "2025-04"),
    (re.compile(r"\S(?:string|integer|number|boolean)(?:\[\])?(?:required|optional)\b"), "2025-04"),
    (re.compile(rf"\| (?:{_NULLABLE})", re.IGNORECASE), "2026-01"),
    (re.compile(r"openapi-section-toggeable"), "2025-11"),
)
_SINCE: Final = (
    (re.compile(rf" · (?:{_NULLABLE})", re.IGNORECASE), "2026-01"),
    (re.compile(r"\"2026-01-01T00:00:00\.000Z\""), "2026-08"),
    (re.compile(r"&quot;2026-01-01T00:00:00\.000Z&quot;"), "2026-08"),
    (re.compile(r"data-base-ui-"), "2026-03"),
    (re.compile(r"^(?:get|post|put|patch|delete)/\S+$", re.MULTILINE | re.IGNORECASE), "2026-03"),
)
_RENDERED: Final = re.compile(r"\"(20\d\d-\d\d)-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\"")
_CONSTANT: Final = "2026-01-01T00:00:00.000Z"


def printed_between(text: str) -> str:
    """Return a range of months, ``2025-08..2026-01``, either end of which may be open; empty where nothing is known."""
    since = max((date for pattern, date in _SINCE if pattern.search(text)), default="")
    until = min((date for pattern, date in _UNTIL if pattern.search(text)), default="")
    moments = Counter(match[1] for match in _RENDERED.finditer(text) if _CONSTANT not in match[0])
    if len(moments) == 1 and sum(moments.values()) > 1:
        month = next(iter(moments))
        since, until = max(since, month), min(until or month, month)
    if since and until and since > until:
        return ""
    return f"{since}..{until}" if since or until else ""
