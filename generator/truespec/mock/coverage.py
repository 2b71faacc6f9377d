"""Which stated rules the mock does, and a note for every one it does not: nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Dedupe, Existing, Missing, Paging, Rule, Sort
from truespec.contract.conditions import Condition, Limit, Locked, Needs, Permission, Unique
from truespec.contract.effects import (
    BatchList,
    Change,
    Consent,
    Deletion,
    Ignored,
    Merge,
    Outcome,
    Part,
    Unsubscription,
)
from truespec.contract.selection import Filter, Order, Search, SearchScope
from truespec.diagnostics import Diagnostic, Report

__all__ = ["can_do", "ignored_rules"]

_KINDS: Final = frozenset(
    {"create", "read", "list", "update", "delete", "upsert", "merge", "batch", "unsubscribe", "part", "move", "outside"}
)

_OF_ACTIONS: Final = (
    BatchList,
    Change,
    Consent,
    Dedupe,
    Deletion,
    Existing,
    Filter,
    Ignored,
    Locked,
    Merge,
    Missing,
    Order,
    Outcome,
    Paging,
    Part,
    Search,
    SearchScope,
    Sort,
    Unique,
    Unsubscription,
)
"""Rules that are followed by what does the action."""

_OF_REQUESTS: Final = (Condition, Limit, Needs, Permission)
"""Rules on requests, followed whatever the action does; the mock takes it that conditions are fulfilled."""


def can_do(action: Action) -> bool:
    """Say whether the mock does an action; one it cannot do is answered as if nothing had been said of it."""
    return action.kind in _KINDS


def ignored_rules(api: Api) -> tuple[Diagnostic, ...]:
    """Return a note for every stated rule that the mock does not follow."""
    report = Report()
    for rule in _ignored(api.behaviour) if api.behaviour is not None else ():
        message = f"the mock does not follow {rule.id}: {rule.states}"
        report.note("mock-rule-ignored", rule.location, message, "answers are as if the rule were not there")
    return tuple(report)


def _ignored(behaviour: Behaviour) -> Iterator[Rule]:
    for action in behaviour.actions:
        if not can_do(action):
            yield action
        yield from (rule for rule in action.rules if not _follows(action, rule))


def _follows(action: Action, rule: Rule) -> bool:
    return isinstance(rule, _OF_REQUESTS) or (can_do(action) and isinstance(rule, _OF_ACTIONS))
