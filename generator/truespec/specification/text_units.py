"""Where the units of a JSON text stand, and which one an edit of the text lies in, without reading it all.

Offsets are those of bytes.  The text of the last time was read whole and found in order; so is, then, all of the new
one that is the same, and only what is not has to be read.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from truespec.specification import pointer
from truespec.specification.json_source import index, parse
from truespec.specification.limits import Limits
from truespec.specification.positions import LineTable
from truespec.specification.units import Unit, is_unit, may_hold_units

__all__ = ["Spans", "Text", "TextEdit", "most_values", "part", "place_of", "spans_of", "text_edit", "text_edits"]

Spans: TypeAlias = dict[Unit, tuple[int, int]]
"""Begin and end of each unit, and of each member of the document that holds none."""

Text: TypeAlias = bytes | memoryview
"""The bytes of a text, or a view of the file that they are in."""

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_WHITE: Final = b" \t\n"
_GAP: Final = re.compile(rb"[ \t\n]*")
_TOKENS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_STRIDE: Final = 65_536
"""So many bytes are compared at a time: few enough to be copied to where others were a moment ago."""
_DEEPEST: Final = 3
"""How many levels of the document are above what is in a unit."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A new text that differs from the last one in a single ``unit``; ``value`` is what that is now.

    ``lines`` are the first and the last line of the last text that differ, ``growth`` is how many there are more now.
    ``values`` is how many values there are at most.
    """

    unit: Unit
    value: object
    spans: Spans
    lines: tuple[int, int]
    growth: int
    values: int


def spans_of(data: bytes) -> Spans | None:
    """Return where the units of a JSON text stand, which is in order; ``None`` of what is no plain JSON."""
    if data.startswith(b"\xef\xbb\xbf") or b"\r" in data:
        return None
    try:
        return dict(_Walk(data.decode("latin-1")).units())  # a character a byte; what has meaning in JSON is ASCII
    except (ValueError, IndexError):  # what begins like JSON may be YAML
        return None


class _Walk:
    """Walks over the members of mappings that may hold units, and steps over all others at C speed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def units(self) -> Iterator[tuple[Unit, tuple[int, int]]]:
        """Yield what has a span, with that."""
        self._step_over_space()
        yield from self._members(())

    def _members(self, way: Unit) -> Iterator[tuple[Unit, tuple[int, int]]]:
        self._place += 1
        self._step_over_space()
        while self._text[self._place] != "}":
            _, after = _DECODER.raw_decode(self._text, self._place)
            inner = (*way, str(json.loads(self._text[self._place : after].encode("latin-1"))))
            self._place = after
            self._step_over_space()
            self._place += 1
            self._step_over_space()
            first = self._place
            if self._text[first] == "{" and may_hold_units(inner):
                yield from self._members(inner)
            else:
                _, self._place = _DECODER.raw_decode(self._text, first)
                if is_unit(inner) or len(inner) == 1:
                    yield inner, (first, self._place)
            self._step_over_space()
            if self._text[self._place] == ",":
                self._place += 1
                self._step_over_space()
        self._place += 1

    def _step_over_space(self) -> None:
        found = _SPACE.match(self._text, self._place)
        self._place = self._place if found is None else found.end()


def text_edit(
    old: Text, new: bytes, spans: Mapping[Unit, tuple[int, int]], limits: Limits, values: int | None = None
) -> TextEdit | None:
    """Return what of ``old`` was edited, where that is a part of one unit; ``None`` where it has to be read whole.

    ``values`` is what :func:`most_values` says of ``old``, if that is known.
    """
    first = _shared(old, new)
    last = _shared_at_end(old, new, min(len(old), len(new)) - first)
    found = _unit_around(first, len(old) - last, spans)
    if found is None or len(new) > limits.file_bytes or b"\r" in new[first : len(new) - last]:
        return None
    unit, (begin, end) = found
    growth = len(new) - len(old)
    was, inside = part(old, begin, end), new[begin : end + growth]
    value, is_sound = _strictly(inside, limits)
    most = (most_values(bytes(old)) if values is None else values) + most_values(inside) - most_values(was)
    if not is_sound or most > limits.nodes:
        return None
    moved = {
        one: (start + growth if start > begin else start, stop + growth if stop >= end else stop)
        for one, (start, stop) in spans.items()
    }
    above = new.count(b"\n", 0, first) + 1
    lines = above, above + part(old, first, len(old) - last).count(b"\n")
    return TextEdit(unit, value, moved, lines, inside.count(b"\n") - was.count(b"\n"), most)


def text_edits(
    old: Text, new: bytes, spans: Mapping[Unit, tuple[int, int]], limits: Limits
) -> tuple[dict[Unit, object], Spans, int] | None:
    """Return the values of all parts that read otherwise in ``new``, with spans, and how many values there are.

    ``None`` where it has to be read whole: what is around the parts differs by more than space, or one is not as
    strict JSON has it.
    """
    most = most_values(new)
    if len(new) > limits.file_bytes or b"\r" in new or most > limits.nodes:
        return None
    text = new.decode("latin-1")  # a character a byte; what has meaning in JSON is ASCII
    values: dict[Unit, object] = {}
    found: Spans = {}
    was = place = 0
    for unit, (begin, end) in spans.items():
        start = _behind(part(old, was, begin), new, place)
        if start is None:
            return None
        inside = part(old, begin, end)
        if new.startswith(inside, start):
            place = start + len(inside)
        else:
            try:
                _, place = _DECODER.raw_decode(text, start)
            except ValueError:
                return None
            value, is_sound = _strictly(new[start:place], limits)
            if not is_sound:
                return None
            values[unit] = value
        found[unit], was = (start, place), end
    stop = _behind(part(old, was, len(old)), new, place)
    return None if stop is None or new[stop:].strip(_WHITE) else (values, found, most)


def _behind(between: bytes, new: bytes, place: int) -> int | None:
    """Return where what stands between two parts ends in ``new``; ``None`` where something else stands there."""
    if new.startswith(between, place):
        return place + len(between)
    for token in _TOKENS.findall(between):
        found = _GAP.match(new, place)
        place = place if found is None else found.end()
        if not new.startswith(token, place):
            return None
        place += len(token)
    found = _GAP.match(new, place)
    return place if found is None else found.end()


def part(text: Text, begin: int, end: int) -> bytes:
    """Return some bytes of a text."""
    return bytes(text[begin:end])


def _strictly(inside: bytes, limits: Limits) -> tuple[object, bool]:
    """Return the value of a part, and whether nothing is to be said against its text."""
    if b"\0" in inside:
        return None, False
    try:
        value, troubles = parse(inside.decode(), replace(limits, depth=limits.depth - _DEEPEST))
    except UnicodeDecodeError:
        return None, False
    return value, not troubles and value is not None


def place_of(way: str, text: bytes, spans: Spans, *, key: bool) -> tuple[int, int] | None:
    """Return the line and the column of what a pointer leads to, or of its key, in one of the units of a text.

    ``None`` where it leads to nothing in a unit.
    """
    tokens = pointer.parse(way)
    unit = next((tokens[:length] for length in (1, 2, 3) if tokens[:length] in spans), None)
    if unit is None:
        return None
    begin, end = spans[unit]
    if len(tokens) == len(unit):
        begin = _key_before(text, begin) if key else begin
        return text.count(b"\n", 0, begin) + 1, len(text[text.rfind(b"\n", 0, begin) + 1 : begin].decode()) + 1
    inside = text[begin:end].decode()
    entry = index(inside)
    for token in tokens[len(unit) :]:
        children = entry.inside()
        inner = children.get(token) or children.get(int(token) if token.isdecimal() else token)
        if inner is None:
            return None
        entry = inner
    line, column = LineTable(inside).place(entry.key if key and entry.key >= 0 else entry.value)
    start = text.rfind(b"\n", 0, begin) + 1
    before = len(text[start:begin].decode()) if line == 1 else 0
    return text.count(b"\n", 0, begin) + line, column + before


def _key_before(text: bytes, begin: int) -> int:
    """Return where the key of a value begins; quotes inside of it stand behind a backslash."""
    place = text.rfind(b'"', 0, text.rfind(b'"', 0, begin))
    while _is_escaped(text, place):
        place = text.rfind(b'"', 0, place)
    return place


def _is_escaped(text: bytes, place: int) -> bool:
    first = place
    while text[first - 1 : first] == b"\\":
        first -= 1
    return (place - first) % 2 == 1


def most_values(data: bytes) -> int:
    """Return how many values a text holds at most: each but the first stands behind one of these."""
    return 1 + data.count(b",") + data.count(b"{") + data.count(b"[")


def _shared(old: Text, new: bytes) -> int:
    """Return how many bytes two texts begin with alike."""
    most = min(len(old), len(new))
    for begin in range(0, most, _STRIDE):
        end = min(begin + _STRIDE, most)
        one, other = part(old, begin, end), new[begin:end]
        if one != other:
            return begin + next(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return most


def _shared_at_end(old: Text, new: bytes, most: int) -> int:
    """Return how many bytes two texts end with alike, ``most`` at most."""
    for begin in range(0, most, _STRIDE):
        end = min(begin + _STRIDE, most)
        one, other = part(old, len(old) - end, len(old) - begin), new[len(new) - end : len(new) - begin]
        if one != other:
            pairs = zip(reversed(one), reversed(other), strict=True)
            return begin + next(place for place, (a, b) in enumerate(pairs) if a != b)
    return most


def _unit_around(first: int, last: int, spans: Mapping[Unit, tuple[int, int]]) -> tuple[Unit, tuple[int, int]] | None:
    """Return the unit that holds a stretch, its outermost bytes apart."""
    ordered = sorted((span, unit) for unit, span in spans.items())
    place = bisect.bisect_right(ordered, first, key=lambda one: one[0][0]) - 1
    if place < 0:
        return None
    (begin, end), unit = ordered[place]
    return (unit, (begin, end)) if begin < first and last < end else None
