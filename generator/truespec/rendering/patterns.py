"""Patterns of JSON Schema (the dialect of ECMA 262, Unicode mode) in the dialect of Python's ``re``."""

from __future__ import annotations

import re
import warnings
from typing import Final

__all__ = ["python_pattern"]

_SPACE: Final = r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_WORD: Final = "0-9A-Za-z_"
_CLASSES: Final = {"d": "0-9", "w": _WORD, "s": _SPACE}
_TOKEN: Final = re.compile(
    r"""\\u\{(?P<code>[0-9A-Fa-f]{1,6})\}
      | \\c(?P<control>[A-Za-z])
      | \\(?P<escape>[dDwWsSbBtnvfr0/^$.*+?()\[\]{}|\\-])
      | \\u(?P<unit>[0-9A-Fa-f]{4})
      | \\x(?P<byte>[0-9A-Fa-f]{2})
      | \\(?P<back>[1-9])(?![0-9])
      | \\k<(?P<name>[A-Za-z_][A-Za-z0-9_]*)>
      | \(\?<(?P<group>[A-Za-z_][A-Za-z0-9_]*)>
      | (?P<special>\(\?(?:[:=!]|<[=!]))
      | (?P<plain>[^\\])""",
    re.VERBOSE | re.DOTALL,
)


def python_pattern(pattern: str) -> str | None:
    """Return a pattern that ``re`` finds where ECMA 262 finds ``pattern``; None if Python has no words for it."""
    written = _Translation(pattern).text()
    if written is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a set operation to be in some later Python
        try:
            re.compile(written)
        except (re.error, FutureWarning, OverflowError, RecursionError):
            return None
    return written


class _Translation:
    """One pass over a pattern; ``inside`` says whether it is in a class of characters."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._inside = False

    def text(self) -> str | None:
        pieces: list[str] = []
        at = 0
        while at < len(self._pattern):
            match = _TOKEN.match(self._pattern, at)
            if match is None:
                return None
            piece = self._piece(match)
            if piece is None:
                return None
            pieces.append(piece)
            at = match.end()
        return None if self._inside else "".join(pieces)

    def _piece(self, match: re.Match[str]) -> str | None:
        match match.lastgroup:
            case "code" | "unit" | "byte":
                code = int(match[match.lastgroup], 16)
                return None if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else re.escape(chr(code))
            case "control":
                return re.escape(chr(ord(match["control"]) % 32))
            case "escape":
                return self._escape(match["escape"])
            case "back" if not self._inside:
                return match[0]
            case "name" if not self._inside:
                return f"(?P={match['name']})"
            case "group" | "special" if self._inside:
                return None  # rare, and more than one token to both dialects
            case "group":
                return f"(?P<{match['group']}>"
            case "special":
                return match[0]
            case "plain":
                return self._plain(match["plain"], match)
            case _:
                return None

    def _escape(self, letter: str) -> str | None:
        lower = letter.lower()
        if lower in _CLASSES and letter.isalpha():
            if letter == lower:
                return _CLASSES[lower] if self._inside else f"[{_CLASSES[lower]}]"
            return None if self._inside else f"[^{_CLASSES[lower]}]"
        if lower == "b":
            edge = rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
            if self._inside:
                return r"\x08" if letter == "b" else None
            return edge if letter == "b" else f"(?!{edge})"
        return {"0": r"\x00", "-": r"\-"}.get(letter, "\\" + letter)

    def _plain(self, letter: str, match: re.Match[str]) -> str | None:
        if self._inside:
            self._inside = letter != "]"
            return {"[": r"\[", "&": r"\&", "~": r"\~", "|": r"\|"}.get(letter, letter)
        following = match.string[match.end() : match.end() + 2]
        if letter == "[":
            self._inside = True
            # Empty classes, and a bracket that would stand for itself in Python.
            return None if following.startswith("]") or following == "^]" else letter
        if letter == "(" and following.startswith("?"):
            return None  # a group of Python alone
        if letter in "*+?}" and following.startswith("+"):
            return None  # possessive in Python alone
        if letter == "{" and re.match(r"\d+(?:,\d*)?\}", match.string[match.end() :]) is None:
            return r"\{"
        return {"$": r"\Z", ".": r"[^\n\r\u2028\u2029]"}.get(letter, letter)
