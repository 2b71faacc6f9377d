"""A search without a scope keeps to the one that is documented for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.lists.walk import Lister, lister_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Resource
from truespec.contract.schema import Absent, Json
from truespec.contract.selection import Search, SearchScope

__all__ = ["judge_scope"]

Ask: TypeAlias = Callable[..., tuple[set[Json], Exchange, bool] | None]
"""Searches for some values and returns the keys that are found, the exchange and whether that is all."""

_SHORTEST: Final = 6


def _keeps_to_default(lister: Lister, resource: Resource, rule: Search, scope: SearchScope, ask: Ask) -> None:
    """Search for what only a part of somebody's record holds: found in its scope, and not without one.

    It is looked at early: later a page holds nothing but records of our own, which have no such parts.
    """
    everyone = lister_of(lister.world, resource) if lister.world.rounds == 1 else None
    items = everyone.page(everyone.first, everyone.ample()).items or [] if everyone is not None else []
    fact = lister.world.fact(scope, lister.operation, "default")
    for name, member in scope.lists:
        for key, text in _only_there(items, resource, member):
            elsewhere = ask((rule.query, text), (scope.place, name))
            if elsewhere is not None and key in elsewhere[0]:
                _judge(lister, fact, member, key, ask((rule.query, text)))
                break


def _judge(lister: Lister, fact: Fact, member: str, key: Json, usual: tuple[set[Json], Exchange, bool] | None) -> None:
    if usual is not None:
        detail = f"without a scope, a record is found by what only its `{member}` hold"
        lister.ledger.expect(fact, key not in usual[0], detail, usual[1])


def _only_there(items: list[Json], resource: Resource, member: str) -> Iterator[tuple[Json, str]]:
    """Yield keys of records, each with a word that stands in their parts and nowhere else in them."""
    for record in items:
        parts = take(record, (member,))
        if not isinstance(record, dict) or isinstance(parts, Absent) or not isinstance(parts, list):
            continue
        rest = json.dumps({name: value for name, value in record.items() if name != member}).lower()
        values = (value for part in parts if isinstance(part, dict) for value in part.values())
        words = (text for text in values if isinstance(text, str) and len(text) >= _SHORTEST and text.isalnum())
        word = next((text for text in words if text.lower() not in rest), "")
        key = take(record, (resource.key,))
        if word and not isinstance(key, Absent):
            yield key, word


def judge_scope(  # noqa: PLR0913, PLR0917 - a list, what it is searched for, and how
    lister: Lister, resource: Resource, rule: Search, scope: SearchScope, found: tuple[Subject, str], ask: Ask
) -> None:
    """Search with the default word (as without any) and with the others: a record without such parts is not found.

    ``found`` is a record of ours, and a word that is found in it.
    """
    ledger, (one, word) = lister.ledger, found
    fact = lister.world.fact(scope, lister.operation, "default")
    if not word:
        ledger.unknown(fact, "no record has a text to search for")
        return
    default = ask((rule.query, word), (scope.place, scope.default))
    if default is None:
        ledger.unknown(fact, "the search was refused")
    else:
        ledger.expect(fact, one.key in default[0] or not default[2], "a record is not found", default[1])
    _keeps_to_default(lister, resource, rule, scope, ask)
    for name, member in scope.lists:
        part = lister.world.fact(scope, lister.operation, "lists", part=name, states=f"{name} searches `{member}`")
        other = ask((rule.query, word), (scope.place, name))
        if other is None:
            ledger.unknown(part, "the search was refused")
        elif not one.record.get(member):
            there = one.key in other[0]
            ledger.expect(part, not there, "a record is found by a text that is elsewhere in it", other[1])
