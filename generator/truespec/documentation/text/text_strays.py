"""Lines of a saved text that stand where none of their kind can: what is left of an operation that was torn apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.documentation.text.samples import LANGUAGE_MENU, REQUEST
from truespec.documentation.text.text_lines import TextLines, field_on_a_line, is_media, status_of, tail_markers
from truespec.documentation.text.text_paths import is_path, is_title_of, method_line
from truespec.documentation.text.text_spans import heading_of
from truespec.documentation.text.text_starts import starts_field

__all__ = ["is_in_brackets", "row_in_words", "strays", "unlike_a_beginning"]

_OF_A_REQUEST: Final = re.compile(r"(?:Host: \S+|Accept: \*/\*|Content-Length: \d+)\Z")
_STRINGS: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"")
_CLOSES: Final = re.compile(r"[\]}]+,?\Z")
_OPENS: Final = re.compile(r"(?:\"[^\"]*\": )?[\[{]\Z")
_ROWS: Final = 2
"""Lines at the beginning of a page that must not look like a row: its title, and a word above it."""


def strays(lines: TextLines, start: int, end: int) -> Iterator[int]:
    """Yield the lines outside of operations that only one can have: of a request, of a section, the end of a sample."""
    depth = 0
    for index in range(start, end):
        text = lines.text(index)
        if _CLOSES.match(text):
            depth -= 1
        elif _OPENS.match(text):
            depth += 1
        if depth < 0 or _is_of_a_request(text) or _is_section(lines, index, end) or _is_method(lines, index, end):
            yield index
            depth = 0


def _is_of_a_request(text: str) -> bool:
    return REQUEST.match(text) is not None or _OF_A_REQUEST.match(text) is not None


def _is_method(lines: TextLines, index: int, end: int) -> bool:
    """Whether the method of an operation stands here whose other lines are missing.

    A title is written as no method, or not as that of the operation which begins at ``end``, or with its path.
    """
    text = lines.text(index)
    method = method_line(text)
    if method is None or method.rest:
        return method is not None and not is_title_of(lines, index, end)
    following = lines.text(end)[: len(text)]
    titled = following.lower() == text.lower() and following != text
    return not titled and text in {text.lower(), text.upper()}


def row_in_words(lines: TextLines, start: int, end: int, *, flagged: bool) -> int | None:
    """Return the line of a row among the words above the first section; None where there is none."""
    rows = (index for index in range(start, end) if field_on_a_line(lines.text(index), lines.words) is not None)
    split = (
        index
        for index in range(start, end)
        if (flagged and starts_field(lines, index, flagged=True)) or (lines.copied and _is_typed(lines, index))
    )
    return next(rows, None) or next(split, None)


def _is_typed(lines: TextLines, index: int) -> bool:
    """Whether a name and a type follow each other."""
    return " " not in lines.text(index) and lines.type(index) is None and lines.type(index + 1) is not None


def is_in_brackets(lines: TextLines, start: int, end: int) -> int | None:
    """Return the line among sections that closes what nothing opened; None where there is none."""
    depth = 0
    for index in range(start, min(end, len(lines))):
        text = lines.text(index)
        depth += bool(_OPENS.match(text)) - bool(_CLOSES.match(text))
        if depth < 0:
            return index
    return None


def unlike_a_beginning(lines: TextLines, first: int, *, flagged: bool) -> bool:
    """Whether a page begins with what cannot be its first line; ``first`` is its first method.

    A page begins with its title, which is no method, no row, no answer and no path.
    """
    if first == 0:
        return True
    text = lines.text(0)
    if text in lines.words.noise or text.lower() in LANGUAGE_MENU:
        return True
    if text[0] in "{[}]" or status_of(text) or is_media(text) or text in lines.words.no_content:
        return True
    if text[0] == "/" and is_path(text):
        return True
    if text.startswith(tail_markers(lines.words)) or heading_of(lines, 0, flagged=flagged)[0]:
        return True
    return any(_is_row(lines, index, flagged=flagged) for index in range(min(first, _ROWS)))


def _is_row(lines: TextLines, index: int, *, flagged: bool) -> bool:
    return starts_field(lines, index, flagged=flagged) or field_on_a_line(lines.text(index), lines.words) is not None


def _is_section(lines: TextLines, index: int, end: int) -> bool:
    """Whether a heading stands here with what it begins: answers, or a row of parameters or of a body."""
    kind = lines.words.sections.get(lines.text(index), "")
    following = index + 1
    while following < end and lines.is_noise(following):
        following += 1
    if not kind or following >= end:
        return False
    text = lines.text(following)
    if kind == "response":
        return bool(status_of(text)) or bool(status_of(text[:3])) or bool(text[:3].isdigit())
    return field_on_a_line(text, lines.words) is not None or starts_field(lines, following, flagged=True)
