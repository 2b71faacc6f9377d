"""Mutants that forget one stated rule altogether."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Rule
from truespec.mock.forgetting import forgettable_rules
from truespec.mutation.mutant import Kind, Mutant, Row, effect_of
from truespec.mutation.twists import faulty

__all__ = ["forgotten_rows"]

_KIND: Kind = "rule forgotten"
_ATTRIBUTES: Final = (
    *("status", "when", "lists", "by", "direction", "members"),
    *("operator", "within", "place", "form", "others", "list", "rule"),
)
"""What a rule may be assumed in so that who forgets it breaks no documented fact."""


def forgotten_rows(api: Api) -> Iterator[Row]:
    """Yield a mutant for every rule that a mock can forget."""
    rules = _rules(api.behaviour or Behaviour(api.location))
    for id_ in forgettable_rules(api):
        rule, (operation, _, _) = rules[id_], id_.partition(".")
        does = f"it is forgotten that: {rule.states}"
        named = operation if api.operation(operation) is not None else ""
        stated = effect_of(rule) if isinstance(rule, Action) else rule
        why = assumed_among(stated.assumptions, _ATTRIBUTES)
        yield Mutant(f"{id_}/forgotten", _KIND, does, id_, named, why, faulty(f"rule-forgotten:{id_}"))


def _rules(behaviour: Behaviour) -> Mapping[str, Rule]:
    rules: list[Rule] = [*behaviour.resources, *behaviour.refusals]
    rules.extend(resource.scope for resource in behaviour.resources if resource.scope is not None)
    rules.extend([behaviour.rate_limit] if behaviour.rate_limit is not None else [])
    for action in behaviour.actions:
        rules.extend((action, *action.rules))
    return {rule.id: rule for rule in rules}
