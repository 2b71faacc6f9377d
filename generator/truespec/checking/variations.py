"""Values worth sending for a schema: on the edge of what it allows, just beyond it, and of other types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final, TypeAlias

from truespec.checking.records import RecordMaker
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.mock.shapes import Shape

__all__ = ["ODD_TEXTS", "UNHEARD_OF", "Path", "Spot", "allowed", "place", "spots", "variations"]

Path: TypeAlias = tuple[str | int, ...]
"""Names of members and numbers of items that lead into a body."""

_DEEPEST: Final = 3
_MOST_MEMBERS: Final = 40
_MOST_LISTED: Final = 6
_LONGEST: Final = 20_000
_MOST_ITEMS: Final = 200
_LABEL: Final = 50
"""So long is one label of a long domain, with its dot: 63 letters are the most."""

_TEXTS: Final = (
    "",
    " ",
    "0",
    "null",
    "\u00e9\U0001f600",
    "a\x00b",
    "' OR '1'='1",
    "<b>&amp;",
    "../..",
    "([*%\\",
    "x" * 300,
)
ODD_TEXTS: Final = frozenset(text for text in _TEXTS if text.strip() and len(text) < len(_TEXTS[-1]) and text != "0")
"""Texts that a server may trip over, though they are as good as any."""

UNHEARD_OF: Final = "unheard-of"
"""A member that no schema knows."""

_NUMBERS: Final = (0, -1, 1, 1.5, 2**31, 2**63, -(2**63) - 1, 1e300)
_OTHERS: Final[tuple[Json, ...]] = ("text", 7, 2.5, True, None, [], {})
_WRONG: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("no address",),
    "date-time": ("no moment", "2024-02-30T25:00:00Z"),
    "date": ("no day", "2024-02-30"),
    "uuid": ("not-a-uuid",),
    "uri": ("no uri",),
}
"""Texts of another form; of days and moments, the plainest first: what is on no calendar may be counted on."""

_ODD_DAYS: Final = {
    "date-time": ("2000-02-29T00:00:00Z", "0001-01-01T00:00:00Z", "2021-06-30T23:59:59.5+02:00"),
    "date": ("2000-02-29", "0001-01-01"),
}
"""A day that some calendars written by hand do not have, the first one there is, which stands for none in some, and a
moment with a part of a second and the time of another zone."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a body where something is declared, and whether it has to be there."""

    path: Path
    schema: Schema
    required: bool


def spots(maker: RecordMaker, schema: Schema, path: Path = ()) -> Iterator[Spot]:
    """Yield what may stand in a body: its members, theirs, and the first item of each list."""
    if len(path) >= _DEEPEST:
        return
    shape = maker.shape(schema)
    for wire, member in list(shape.properties.items())[:_MOST_MEMBERS]:
        if not member.schema.read_only:
            yield Spot((*path, wire), member.schema, wire in shape.required)
            yield from spots(maker, member.schema, (*path, wire))
    if _is_closed(maker, shape):
        yield Spot((*path, UNHEARD_OF), schema, required=False)
    if shape.items is not None:
        yield Spot((*path, 0), shape.items, required=False)
        yield from spots(maker, shape.items, (*path, 0))
    for branch in shape.choices[0] if shape.choices else ():
        yield from spots(maker, branch, path)


def _is_closed(maker: RecordMaker, shape: Shape) -> bool:
    """Say whether an object has no members but the declared ones, in whichever of the two ways that is written."""
    return shape.closed or (shape.additional is not None and maker.shape(shape.additional).never)


def place(body: Json | Absent, path: Path, value: Json | Absent) -> Json | Absent:
    """Return a copy of a body with a value put in its place, ``ABSENT`` takes away what is there."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(body) if isinstance(body, list) else []
        inner = place(items[step] if step < len(items) else ABSENT, rest, value)
        return [*items[:step], *([] if isinstance(inner, Absent) else [inner]), *items[step + 1 :]]
    members = dict(body) if isinstance(body, dict) else {}
    inner = place(members.get(step, ABSENT), rest, value)
    if isinstance(inner, Absent):
        members.pop(step, None)
    else:
        members[step] = inner
    return members


def variations(maker: RecordMaker, name: str, schema: Schema) -> list[Json]:
    """Return values for one place, each once: what the schema allows and what it forbids, in no particular order."""
    found: dict[str, Json] = {}
    for value in (*_of(maker, name, schema, 0), *_OTHERS):
        found.setdefault(json.dumps(value, sort_keys=True), value)
    return list(found.values())


def _of(maker: RecordMaker, name: str, schema: Schema, depth: int) -> Iterator[Json]:
    shape = maker.shape(schema)
    made = maker.value(name, schema)
    yield from () if made is None else (made,)
    if shape.enum is not None:
        yield from (*shape.enum[:_MOST_LISTED], "no-member-of-it")
        yield from (word.swapcase() for word in shape.enum[:1] if isinstance(word, str) and word.swapcase() != word)
    if "boolean" in shape.types:
        yield from ("true", 1)
    yield from shape.examples[:_MOST_LISTED]
    for group in shape.choices if depth < _DEEPEST else ():
        for branch in group:
            yield from _of(maker, name, branch, depth + 1)
    textual = "string" in shape.types or (not shape.types and {"minLength", "maxLength"} & set(shape.constraints))
    if textual and shape.enum is None:
        yield from _texts(maker, name, schema, shape)
    if {"integer", "number"} & set(shape.types):
        # More servers read a fraction as a whole number than a word as any.
        yield "text"
        yield from _numbers(shape)
        # Read as the number by many, and kept as what it is by none.
        yield from (str(made),) if isinstance(made, int) and not isinstance(made, bool) else ()
    if "array" in shape.types and shape.items is not None:
        yield from _lists(maker, name, shape, shape.items)


def _texts(maker: RecordMaker, name: str, schema: Schema, shape: Shape) -> Iterator[str]:
    plain = maker.value(name, schema)
    text = plain if isinstance(plain, str) and plain else "abc"
    shortest, longest = shape.constraints.get("minLength"), shape.constraints.get("maxLength")
    if isinstance(shortest, int) and 0 < shortest < _LONGEST:
        yield from (_of_length(text, length) for length in (shortest - 1, shortest))
    if isinstance(longest, int) and longest < _LONGEST:
        lengthened = _address_of_length if shape.format == "email" else _of_length
        yield from (lengthened(text, length) for length in (longest, longest + 1))
    yield from _WRONG.get(shape.format, ())
    yield from _ODD_DAYS.get(shape.format, ())
    yield from _TEXTS


def _of_length(text: str, length: int) -> str:
    """Return a text of a length that keeps it: a server may take away the space at an end before it counts."""
    whole = (text * (length // len(text) + 1))[:length]
    return whole if whole == whole.strip() else f"{whole.strip():x<{length}}"


def _address_of_length(text: str, length: int) -> str:
    """Return an email address that is one but for its length, so that nothing else is wrong with it."""
    name, _, domain = text.partition("@")
    rest = length - len(name) - len("@") - len(domain)
    if rest <= 0 or not domain:
        return _of_length(text, length)
    labels = (("x" * (_LABEL - 1) + ".") * (rest // _LABEL + 1))[-rest:]
    return f"{name}@{labels.replace('.', 'x', 1) if labels.startswith('.') else labels}{domain}"


def _numbers(shape: Shape) -> Iterator[Json]:
    for keyword, inwards in (("minimum", 1), ("maximum", -1), ("exclusiveMinimum", 1), ("exclusiveMaximum", -1)):
        limit = shape.constraints.get(keyword)
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            whole = int(limit) if float(limit).is_integer() else limit
            yield from (whole, whole - inwards, whole + inwards)
    step = shape.constraints.get("multipleOf")
    if isinstance(step, int | float) and not isinstance(step, bool):
        yield from (step, step * 2, step + step / 2)
    yield from _NUMBERS


def _lists(maker: RecordMaker, name: str, shape: Shape, items: Schema) -> Iterator[Json]:
    fewest, most = shape.constraints.get("minItems"), shape.constraints.get("maxItems")
    counts = {0, 1, 2}
    counts |= {fewest - 1, fewest} if isinstance(fewest, int) and fewest > 0 else set()
    counts |= {most, most + 1} if isinstance(most, int) else set()
    for count in sorted(counts):
        if count <= _MOST_ITEMS:
            yield _several(maker, name, items, count)
    same = maker.value(name, items)
    yield [same, same]
    yield [{UNHEARD_OF: []}]
    yield [None]
    yield ["text"]


def _several(maker: RecordMaker, name: str, items: Schema, count: int) -> list[Json]:
    """Return so many items, different ones as far as they can be had: a list too long is to be nothing but too long."""
    found: dict[str, Json] = {}
    for _ in range(count):
        value = maker.value(name, items)
        found.setdefault(json.dumps(value), value)
    for value in list(found.values()):
        for other in _neighbours(value) if len(found) < count else ():
            if len(found) < count and maker.is_valid(items, other):
                found.setdefault(json.dumps(other), other)
    values = list(found.values())
    return [*values, *(maker.value(name, items) for _ in range(count - len(values)))]


def _neighbours(value: Json) -> Iterator[str]:
    """Yield texts that have another letter or digit at the end, or at the beginning."""
    if isinstance(value, str) and value:
        others = digits if value[-1].isdigit() else ascii_lowercase if value[-1].islower() else ascii_uppercase
        yield from (value[:-1] + letter for letter in others)
        yield from (letter + value[1:] for letter in others)


def allowed(maker: RecordMaker, schema: Schema, values: Iterable[Json]) -> tuple[list[Json], list[Json]]:
    """Return the values that a schema allows, and those it forbids."""
    good: list[Json] = []
    bad: list[Json] = []
    for value in values:
        (good if maker.is_valid(schema, value) else bad).append(value)
    return good, bad
