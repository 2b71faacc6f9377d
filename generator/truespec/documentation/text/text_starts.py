"""Where a field begins in the lines of a saved text: its name, type and flags, on one line or on several."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from truespec.documentation.rendered.fields import OTHERS, Field
from truespec.documentation.text.text_lines import (
    TextLines,
    field_on_a_line,
    name_and_type,
    tail_markers,
    unflagged_on_a_line,
)
from truespec.documentation.text.text_schemes import FieldStart, bare_scheme, scheme_in_pieces

__all__ = ["Expected", "begins_named", "root_with_tail", "start_of", "starts_field"]

_STOPS: Final = (".", "!", "?", "\u3002")
_SAVED: Final = re.compile(r"Last updated .*(?:\bago|\d)\Z|Previous[A-Z].*Next[A-Z].*\Z")
"""What stands below a page, and in a text that was saved in pieces anywhere."""
_LONGEST_PART: Final = 12
"""Lines that an alternative may have."""
_SENTENCE: Final = re.compile(r"\S.* .*[.!?\u3002]\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Expected:
    """What fields of a section look like.

    ``flagged``: each has a flag behind its type; ``rooted``: the first may be without a name, as what a body or answer
    is; ``pseudo``: headings that look like fields without flags.
    """

    flagged: bool
    rooted: bool = False
    pseudo: frozenset[str] = frozenset()
    schemes: bool = False
    """Whether a field may be a scheme of authorisation that is printed without a type."""
    names: frozenset[str] = frozenset()
    """The members of the sample of what is read; empty where there is none."""
    sample: object = None
    """The sample itself; None where there is none."""


def starts_field(lines: TextLines, index: int, *, flagged: bool) -> bool:
    """Whether a field with a name begins at a line."""
    start = start_of(lines, index, Expected(flagged), after_choice=False, first=False)
    return start is not None and bool(start.field.name)


def begins_named(lines: TextLines, index: int, *, flagged: bool) -> bool:
    """Whether a line that may be noise is the name of a field instead."""
    return not lines.is_icon(index) and starts_field(lines, index, flagged=flagged)


def start_of(  # noqa: PLR0913
    lines: TextLines, index: int, expected: Expected, *, after_choice: bool, first: bool, unopened: bool = True
) -> FieldStart | None:
    """Read the name, type and flags that begin at a line, on one line or on several.

    ``unopened`` says that what stands before it may open, so that a line may be the button for that.
    """
    if not unopened and not after_choice and lines.pieced and _is_button(lines, index):
        return _named_so(lines, index, flagged=expected.flagged)
    pieces = not after_choice and _is_name_before_type(lines, index, flagged=True)
    return (
        (scheme_in_pieces(lines, index) if expected.schemes else None)
        or (None if pieces or lines.copied else _inline(lines, index))
        or _pseudo(lines, index, expected.pseudo)
        or (root_with_tail(lines, index) if lines.bare and (after_choice or (first and expected.rooted)) else None)
        or (_root_choice(lines, index, expected) if first and expected.rooted else None)
        or _split(lines, index, flagged=expected.flagged, after_choice=after_choice, first=first and expected.rooted)
    )


def _inline(lines: TextLines, index: int) -> FieldStart | None:
    shown = field_on_a_line(lines.text(index), lines.words)
    if shown is None and lines.bare and not _is_heading_with_type(lines, index):
        shown = unflagged_on_a_line(lines.text(index), lines.words, lines.keys)
    if shown is None or lines.flag(index):
        return bare_scheme(lines, index)
    field = Field(shown.name, shown.type, lines.number(index), set(shown.flags))
    return FieldStart(field, 1, shown.tail)


def _is_heading_with_type(lines: TextLines, index: int) -> bool:
    """Whether a line is a heading with the type of its value glued to it, as only headings of arrays and values are."""
    words = lines.words
    text = lines.text(index)
    cuts = [text.find(marker) for marker in tail_markers(words) if marker in text]
    text = text[: min(cuts)] if cuts else text
    headings = (
        *words.response_names,
        *words.header_names,
        *(w for w, kind in words.sections.items() if kind == "body"),
    )
    for name in headings:
        if text.startswith(name):
            found = name_and_type(text.removeprefix(name), words)
            if found is not None and not found[0]:
                return True
    return False


def root_with_tail(lines: TextLines, index: int) -> FieldStart | None:
    """What a body or answer is, with no flag between its type and what follows: ``integerExample: 3``."""
    text = lines.text(index)
    cuts = [text.find(marker) for marker in tail_markers(lines.words) if marker in text]
    found = name_and_type(text[: min(cuts)], lines.words) if cuts else None
    if found is None or found[0]:
        return None
    return FieldStart(Field("", found[1], lines.number(index)), 1, text[min(cuts) :])


def _pseudo(lines: TextLines, index: int, pseudo: frozenset[str]) -> FieldStart | None:
    """A heading with a type and no flag: ``Responseobject``, or ``Headers`` and ``object`` on two lines."""
    text = lines.text(index)
    if text in pseudo:
        line = lines.type(index + 1)
        if line is not None and not lines.flag(index + 2):
            return FieldStart(Field(text, line, lines.number(index), {"pseudo"}), 2)
        return None
    cuts = [text.find(marker) for marker in tail_markers(lines.words) if marker in text]
    head = text[: min(cuts)] if cuts else text
    for name in pseudo:
        if text.startswith(name):
            found = name_and_type(head.removeprefix(name), lines.words)
            if found is not None and not found[0]:
                return FieldStart(Field(name, found[1], lines.number(index), {"pseudo"}), 1, text[len(head) :])
    return None


def _split(lines: TextLines, index: int, *, flagged: bool, after_choice: bool, first: bool) -> FieldStart | None:
    own = lines.type(index)
    if own is not None and not after_choice and not (own.is_choice and not flagged):
        own = None if _is_name_before_type(lines, index, flagged=flagged) else own
    if own is not None and (after_choice or first or not _is_name_before_type(lines, index, flagged=flagged)):
        length, flags = lines.flags_after(index + 1)
        if after_choice or (first and (flags or not flagged or own.is_choice)):
            return FieldStart(Field("", own, lines.number(index), flags), 1 + length)
    if after_choice or not _is_name_before_type(lines, index, flagged=flagged):
        return None
    if first and _SENTENCE.match(lines.text(index)):
        return None  # the description of a body, above what it is
    skip = 2 if _is_discriminator(lines, index) else 1
    length, flags = lines.flags_after(index + skip + 1)
    if skip == 2:
        flags.add("discriminator")
    return FieldStart(Field(lines.text(index), lines.type(index + skip), lines.number(index), flags), skip + 1 + length)


def _is_button(lines: TextLines, index: int) -> bool:
    text = lines.text(index)
    return bool(lines.words.show.match(text) or lines.words.hide.match(text))


def _named_so(lines: TextLines, index: int, *, flagged: bool) -> FieldStart | None:
    """Read a field whose name looks like a button, where there can be none."""
    kind = lines.type(index + 1)
    length, flags = lines.flags_after(index + 2)
    if kind is None or (flagged and not flags):
        return None
    return FieldStart(Field(lines.text(index), kind, lines.number(index), flags), 2 + length)


def _root_choice(lines: TextLines, index: int, expected: Expected) -> FieldStart | None:
    """Read what a body or answer is where no flag tells, if it is a choice that two types stand behind.

    The word between them may be a name on this page, but not where the sample has neither it nor the word for a choice.
    """
    own = lines.type(index)
    if expected.flagged or own is None or not own.is_choice:
        return None
    part = index + 1
    while (inner := lines.type(part)) is not None and inner.is_choice:
        part += 1
    for number in range(part + 1, part + _LONGEST_PART) if inner is not None else ():
        text = lines.text(number)
        if text in lines.words.separators:
            known = bool(expected.names) and not {text, lines.text(index)} & expected.names
            parts = (known or text not in lines.named) and lines.type(number + 1) is not None
            return FieldStart(Field("", own, lines.number(index)), 1) if parts else None
        if lines.type(number) is not None:
            break
    return None


def _ends_in_choice(lines: TextLines, text: str) -> bool:
    """Whether a row that is run together ends in a choice, so that a type below it is that of an alternative."""
    found = None if lines.pieced else name_and_type(text, lines.words)
    return found is not None and bool(found[0]) and found[1].is_choice


def _is_discriminator(lines: TextLines, index: int) -> bool:
    """Whether the next line is the badge of a name, and not a name itself below a description."""
    named = lines.text(index + 1) in lines.keys and lines.text(index) not in lines.keys
    return lines.flag(index + 1) == "discriminator" and not named


def _is_name_before_type(lines: TextLines, index: int, *, flagged: bool) -> bool:
    """Whether the next line is a type, and has flags behind it where this page prints any."""
    text = lines.text(index)
    if text.startswith(tail_markers(lines.words)) or _is_button(lines, index):
        return False
    if _SAVED.match(text) or (lines.bare and not lines.pieced):  # or a name has its type on its own line
        return False
    skip = 2 if _is_discriminator(lines, index) else 1
    line = lines.type(index + skip)
    own = lines.type(index)
    if line is None or (own is not None and own.is_special) or _ends_in_choice(lines, text):
        return False
    if flagged:
        return bool(lines.flags_after(index + skip + 1)[1])
    # A sentence before an even number of types ends a description, and the first of them is a name.
    worded = " " in text or text.endswith(_STOPS)
    named = line.is_choice or text == OTHERS or not worded or not lines.text(index + skip).isalpha()
    return named or lines.odd_types(index + skip)
