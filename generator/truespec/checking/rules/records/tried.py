"""Values that the documentation lets through and that a server may have forgotten: each has to be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.plausible import early_birthday, long_address
from truespec.checking.rules.ground.subjects import is_long
from truespec.checking.rules.ground.text_members import stays_short
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.kept_whole import with_full_texts
from truespec.checking.rules.records.spelling import listed_words, telling_words
from truespec.contract.schema import Json, Property

__all__ = ["tried"]

_CALLED: Final = re.compile(r"(first|last|full|given|sur|middle|family|display)_?name$", re.IGNORECASE)
"""What people are called by, in whatever language."""


def tried(world: World, member: Property) -> Iterator[tuple[Json, str, str]]:
    """Yield values that have to be taken: each with the keyword that says so, and in words."""
    shape = world.maker.shape(member.schema)
    if member.schema.nullable:
        yield None, "nullable", "null"
    for word in telling_words(listed_words(world, member), every=is_long(world)):
        yield word, "enum", f"`{word}`"
    if shape.format == "email" and "pattern" not in shape.constraints:
        name, _, host = str(world.maker.value(member.wire, member.schema)).partition("@")
        yield f"{name}+{world.maker.word()}@{host}", "format", "an address with a plus sign"
    if (day := early_birthday(world.maker, member.wire, member.schema)) is not None:
        yield day, "born", "a day of birth before 1970"
    pattern = shape.constraints.get("pattern")
    if isinstance(pattern, str) and "string" in shape.types and world.maker.is_valid(member.schema, ""):
        yield "", "pattern", "the empty text that its pattern lets through"
    longest = shape.constraints.get("maxLength")
    called = f"{world.maker.word()} Zoé O'Neil-Łuk"
    if "string" in shape.types and _CALLED.search(member.wire) and world.maker.is_valid(member.schema, called):
        yield called, "type", "letters with an accent, an apostrophe and a hyphen"
    plain = (
        set(shape.types) - {"null"} == {"string"}
        and not shape.format
        and shape.enum is None
        and "pattern" not in shape.constraints
    )
    if plain and isinstance(longest, int) and not stays_short(member.wire):
        text = world.maker.word()
        full = (text + " " + world.maker.word() * (longest // len(text) + 1))[:longest]
        yield full, "maxLength", f"{longest} letters"
    yield from _maps(world, member)
    if (whole := with_full_texts(world, member.schema)) is not None:
        yield whole, "maxLength", "texts of full length"
    address = long_address(world.maker)
    if shape.format == "email" and isinstance(longest, int) and longest >= len(address):
        yield address, "maxLength", f"an address of {len(address)} letters"


def _maps(world: World, member: Property) -> Iterator[tuple[Json, str, str]]:
    """Yield objects of texts under any names: with none, and with several."""
    shape = world.maker.narrowed(member.schema)
    if "object" not in shape.types or shape.properties or shape.additional is None:
        return
    several: Json = {world.maker.word(): f"{world.maker.word()} {number}" for number in range(len("abc"))}
    for value, states in ((several, "an object with several names"), ({}, "an object without any name")):
        if "string" in world.maker.types(shape.additional) and world.maker.is_valid(member.schema, value):
            yield value, "additionalProperties", states
