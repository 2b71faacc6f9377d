"""A search looks into the members it is said to look into, and into no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import plain_texts
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.lists.walk import Lister, lister_of
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Search

__all__ = ["finds_digits", "finds_the_old", "looks_nowhere_else"]

_Ask: TypeAlias = Callable[..., tuple[set[Json], Exchange, bool] | None]

_SHORTEST: Final = 4
_WORDS: Final = 2
_MOST: Final = 8
"""So many members that are not searched are looked at."""


def looks_nowhere_else(lister: Lister, resource: Resource, rule: Search, ask: _Ask) -> None:
    """Make a record with a word of its own in each text that is not searched, and search for them."""
    world = lister.world
    maker = world.maker_of(resource)
    names = [name for name in plain_texts(world, maker[1], resource) if name not in rule.members] if maker else []
    # What people write about somebody is searched most often by mistake, and the first members are tried first.
    names.sort(key=lambda name: "note" not in name.lower() and "comment" not in name.lower())
    words: dict[str, Json] = {name: world.maker.word() for name in names}
    other = fresh(world, resource, words) if words else None
    for name in names[:_MOST] if other is not None else ():
        word = str(words[name])
        if other is None or other.record.get(name) != word or _is_searched(other.record, rule, word):
            continue
        found = ask((rule.query, word))
        if found is not None:
            states = "it looks into no other member"
            fact = world.fact(rule, lister.operation, "members", part="there", states=states)
            detail = f"a record is found by what only its `{name}` holds"
            lister.ledger.expect(fact, other.key not in found[0], detail, found[1])


def finds_the_old(lister: Lister, resource: Resource, rule: Search, ask: _Ask) -> None:
    """Search for records that were there before the run, the first and the last of the list: by what is searched.

    Each is asked for by two of its words, and either will do: a server may keep one of them to itself.
    """
    world = lister.world
    everyone = lister_of(world, resource)
    items = everyone.page(everyone.first, everyone.ample()).items or [] if everyone is not None else []
    others = [item for item in items if isinstance(item, dict) and not world.is_own(take(item, (resource.key,)))]
    for record in (*others[:1], *others[1:][-1:]):
        words = [text for name in rule.members if _is_word(text := str(record.get(name) or ""))][:_WORDS]
        answers = [ask((rule.query, word)) for word in words] if len(words) == _WORDS else []
        seen = [answer for answer in answers if answer is not None]
        key = take(record, (resource.key,))
        if len(seen) == _WORDS and all(whole and key not in keys for keys, _, whole in seen):
            read = world.read(resource, key) if isinstance(key, str | int) else None
            if read is not None and read[1] is not None and all(word in read[1].values() for word in words):
                fact = world.fact(rule, lister.operation, "members", part="old", states="what was there before, too")
                detail = "a record that was there before the run is found by neither of two words that it has"
                lister.ledger.broken(fact, detail, seen[-1][1])


def finds_digits(lister: Lister, resource: Resource, rule: Search, ask: _Ask) -> None:
    """Search for a text of digits, such as the code of a town: what looks like a number is looked for everywhere."""
    one = fresh(lister.world, resource)
    for name in rule.members if one is not None else ():
        text = str(one.record.get(name) or "") if one is not None else ""
        answer = ask((rule.query, text)) if text.isdecimal() and len(text) >= _SHORTEST else None
        if one is not None and answer is not None and (answer[2] or one.key in answer[0]):
            states = f"the text is looked for in `{name}`"
            fact = lister.world.fact(rule, lister.operation, "members", part=name, states=states)
            lister.ledger.expect(fact, one.key in answer[0], "a record with these digits there is not found", answer[1])


def _is_word(text: str) -> bool:
    return len(text) >= _SHORTEST and text.isascii() and text.isalpha()


def _is_searched(record: dict[str, Json], rule: Search, word: str) -> bool:
    """Say whether a text that is searched is made of the other: then it is found there."""
    return any(word in str(record.get(name)).lower() for name in rule.members)
