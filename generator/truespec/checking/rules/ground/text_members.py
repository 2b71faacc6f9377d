"""Says which members of a request body take which texts: any text, several sentences, an address, digits, any names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.world import World
from truespec.checking.strangers import far_out, names_records
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = [
    "AT_LENGTH",
    "at_length",
    "digits",
    "free_texts",
    "has_own_form",
    "long_numbers",
    "mails",
    "maps",
    "numbers",
    "stays_short",
]

_ENOUGH: Final = 126
"""So many letters are sent where no limit is documented."""

AT_LENGTH: Final = re.compile(r"comment|note|remark|memo|description|message", re.IGNORECASE)
"""Parts of the names of texts that are written in several lines."""

_DIGITS: Final = 20

_NAMES: Final = ("first.second", "$price", "two words", "Größe", "constructor")
"""Names that people give things, and that databases and languages have a use of their own for."""

_NUMBERED: Final = re.compile(r"zip|post|ledger|custom_?field|reference|member_?ship|loyalty", re.IGNORECASE)
"""Parts of the names of texts that may be digits, zeros first."""
_DIALLED: Final = re.compile(r"phone|mobile", re.IGNORECASE)
_BY_MAIL: Final = re.compile(r"zip|post", re.IGNORECASE)
"""Parts of the names of texts that are digits as they are made up."""
_MAIL: Final = re.compile(r"e?[-_]?mail([-_]?address)?", re.IGNORECASE)
_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_OWN_FORM: Final = re.compile(
    r"mail|phone|mobile|code|number|date|dob|birth|url|uri|uid|country|language|currency|zip|postal|(\b|_)ip(\b|_)|type"
    r"|status|state|title|time"
)
"""Parts of the names of texts that have a form of their own, or words of their own."""
_SHORT: Final = re.compile(r"mail|phone|mobile|code|number|date|url|zip|country|(\b|_)u*ids?(\b|_)")
"""Of these, the parts of the names of texts that are no longer one of them where they are long."""
_SENTENCES: Final = 264
"""So many letters are no long remark, and one more than most columns of databases have that cut."""


def free_texts(world: World, operation: Operation) -> Iterator[tuple[str, int]]:
    """Yield the members that take any text, and how long one may be."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        own = has_own_form(name) or shape.format or shape.enum is not None
        usable = "string" in shape.types and not own and name not in refused and "pattern" not in shape.constraints
        if usable and not member.schema.read_only and not member.schema.deprecated:
            most = shape.constraints.get("maxLength")
            yield name, int(most) if isinstance(most, int) else _ENOUGH


def mails(world: World, operation: Operation) -> Iterator[str]:
    """Yield the members that hold an address."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        plain = "string" in shape.types and shape.enum is None and "pattern" not in shape.constraints
        meant = shape.format == "email" or (not shape.format and _MAIL.fullmatch(name))
        if plain and meant and name not in refused and not member.schema.read_only:
            yield name


def at_length(world: World, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield what takes several sentences for the texts that are made for it, where no limit forbids it."""
    sendable = world.sendable(operation)
    for name, _ in free_texts(world, operation):
        longest = world.maker.narrowed(sendable[name].schema).constraints.get("maxLength")
        if AT_LENGTH.search(name) and (not isinstance(longest, int) or longest >= _SENTENCES):
            words = (world.maker.word() for _ in range(_SENTENCES // len("letters. ")))
            yield name, " ".join(words) + "."


def numbers(world: World, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield digits that begin with zeros for the members that hold numbers as texts: they are no numbers."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        text = "string" in shape.types or (not shape.types and "maxLength" in shape.constraints)
        usable = text and not shape.format and shape.enum is None and "pattern" not in shape.constraints
        if not usable or name in refused or member.schema.read_only:
            continue
        if names_records(name):
            # Read as a number, it must not be somebody's.
            yield name, f"00{far_out(world.random)}"
        elif _NUMBERED.search(name):
            yield name, f"00{world.random.randrange(10, 100)}"


def digits(world: World, operation: Operation, *, own: bool) -> Iterator[tuple[str, str]]:
    """Yield digits that are a number as well as a text: for the members that have an ``own`` form, or for the others.

    Apart, for a name of digits is refused more easily.
    """
    refused = world.refused.get(operation.id, ())
    plain = dict(free_texts(world, operation))
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        usable = shape.types == ("string",) and not shape.format and shape.enum is None
        numbered = names_records(name) or _DIALLED.search(name) or _NUMBERED.search(name)
        if not usable or name in refused or not {"pattern", "maxLength"}.isdisjoint(shape.constraints):
            continue
        if member.schema.read_only or member.schema.deprecated or own != bool(numbered) or _BY_MAIL.search(name):
            continue
        if names_records(name):
            yield name, f"{far_out(world.random)}"
        elif _DIALLED.search(name):
            yield name, f"3319900{world.random.randrange(10**6, 10**7)}"
        elif own or name in plain:
            yield name, f"{world.random.randrange(10**5, 10**6)}"


def long_numbers(world: World, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield more digits than a number of a computer has, for the same members."""
    for name in (name for name, _ in numbers(world, operation) if not has_own_form(name)):
        text = f"{world.random.randrange(1, 10)}{world.random.randrange(10**_DIGITS):0{_DIGITS}}"
        if world.maker.is_valid(world.sendable(operation)[name].schema, text):
            yield name, text


def maps(world: World, operation: Operation) -> Iterator[tuple[str, Json]]:
    """Yield an object for each member that takes texts under any names."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        free = "object" in shape.types and not shape.properties and shape.additional is not None
        made: Json = {key: f"{world.maker.word()} {key}" for key in _NAMES}
        if free and name not in refused and world.maker.is_valid(member.schema, made):
            yield name, made


def has_own_form(name: str) -> bool:
    """Say whether a text is called as if it had a form of its own, or words of its own."""
    return _OWN_FORM.search(_words(name)) is not None


def stays_short(name: str) -> bool:
    """Say whether a text is called as if it had a form of its own that a long one has no more."""
    return _SHORT.search(_words(name)) is not None


def _words(name: str) -> str:
    return "_".join(_WORD_STARTS.split(name)).lower()
