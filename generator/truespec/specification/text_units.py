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

__all__ = ["Spans", "TextEdit", "place_of", "spans_of", "text_edit", "text_edits"]

Spans: TypeAlias = dict[Unit, tuple[int, int]]
"""Begin and end of each unit, and of each member of the document that holds none."""

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_DEEPEST: Final = 3
"""How many levels of the document are above what is in a unit."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A new text that differs from the last one in a single ``unit``; ``value`` is what that is now.

    ``lines`` are the first and the last line of the last text that differ, ``growth`` is how many there are more now.
    """

    unit: Unit
    value: object
    spans: Spans
    lines: tuple[int, int]
    growth: int


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


def text_edit(old: bytes, new: bytes, spans: Mapping[Unit, tuple[int, int]], limits: Limits) -> TextEdit | None:
    """Return what of ``old`` was edited, where that is a part of one unit; ``None`` where it has to be read whole."""
    first = _shared(old, new)
    last = _shared_at_end(old, new, min(len(old), len(new)) - first)
    found = _unit_around(first, len(old) - last, spans)
    if found is None or len(new) > limits.file_bytes or b"\r" in new:
        return None
    unit, (begin, end) = found
    growth = len(new) - len(old)
    inside = new[begin : end + growth]
    value, is_sound = _strictly(inside, limits)
    if not is_sound or _most_values(new) > limits.nodes:
        return None
    moved = {
        one: (start + growth if start > begin else start, stop + growth if stop >= end else stop)
        for one, (start, stop) in spans.items()
    }
    lines = old.count(b"\n", 0, first) + 1, old.count(b"\n", 0, len(old) - last) + 1
    return TextEdit(unit, value, moved, lines, new.count(b"\n") - old.count(b"\n"))


def text_edits(
    old: bytes, new: bytes, spans: Mapping[Unit, tuple[int, int]], limits: Limits
) -> tuple[dict[Unit, object], Spans] | None:
    """Return the values of all parts that read otherwise in ``new``, and where each part stands there.

    ``None`` where it has to be read whole: what is around the parts differs, or one is not as strict JSON has it.
    """
    first = min((begin for begin, _ in spans.values()), default=0)
    if old[:first] != new[:first] or len(new) > limits.file_bytes or _most_values(new) > limits.nodes:
        return None
    found = spans_of(new)
    if found is None or list(found) != list(spans) or _around(old, spans) != _around(new, found):
        return None
    values: dict[Unit, object] = {}
    for unit, (begin, end) in found.items():
        inside = new[begin:end]
        if inside != old[slice(*spans[unit])]:
            value, is_sound = _strictly(inside, limits)
            if not is_sound:
                return None
            values[unit] = value
    return values, found


def _around(text: bytes, spans: Mapping[Unit, tuple[int, int]]) -> list[bytes]:
    """Return what stands between the parts of a text, which are in order."""
    ends = [0, *(end for _, end in spans.values())]
    begins = [*(begin for begin, _ in spans.values()), len(text.rstrip(b" \t\n"))]
    return [text[end:begin] for end, begin in zip(ends, begins, strict=True)]


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
    """Return the line and the column of what a pointer leads to, or of its key, inside one of the units of a text.

    ``None`` where it leads to no value below a unit.
    """
    tokens = pointer.parse(way)
    unit = next((tokens[:length] for length in (1, 2, 3) if tokens[:length] in spans), None)
    if unit is None or len(tokens) == len(unit):
        return None
    begin, end = spans[unit]
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


def _most_values(data: bytes) -> int:
    """Return how many values a text holds at most: each but the first stands behind one of these."""
    return 1 + data.count(b",") + data.count(b"{") + data.count(b"[")


def _shared(old: bytes, new: bytes) -> int:
    """Return how many bytes two texts begin with alike."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _shared_at_end(old: bytes, new: bytes, most: int) -> int:
    """Return how many bytes two texts end with alike, ``most`` at most."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _unit_around(first: int, last: int, spans: Mapping[Unit, tuple[int, int]]) -> tuple[Unit, tuple[int, int]] | None:
    """Return the unit that holds a stretch, its outermost bytes apart."""
    ordered = sorted((span, unit) for unit, span in spans.items())
    place = bisect.bisect_right(ordered, first, key=lambda one: one[0][0]) - 1
    if place < 0:
        return None
    (begin, end), unit = ordered[place]
    return (unit, (begin, end)) if begin < first and last < end else None
