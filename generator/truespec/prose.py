"""Human text: wrapped, dedented, and made safe to stand in a docstring or a Markdown page."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import Final

__all__ = ["WIDTH", "docstring", "first_sentence", "lines_of", "markdown", "one_line", "wrap"]

WIDTH: Final = 110
"""Columns of a wrapped line, indentation included; the rest of a 120-column line is left to quotes and escapes."""

_BREAK: Final = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LIST_ITEM: Final = re.compile(r"(?:[-*+•|>#`]|\d{1,3}[.)]\s|\s{2,})")
_HTML_BREAK: Final = re.compile(r"</?(?:br|p|li|ul|ol|div)\s*/?>", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(`])")
_MARKDOWN_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")
_OPEN_END: Final = re.compile(r'(?<!\\)((?:\\\\)*)"\Z')
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def lines_of(text: str) -> list[str]:
    """Split ``text`` at everything that any reader takes for the end of a line; tabs become spaces, ends are bare."""
    return [line.expandtabs(4).rstrip() for line in _BREAK.split(text)]


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one space."""
    if text.isprintable() and "  " not in text:  # no white space but single blanks, as most texts
        return text.strip()
    return " ".join(" ".join(lines_of(text)).split())


def first_sentence(text: str, limit: int = 200) -> str:
    """Return the first sentence of ``text`` on one line, cut at a word where it is longer than ``limit``."""
    sentence = _SENTENCE_END.split(one_line(text), maxsplit=1)[0]
    return sentence if len(sentence) <= limit else textwrap.shorten(sentence, limit, placeholder=" ...")


def wrap(text: str, width: int = WIDTH, indent: str = "") -> list[str]:
    """Return ``text`` as lines of at most ``width`` columns where words allow it.

    Paragraphs are filled; lists, quotes, tables and code keep their lines.  ``indent`` starts every line but the first
    of a paragraph.
    """
    if _is_short_line(text, width):
        return [text.strip()] if text.strip() else []
    dedented = textwrap.dedent("\n".join(lines_of(_HTML_BREAK.sub("\n", text)))).strip("\n")
    wrapped: list[str] = []
    for paragraph in re.split(r"\n\s*\n", dedented):
        rows = [row for row in paragraph.split("\n") if row.strip()]
        pieces = rows if any(_LIST_ITEM.match(row) for row in rows) else [" ".join(rows)]
        filled = [line for piece in pieces for line in _fill(piece, width, indent)]
        if filled and wrapped:
            wrapped.append("")
        wrapped.extend(filled)
    return wrapped


def _is_short_line(text: str, width: int) -> bool:
    """Whether there is nothing to wrap, as in most texts."""
    return len(text) <= width and text.isprintable() and "<" not in text


def _fill(piece: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(piece.strip(), width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def docstring(lines: list[str], indent: str = "") -> str:
    r"""Return a triple-quoted string literal whose value reads as ``lines``; every line after the first is indented.

    No text ends the string early or hides in it: backslashes and quotes that could close it are escaped, control,
    bidirectional and other invisible characters are written as escapes.
    """
    escaped = [_escape(line) for line in lines]
    while escaped and not escaped[-1].strip():
        escaped.pop()
    if not escaped:
        return '""""""'
    if len(escaped) == 1:
        return f'"""{_OPEN_END.sub(_escape_end, escaped[0])}"""'
    body = "\n".join((indent + line).rstrip() for line in escaped[1:])
    return f'"""{escaped[0]}\n{body}\n{indent}"""'


def _escape_end(match: re.Match[str]) -> str:
    return match[1] + '\\"'


def _escape(line: str) -> str:
    line = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return _shown(line)


def _shown(line: str) -> str:
    """Return a line with escapes in place of what cannot be seen."""
    if line.isascii() and line.isprintable():
        return line
    return "".join(_visible(character) for character in line)


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE:
        return character
    return character.encode("unicode_escape").decode("ascii")


def markdown(text: str) -> str:
    """Return ``text`` on one line so that Markdown shows it as it is: no markup, HTML, link or end of a table cell."""
    return _MARKDOWN_SPECIAL.sub(_markdown_escape, _shown(one_line(text)))


def _markdown_escape(match: re.Match[str]) -> str:
    character = match.group(1)
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(character, "\\" + character)
