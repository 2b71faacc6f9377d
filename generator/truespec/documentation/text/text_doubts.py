"""What a saved text cannot mean where it stands: a line beside it is gone, or was moved."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from truespec.documentation.nested.nesting_rows import BELOW_LOST, is_choice_of_choices
from truespec.documentation.rendered.fields import DOUBTFUL, OTHERS, Field
from truespec.documentation.rendered.retold_values import RETOLD
from truespec.documentation.rendered.sample_values import ITEMS, first_object, names_anywhere
from truespec.documentation.rendered.type_line import SCALARS
from truespec.documentation.rendered.words import Words
from truespec.documentation.text.text_lines import TextLines
from truespec.specification.plain import is_mapping, is_sequence

__all__ = [
    "button_of",
    "contradicts",
    "doubt_defaults",
    "is_credential",
    "is_described",
    "is_inner",
    "is_merged",
    "is_of_either",
    "leave_doubtful",
    "leave_words",
    "lost_members",
    "may_be_described",
    "unsent_members",
]

_NOTHING: Final = frozenset({"none", "n/a", "na", "nothing", "empty", "unset", "not set", "no default", "-", "--", "—"})
"""What a sentence says of a default that there is not, in small letters; rarely is it one."""

_LEFT_OUT: Final = frozenset({"read_only", "write_only", "deprecated", "discriminator"})
"""Flags that only a member has, most of them of what a sample leaves out."""


def leave_words(field: Field, lines: TextLines) -> None:
    """Leave the description of a field, which may be something else."""
    lines.taken.difference_update(number for number, _ in field.words)
    field.words.clear()
    field.flags.add("damaged")


def leave_doubtful(fields: list[Field], lines: TextLines, names: frozenset[str]) -> None:
    """Leave choices of one alternative where no flag tells them from a member, and no name before them.

    The first one is what is described by its name, where the sample has members and none of that name.
    """
    first = fields[0].name if fields else ""
    whole = bool(names and first) and first not in names
    rows = enumerate(fields[whole:], start=whole)
    doubtful = [number for number, field in rows if _is_lone_choice(field)]
    for number in reversed(doubtful):
        gone = fields[number : number + 2]
        lines.taken.difference_update(field.line for field in gone)
        if any(field.opened for field in gone):
            for field in fields[number + 2 : number + 3]:
                field.flags.add(BELOW_LOST)
        if number:
            leave_words(fields[number - 1], lines)
        del fields[number : number + 2]


def doubt_defaults(fields: Sequence[Field], lines: TextLines) -> None:
    """Leave a default that is a word for none below a description: it may as well be the end of that.

    Not where the sample has it, or the row has values to choose from, which it may be one of.
    """
    for field in fields:
        text, line = field.tail.get("default", ("", 0))
        listed = field.type is not None and field.type.enum
        ends = bool(field.words) and field.words[-1][0] < line != field.line
        if ends and not listed and text.lower() in _NOTHING and f"{RETOLD} default" not in field.flags:
            lines.taken.difference_update((line, *(number for number, _ in field.words)))
            field.words.clear()
            field.flags |= {f"{DOUBTFUL} default", "damaged"}


def is_credential(field: Field) -> bool:
    """Whether a row below the heading of authorisations says nothing that none of a credential does."""
    special = field.type is not None and field.type.is_special
    return not (special or field.tail or "optional" in field.flags)


def contradicts(root: Field, sample: object) -> bool:
    """Whether a body or answer cannot be of a type, as its sample has members: the name before the type is gone."""
    kind = root.type
    if kind is None or kind.depth:
        return kind is not None and is_mapping(sample)
    plain = kind.base in SCALARS or kind.const is not None
    return plain and (is_mapping(sample) or (is_sequence(sample) and first_object(sample) is not None))


def is_described(fields: Sequence[Field], sample: object, *, flags: bool) -> bool:
    """Whether the first row of a body is the body itself, and what looks like its name describes it.

    The sample would have a member of that name, which has no flag for which samples leave it out.
    """
    first = fields[0] if fields else None
    kind = None if first is None else first.type
    if first is None or kind is None or not is_mapping(sample) or first.name in sample or kind.depth:
        return False
    alone = all("alternative" in field.flags for field in fields[1:])
    inside = " " in first.name and any(field.name in sample for field in fields[1:])  # its members are the sample's
    told = alone or ((flags or inside) and any(field.opened for field in fields[:2]))
    whole = kind.base == "object" or kind.is_choice
    return bool(first.name) and whole and told and not first.is_others and not first.flags & _LEFT_OUT


def may_be_described(fields: Sequence[Field], sample: object) -> list[Field]:
    """Return the rows that may be the body itself and its description, or a member that no sample has, without flags.

    They are those before the first that the sample has, if the first of all is one that opens.
    """
    if not fields or not is_mapping(sample) or not fields[0].name or fields[0].is_others:
        return []
    kind = fields[0].type
    opens = fields[0].opened or (kind is not None and kind.is_choice and not kind.depth)
    rows = list(itertools.takewhile(lambda field: not field.name or field.name not in sample, fields))
    return rows if opens and len(rows) < len(fields) else []


def is_inner(field: Field, *, opened: bool) -> bool:
    """Whether a row among parameters is below one that was not saved, as the items of an array with an enum are."""
    listed = field.type is not None and (field.type.enum or field.type.depth > 0)
    return field.name in {ITEMS, OTHERS} and (opened or listed)


def lost_members(fields: Sequence[Field], sent: Mapping[str, str]) -> frozenset[str]:
    """Return what is in the objects that a request sends as parameters of which no row was saved.

    The rows of their members may stand among those of the parameters.
    """
    known = {field.name.lower() for field in fields}
    found: set[str] = set()
    for name, text in sent.items():
        if text[:1] in {"{", "["} and name.lower() not in known:
            with contextlib.suppress(ValueError):
                found |= names_anywhere(json.loads(text))
    return frozenset(found)


def unsent_members(fields: Sequence[Field], sent: Mapping[str, str]) -> list[Field]:
    """Return the rows among parameters of which some are required and not ``sent``, as members of a lost object are.

    The rows around them may be members of it too, up to those of parameters that are sent.
    """
    needed = [
        number
        for number, field in enumerate(fields)
        if "required" in field.flags and not field.flags & _LEFT_OUT and _is_plain(field) and field.name not in sent
    ]
    if not needed:
        return []
    known = [number for number, field in enumerate(fields) if field.name in sent]
    start = max((number + 1 for number in known if number < needed[0]), default=0)
    end = min((number for number in known if number > needed[-1]), default=len(fields))
    return list(fields[start:end])


def _is_plain(field: Field) -> bool:
    return field.type is not None and not field.type.depth and field.type.base in SCALARS


def _is_lone_choice(field: Field) -> bool:
    """Whether a row is a choice of one alternative, where a member that is named as a choice looks so too."""
    kind = field.type
    if kind is None or kind.depth or not kind.is_choice or field.name == OTHERS:
        return False
    rooted = not field.name and kind.base in {"not", "all of"}  # what a body or answer is
    parted = field.parted or any(part.parted for part in field.alternatives)
    return len(field.alternatives) == 1 and not parted and (" " in field.name or not (field.name or rooted))


def is_merged(choice: Field) -> bool:
    """Whether a row stands for parts that are the whole together, as those of "all of" are."""
    return choice.type is not None and choice.type.base == "all of"


def is_of_either(choices: Sequence[Field], field: Field) -> bool:
    """Whether an alternative may be of the last of several choices, or of one that this is an alternative of."""
    return any(is_choice_of_choices(inner, outer, field) for outer, inner in itertools.pairwise(choices))


def button_of(field: Field, text: str, words: Words) -> str:
    """Return what a line says as the button of a row: ``opened``, ``closed``, ``stray`` where it is another row's.

    The title in it may be a sentence; ``either`` where only the description could tell that it is one.
    """
    if words.hide.match(text) or _is_titled(field, words.titled[True].match(text)):
        return "opened"
    if (words.show.match(text) and field.may_open) or _is_titled(field, words.titled[False].match(text)):
        return "closed"
    if text.lower() in words.show_members:
        return "stray"
    return "either" if _may_be_titled(field) and words.titled[True].match(text) else ""


def _may_be_titled(field: Field) -> bool:
    return field.type is not None and field.type.base == "object" and field.may_open


def _is_titled(field: Field, button: re.Match[str] | None) -> bool:
    """Whether the title of an object is what it is described as, too."""
    title = "" if button is None else next(filter(None, button.groups()), "").lower()
    said = " ".join(text for _, text in field.words).lower()
    return bool(title) and _may_be_titled(field) and title.split() == said.split()
