"""Fields in the lines of a saved text, one after the other as they stand; what is below what, nesting finds out."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from truespec.documentation.nested.nesting_rows import BEHIND_LOST, BELOW_LOST, OF_FIRST
from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.type_line import SCALARS
from truespec.documentation.text.text_doubts import button_of, is_merged, is_of_either, leave_doubtful, leave_words
from truespec.documentation.text.text_lines import TextLines, field_on_a_line, is_media, tail_markers
from truespec.documentation.text.text_schemes import FieldStart
from truespec.documentation.text.text_separators import is_name, may_be_name
from truespec.documentation.text.text_starts import Expected, start_of
from truespec.documentation.text.text_tail import add_words, read_tail, take_tail

__all__ = ["FieldRun", "read_fields"]

_MARKED: Final = re.compile(r"[>+*#|<-]+ ")
"""What no name begins with: the mark of a list, of a quotation or of version control."""
_CIRCULAR: Final = re.compile(r"⤷|\W{0,3}Circular reference to ")


@dataclasses.dataclass(slots=True)
class FieldRun:
    """The fields of a section in the order of the page, and the lines before the first of them."""

    fields: list[Field] = dataclasses.field(default_factory=list[Field])
    before: list[tuple[int, str]] = dataclasses.field(default_factory=list[tuple[int, str]])
    lead: bool = False
    """Whether the first field is without a name: what the body or answer is itself."""


def read_fields(lines: TextLines, start: int, end: int, expected: Expected) -> FieldRun:
    """Read the fields between two lines."""
    reader = _Reader(lines, expected, range(start, end))
    index = start
    while index < end:
        index = reader.step(index, end)
    reader.leave_damaged()
    if not expected.flagged:
        leave_doubtful(reader.run.fields, lines, expected.names)
    return reader.run


@dataclasses.dataclass(slots=True)
class _Reader:
    lines: TextLines
    expected: Expected
    within: range
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
    _lost: str = ""
    """Whether the next row is behind or below one that is not read: the flag that says so."""
    _orphans: int = -1
    """The first member of an alternative whose own row was not saved, by its number; -1 where there is none."""
    _aside: Field | None = None
    """The last row, if that has no place among the fields."""
    _row_end: int = -1
    """The index of the line behind the last row, if that has no flags."""

    @property
    def _last(self) -> Field | None:
        return self._aside or (self.run.fields[-1] if self.run.fields else None)

    def step(self, index: int, end: int) -> int:
        """Read what begins at a line and return where the next begins."""
        text = self.lines.text(index)
        start = None if self._separates(index) else self._field(index, end)
        if start is not None:
            self.lines.take(index, index + start.length)
            if self._is_no_member(start.field):
                for number in range(index, index + start.length):
                    self._leave(number, unless=False)
                self._damaged = True
                return index + start.length
            self._add(start, index + start.length - 1)
            self._row_end = -1 if start.field.flags & {"required", "optional"} else index + start.length
            return index + start.length
        self.lines.take(index)
        if self.lines.is_noise(index):
            pass
        elif self._is_either(index):
            self._leave(index, unless=False, opened=True)
        elif self._last is None:
            if self._lost or self.lines.is_piece(text):
                self._note_lost(index)
            self.run.before.append((self.lines.number(index), text))
        elif self._separates(index):
            self._choice = self._choice or [self._held.pop()]
            self._choice[-1].parted += 1
            self._part = True
            self._note_first(self._choice[-1])
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
        markers, button = tail_markers(words), button_of(field, text, words)
        torn = self._part and bool(self._choice) and self._choice[-1].parted  # the row of an alternative
        if torn or self._broken or self.lines.is_piece(text):
            if index == self._row_end and self.lines.pieced:
                self._doubt(field, index)
            if self.lines.bare:  # another row, of which the name cannot be told: what follows is of that
                self._choice, self._held, self._part = [], [], False
            self._broken = True
            self._damaged = True
            self._leave(index, unless=False)
        elif button in {"opened", "closed"}:
            field.opened, field.closed = field.opened or button == "opened", field.closed or button == "closed"
            field.label = text if button == "opened" else field.label
        elif button == "stray":
            self._leave(index, unless=False)
        elif _CIRCULAR.match(text) or text.startswith(words.circular):
            field.circular = field.type is None or field.type.base not in SCALARS
            self._leave(index, unless=field.circular)
        elif text.startswith(markers) or text in {marker.strip() for marker in markers}:
            taken = take_tail(field, text, self.lines.number(index), words, run_together=not self.lines.pieced)
            self._leave(index, unless=taken)
        elif self.lines.pieced and (field.opened or button):  # above which the description stands
            self._leave(index, unless=False, opened=True)
        elif not is_media(text) or field.words:
            add_words(field, text, self.lines.number(index))

    def _leave(self, index: int, *, unless: bool, opened: bool = False) -> None:
        """Leave a line that cannot be of the last field, and with it all up to the next."""
        if not unless:
            self._broken = True
            self._note_lost(index, opened=opened)
            self.lines.taken.discard(self.lines.number(index))

    def _note_lost(self, index: int, *, opened: bool = False) -> None:
        """Note that a row is not read; where it is open, what follows is below it."""
        below = opened or self.lines.words.hide.match(self.lines.text(index)) is not None
        self._lost = BELOW_LOST if below else self._lost or BEHIND_LOST

    def _is_no_member(self, field: Field) -> bool:
        """Whether what looks like a row may be the end of a description, or is what a body is sent as."""
        if _MARKED.match(field.name) or self._is_rather_media(field):
            return True
        if "discriminator" in field.flags:
            return " " in field.name
        return not field.name and not self._choice and bool(self.run.fields)

    def _doubt(self, field: Field, index: int) -> None:
        """Leave a row that has a type without a name right behind its own: that may be the name.

        Not where samples have what stands before it as a name, and its own type as none.
        """
        known = field.name in self.lines.keys and self.lines.text(index - 1) not in self.lines.keys
        if field.name and field.type is not None and not (field.type.is_choice or known):
            self.run.fields.remove(field)
            self.lines.taken.discard(field.line)

    def _is_either(self, index: int) -> bool:
        """Whether a line parts two alternatives, or is a name: this page has members of that name.

        None is among closed alternatives of what a sample says that it has other members.
        """
        text = self.lines.text(index)
        if not (self.lines.pieced and text in self.lines.named and self._separates(index)):
            return False
        names = self.expected.names
        first = not any(choice.parted for choice in (*self._choice, *self._held))  # of which the sample is
        if not may_be_name(self.lines, index, self.expected.sample, sampled=first):
            return False
        whole = bool(self._choice) and self._choice[-1] is self.run.fields[0]
        return not (names and text not in names and whole and not any(one.opened for one in self.run.fields))

    def leave_damaged(self) -> None:
        """Leave what is said of the last field where pieces of another stand in it, whose name or type is gone."""
        if self._damaged and self._last is not None:
            leave_words(self._last, self.lines)
        self._damaged = self._broken = False

    def _separates(self, index: int) -> bool:
        """Whether a line is the word between two alternatives."""
        separator = self.lines.text(index) in self.lines.words.separators
        parted = (
            bool(self.run.fields) and not self.run.fields[0].name
        )  # the whole is a choice, without members beside it
        if not separator or (not parted and is_name(self.lines, index, self.within, self.expected.sample)):
            return False
        held = bool(self._held) and (self._orphans >= 0 or self._is_nameless(index + 1))
        return bool(self._choice) or held

    def _is_nameless(self, index: int) -> bool:
        """Whether a type stands at a line, alone or with flags run together."""
        text = self.lines.text(index)
        shown = field_on_a_line(text, self.lines.words)
        return self.lines.type(index) is not None or (shown is not None and not shown.name)

    def _field(self, index: int, end: int) -> FieldStart | None:
        part, first = self._part, not self.run.fields
        opens = self._last is None or self._last.may_open
        start = start_of(self.lines, index, self.expected, after_choice=part, first=first, unopened=opens)
        gone = start is None or index + start.length > end or self._is_media(index, start)
        return None if gone else start

    def _is_media(self, index: int, start: FieldStart) -> bool:
        """Whether a line is what a body or answer is written in, and its type stands behind it."""
        alone = start.field.name == self.lines.text(index)
        return alone and not self.run.fields and self._is_rather_media(start.field)

    def _is_rather_media(self, field: Field) -> bool:
        """Whether a name is that of a media type among members, and no sample of the page has it."""
        return self.expected.rooted and is_media(field.name) and field.name not in self.lines.named

    def _orphan(self, field: Field) -> None:
        """Note what is the first member of an alternative whose row is not there, if that was open.

        The parts of "all of" are the whole itself.
        """
        if not is_merged(self._choice[-1]):
            field.flags.add("behind")

    def _note_first(self, choice: Field) -> None:
        """Note what stands between a choice and the first word that parts its alternatives: it is of the first."""
        members = self.run.fields[self._orphans :] if self._orphans > 0 else []
        plain = all(field.name and not (field.type is not None and field.type.is_choice) for field in members)
        if choice.parted == 1 and members and choice is self.run.fields[self._orphans - 1] and plain:
            for field in members:
                field.flags.add(OF_FIRST)

    def _number(self, field: Field, choice: Field) -> None:
        """Add an alternative; one before it, the row of which opens, may not have been saved."""
        if self.lines.unbuttoned:
            field.number = choice.parted + 1
            while len(choice.alternatives) < choice.parted:
                choice.alternatives.append(Field("", None, 0, {"silent"}))
        elif not choice.parted:
            field.number = 1
        choice.alternatives.append(field)

    def _leave_either(self, field: Field) -> None:
        """Leave an alternative of a choice, or of one around that: any row between them may not have been saved."""
        self._aside = field
        self.lines.taken.discard(field.line)
        for choice in self._choice:
            choice.parted = max(choice.parted, len(choice.alternatives))

    def _add(self, start: FieldStart, last_index: int) -> None:
        field = start.field
        if self._lost:
            field.flags.add(self._lost)
            self._lost = ""
        self.leave_damaged()
        lost = self._part and bool(field.name) and self.lines.unbuttoned
        self._part, self._aside = False, None
        whole = self._choice[0] if self._choice and not self._choice[0].name else None
        if field.name and whole is not None and self.lines.unbuttoned and not is_merged(whole):
            field.flags.add("orphan")  # a body of alternatives has no members of its own
        if self.lines.unbuttoned and not field.name and is_of_either(self._choice, field):
            self._leave_either(field)
            return
        if not field.name and self._choice:
            self._number(field, self._choice[-1])
            self.run.fields.append(field)
            field.flags.add("alternative")
        else:
            if self._choice and (lost or any(part.opened for part in self._choice[-1].alternatives)):
                self._held.append(self._choice[-1])
            if lost:
                self._orphans = len(self.run.fields)
                self._orphan(field)
            self._choice = []
            self.run.lead = self.run.lead or (not field.name and not self.run.fields)
            self.run.fields.append(field)
        if field.type is not None and field.type.is_choice and not field.type.depth:
            self._choice.append(field)
            self._part = True
        if start.tail:
            read_tail(field, start.tail, self.lines.number(last_index), self.lines.words)
