"""A search in letters of the other case: where a page says whether they count."""

from __future__ import annotations

from collections.abc import Callable

from truespec.checking.exchange import Exchange
from truespec.checking.rules.lists.walk import Lister
from truespec.contract.behaviour import Place
from truespec.contract.schema import Json
from truespec.contract.selection import Search

__all__ = ["judge_letters"]

_Ask = Callable[[tuple[Place, Json]], "tuple[set[Json], Exchange, bool] | None"]
"""Asks for one text; what comes back are the keys that are found, the exchange, and whether that is all."""


def judge_letters(lister: Lister, rule: Search, known: tuple[Json, str], ask: _Ask) -> None:
    """Search for a whole text of a record, ``known`` with its key, in letters of the other case."""
    key, text = known
    answer = ask((rule.query, text.swapcase())) if rule.letters and text != text.swapcase() else None
    if answer is None:
        return
    states = f"letters of both cases are {rule.letters}"
    fact = lister.world.fact(rule, lister.operation, "letters", part="letters", states=states)
    if rule.letters == "alike":
        lister.ledger.expect(fact, key in answer[0] or not answer[2], "a record that has it is not found", answer[1])
    else:
        lister.ledger.expect(fact, key not in answer[0], "a record with other letters is found", answer[1])
