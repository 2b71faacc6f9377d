"""A contract with one of its stated rules forgotten: how the mock is made to break exactly that rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Batch, Behaviour, Refusal, Rule, Sort
from truespec.contract.effects import Deletion, Merge, Part, Unsubscription

__all__ = ["forgettable_rules", "without_rules"]

_EFFECTS = (Deletion, Merge, Part, Unsubscription)
"""Rules that are all an action does: without one of them it does nothing."""


def forgettable_rules(api: Api) -> Iterator[str]:
    """Yield the ids of the rules that a mock can forget.

    Not among them: how a list is cut into pages and what makes two records the same, which have faults of their own,
    and limits, which the schema states too.
    """
    behaviour = api.behaviour
    if behaviour is None:
        return
    yield from (resource.scope.id for resource in behaviour.resources if resource.scope is not None)
    yield from (refusal.id for refusal in behaviour.refusals if _has_another(api, refusal))
    if behaviour.rate_limit is not None:
        yield behaviour.rate_limit.id
    for action in behaviour.actions:
        if action.kind == "outside":
            continue
        if action.kind in {"update", "delete", "merge", "unsubscribe", "part", "move"}:
            yield action.id
        yield from (rule.id for rule in _rules_of(action))
        if action.ignored is not None and _has_any(api, action, action.ignored.members):
            yield action.ignored.id


def _has_another(api: Api, refusal: Refusal) -> bool:
    """Say whether an operation declares the other status about credentials: nothing undeclared is answered."""
    if refusal.when == "request-invalid":
        return False
    operations = (one for one in api.operations if not refusal.operations or one.id in refusal.operations)
    return any(operation.answer(_other(refusal)) is not None for operation in operations)


def _other(refusal: Refusal) -> int:
    return 401 if refusal.status == 403 else 403


def _has_any(api: Api, action: Action, members: Collection[str]) -> bool:
    """Say whether a record could have one of some members: what its schema has no place for is never kept."""
    resource = api.behaviour.resource(action.resource) if api.behaviour is not None else None
    schema = api.target(api.schema(resource.schema).schema) if resource is not None else None
    return schema is not None and any(member.wire in members for member in schema.properties)


def _rules_of(action: Action) -> Iterator[Rule]:
    yield from (rule for rule in (action.change, action.order, action.sort) if rule is not None)
    yield from (
        rule for rule in (action.merge, action.deletion, action.unsubscription, action.part) if rule is not None
    )
    yield from (rule for rule in (action.search, action.permission, action.locked) if rule is not None)
    if action.search is not None and action.search.scope is not None:
        yield action.search.scope
    for rules in (action.consents, action.filters, action.needs, action.unique):
        yield from rules
    if action.batch is not None:
        yield from action.batch.lists
        if action.batch.outcome is not None:
            yield action.batch.outcome


def without_rules(api: Api, forgotten: Collection[str]) -> Api:
    """Return the contract as a mock has it that has forgotten the rules with these ids."""
    behaviour = api.behaviour
    if behaviour is None or not forgotten:
        return api
    limit = behaviour.rate_limit
    return replace(api, behaviour=_without(behaviour, forgotten, forgets_limit=bool(limit and limit.id in forgotten)))


def _without(behaviour: Behaviour, forgotten: Collection[str], *, forgets_limit: bool) -> Behaviour:
    return replace(
        behaviour,
        resources=tuple(
            replace(resource, scope=None) if resource.scope is not None and resource.scope.id in forgotten else resource
            for resource in behaviour.resources
        ),
        actions=tuple(_forgetful(action, forgotten) for action in behaviour.actions),
        # A refusal that is not kept to is the other one of the two that speak of credentials.
        refusals=tuple(
            replace(refusal, status=_other(refusal)) if refusal.id in forgotten else refusal
            for refusal in behaviour.refusals
        ),
        rate_limit=None if forgets_limit else behaviour.rate_limit,
    )


def _forgetful(action: Action, forgotten: Collection[str]) -> Action:
    effects = (rule for rule in action.rules if isinstance(rule, _EFFECTS))
    if action.id in forgotten or any(rule.id in forgotten for rule in effects):
        # It answers as if it had done something, and does nothing.
        return replace(action, kind="outside", missing=None)
    kept = {rule.id for rule in action.rules if rule.id not in forgotten}
    change = action.change
    if change is not None and change.id in forgotten:
        change = replace(change, rule="replace" if change.rule == "partial" else "partial")
    search = action.search if action.search is None or action.search.id in kept else None
    if search is not None and search.scope is not None and search.scope.id in forgotten:
        search = replace(search, scope=None)
    return replace(
        action,
        change=change,
        search=search,
        ignored=action.ignored if action.ignored is None or action.ignored.id in kept else None,
        order=action.order if action.order is None or action.order.id in kept else None,
        sort=_turned(action, forgotten),
        permission=action.permission if action.permission is None or action.permission.id in kept else None,
        consents=tuple(rule for rule in action.consents if rule.id in kept),
        filters=tuple(rule for rule in action.filters if rule.id in kept),
        needs=tuple(rule for rule in action.needs if rule.id in kept),
        unique=tuple(rule for rule in action.unique if rule.id in kept),
        locked=action.locked if action.locked is None or action.locked.id in kept else None,
        batch=None if action.batch is None else _batch(action.batch, forgotten),
    )


def _turned(action: Action, forgotten: Collection[str]) -> Sort | None:
    """Return the order of a list: records are kept in the order they were made, so only the other way is another."""
    sort = action.sort
    if sort is None or sort.id not in forgotten:
        return sort
    return replace(sort, direction="descending" if sort.direction == "ascending" else "ascending")


def _batch(batch: Batch, forgotten: Collection[str]) -> Batch:
    outcome = batch.outcome
    if outcome is not None and outcome.id in forgotten:
        outcome = replace(outcome, failed=outcome.done)
    return replace(batch, lists=tuple(rule for rule in batch.lists if rule.id not in forgotten), outcome=outcome)
