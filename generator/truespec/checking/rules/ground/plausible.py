"""What a documented member may plausibly hold: a server that takes none of it does not take the member."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.checking.records import RecordMaker
from truespec.contract.schema import Json, Schema
from truespec.mock.shapes import Shape

__all__ = ["early_birthday", "long_address", "plausible", "stands_for_itself"]

_REFERENCE: Final = re.compile(
    r"id$|ids$|uid|uuid|ref|code|type|kind|status|state|origin|source|category|gender|title|civility|salutation|mode"
    r"|setting|country|language|locale|currency|zone|vat|tax|format|role|level|group|store|mail|url|uri|ip|host",
    re.IGNORECASE,
)
"""Names of texts that stand for something else, or that a server may have a list of words for."""

_WHOLES: Final = 3
_NUMBERS: Final[tuple[Json, ...]] = (1, 2, 14, 44, 100)
_MOMENTS: Final[tuple[Json, ...]] = (
    "1990-04-12T00:00:00Z", "1990-04-12T00:00:00", "1990-04-12T00:00:00.000Z", "1990-04-12T00:00:00+00:00",
    "1990-04-12", "2030-06-15T12:00:00Z",
)  # fmt: skip
_PHONES: Final[tuple[Json, ...]] = ("+447700900123", "07700900123", "+4790012345", "1632960123")
_MAPS: Final[tuple[Json, ...]] = ({"source": "spring fair"}, {"note": "A short text"}, {"a": "1", "b": "2"})
_LISTS: Final[tuple[Json, ...]] = (["Anna"], ["A short text", "Main Street 5"], [])
_TEXTS: Final[tuple[Json, ...]] = ("Anna", "A short text", "Main Street 5", "12345", "5003", "N1 5DL", "Smith & Co")


_BORN: Final = re.compile(r"birth|(\b|_)(dob|born)(\b|_)", re.IGNORECASE)
_OLD: Final = "1932"
"""Somebody born in this year, which has a 29th of February, may well come along."""

_WORDS_OF_A_PART: Final = 6
"""So many words of ours are less than the 63 letters that a part of an address may have."""


def plausible(maker: RecordMaker, name: str, schema: Schema) -> tuple[Json, ...]:
    """Return values one of which a server takes that takes the member at all; none, where nothing can be said."""
    shape = maker.narrowed(schema)
    if shape.properties and "object" in shape.types:
        return tuple(_objects(maker, schema, shape))
    if shape.enum is not None or "pattern" in shape.constraints:
        return ()
    found: tuple[Json, ...] = ()
    if "boolean" in shape.types:
        found = (True, False)
    elif {"integer", "number"} & set(shape.types):
        found = () if _REFERENCE.search(name) and "code" not in name.lower() else _NUMBERS
    elif shape.types == ("object",) and not shape.properties and shape.additional is not None:
        # What has neither names nor an end of its own takes some name or other.
        found = _MAPS
    elif shape.types == ("array",) and shape.items is not None and maker.narrowed(shape.items).types == ("string",):
        # What is a list of references takes none of ours, but an empty list.
        found = _LISTS
    elif "string" in shape.types or (not shape.types and "maxLength" in shape.constraints):
        # Only texts have a length.
        found = _texts(name, shape)
    return tuple(value for value in found if maker.is_valid(schema, value))


def _texts(name: str, shape: Shape) -> tuple[Json, ...]:
    if shape.format in {"date", "date-time"}:
        # A server may read fewer spellings than there are, but not none.
        return _MOMENTS
    if shape.format:
        return ()
    if re.search("phone|mobile|fax", name, re.IGNORECASE):
        return _PHONES
    return () if _REFERENCE.search(name) else _TEXTS


def stands_for_itself(name: str) -> bool:
    """Say whether a value is called as if a server had nothing to look it up in."""
    return _REFERENCE.search(name) is None


def _objects(maker: RecordMaker, schema: Schema, shape: Shape) -> Iterator[Json]:
    """Yield objects of what their members may hold: whole ones, then one for each member, which has it alone.

    None, where a member that is needed could hold anything.
    """
    held = {name: plausible(maker, name, member.schema) for name, member in shape.properties.items()}
    if any(not held.get(name) for name in shape.required) or sum(map(bool, held.values())) < len("ab"):
        return
    wholes = [{name: values[turn % len(values)] for name, values in held.items() if values} for turn in range(_WHOLES)]
    parts = [{name: whole[name] for name in (*shape.required, one)} for whole in wholes[:1] for one in whole]
    yield from (made for made in [*shape.examples, *wholes, *parts] if maker.is_valid(schema, made))


def early_birthday(maker: RecordMaker, name: str, schema: Schema) -> str | None:
    """Return a day of birth that is long ago, in the form of those that are made up; ``None`` for what is none."""
    if maker.narrowed(schema).format not in {"date", "date-time"} or not _BORN.search(name):
        return None
    day = f"{_OLD}{str(maker.value(name, schema))[len(_OLD) :]}"
    return day if maker.is_valid(schema, day) else None


def long_address(maker: RecordMaker) -> str:
    """Return an e-mail address that is long, and whose parts are no longer than addresses may have them."""
    local, *names = ("".join(maker.word() for _ in range(_WORDS_OF_A_PART)) for _ in range(3))
    return f"{local}@{'.'.join(names)}.example.com"
