"""Fields as a rendered page shows them, and the facts they come to."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.rendered.prose_values import values_in
from truespec.documentation.rendered.type_line import SCALARS, TypeLine, value_of
from truespec.specification.plain import is_mapping, is_sequence

__all__ = [
    "DOUBTFUL", "OTHERS", "OWN_NAME", "Capture", "Content", "Field", "is_row_of_items", "say_content", "say_field",
    "say_members",
]  # fmt: skip

_FLAGS: Final = {"deprecated": "deprecated", "read_only": "readOnly", "write_only": "writeOnly"}
_HIDDEN_EMAIL: Final = "[email protected]"
OTHERS: Final = "Other properties"
"""What is printed for the properties that an object does not name."""
DOUBTFUL: Final = "doubtful"
"""Before the name of a value: the flag that says that it may be a part of the description."""
OWN_NAME: Final = "own_name"
"""Flag of a row that is a member of that very name."""
_OF_MEMBERS: Final = frozenset({"required", "read_only", "write_only", "deprecated"})
"""Flags that a named member has rather than all the others at once."""
_NO_TEXT: Final = re.compile(r"(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false)\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Capture:
    """What this way of saving a page keeps."""

    flags: bool = True
    """Whether the words Required and Optional are there."""
    optional: bool = True
    """Whether the page says Optional of what is not required, as older ones do not."""
    members: bool = True
    """Whether a field that opens is there itself."""
    opened: bool = False
    """Whether members of such fields stand among the others although the fields are not there."""

    @property
    def flagged(self) -> bool:
        """Whether every field has a flag, by which it is known."""
        return self.flags and self.optional


@dataclasses.dataclass(slots=True)
class Field:
    """One field, alternative or root, with what stands below it."""

    name: str
    type: TypeLine | None
    line: int
    flags: set[str] = dataclasses.field(default_factory=set[str])
    words: list[tuple[int, str]] = dataclasses.field(default_factory=list[tuple[int, str]])
    tail: dict[str, tuple[str, int]] = dataclasses.field(default_factory=dict[str, tuple[str, int]])
    values: tuple[str, ...] | None = None
    joined: str = ""
    values_line: int = 0
    values_word: str = ""
    """What stands before them."""
    closed: bool = False
    opened: bool = False
    circular: bool = False
    label: str = ""
    """What its button says where it is open; an older page has its title there."""
    number: int = 0
    """Of an alternative: which one it is; 0 where it is a later one, and all before it are there."""
    parted: int = 0
    """How many words between alternatives stand behind a choice."""
    children: list[Field] = dataclasses.field(default_factory=list["Field"])
    alternatives: list[Field] = dataclasses.field(default_factory=list["Field"])

    @property
    def is_others(self) -> bool:
        """Whether the row stands for the properties that an object does not name, of which none is required."""
        return self.name == OTHERS and not self.flags & {"required", OWN_NAME}

    @property
    def is_so_named(self) -> bool:
        """Whether a row is rather a member that is called as the other properties are."""
        return self.name == OTHERS and bool(self.flags & _OF_MEMBERS)

    @property
    def may_open(self) -> bool:
        """Whether a button may stand behind the row: not twice, and not where nothing can be below it."""
        kind = self.type
        plain = kind is not None and not kind.depth and (kind.base in SCALARS or kind.const is not None)
        return not (plain or self.opened or self.closed)

    @property
    def has_items(self) -> bool:
        """Whether what is below the row is the row of its items, and no member."""
        kind = self.type
        return kind is not None and kind.depth > 0 and (kind.depth > 1 or kind.base != "object")

    @property
    def own_place(self) -> str:
        """What leads from the field to its innermost items."""
        return places.ITEMS * (self.type.depth if self.type else 0)


def say_members(fields: list[Field], place: str, into: Gathering, capture: Capture) -> None:
    """Say the properties of the object at ``place``."""
    for field in fields:
        if field.is_others and field.type is not None:
            say_field(field, place + places.OTHERS, into, capture, member=False)
        else:
            say_field(field, places.member(place, field.name), into, capture)


@dataclasses.dataclass(slots=True)
class Content:
    """What a body or answer is: itself where the page says so, its members, and a sample that may be an array.

    ``unplaced`` are the names of rows somewhere below it, of which the page does not tell where.
    """

    root: Field | None
    members: list[Field]
    sample: object = None
    unplaced: frozenset[str] = frozenset()


def say_content(content: Content, place: str, into: Gathering, capture: Capture) -> None:
    """Say what a body or answer is; members alone are those of an array's items where the sample is an array."""
    root, members = content.root, content.members
    if root is not None:
        root.children.extend(members)
        say_field(root, place, into, capture, member=False)
    elif is_row_of_items(members, content.sample):
        say_field(members[0], place + places.ITEMS, into, capture, member=False)
    else:
        say_members(members, place + places.ITEMS if is_sequence(content.sample) else place, into, capture)


def is_row_of_items(rows: Sequence[Field], sample: object) -> bool:
    """Whether the one row of a body or answer is that of its items: it is an array by its sample.

    So is one of anything but objects, whose members would be listed at once; choices have a row though they are.
    """
    if not is_sequence(sample) or [row.name for row in rows] != ["items"]:
        return False
    first = sample[0] if sample else None
    kind = rows[0].type
    return not is_mapping(first) or ("items" not in first and kind is not None and kind.is_choice)


def say_field(field: Field, place: str, into: Gathering, capture: Capture, *, member: bool = True) -> None:
    """Say everything of ``field``, which stands at ``place``; only a member can be required."""
    line = field.line
    inner = place
    if "silent" in field.flags:
        _say_below(field, place, place + field.own_place, into, capture)
        return
    if field.type is not None:
        inner = _say_type(field, field.type, place, into)
    if member:
        _say_required(field, place, into, capture)
    for flag, attribute in _FLAGS.items():
        if flag in field.flags:
            into.say(place, attribute, True, line)
    if "discriminator" in field.flags and "." in place:
        into.say(place.rsplit(".", 1)[0], "discriminator", field.name, line)
    _say_words(field, place, into)
    _say_values(field, inner, into, capture)
    if field.circular:
        into.say(inner, "circular", True, line)
    elif field.closed:
        into.miss(inner, "properties", Visibility.HIDDEN, line)
    _say_below(field, place, inner, into, capture)


def _say_type(field: Field, line: TypeLine, place: str, into: Gathering) -> str:
    """Say the type and return the place of the innermost items."""
    at = field.line
    inner = place
    for _ in range(line.depth):
        into.say(inner, "type", "array", at)
        inner += places.ITEMS
    if line.const is not None:
        _say_const(line, place, at, into)
    elif line.base == "all of":
        _say_merged_type(field, inner, into)
    elif line.bases:
        into.say(inner, "type", line.base or line.bases, at)
    if line.detail:
        into.say(inner, "title" if line.base == "object" else "format", line.detail, at)
    _say_limits(line, place, at, into)
    if line.null and line.depth:
        into.say(inner, "nullable", True, at)
    if line.default is not None:
        into.say(place, "default", value_of(line.default, line, [part.type for part in field.alternatives]), at)
    return inner


def _say_limits(line: TypeLine, place: str, at: int, into: Gathering) -> None:
    """Say the limits of a value, and whether it may be null."""
    for attribute, value in (("min", line.minimum), ("max", line.maximum), ("nullable", line.nullable or None)):
        if value is not None:
            into.say(place, attribute, value, at)


def _say_const(line: TypeLine, place: str, at: int, into: Gathering) -> None:
    """Say the one value there is; where nothing tells its type, a number may as well be a text that looks like one."""
    text = line.const or ""
    if _NO_TEXT.match(text) and not line.bases:
        into.miss(place, "enum", Visibility.LOST, at, text)
    else:
        into.say(place, "const", value_of(text, line), at)


def _say_merged_type(field: Field, place: str, into: Gathering) -> None:
    """The parts of "all of" hold together: their common type is that of the whole, and one part is the whole."""
    kinds = {part.type.base for part in field.alternatives if part.type is not None and not part.type.depth}
    if len(kinds) == 1 and all(part.type is not None and not part.type.depth for part in field.alternatives):
        into.say(place, "type", kinds.pop(), field.line)
    elif not field.alternatives:
        into.miss(place, "type", Visibility.HIDDEN, field.line)


def _say_required(field: Field, place: str, into: Gathering, capture: Capture) -> None:
    if not capture.flags:
        into.miss(place, "required", Visibility.LOST, field.line)
    else:
        into.say(place, "required", "required" in field.flags, field.line)


def _say_words(field: Field, place: str, into: Gathering) -> None:
    if "damaged" in field.flags:
        into.miss(place, "description", Visibility.LOST, field.line)
    elif field.words:
        into.word(place, "description", "\n".join(text for _, text in field.words), field.words[0][0])
    for attribute, (text, line) in field.tail.items():
        if _HIDDEN_EMAIL in text or f"{DOUBTFUL} {attribute}" in field.flags:
            into.miss(place, attribute, Visibility.LOST, line)
        elif attribute == "pattern":
            into.say(place, attribute, text, line)
        else:
            into.say(place, attribute, value_of(text, field.type, [part.type for part in field.alternatives]), line)


def _say_values(field: Field, place: str, into: Gathering, capture: Capture) -> None:
    expected = field.type is not None and field.type.enum
    if field.values is not None:
        scalar = None if field.type is None else dataclasses.replace(field.type, depth=0)
        into.say(place, "enum", tuple(value_of(value, scalar) for value in field.values), field.values_line)
    elif field.joined:
        into.miss(place, "enum", Visibility.LOST, field.values_line, field.joined)
    elif expected and not field.children:
        lost = Visibility.HIDDEN if field.closed and capture.members else Visibility.LOST
        into.miss(place, "enum", lost, field.line)
    if field.values is None and (listed := values_in([text for _, text in field.words])):
        into.settle(place, "enum", listed, field.words[0][0], Evidence.PROSE)


def _say_below(field: Field, place: str, inner: str, into: Gathering, capture: Capture) -> None:
    merged = field.type is not None and field.type.base == "all of"
    for number, part in enumerate(field.alternatives, start=1):
        at = inner if merged else places.alternative(inner, number)
        if merged:
            whole = len(field.alternatives) == 1
            _say_part(part, at, into, capture, whole=whole)
            if whole and part.type is not None:
                _say_limits(part.type, place, part.line, into)
        else:
            say_field(part, at, into, capture, member=False)
    _miss_parts(field, inner, into)
    for child in field.children:
        if field.has_items and child.name == "items":
            say_field(child, place + places.ITEMS, into, capture, member=False)
        else:
            say_members([child], inner, into, capture)


def _miss_parts(field: Field, inner: str, into: Gathering) -> None:
    """Say which alternatives are not there: words stand between them, or later ones were seen."""
    if field.type is None or field.type.base not in {"one of", "any of"}:
        return
    count = max(len(field.alternatives), field.parted + 1 if field.parted else 0)
    for number in range(1, count + 1):
        if number > len(field.alternatives) or "silent" in field.alternatives[number - 1].flags:
            into.miss(places.alternative(inner, number), "type", Visibility.LOST, field.line)


def _say_part(part: Field, place: str, into: Gathering, capture: Capture, *, whole: bool) -> None:
    """Say a part of "all of", whose members are those of the whole; so are the alternatives of the only one."""
    if part.type is not None and part.type.detail and not part.type.depth:
        into.say(place, "title" if part.type.base == "object" else "format", part.type.detail, part.line)
    _say_values(part, place, into, capture)
    if part.closed or (part.alternatives and not whole):
        into.miss(place, "properties", Visibility.HIDDEN, part.line)
    _say_below(part if whole else dataclasses.replace(part, alternatives=[]), place, place, into, capture)
