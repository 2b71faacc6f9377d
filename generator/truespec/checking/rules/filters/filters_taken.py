"""A filter takes what it is documented to take: what records have, several values at once, another one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.filters.filter_values import FilterCase, with_needed
from truespec.checking.rules.ground.fitting import Asked, values_in
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["are_taken", "are_taken_together", "takes_what_is_there"]

_REFUSED: Final = frozenset({400, 422})
_SEVERAL: Final = 2


def takes_what_is_there(case: FilterCase, rule: Filter, answers: Sequence[tuple[Asked, Exchange]]) -> None:
    """Judge what a filter refuses that is in a member it looks into, where it takes what is in another one."""
    if rule.operator not in {"equal", "contains"} or rule.joined or rule.within is not None:
        return
    kept = {value for subject in case.subjects for value in values_in(subject.record, rule) if isinstance(value, str)}
    alone = [(asked[0][1], exchange) for asked, exchange in answers if len(asked) == 1]
    own = [exchange for value, exchange in alone if (value[0] if isinstance(value, list) else value) in kept]
    refused = [exchange for exchange in own if exchange.response.status in _REFUSED]
    if refused and any(exchange.response.success for exchange in own):
        detail = f"it answered {refused[0].response.status} to a text that a record has, and takes others"
        fact = case.world.fact(rule, case.lister.operation, part="takes", states="it takes what records have")
        case.world.session.ledger.broken(fact, detail, refused[0])


def are_taken_together(case: FilterCase, asked: Asked) -> None:
    """Ask by two filters at once, that are taken alone."""
    both, *alone = (
        case.lister.asking(*((rule.place, value) for rule, value in some)).page(case.lister.first).exchange
        for some in (asked, *((one,) for one in asked))
    )
    if both.response.status in _REFUSED and all(one.response.success for one in alone):
        fact = case.world.fact(asked[0][0], case.lister.operation, part="beside", states="beside another one")
        detail = f"it answered {both.response.status} to two filters that it takes one at a time"
        case.world.session.ledger.broken(fact, detail, both)


def are_taken(case: FilterCase, rule: Filter, known: Sequence[Json]) -> None:
    """Ask for several values where a list of them is taken, and one alone."""
    shape = case.lister.shape_at(rule.place)
    if rule.values != "any" or len(known) < _SEVERAL or shape is None or "array" not in shape.types:
        return
    several, one = (
        case.lister.asking(*((item.place, value) for item, value in with_needed(case, rule, (rule, some))))
        .page(case.lister.first)
        .exchange
        for some in (list(known[:_SEVERAL]), list(known[:1]))
    )
    if several.response.status in _REFUSED and one.response.success and all(isinstance(text, str) for text in known):
        detail = f"it answered {several.response.status} to two values, and takes each alone"
        fact = case.world.fact(rule, case.lister.operation, part="several", states="of several values, any fits")
        case.world.session.ledger.broken(fact, detail, several)
