"""What was sent is kept: letters of every alphabet, marks that are often escaped, all lines of a text, a whole list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, is_long
from truespec.checking.rules.ground.text_members import (
    AT_LENGTH,
    at_length,
    digits,
    free_texts,
    long_numbers,
    mails,
    maps,
    numbers,
)
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.agreeing import unless_more_is_needed
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.whole_lists import are_kept_whole
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY", "read_after", "texts_are_kept"]

_LETTERS: Final = "Zoë Łukasz Ærø Ñandú Ιωάννης Юлия 山田 ליאת ليلى"
_PICTURES: Final = "Ann \N{WRAPPED PRESENT} \N{MUSICAL SYMBOL G CLEF} Lee"
"""Letters that take four bytes, for which some columns of databases have no room."""

_MARKS: Final = 'O\'Neil & Sons; 50% "so" #1, a/b (c) e+f'
_LONG: Final = 80
"""So many letters have every name of a street; a limit that is documented counts instead."""


_LINES: Final = "was here  twice,\nand left\n\nthis"
_WORD: Final = 12
_WORDS_OF_A_PAGE: Final = 200
_NO_LIMIT: Final = "how much a text may hold is not documented"
_A_COLUMN: Final = 250
"""Who keeps so much of a text and no more has a column of a database for it, as most have by default."""
_NOTHINGS: Final = ("Null", "None", "undefined", "NaN")


_SPACES: Final = re.compile(r" |%20|%2B", re.IGNORECASE)
"""What a plus becomes where it is read as part of an address of a page, or written as one."""


def _check(world: World) -> None:
    for action, operation in (*world.actions("create", "upsert"), *world.actions("update")):
        resource = world.resource(action)
        if resource is not None:
            texts_are_kept(world, action, operation, resource, dict(free_texts(world, operation)))
            _is_kept(world, action, operation, resource, dict(numbers(world, operation)))
            for own in (True, False):
                _is_kept(world, action, operation, resource, dict(digits(world, operation, own=own)))
            _is_kept(world, action, operation, resource, dict(at_length(world, operation)))
            _addresses_are_kept(world, action, operation, resource)
            _is_kept(world, action, operation, resource, dict(long_numbers(world, operation)))
            _are_words(world, action, operation, resource)
            _lines_are_kept(world, action, operation, resource)
            _is_kept_at_length(world, action, operation, resource)
            if world.maker_of(resource) == (action, operation):
                are_kept_whole(world, action, operation, resource)
            named = dict(maps(world, operation)) if action.kind != "update" else {}
            body = world.new_body(operation, named) if named else None
            if body is not None:
                # It may know some of the names only, or want others: all that it may not do is to fail.
                world.session.ask(operation, world.values_for(operation), body)


def texts_are_kept(
    world: World, action: Action, operation: Operation, resource: Resource, longest: Mapping[str, int]
) -> None:
    """Send letters, marks, pictures and many words as the texts of some members, each with the most it may hold."""
    for text in (_LETTERS, _MARKS, _PICTURES, _long(world)):
        sent = {name: f"{world.maker.word()} {text}"[:most].rstrip() for name, most in longest.items()}
        _is_kept(world, action, operation, resource, sent)


def _addresses_are_kept(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send addresses with a plus, which is no space; what else a server makes of them is its own business."""
    sent: dict[str, Json] = {
        name: f"{world.maker.word()}+{world.maker.word()}@example.com" for name in mails(world, operation)
    }
    found = read_after(world, action, operation, resource, sent) if sent else None
    for name, text in sent.items() if found is not None else ():
        told = take(found[1], world.kept_at(action, name)) if found is not None else None
        if isinstance(told, str) and _SPACES.sub("+", told).lower() == text != told.lower():
            fact = keeps(world, action, operation, resource, name)
            world.session.ledger.broken(fact, "a plus sign came back as something else", found and found[0])


def _lines_are_kept(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send two lines for every text: where most come back with both, what is written at length does as well.

    A server may write every text in one line, or take two for a mistake in what is a name.
    """
    plain = {name: most for name, most in free_texts(world, operation) if most > len(_LINES) + _WORD}
    if not any(AT_LENGTH.search(name) for name in plain):
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
        if one_line and AT_LENGTH.search(name) and 2 * len(whole) >= len(sent):
            fact = keeps(world, action, operation, resource, name)
            detail = f"two lines came back as one, and as two in {len(whole)} other members"
            world.session.ledger.broken(fact, detail, exchange)


def _long(world: World) -> str:
    words = (world.maker.word() for _ in range(_LONG // len("letters. ") + 1))
    return " ".join(words)[:_LONG].rstrip() + "."


def _is_kept_at_length(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send a page of text for what is written at length, where no limit is documented: it is kept whole, or refused.

    That there is no limit where none is documented is a guess of ours.
    """
    sendable = world.sendable(operation)
    free = [
        name
        for name, _ in free_texts(world, operation)
        if AT_LENGTH.search(name) and "maxLength" not in world.maker.narrowed(sendable[name].schema).constraints
    ]
    sent = {name: " ".join(world.maker.word() for _ in range(_WORDS_OF_A_PAGE)) for name in free}
    found = read_after(world, action, operation, resource, sent)
    for name, text in sent.items() if found is not None else ():
        kept = take(found[1], world.kept_at(action, name)) if found is not None else None
        if found is not None and isinstance(kept, str) and 0 < len(kept.rstrip()) < len(text) and text.startswith(kept):
            detail = f"of {len(text)} letters {len(kept)} were kept, though no limit is documented"
            fact = keeps(world, action, operation, resource, name)
            fact = replace(fact, assumed=fact.assumed or _NO_LIMIT)
            world.session.ledger.broken(fact, detail, found[0])


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
            if len(found) >= _A_COLUMN and text.startswith(found):
                fact = replace(fact, assumed=fact.assumed or _NO_LIMIT)
            fact = unless_more_is_needed(world, fact, (action, operation, resource), sent, [name])
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
                fact = unless_more_is_needed(world, fact, (action, operation, resource), sent, [name])
                world.session.ledger.broken(fact, f"`{word}` is a text, and was taken for nothing", found[0])


FAMILY = Family("lettering", "a text is kept with all its letters and marks", _check)
