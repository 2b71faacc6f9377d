"""What stands behind the type of a printed field: its default, example and pattern, and the values of its enum."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from truespec.documentation.rendered.fields import DOUBTFUL, Field
from truespec.documentation.rendered.type_line import value_of
from truespec.documentation.rendered.words import Words
from truespec.documentation.text.text_lines import tail_markers

__all__ = ["add_words", "read_tail", "take_tail"]

_TAIL_NAMES: Final = {"Default: ": "default", "Example: ": "example", "Pattern: ": "pattern", "Sunset date: ": "sunset"}
_BEHIND: Final[Mapping[str, frozenset[str]]] = {
    "sunset": frozenset({"default", "example", "pattern", "values"}),
    "default": frozenset({"example", "pattern", "values", "sunset"}),
    "example": frozenset({"pattern", "values", "sunset"}),
    "pattern": frozenset({"values", "sunset"}),
    "values": frozenset({"sunset"}),
}
"""What may stand behind each on its line, in the order of every page: anything else is a part of the value."""
_BACKTICKS: Final = re.compile(r"`([^`]*)`")
_IN_BACKTICKS: Final = re.compile(r"\A`([^`]*)`\Z")
"""A value as a converter to Markdown writes it."""
_NEED: Final = frozenset({"required", "optional"})
_NO_TEXTS: Final = frozenset({"integer", "number", "boolean", "object", "array"})
_SAID: Final = re.compile(r"\S+ .*[.!?\u3002]\Z")
"""A sentence, where values would stand."""
_TOLD: Final = re.compile(r"[\w.+-]*\w")
_UNBROKEN: Final = frozenset({"email", "uuid", "date", "date-time", "uri", "url", "hostname", "ipv4", "ipv6"})
"""Formats of texts that are one word."""
_ITEM: Final = re.compile(r"[*\u2022-]\s+\S")
"""The beginning of an item of a list, which no description begins with."""
_QUOTED: Final = re.compile(r"[`'\"]([^`'\"]{1,60})[`'\"]")
"""What a description may say a value with."""


def add_words(field: Field, text: str, number: int) -> None:
    """Take a line for the description of a field; what looked like a default within it, on its own line, is of it too.

    A page has the description in one piece, and its values all before or all behind it.
    """
    lines = {field.line, field.values_line}
    if field.words:
        first = field.words[0][0]
        for name in [name for name, (_, at) in field.tail.items() if first < at < number and at not in lines]:
            value, at = field.tail.pop(name)
            field.words.append((at, f"{name.capitalize()}: {value}"))
    field.words = sorted([*field.words, (number, text)])


def read_tail(field: Field, text: str, number: int, words: Words) -> bool:
    """Take ``Default: 20Example: 30Possible values: ab`` apart, in that order; each is printed once at most.

    Return False for what the field has already: it is that of another field, whose own line is not there.
    """
    new = True
    markers = {marker: _TAIL_NAMES.get(marker, "values") for marker in tail_markers(words)}
    here = next((marker for marker in markers if text.startswith(marker) or text == marker.strip()), "")
    while here:
        rest = text[len(here) :]
        if markers[here] == "values" and (_are_told(field, rest.strip()) or _SAID.match(field.joined)):
            _give_back(field)
        cuts = [
            (rest.find(marker), marker)
            for marker, name in markers.items()
            if name in _BEHIND[markers[here]] and name not in field.tail and marker in rest
        ]
        end, following = min(cuts, default=(len(rest), ""))
        if markers[here] == "default" and not following and _is_sentence(field, rest.strip()):
            field.words.append((number, text))
            return new
        if _tail_piece(field, markers[here], rest[:end].strip(), number):
            field.values_word = here.strip() if markers[here] == "values" else field.values_word
        else:
            new = False
            if markers[here] == "values":
                field.flags.add("damaged")  # which of them ends the description, or is of another row, nothing tells
        text, here = rest[end:], following
    return new


def take_tail(field: Field, text: str, number: int, words: Words, *, run_together: bool) -> bool:
    """Read a line that looks like a default, an example and so on; False for what the field has already.

    Where pieces of rows are run together, only an enumeration has values, and all these stand on one line; that of the
    row itself, where it has a flag and no description.
    """
    values = text.startswith(words.values)
    unlisted = values and field.type is not None and not field.type.enum
    if run_together and (unlisted or (not values and _is_apart(field))):
        add_words(field, text, number)
        return True
    new = read_tail(field, text, number, words)
    if run_together:
        _doubt_lines(field, number)
    return new


def _is_apart(field: Field) -> bool:
    """Whether nothing stands behind a row with a flag, on its line or below, so that a line of its own describes it."""
    return bool(field.name and field.flags & _NEED) and not (field.words or field.tail or field.values_line)


def _doubt_lines(field: Field, number: int) -> None:
    """Leave the default, example and pattern of a row that stand on several lines, where a page has them all on one.

    The first of them end the description, and the last may do so too.
    """
    first = {name for name, (_, at) in field.tail.items() if field.line < at < number}
    last = {name for name, (_, at) in field.tail.items() if at == number}
    if first and last:
        field.flags |= {"damaged", *(f"{DOUBTFUL} {name}" for name in last)}
        for name in first:
            del field.tail[name]


def _give_back(field: Field) -> None:
    """Take what stood behind the word for values for a part of the description: it comes again with none behind it.

    A capture that loses values loses all of them.  Or it comes again with the values of which the description told.
    """
    if field.values is None and field.values_line > field.line:
        field.words = sorted([*field.words, (field.values_line, f"{field.values_word} {field.joined}".strip())])
        field.joined, field.values_line = "", 0


def _are_told(field: Field, printed: str) -> bool:
    """Whether several values, as they are printed, stand one by one in words that began with the word for values.

    Those of another row, whose own line is not there, would not.  Where values are lost, the example is one of them.
    """
    if not field.values_line or field.values is not None:
        return False
    told = " ".join([field.joined, *(text for number, text in field.words if number > field.values_line)])
    quotes = set(_QUOTED.findall(told))
    if not printed:
        behind = next((text for number, text in field.words if number > field.values_line), "")
        if not field.joined and _ITEM.match(behind):
            return True
        return bool(field.joined) or any(field.tail[name][0] in quotes for name in field.tail if name != "pattern")
    names = {name for name in _TOLD.findall(told) if name != printed} | quotes
    if quoted := _BACKTICKS.findall(printed):
        return len(quoted) > 1 and names.issuperset(quoted)
    ends = [0, *([-1] * len(printed))]  # how many of the names a beginning of so many letters is made of
    for end in range(1, len(printed) + 1):
        counts = [ends[end - len(name)] for name in names if len(name) <= end and printed[:end].endswith(name)]
        ends[end] = max((count + 1 for count in counts if count >= 0), default=-1)
    return ends[-1] > 1


def _is_sentence(field: Field, value: str) -> bool:
    """Whether a default is said in words, as a description may end: only that of a text is printed bare.

    No address and no date is several words either.
    """
    kind = field.type
    if kind is not None and not kind.depth and kind.base == "string" and kind.detail in _UNBROKEN:
        return value.count(" ") > 1
    if kind is None or not (kind.depth or kind.base in _NO_TEXTS) or " " not in value or value[-1] not in ".\u3002":
        return False
    return isinstance(value_of(value, kind), str)


def _tail_piece(field: Field, name: str, value: str, number: int) -> bool:
    if name in field.tail or (name == "values" and field.values_line):
        return False
    if name == "values":
        field.values_line = number
        quoted = _BACKTICKS.findall(value)
        if quoted:
            field.values = tuple(quoted)
        else:
            field.joined = value
    elif name != "sunset":
        field.tail[name] = (_IN_BACKTICKS.sub(r"\1", value), number)
    return True
