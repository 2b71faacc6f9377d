"""Fields in the lines of a saved text, one after the other as they stand; what is below what, nesting finds out."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from truespec.documentation.fields import Field
from truespec.documentation.text_lines import (
    TextLines,
    field_on_a_line,
    is_media,
    name_and_type,
    tail_markers,
    unflagged_on_a_line,
)
from truespec.documentation.text_schemes import FieldStart, bare_scheme, scheme_in_pieces
from truespec.documentation.text_tail import read_tail
from truespec.documentation.type_line import SCALARS

__all__ = ["Expected", "FieldRun", "leave_words", "read_fields", "starts_field"]

_CIRCULAR: Final = re.compile(r"⤷|\W{0,3}Circular reference to ")
_SENTENCE: Final = re.compile(r"\S.* .*[.!?\u3002]\Z")


@dataclasses.dataclass(slots=True)
class FieldRun:
    """The fields of a section in the order of the page, and the lines before the first of them."""

    fields: list[Field] = dataclasses.field(default_factory=list[Field])
    before: list[tuple[int, str]] = dataclasses.field(default_factory=list[tuple[int, str]])
    lead: bool = False
    """Whether the first field is without a name: what the body or answer is itself."""


def leave_words(field: Field, lines: TextLines) -> None:
    """Leave the description of a field, which may be something else."""
    lines.taken.difference_update(number for number, _ in field.words)
    field.words.clear()
    field.flags.add("damaged")


def starts_field(lines: TextLines, index: int, *, flagged: bool) -> bool:
    """Whether a field with a name begins at a line."""
    start = _start(lines, index, Expected(flagged), after_choice=False, first=False)
    return start is not None and bool(start.field.name)


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


def read_fields(lines: TextLines, start: int, end: int, expected: Expected) -> FieldRun:
    """Read the fields between two lines."""
    reader = _Reader(lines, expected)
    index = start
    while index < end:
        index = reader.step(index, end)
    reader.leave_damaged()
    return reader.run


@dataclasses.dataclass(slots=True)
class _Reader:
    lines: TextLines
    expected: Expected
    run: FieldRun = dataclasses.field(default_factory=FieldRun)
    _choice: list[Field] = dataclasses.field(default_factory=list[Field])
    _held: list[Field] = dataclasses.field(default_factory=list[Field])
    """Choices of which an alternative is open, so that its members stand before the next."""
    _part: bool = False
    """Whether the next type without a name is an alternative of the last choice."""
    _damaged: bool = False
    """Whether what was taken for the description of the last field may be of another."""
    _broken: bool = False
    """Whether the line of another field is gone, of which the rest stands here."""
    _orphans: int = -1
    """The first member of an alternative whose own row was not saved, by its number; -1 where there is none."""

    @property
    def _last(self) -> Field | None:
        return self.run.fields[-1] if self.run.fields else None

    def step(self, index: int, end: int) -> int:
        """Read what begins at a line and return where the next begins."""
        text = self.lines.text(index)
        start = None if self._separates(index) else self._field(index, end)
        if start is not None:
            self.lines.take(index, index + start.length)
            self._add(start, index + start.length - 1)
            return index + start.length
        self.lines.take(index)
        if self.lines.is_noise(index):
            pass
        elif self._last is None:
            self.run.before.append((self.lines.number(index), text))
        elif self._separates(index):
            self._choice = self._choice or [self._held.pop()]
            self._part = True
            for field in self.run.fields[self._orphans :] if self._orphans >= 0 else ():
                field.flags.add("orphan")
            self._orphans = -1
        else:
            self._describe(self._last, index)
        return index + 1

    def _describe(self, field: Field, index: int) -> None:
        """Take a line for what it says of the field before it."""
        text = self.lines.text(index)
        words = self.lines.words
        markers = tail_markers(words)
        if self._broken or self.lines.is_piece(text):
            self._broken = True
            self._damaged = True
            self._leave(index, unless=False)
        elif words.hide.match(text):
            field.opened = True
            field.label = text
        elif words.show.match(text):
            field.closed = True
        elif _CIRCULAR.match(text) or text.startswith(words.circular):
            field.circular = field.type is None or field.type.base not in SCALARS
            self._leave(index, unless=field.circular)
        elif text.startswith(markers) or text in {marker.strip() for marker in markers}:
            self._leave(index, unless=read_tail(field, text, self.lines.number(index), words))
        elif not is_media(text) or field.words:
            field.words.append((self.lines.number(index), text))

    def _leave(self, index: int, *, unless: bool) -> None:
        """Leave a line that cannot be of the last field, and with it all up to the next."""
        if not unless:
            self._broken = True
            self.lines.taken.discard(self.lines.number(index))

    def leave_damaged(self) -> None:
        """Leave what is said of the last field where pieces of another stand in it, whose name or type is gone."""
        if self._damaged and self._last is not None:
            leave_words(self._last, self.lines)
        self._damaged = self._broken = False

    def _separates(self, index: int) -> bool:
        """Whether a line is the word between two alternatives."""
        if self.lines.text(index) not in self.lines.words.separators:
            return False
        held = bool(self._held) and (self._orphans >= 0 or self._is_nameless(index + 1))
        return bool(self._choice) or held

    def _is_nameless(self, index: int) -> bool:
        """Whether a type stands at a line, alone or with flags run together."""
        text = self.lines.text(index)
        shown = field_on_a_line(text, self.lines.words)
        return self.lines.type(index) is not None or (shown is not None and not shown.name)

    def _field(self, index: int, end: int) -> FieldStart | None:
        start = _start(self.lines, index, self.expected, after_choice=self._part, first=not self.run.fields)
        return start if start is not None and index + start.length <= end else None

    def _add(self, start: FieldStart, last_index: int) -> None:
        field = start.field
        self.leave_damaged()
        lost = self._part and bool(field.name) and self.lines.unbuttoned
        self._part = False
        if field.name and self._choice and not self._choice[-1].name and self.lines.unbuttoned:
            field.flags.add("orphan")  # a body of alternatives has no members of its own
        if not field.name and self._choice:
            self._choice[-1].alternatives.append(field)
            self.run.fields.append(field)
            field.flags.add("alternative")
        else:
            if self._choice and (lost or any(part.opened for part in self._choice[-1].alternatives)):
                self._held.append(self._choice[-1])
            if lost:
                self._orphans = len(self.run.fields)
            self._choice = []
            self.run.lead = self.run.lead or (not field.name and not self.run.fields)
            self.run.fields.append(field)
        if field.type is not None and field.type.is_choice:
            self._choice.append(field)
            self._part = True
        if start.tail:
            read_tail(field, start.tail, self.lines.number(last_index), self.lines.words)


def _start(lines: TextLines, index: int, expected: Expected, *, after_choice: bool, first: bool) -> FieldStart | None:
    """Read the name, type and flags that begin at a line, on one line or on several."""
    pieces = not after_choice and _is_name_before_type(lines, index, flagged=True)
    return (
        (scheme_in_pieces(lines, index) if expected.schemes else None)
        or (None if pieces or lines.copied else _inline(lines, index))
        or _pseudo(lines, index, expected.pseudo)
        or (_root_with_tail(lines, index) if first and expected.rooted and lines.bare else None)
        or _split(lines, index, flagged=expected.flagged, after_choice=after_choice, first=first and expected.rooted)
    )


def _inline(lines: TextLines, index: int) -> FieldStart | None:
    shown = field_on_a_line(lines.text(index), lines.words)
    if shown is None and lines.bare and not _is_heading_with_type(lines, index):
        shown = unflagged_on_a_line(lines.text(index), lines.words)
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


def _root_with_tail(lines: TextLines, index: int) -> FieldStart | None:
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
    skip = 2 if lines.flag(index + 1) == "discriminator" else 1
    length, flags = lines.flags_after(index + skip + 1)
    if skip == 2:
        flags.add("discriminator")
    return FieldStart(Field(lines.text(index), lines.type(index + skip), lines.number(index), flags), skip + 1 + length)


def _is_name_before_type(lines: TextLines, index: int, *, flagged: bool) -> bool:
    """Whether the next line is a type, and has flags behind it where this page prints any."""
    text = lines.text(index)
    if text.startswith(tail_markers(lines.words)) or lines.words.show.match(text) or lines.words.hide.match(text):
        return False
    skip = 2 if lines.flag(index + 1) == "discriminator" else 1
    line = lines.type(index + skip)
    own = lines.type(index)
    if line is None or (own is not None and own.is_special):
        return False
    if flagged:
        return bool(lines.flags_after(index + skip + 1)[1])
    # A sentence before two types in a row ends a description, and the first of the two is a name.
    named = line.is_choice or " " not in text or not lines.text(index + skip).isalpha()
    return named or lines.type(index + skip + 1) is None
