"""What no other family could look at is listed with the reason, so that nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.checking.rules.ground.world import Family, World
from truespec.contract.behaviour import Action, Rule
from truespec.contract.conditions import Condition
from truespec.contract.operation import Operation

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    ledger = world.session.ledger
    for action in world.behaviour.actions:
        operation = world.api.operation(action.id)
        if operation is None:
            continue
        for rule in _rules(action):
            if not ledger.knows(rule.id):
                reason, needs_setup = _reason(world, action, operation, rule)
                if world.whole or needs_setup:
                    ledger.unknown(world.fact(rule, operation), reason, needs_setup=needs_setup)


def _rules(action: Action) -> Iterator[Rule]:
    yield action
    yield from action.rules


def _reason(world: World, action: Action, operation: Operation, rule: Rule) -> tuple[str, bool]:
    """Return why nothing was said of a rule, and whether something has to be set up before it can be."""
    if isinstance(rule, Condition):
        return f"it depends on what is set up outside of the API: {rule.name}", True
    if action.kind == "outside":
        return "it is about what is kept outside of the API", True
    if not world.session.may_send(operation):
        return "the run only reads, and this operation may change something", True
    if not world.session.can_authenticate(operation):
        return "no credentials were given for this operation", True
    return "nothing that was answered tells", False


FAMILY = Family("remaining", "what could not be looked at is listed", _check)
