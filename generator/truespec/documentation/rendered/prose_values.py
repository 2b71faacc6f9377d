"""Values that a description lists in words, where a page lost the list itself: weaker evidence, never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["values_in"]

_TABLE: Final = re.compile(r"\|?\s*ENUM\s*\|?\s+(?:\|\s*)?Description\b", re.IGNORECASE)
_RULE: Final = re.compile(r"[\s|:-]+\Z")
_ROW: Final = re.compile(r"\|?\s*`?([A-Z][A-Z0-9_]*)`?(?:\s*\||\s|\Z)")
_SENTENCE: Final = re.compile(
    r"\b(?:possible|allowed|valid|accepted|supported) values(?: are)?:?\s+"
    r"((?:[`\"'][^`\"']{1,60}[`\"'](?:\s*,\s*(?:and |or )?|\s+(?:and|or)\s+)?){1,100})(?=[.\s]|\Z)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[`\"']([^`\"']{1,60})[`\"']")


def values_in(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the values that the lines of a description list: rows of an "ENUM" table, or quoted ones in a sentence."""
    for number, line in enumerate(lines):
        if _TABLE.match(line):
            rows = [row for row in lines[number + 1 :] if not _RULE.match(row)]
            found = [_ROW.match(row) for row in rows]
            return tuple(match[1] for match in found if match) if rows and all(found) else ()
    match = _SENTENCE.search(" ".join(lines)[:4_000])
    return tuple(dict.fromkeys(_QUOTED.findall(match[1]))) if match is not None else ()
