"""Reads what a body, an answer or a group of parameters of a saved text holds, and says it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.surface import Visibility
from truespec.documentation.nested.nesting import Nested, fits_flat, nest
from truespec.documentation.nested.nesting_rows import UNLISTED, Rows
from truespec.documentation.rendered.constants import settle_constant, settle_constants
from truespec.documentation.rendered.fields import OTHERS, OWN_NAME, Capture, Content, Field, say_content
from truespec.documentation.rendered.retold_values import give_back_values
from truespec.documentation.rendered.sample_values import first_object
from truespec.documentation.rendered.structures import Structures
from truespec.documentation.rendered.type_line import parse_type
from truespec.documentation.text.text_badges import give_back_badges
from truespec.documentation.text.text_doubts import contradicts, doubt_defaults, is_inner, lost_members, unsent_members
from truespec.documentation.text.text_lines import TextLines, is_media
from truespec.documentation.text.text_starts import begins_named
from truespec.documentation.text.witnesses import Listed

__all__ = ["TextContents"]

_UNLISTED: Final = (UNLISTED - {"read_only"}, UNLISTED - {"write_only"})
"""Flags of members that the sample of an answer leaves out, and that of a body."""


@dataclasses.dataclass(slots=True)
class TextContents:
    """What the sections of one operation hold."""

    lines: TextLines
    capture: Capture
    into: Gathering
    structures: Structures
    """What the page shows elsewhere; empty while it is read for the first time."""
    seen: Structures
    """What it shows here."""
    listed: Listed = dataclasses.field(default_factory=Listed)
    misfits: int = 0
    """Lists of members that cannot be those of one object."""

    def media(self, place: str, start: int, end: int, sample: object) -> int:
        """Say the first media type from ``start`` on; the others are choices of a menu, or members of the sample."""
        names = first_object(sample) or {}
        while start < end and (is_media(self.lines.text(start)) or self.lines.is_noise(start)):
            media = is_media(self.lines.text(start))
            named = not media or self.lines.text(start) in names
            if named and begins_named(self.lines, start, flagged=self.capture.flagged):
                break
            if media:
                self.into.say(place, "media", self.lines.text(start), self.lines.number(start))
            self.lines.take(start)
            start += 1
        return start

    def value(  # noqa: PLR0913
        self, place: str, fields: list[Field], glued: str, number: int, sample: object, *, left: Sequence[Field] = ()
    ) -> None:
        """Say what a body or answer is: its type, its root or its members; ``left`` are rows before them to leave."""
        root = Field("", None, number)
        if fields and not fields[0].name and "alternative" not in fields[0].flags:
            root = fields[0]
            fields = fields[1:]
            if contradicts(root, sample):
                self.lines.taken.discard(root.line)
                root = Field("", None, number)
        elif glued:
            root = Field("", parse_type(glued, self.lines.words), number)
        nested = self.nested(fields, sample, root=root, unlisted=_UNLISTED[place == "body"])
        nested.unplaced[:0] = left
        self.lines.taken.difference_update(field.line for field in left)
        give_back_values(root, nested.members, sample)
        give_back_badges(nested.members, sample, self.lines)
        doubt_defaults(fields, self.lines)
        settle_constants(nested.members, sample)
        settle_constant(root, sample)
        content = self.listed.contents[place] = Content(
            root if root.type is not None else None,
            nested.members,
            sample,
            frozenset(field.name for field in nested.unplaced),
        )
        say_content(content, place, self.into, self.capture)
        if nested.unplaced:
            names = tuple(sorted(content.unplaced))
            self.into.miss(place, "unplaced", Visibility.LOST, nested.unplaced[0].line, names)
        if not fields and root.type is None:
            hidden = Visibility.HIDDEN if self.capture.members else Visibility.LOST
            self.into.miss(place, "properties", hidden, number)
        elif not self.capture.members:
            self.into.miss(place, "properties", Visibility.LOST, number)

    def parameters(
        self, kind: str, fields: list[Field], sent: Mapping[str, str], *, requested: bool = False
    ) -> list[Field]:
        """Return the parameters of a kind, without what is below those that are only in what a request ``sent``.

        ``requested`` says that a request is there, with every parameter of the kind that is required.
        """
        lost = lost_members(fields, sent) if self.lines.unbuttoned else frozenset[str]()
        inside = [field for field in fields if field.name in lost]
        if self.lines.unbuttoned and self.capture.opened and requested:
            inside += unsent_members([field for field in fields if field.name not in lost], sent)
        self.lines.taken.difference_update(field.line for field in inside)
        nested = self.nested([field for field in fields if field not in inside], None, parameters=True)
        if gone := [*inside, *nested.unplaced]:
            names = {field.name for field in gone} | (lost if inside else frozenset[str]())
            self.into.miss(kind, "unplaced", Visibility.LOST, gone[0].line, tuple(sorted(names)))
        return nested.members

    def nested(
        self,
        fields: list[Field],
        sample: object,
        *,
        parameters: bool = False,
        root: Field | None = None,
        unlisted: frozenset[str] = UNLISTED,
    ) -> Nested:
        """Return what is below what; lines whose place the page does not tell are left over."""
        shown = self.capture.members
        own = any(field.is_so_named or (parameters and field.name == OTHERS) for field in fields)
        self.seen.others_named = self.seen.others_named or own
        if not shown and not fits_flat(fields, sample, unlisted):
            self.misfits += 1
        if parameters and not shown:
            strange = [field for field in fields if is_inner(field, opened=self.capture.opened)]
            nested = Nested([f for f in fields if f not in strange and "alternative" not in f.flags], strange)
        else:
            opened = shown or self.capture.opened
            for field in fields if parameters and not any(field.opened for field in fields) else ():
                field.flags.update({OWN_NAME} if field.is_others else set())
            ends = self.structures.ends(fields) if shown else dict[int, int]()
            named = OTHERS in self.lines.named or self.structures.others_named
            nested = nest(Rows(fields, sample, root, shown, self.capture.flags, unlisted, ends, named), opened=opened)
            if shown:
                self.seen.learn(fields, nested.unplaced)
        for field in nested.unplaced:
            self.lines.taken.discard(field.line)
        return nested

    def words(self, place: str, words: list[tuple[int, str]], *, framed: bool = False) -> None:
        """Say a description, unless there are pieces of a field in it, of which the rest is gone.

        One line that is ``framed`` stands between two of which nothing but a description stands.
        """
        if any(self.lines.is_piece(text) for _, text in words) and not (framed and len(words) == 1):
            self.lines.taken.difference_update(number for number, _ in words)
            self.into.miss(place, "description", Visibility.LOST, words[0][0])
        elif words:
            self.into.word(place, "description", "\n".join(text for _, text in words), words[0][0])
