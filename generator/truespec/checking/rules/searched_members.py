"""A search looks into the members it is said to look into, and into no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.evidence import plain_texts
from truespec.checking.rules.subjects import fresh
from truespec.checking.rules.walk import Lister
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Search

__all__ = ["looks_nowhere_else"]

_FIRST: Final = 2
"""So many members are looked at the first time."""


def looks_nowhere_else(
    lister: Lister,
    resource: Resource,
    rule: Search,
    ask: Callable[..., tuple[set[Json], Exchange, bool] | None],
) -> None:
    """Make a record with a word of its own in each text that is not searched, and search for them."""
    world = lister.world
    maker = world.maker_of(resource)
    names = [name for name in plain_texts(world, maker[1], resource) if name not in rule.members] if maker else []
    # What people write about somebody is searched most often by mistake, and the first members are tried first.
    names.sort(key=lambda name: "note" not in name.lower() and "comment" not in name.lower())
    words: dict[str, Json] = {name: world.maker.word() for name in names}
    other = fresh(world, resource, words) if words else None
    for name in names[: _FIRST if world.rounds == 1 else None] if other is not None else ():
        word = str(words[name])
        if other is None or other.record.get(name) != word or _is_searched(other.record, rule, word):
            continue
        found = ask((rule.query, word))
        if found is not None:
            states = "it looks into no other member"
            fact = world.fact(rule, lister.operation, "members", part="there", states=states)
            detail = f"a record is found by what only its `{name}` holds"
            lister.ledger.expect(fact, other.key not in found[0], detail, found[1])


def _is_searched(record: dict[str, Json], rule: Search, word: str) -> bool:
    """Say whether a text that is searched is made of the other: then it is found there."""
    return any(word in str(record.get(name)).lower() for name in rule.members)
