"""A text is kept as it was sent: letters of every alphabet, marks that are often escaped, all its length and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.checking.rules.naming import keeps
from truespec.checking.rules.paths import take
from truespec.checking.rules.storing import differing_members
from truespec.checking.rules.subjects import fresh
from truespec.checking.rules.world import Family, World
from truespec.checking.strangers import far_out, names_records
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]

_LETTERS: Final = "Zoë Łukasz Ærø Ñandú Ιωάννης Юлия 山田 ליאת ليلى"
_PICTURES: Final = "Ann \N{WRAPPED PRESENT} \N{MUSICAL SYMBOL G CLEF} Lee"
"""Letters that take four bytes, for which some columns of databases have no room."""

_MARKS: Final = 'O\'Neil & Sons; 50% "so" #1, a/b (c) e+f'
_LONG: Final = 80
"""So many letters have every name of a street; a limit that is documented counts instead."""

_LINES: Final = "came twice.\nLikes the table by the window.\n\nNo nuts."
_NAMES: Final = ("first.second", "$price", "two words", "Größe", "constructor")
"""Names that people give things, and that databases and languages have a use of their own for."""

_OF_LINES: Final = re.compile(r"descri|comment|(\b|_)notes?(\b|_)|remark|message|memo|biograph|instruction")
"""Parts of the names of texts that people write more than one line of."""

_NUMBERED: Final = re.compile(r"zip|post|ledger|custom_?field|reference|member_?ship|loyalty", re.IGNORECASE)
"""Parts of the names of texts that may be digits, zeros first."""

_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_OWN_FORM: Final = re.compile(
    r"mail|phone|mobile|code|number|date|dob|birth|url|uri|uid|country|language|currency|zip|postal|(\b|_)ip(\b|_)|type"
    r"|status|state|title|time"
)
"""Parts of the names of texts that have a form of their own, or words of their own."""


def _check(world: World) -> None:
    for action, operation in (*world.actions("create", "upsert"), *world.actions("update")):
        resource = world.resource(action)
        if resource is not None:
            for text in (_LETTERS, _MARKS, _PICTURES, _long(world)):
                sent = {name: f"{world.maker.word()} {text}"[:most].rstrip() for name, most in _plain(world, operation)}
                _is_kept(world, action, operation, resource, sent)
            _is_kept(world, action, operation, resource, dict(_numbers(world, operation)))
            texts = ((name, f"{world.maker.word()} {_LINES}", most) for name, most in _plain(world, operation))
            lines = {name: text for name, text, most in texts if _OF_LINES.search(_words(name)) and len(text) <= most}
            _is_kept(world, action, operation, resource, lines)
            named = dict(_maps(world, operation)) if action.kind != "update" else {}
            body = world.new_body(operation, named) if named else None
            if body is not None:
                # It may know some of the names only, or want others: all that it may not do is to fail.
                world.session.ask(operation, world.values_for(operation), body)


def _long(world: World) -> str:
    words = (world.maker.word() for _ in range(_LONG // len("letters. ") + 1))
    return " ".join(words)[:_LONG].rstrip() + "."


def _is_kept(world: World, action: Action, operation: Operation, resource: Resource, sent: Mapping[str, Json]) -> None:
    """Send some texts, and read the record; a refusal tells nothing."""
    ignored = action.ignored.members if action.ignored is not None else ()
    body = world.new_body(operation, sent, leave_out=(*ignored, *dict(resource.sets)))
    values = world.values_for(operation)
    key: Json = None
    if action.kind == "update" and action.key is not None:
        subject = fresh(world, resource)
        if subject is None:
            return
        key, values = subject.key, world.values_for(operation, action.key, subject.key)
    if body is None or not sent:
        return
    exchange = world.session.ask(operation, values, body)
    if not exchange.response.success:
        return
    key = world.key_in(action, exchange, resource) if key is None else key
    read = world.read(resource, key) if key is not None else None
    if read is None or read[1] is None:
        return
    world.made.update([key] if isinstance(key, str | int) else [])
    changed = [name for name in differing_members(world, action, resource, body, read[1]) if name in sent]
    kept = {name: take(read[1], world.kept_at(action, name)) for name in sent}
    for name, found in kept.items():
        fact = keeps(world, action, operation, resource, name)
        # What is not there at all is told of by the rule that it is kept.
        text = sent[name]
        if name in changed and isinstance(found, str):
            world.session.ledger.broken(fact, "a text came back with other letters or marks, or shorter", exchange)
        elif isinstance(found, str) and isinstance(text, str) and "\n" in text and "\n" not in found:
            world.session.ledger.broken(fact, "a text of several lines came back as one", exchange)
        elif isinstance(found, str) and isinstance(text, str) and text.startswith("00") and found == text.lstrip("0"):
            world.session.ledger.broken(fact, "a text of digits came back without the zeros it begins with", exchange)


def _numbers(world: World, operation: Operation) -> Iterator[tuple[str, str]]:
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


def _maps(world: World, operation: Operation) -> Iterator[tuple[str, Json]]:
    """Yield an object for each member that takes texts under any names."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        free = "object" in shape.types and not shape.properties and shape.additional is not None
        made: Json = {key: f"{world.maker.word()} {key}" for key in _NAMES}
        if free and name not in refused and world.maker.is_valid(member.schema, made):
            yield name, made


def _plain(world: World, operation: Operation) -> Iterator[tuple[str, int]]:
    """Yield the members that take any text, and how long one may be."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        own = _OWN_FORM.search(_words(name)) or shape.format or shape.enum is not None
        usable = "string" in shape.types and not own and name not in refused and "pattern" not in shape.constraints
        if usable and not member.schema.read_only and not member.schema.deprecated:
            most = shape.constraints.get("maxLength")
            yield name, int(most) if isinstance(most, int) else len(_LETTERS) + _LONG


def _words(name: str) -> str:
    return "_".join(_WORD_STARTS.split(name)).lower()


FAMILY = Family("lettering", "a text is kept with all its letters and marks", _check)
