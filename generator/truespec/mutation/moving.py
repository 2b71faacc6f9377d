"""Mutants of records that go from state to state: steps that nobody allowed, and steps that are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truespec.contract.api import Api
from truespec.contract.effects import Move
from truespec.contract.operation import Operation
from truespec.mutation.mutant import Build, Mutant, Row, of_rule
from truespec.mutation.twists import ruled

__all__ = ["move_rows"]


def move_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with every step from state to state."""
    for action in api.behaviour.actions if api.behaviour is not None else ():
        operation = api.operation(action.id)
        if action.move is not None and operation is not None:
            yield from _Moves(action.move, operation).rows()


@dataclass(frozen=True, slots=True)
class _Moves:
    """The steps of one operation."""

    rule: Move
    operation: Operation

    def rows(self) -> Iterator[Row]:
        """Yield what can be wrong with them."""
        if not self.rule.steps:
            return
        yield self._row("any-step", "every state may follow on every other", ruled(self.rule, steps=()))
        for state, after in self._within_reach():
            for other in after:
                left = tuple(one for one in after if one != other)
                steps = tuple((name, left if name == state else told) for name, told in self.rule.steps)
                does = f"`{other}` may not follow on `{state}`"
                yield self._row(f"not-{state}-{other}", does, ruled(self.rule, steps=steps))
        declared = [int(one.status) for one in self.operation.answers if one.status.isdecimal()]
        for status in [one for one in declared if 400 <= one < 500 and one != self.rule.status][:1]:
            does = f"a step that may not be taken is answered {status}"
            yield self._row(f"refused-with-{status}", does, ruled(self.rule, status=status), "status")

    def _within_reach(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the states from which there are steps of this operation."""
        wanted = None if self.rule.place is not None else self.rule.value
        for state, after in self.rule.steps:
            yield state, tuple(other for other in after if wanted is None or other == wanted)

    def _row(self, slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        told = ("steps", *attributes)
        return of_rule(self.rule, slug, "records", does, build, operation=self.operation.id, attributes=told)
