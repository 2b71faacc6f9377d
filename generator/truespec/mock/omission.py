"""Leaves stated rules out of a contract: a server that does not know them, for whoever tests that somebody notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final, TypeVar, cast

from truespec.contract.api import Api
from truespec.contract.behaviour import Behaviour, Dedupe, Existing, Paging, Sort
from truespec.contract.conditions import Limit, Needs, Permission, RateLimit, Scope
from truespec.contract.effects import Change, Consent, Ignored
from truespec.contract.rule import Rule
from truespec.contract.selection import Filter, Order, Search, SearchScope

__all__ = ["omissible", "without_rules"]

_Holder = TypeVar("_Holder", bound=Rule | Behaviour)

_OMISSIBLE: Final = (
    Change,
    Consent,
    Dedupe,
    Existing,
    Filter,
    Ignored,
    Limit,
    Needs,
    Order,
    Paging,
    Permission,
    RateLimit,
    Scope,
    Search,
    SearchScope,
    Sort,
)
"""Kinds of rules without which an action can still be done."""


def omissible(api: Api) -> tuple[str, ...]:
    """Return the ids of the rules that can be left out, in the order they are stated."""
    return () if api.behaviour is None else tuple(dict.fromkeys(_ids(api.behaviour)))


def without_rules(api: Api, ids: frozenset[str]) -> Api:
    """Return ``api`` without the rules that have one of these ids; whatever is inside of them goes too."""
    return api if api.behaviour is None or not ids else replace(api, behaviour=_without(api.behaviour, ids))


def _ids(holder: Rule | Behaviour) -> Iterator[str]:
    for rule in _inner(holder):
        if isinstance(rule, _OMISSIBLE):
            yield rule.id
        yield from _ids(rule)


def _inner(holder: Rule | Behaviour) -> Iterator[Rule]:
    return (one for _, values in _members(holder) for one in values if isinstance(one, Rule))


def _without(holder: _Holder, ids: frozenset[str]) -> _Holder:
    # By field, because a rule may stand anywhere in another and the next kind of rule is not written yet.
    changes = dict[str, Any]()
    for name, values in _members(holder):
        kept = tuple(
            _without(one, ids) if isinstance(one, Rule) else one
            for one in values
            if not (isinstance(one, Rule) and _goes(one, ids))
        )
        several = isinstance(getattr(holder, name), tuple)
        changes[name] = kept if several else next(iter(kept), None)
    return replace(holder, **changes)


def _members(holder: Rule | Behaviour) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield every field with its values, one or several."""
    for field in fields(holder):
        value: object = getattr(holder, field.name)
        yield field.name, cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)


def _goes(rule: Rule, ids: frozenset[str]) -> bool:
    return isinstance(rule, _OMISSIBLE) and rule.id in ids
