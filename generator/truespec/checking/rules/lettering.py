"""What was sent is kept: letters of every alphabet, marks that are often escaped, all lines of a text, a whole list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.naming import keeps
from truespec.checking.rules.paths import take
from truespec.checking.rules.storing import differing_members
from truespec.checking.rules.subjects import fresh, is_long
from truespec.checking.rules.whole_lists import are_kept_whole
from truespec.checking.rules.world import Family, World
from truespec.checking.strangers import far_out, names_records
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY", "free_texts", "read_after"]

_LETTERS: Final = "Zoë Łukasz Ærø Ñandú Ιωάννης Юлия 山田 ליאת ليلى"
_PICTURES: Final = "Ann \N{WRAPPED PRESENT} \N{MUSICAL SYMBOL G CLEF} Lee"
"""Letters that take four bytes, for which some columns of databases have no room."""

_MARKS: Final = 'O\'Neil & Sons; 50% "so" #1, a/b (c) e+f'
_LONG: Final = 80
"""So many letters have every name of a street; a limit that is documented counts instead."""

_SENTENCES: Final = 210
"""So many letters are no long remark."""

_LINES: Final = "was here  twice,\nand left\n\nthis"
_WORD: Final = 12
_WORDS_OF_A_PAGE: Final = 200
_DIGITS: Final = 20
_NOTHINGS: Final = ("Null", "None", "undefined", "NaN")
_AT_LENGTH: Final = re.compile(r"comment|note|remark|memo|description|message", re.IGNORECASE)
"""Parts of the names of texts that are written in several lines."""

_NAMES: Final = ("first.second", "$price", "two words", "Größe", "constructor")
"""Names that people give things, and that databases and languages have a use of their own for."""

_NUMBERED: Final = re.compile(r"zip|post|ledger|custom_?field|reference|member_?ship|loyalty", re.IGNORECASE)
"""Parts of the names of texts that may be digits, zeros first."""

_DIALLED: Final = re.compile(r"phone|mobile", re.IGNORECASE)
_BY_MAIL: Final = re.compile(r"zip|post", re.IGNORECASE)
"""Parts of the names of texts that are digits as they are made up."""
_MAIL: Final = re.compile(r"e?[-_]?mail([-_]?address)?", re.IGNORECASE)
_SPACES: Final = re.compile(r" |%20|%2B", re.IGNORECASE)
"""What a plus becomes where it is read as part of an address of a page, or written as one."""

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
                sent = {
                    name: f"{world.maker.word()} {text}"[:most].rstrip() for name, most in free_texts(world, operation)
                }
                _is_kept(world, action, operation, resource, sent)
            _is_kept(world, action, operation, resource, dict(_numbers(world, operation)))
            for digits in (_digits(world, operation, own=True), _digits(world, operation, own=False)):
                _is_kept(world, action, operation, resource, dict(digits))
            _is_kept(world, action, operation, resource, dict(_at_length(world, operation)))
            _addresses_are_kept(world, action, operation, resource)
            _is_kept(world, action, operation, resource, dict(_long_numbers(world, operation)))
            _are_words(world, action, operation, resource)
            _lines_are_kept(world, action, operation, resource)
            _is_kept_at_length(world, action, operation, resource)
            if world.maker_of(resource) == (action, operation):
                are_kept_whole(world, action, operation, resource)
            named = dict(_maps(world, operation)) if action.kind != "update" else {}
            body = world.new_body(operation, named) if named else None
            if body is not None:
                # It may know some of the names only, or want others: all that it may not do is to fail.
                world.session.ask(operation, world.values_for(operation), body)


def _addresses_are_kept(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send addresses with a plus, which is no space; what else a server makes of them is its own business."""
    sent: dict[str, Json] = {
        name: f"{world.maker.word()}+{world.maker.word()}@example.com" for name in _mails(world, operation)
    }
    found = read_after(world, action, operation, resource, sent) if sent else None
    for name, text in sent.items() if found is not None else ():
        told = take(found[1], world.kept_at(action, name)) if found is not None else None
        if isinstance(told, str) and _SPACES.sub("+", told).lower() == text != told.lower():
            fact = keeps(world, action, operation, resource, name)
            world.session.ledger.broken(fact, "a plus sign came back as something else", found and found[0])


def _mails(world: World, operation: Operation) -> Iterator[str]:
    """Yield the members that hold an address."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        plain = "string" in shape.types and shape.enum is None and "pattern" not in shape.constraints
        meant = shape.format == "email" or (not shape.format and _MAIL.fullmatch(name))
        if plain and meant and name not in refused and not member.schema.read_only:
            yield name


def _lines_are_kept(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send two lines for every text: where most come back with both, what is written at length does as well.

    A server may write every text in one line, or take two for a mistake in what is a name.
    """
    plain = {name: most for name, most in free_texts(world, operation) if most > len(_LINES) + _WORD}
    if not any(_AT_LENGTH.search(name) for name in plain):
        return
    sent = {name: f"{world.maker.word()} {_LINES}" for name in plain}
    found = read_after(world, action, operation, resource, sent)
    if found is None:
        return
    exchange, record = found
    seen = {name: take(record, world.kept_at(action, name)) for name in sent}
    whole = [name for name in sent if seen[name] == sent[name]]
    for name, text in sent.items():
        one_line = isinstance(told := seen[name], str) and "\n" not in told and told.split() == text.split()
        if one_line and _AT_LENGTH.search(name) and 2 * len(whole) >= len(sent):
            fact = keeps(world, action, operation, resource, name)
            detail = f"two lines came back as one, and as two in {len(whole)} other members"
            world.session.ledger.broken(fact, detail, exchange)


def _at_length(world: World, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield what takes several sentences for the texts that are made for it, where no limit forbids it."""
    sendable = world.sendable(operation)
    for name, _ in free_texts(world, operation):
        longest = world.maker.narrowed(sendable[name].schema).constraints.get("maxLength")
        if _AT_LENGTH.search(name) and (not isinstance(longest, int) or longest >= _SENTENCES):
            words = (world.maker.word() for _ in range(_SENTENCES // len("letters. ")))
            yield name, " ".join(words) + "."


def _long(world: World) -> str:
    words = (world.maker.word() for _ in range(_LONG // len("letters. ") + 1))
    return " ".join(words)[:_LONG].rstrip() + "."


def _is_kept_at_length(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send a page of text for what is written at length, where no limit is documented: it is kept whole, or refused."""
    sendable = world.sendable(operation)
    free = [
        name
        for name, _ in free_texts(world, operation)
        if _AT_LENGTH.search(name) and "maxLength" not in world.maker.narrowed(sendable[name].schema).constraints
    ]
    sent = {name: " ".join(world.maker.word() for _ in range(_WORDS_OF_A_PAGE)) for name in free}
    found = read_after(world, action, operation, resource, sent)
    for name, text in sent.items() if found is not None else ():
        kept = take(found[1], world.kept_at(action, name)) if found is not None else None
        if found is not None and isinstance(kept, str) and 0 < len(kept.rstrip()) < len(text) and text.startswith(kept):
            detail = f"of {len(text)} letters {len(kept)} were kept, though no limit is documented"
            world.session.ledger.broken(keeps(world, action, operation, resource, name), detail, found[0])


def _is_kept(world: World, action: Action, operation: Operation, resource: Resource, sent: dict[str, str]) -> None:
    """Send some texts, and read the record."""
    kept = read_after(world, action, operation, resource, sent)
    if kept is None:
        return
    exchange, record = kept
    changed = [name for name in differing_members(world, action, resource, dict(sent), record) if name in sent]
    for name, text in sent.items():
        fact, found = keeps(world, action, operation, resource, name), take(record, world.kept_at(action, name))
        # What is not there at all is told of by the rule that it is kept.
        if name in changed and isinstance(found, str):
            world.session.ledger.broken(fact, "a text came back with other letters or marks, or shorter", exchange)
        elif text.startswith("00") and found == text.lstrip("0"):
            world.session.ledger.broken(fact, "a text of digits came back without the zeros it begins with", exchange)


def read_after(
    world: World, action: Action, operation: Operation, resource: Resource, sent: Mapping[str, Json]
) -> tuple[Exchange, dict[str, Json]] | None:
    """Send some texts and return the record, as it is read afterwards; a refusal tells nothing."""
    ignored = action.ignored.members if action.ignored is not None else ()
    body = world.new_body(operation, sent, leave_out=(*ignored, *dict(resource.sets)))
    values = world.values_for(operation)
    key: Json = None
    if action.kind == "update" and action.key is not None:
        subject = fresh(world, resource)
        if subject is None:
            return None
        key, values = subject.key, world.values_for(operation, action.key, subject.key)
    if body is None or not sent:
        return None
    exchange = world.session.ask(operation, values, body)
    if not exchange.response.success:
        return None
    key = world.key_in(action, exchange, resource) if key is None else key
    read = world.read(resource, key) if key is not None else None
    if read is None or read[1] is None:
        return None
    world.made.update([key] if isinstance(key, str | int) else [])
    return exchange, read[1]


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


def _digits(world: World, operation: Operation, *, own: bool) -> Iterator[tuple[str, str]]:
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


def _long_numbers(world: World, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield more digits than a number of a computer has, for the same members."""
    for name in (name for name, _ in _numbers(world, operation) if not _OWN_FORM.search(_words(name))):
        text = f"{world.random.randrange(1, 10)}{world.random.randrange(10**_DIGITS):0{_DIGITS}}"
        if world.maker.is_valid(world.sendable(operation)[name].schema, text):
            yield name, text


def _are_words(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send the words that stand for nothing in some languages, as texts: there are people of that name."""
    names = [name for name, most in free_texts(world, operation) if most >= _WORD]
    for word in _NOTHINGS if is_long(world) else _NOTHINGS[:1]:
        sent = dict.fromkeys(names, word)
        found = read_after(world, action, operation, resource, sent)
        lost = [name for name in names if found is not None and not take(found[1], world.kept_at(action, name))]
        other = read_after(world, action, operation, resource, dict.fromkeys(lost, f"{word}mann")) if lost else None
        for name in lost:
            if found is not None and other is not None and take(other[1], world.kept_at(action, name)):
                fact = keeps(world, action, operation, resource, name)
                world.session.ledger.broken(fact, f"`{word}` is a text, and was taken for nothing", found[0])


def _maps(world: World, operation: Operation) -> Iterator[tuple[str, Json]]:
    """Yield an object for each member that takes texts under any names."""
    refused = world.refused.get(operation.id, ())
    for name, member in world.sendable(operation).items():
        shape = world.maker.narrowed(member.schema)
        free = "object" in shape.types and not shape.properties and shape.additional is not None
        made: Json = {key: f"{world.maker.word()} {key}" for key in _NAMES}
        if free and name not in refused and world.maker.is_valid(member.schema, made):
            yield name, made


def free_texts(world: World, operation: Operation) -> Iterator[tuple[str, int]]:
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
