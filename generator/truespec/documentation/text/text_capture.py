"""What a saved text keeps of a page: flags, buttons, fields that open."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

from truespec.documentation.rendered.fields import OTHERS, Capture
from truespec.documentation.text.text_lines import TextLines, field_on_a_line, is_media, status_of, unflagged_on_a_line
from truespec.documentation.text.text_starts import root_with_tail

__all__ = ["capture_of"]

_KEY: Final = re.compile(r"\"([^\"\\]+)\": ")
"""The name of a member in a sample."""


def capture_of(lines: TextLines) -> Capture:
    """Tell what a text keeps from the words that are in it; notes in ``lines`` what their reader needs."""
    alone: set[str] = set()
    glued: set[str] = set()
    members = False
    rows = pieces = bare_rows = bare_pieces = bare_roots = 0
    for index in range(len(lines)):
        text = lines.text(index)
        if root_with_tail(lines, index) is not None:
            rows += 1
            bare_rows += 1
        elif (kind := lines.type(index)) is not None:
            pieces += _may_be_named(lines, index)
            bare_pieces += not _has_flag(lines, index)
            bare_roots += bool(kind.depth or kind.enum) and not _has_flag(lines, index)
        elif (flag := lines.flag(index)) in {"required", "optional"} and lines.type(index - 1) is not None:
            if lines.type(index + 1) is None:  # else it may be a name
                alone.add(flag)
        elif (shown := field_on_a_line(text, lines.words)) is not None:
            rows += 1
            glued |= shown.flags
        elif unflagged_on_a_line(text, lines.words) is not None:
            rows += 1
            bare_rows += 1
        members = members or text in lines.words.noise or _is_button(lines, index)
    in_rows = rows > pieces
    flags = glued if in_rows else alone
    optional = "optional" in flags or ("required" in flags and not (bare_rows + bare_roots if in_rows else bare_pieces))
    lines.bare = in_rows and not optional
    kept = bool(flags & {"required", "optional"}) or lines.bare
    lines.copied = not kept
    lines.pieced = not in_rows
    lines.unbuttoned = in_rows and not members
    lines.named = frozenset(_named_words(lines))
    lines.keys = frozenset(key[1] for line in lines.lines if (key := _KEY.match(line.text)) is not None)
    return Capture(flags=kept, optional=optional, members=not lines.unbuttoned)


def _may_be_named(lines: TextLines, index: int) -> bool:
    """Whether the line before a type may be the name that goes with it.

    Alternatives have none, whatever the text keeps of other rows, and a sample has lines that are no types at all.
    """
    before, words = lines.text(index - 1), lines.words
    above = lines.type(index - 1)
    if before in words.separators or before.endswith(("[", "{", ",")) or (above is not None and above.is_choice):
        return False
    return field_on_a_line(before, words) is None and unflagged_on_a_line(before, words) is None


def _has_flag(lines: TextLines, index: int) -> bool:
    """Whether a type has a flag behind it, or is the name of a field that has."""
    return bool(lines.flag(index + 1) or (lines.type(index + 1) is not None and lines.flag(index + 2)))


def _named_words(lines: TextLines) -> Iterator[str]:
    """Yield words and media of a page that a sample has as a name; those between alternatives may be a member too."""
    words = lines.words
    keys = {f'"{word}":': word for word in (*words.separators, OTHERS)}
    for before, line in itertools.pairwise(lines.lines):
        if line.text in words.separators and words.hide.match(before.text):
            yield line.text
        yield from (word for key, word in keys.items() if line.text.startswith(key))
        if (key := _KEY.match(line.text)) is not None and is_media(key[1]):
            yield key[1]


def _is_button(lines: TextLines, index: int) -> bool:
    """Whether a line is a "Show ..." or "Hide ..." that stands below a field, and no sentence."""
    words = lines.words
    text = lines.text(index)
    if not (words.show.match(text) or words.hide.match(text)) or field_on_a_line(text, words) is not None:
        return False
    if status_of(lines.text(index - 1)):
        return False  # the description of an answer
    return any(
        lines.type(index - back) is not None
        or field_on_a_line(lines.text(index - back), words) is not None
        or _is_glued_heading(lines, index - back)
        for back in (1, 2, 3)
    )


def _is_glued_heading(lines: TextLines, index: int) -> bool:
    """Whether a line begins with the heading of an answer's value or headers, and is not that of all answers."""
    text, words = lines.text(index), lines.words
    return text.startswith(tuple(words.response_names | words.header_names)) and text not in words.sections
