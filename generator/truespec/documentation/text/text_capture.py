"""What a saved text keeps of a page: flags, buttons, fields that open."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Final

from truespec.documentation.rendered.fields import OTHERS, Capture
from truespec.documentation.rendered.sample_values import names_in_samples
from truespec.documentation.text.text_lines import TextLines, field_on_a_line, is_media, status_of, unflagged_on_a_line
from truespec.documentation.text.text_starts import root_with_tail

__all__ = ["capture_of"]

_CHOICES: Final = ("cURL", "JavaScript", "Python")
"""What else a request may be written in, as a menu has it that was saved with all that can be chosen."""

_OTHERS: Final = frozenset({"deprecated", "read_only", "write_only"})
"""Flags that a page has which says of nothing that it is optional."""


def capture_of(lines: TextLines) -> Capture:
    """Tell what a text keeps from the words that are in it; notes in ``lines`` what their reader needs."""
    alone: Counter[str] = Counter()
    glued: set[str] = set()
    members = False
    rows = pieces = bare_rows = bare_pieces = bare_roots = bare_members = 0
    for index in range(len(lines)):
        text = lines.text(index)
        if root_with_tail(lines, index) is not None:
            rows += 1
            bare_rows += 1
        elif (kind := lines.type(index)) is not None:
            pieces += text != "null" and _may_be_named(lines, index) and not _is_of_body(lines, index)
            bare_pieces += not _has_flag(lines, index)
            bare_members += not _has_flag(lines, index) and not _is_headed(lines, index)
            told = kind.depth or kind.enum or kind.detail or _is_of_body(lines, index)
            bare_roots += bool(told) and not _has_flag(lines, index)
        elif lines.flag(index) in {"required", "optional"} and lines.type(index - 1) is not None:
            if lines.type(index + 1) is None:  # else it may be a name
                alone[text] += 1
        elif (shown := field_on_a_line(text, lines.words)) is not None:
            rows += 1
            glued |= shown.flags
        elif unflagged_on_a_line(text, lines.words) is not None:
            rows += 1
            bare_rows += 1
        members = members or text in lines.words.noise or _is_button(lines, index)
    in_rows = rows > pieces
    flags = glued if in_rows else _believed(lines, alone, bare_members)
    optional = "optional" in flags or ("required" in flags and not (bare_rows + bare_roots if in_rows else bare_pieces))
    lines.bare = in_rows and not optional
    kept = bool(flags & {"required", "optional"}) or lines.bare or (not in_rows and _shows_flags(lines))
    lines.copied = not kept
    lines.pieced = not in_rows
    lines.unbuttoned = in_rows and not members
    lines.named = frozenset(_named_words(lines))
    lines.keys = names_in_samples(line.text for line in lines.lines)
    return Capture(flags=kept, optional=optional, members=not lines.unbuttoned)


def _believed(lines: TextLines, alone: Counter[str], bare: int) -> set[str]:
    """Return the flags among words that stand alone behind types; ``bare`` members have none.

    A page says of each member that it is optional, but for older ones, which say in small letters what is required. So
    a word that few have is what describes them, on the whole page.
    """
    known = lines.words.flags
    few = alone.total() < bare
    words = {word for word in alone if few and not (known[word] == "required" and word == word.lower())}
    lines.words = lines.words.without_flags(words)
    return {known[word] for word in alone if word not in words}


def _is_of_body(lines: TextLines, index: int) -> bool:
    """Whether a type stands right below the heading of a body, which is of that type."""
    return lines.words.sections.get(lines.text(index - 1)) == "body"


def _is_headed(lines: TextLines, index: int) -> bool:
    """Whether a type stands below a heading, or the status of an answer that it describes, and goes with no flag."""
    words, before = lines.words, lines.text(index - 1)
    return bool(status_of(before)) or before in words.response_names | words.header_names or before in words.sections


def _shows_flags(lines: TextLines) -> bool:
    """Whether another flag stands behind a type, on a page that says of nothing that it is required.

    A copy has none, and no more of a menu than what is chosen.
    """
    if not any(all(lines.text(i + n) == one for n, one in enumerate(_CHOICES)) for i in range(len(lines))):
        return False
    return any(lines.flag(i + 1) in _OTHERS and lines.type(i) is not None for i in range(len(lines)))


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
    yield from filter(is_media, names_in_samples(line.text for line in lines.lines))


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
