"""Which stated rules the mock does, and a note for every one it does not: nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Dedupe, Existing, Missing, Paging, Rule, Sort
from truespec.contract.conditions import Limit
from truespec.contract.conditions import Condition, Permission
from truespec.contract.effects import (
    BatchList, Change, Consent, Deletion, Ignored, Merge, Outcome, Part, Unsubscription,
)
from truespec.diagnostics import Diagnostic, Report

__all__ = ["can_do", "ignored_rules"]

_DONE: Final = (
    BatchList, Change, Condition, Consent, Dedupe, Deletion, Existing, Ignored, Merge, Missing, Outcome, Paging, Part, Permission, Sort, Unsubscription,
)
_KINDS: Final = frozenset({"create", "read", "list", "update", "delete", "upsert", "batch", "merge", "unsubscribe", "part", "outside"})


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
    for resource in behaviour.resources:
        if resource.scope is not None:
            yield resource.scope
    for action in behaviour.actions:
        if not can_do(action):
            yield action
        yield from (rule for rule in action.rules if not _follows(action, rule))
    if behaviour.rate_limit is not None:
        yield behaviour.rate_limit


def _follows(action: Action, rule: Rule) -> bool:
    # A limit is kept by validation, for the schema says the same.
    return isinstance(rule, Limit) or (can_do(action) and isinstance(rule, _DONE))
