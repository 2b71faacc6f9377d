"""What a request must have beyond its form: values that go together, and lists that are not too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truespec.contract.behaviour import Action
from truespec.mock.places import given, sent
from truespec.mock.validation import Call, Reading
from truespec.mock.validators import Problem

__all__ = ["Broken", "broken_condition"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A stated condition that a request does not keep: the status that refuses it, and what is wrong."""

    status: int
    problems: tuple[Problem, ...]


def broken_condition(action: Action | None, reading: Reading) -> Broken | None:
    """Return the condition of an action that a request breaks, or ``None``.

    A limit comes before the form of a request, because a schema mostly says the same with less; what goes together is
    asked only of a request whose form is right.
    """
    if action is None:
        return None
    broken = next(_over_limits(action, reading.call), None)
    if broken is None and not reading.problems:
        broken = next(_alone(action, reading.call), None)
    return broken


def _over_limits(action: Action, call: Call) -> Iterator[Broken]:
    for rule in action.limits:
        value = sent(call, rule.place)
        if isinstance(value, list) and len(value) > rule.most:
            problem = Problem(str(rule.place), f"has more than {rule.most} elements", rule.location)
            yield Broken(rule.status, (problem,))


def _alone(action: Action, call: Call) -> Iterator[Broken]:
    for rule in action.needs:
        if given(call, rule.other) is None:
            message = f"is sent without {rule.other}"
            problems = tuple(
                Problem(str(place), message, rule.location) for place in rule.places if given(call, place) is not None
            )
            if problems:
                yield Broken(rule.status, problems)
