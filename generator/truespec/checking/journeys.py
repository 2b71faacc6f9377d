"""Random journeys through the stated rules, as state machines of hypothesis: the only module that runs those.

A sequence that contradicts a fact is tried again in shorter forms, and the shortest that still does is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from truespec.checking.journey import Journey
from truespec.checking.journey_model import Contradiction
from truespec.checking.rules.world import World
from truespec.checking.session import OutOfTime, ShareUsed
from truespec.checking.sharding import Shard
from truespec.checking.targets import TargetLost, Unreadable
from truespec.checking.units import Unit
from truespec.contract.behaviour import Resource

if TYPE_CHECKING:
    from hypothesis.stateful import RuleBasedStateMachine

__all__ = ["Effort", "Journeys"]

Effort: TypeAlias = Literal["quick", "thorough"]


@dataclass(frozen=True, slots=True)
class _Pace:
    """How many sequences of how many steps are tried, how often anew after a finding, how often one is shortened."""

    examples: int
    steps: int
    anew: int
    shorter: int


_PACES: Final[dict[Effort, _Pace]] = {"quick": _Pace(6, 10, 3, 25), "thorough": _Pace(60, 25, 10, 150)}
_WEIGHT: Final = 3.0


class _Halt(BaseException):
    """Leaves the machine at once: what it meant to try is not tried any more."""


@dataclass(frozen=True, slots=True)
class Journeys:
    """The journeys of one run: ``seed`` decides where they lead."""

    world: World
    effort: Effort
    seed: int

    def units(self, shard: Shard) -> Iterator[Unit]:
        """Yield a piece for each resource that records can be made of and read."""
        for resource in self.world.behaviour.resources:
            usable = self.world.maker_of(resource) and self.world.first("read", resource)
            if usable and shard.takes(f"journeys: {resource.name}"):
                yield Unit("journeys", resource.name, partial(self._travel, resource), _WEIGHT)

    def _travel(self, resource: Resource) -> None:
        pace = _PACES[self.effort]
        for attempt in range(pace.anew):
            found = _Search(self.world, resource, pace, f"{self.seed} {attempt}").run()
            if found is None:
                return
            self.world.session.ledger.broken(found.fact, found.detail, found.exchange, found.story)


class _Search:
    """Looks for one contradiction, and for the shortest way to it."""

    def __init__(self, world: World, resource: Resource, pace: _Pace, seed: str) -> None:
        self._world = world
        self._resource = resource
        self._pace = pace
        self._seed = seed
        self._best: Contradiction | None = None
        self._left = pace.shorter
        self._stopped: Exception | None = None

    def run(self) -> Contradiction | None:
        """Return what was found, ``None`` for nothing.

        Raises:
            TargetLost: The target went away.
            OutOfTime: The time budget is used up.
            ShareUsed: So is the share of this part of the run.
            Unreadable: An operation of the journey does not answer.
        """
        import hypothesis  # noqa: PLC0415 - a heavy library, loaded only where it runs
        from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415 - as above

        settings = hypothesis.settings(
            max_examples=self._pace.examples,
            stateful_step_count=self._pace.steps,
            database=None,
            deadline=None,
            phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
            report_multiple_bugs=False,
            verbosity=hypothesis.Verbosity.quiet,
            suppress_health_check=list(hypothesis.HealthCheck),
            print_blob=False,
        )
        machine = hypothesis.seed(self._seed)(self._machine())
        try:
            run_state_machine_as_test(machine, settings=settings)
        except _Halt:
            pass
        except (Contradiction, hypothesis.errors.Flaky):
            # Each way was kept when it was found; on a server that remembers, none is the same twice.
            pass
        if self._stopped is not None and self._best is None:
            raise self._stopped
        return self._best

    def _step(self, do: Callable[[], None]) -> None:
        try:
            do()
        except Contradiction as found:
            if self._best is None or len(found.story) < len(self._best.story):
                self._best = found
            raise
        except (TargetLost, OutOfTime, ShareUsed, Unreadable) as reason:
            self._stopped = reason
            raise _Halt from None

    def _begin(self) -> Journey:
        if self._best is not None:
            self._left -= 1
            if self._left < 0:
                raise _Halt
        return Journey(self._world, self._resource)

    def _machine(self) -> type[RuleBasedStateMachine]:
        """Return a machine with one rule for each documented behaviour of the resource."""
        from hypothesis import strategies  # noqa: PLC0415 - a heavy library
        from hypothesis.stateful import RuleBasedStateMachine, rule  # noqa: PLC0415 - as above

        search, few, mask = self, strategies.integers(0, 7), strategies.integers(0, 2**16 - 1)

        class Machine(RuleBasedStateMachine):
            def __init__(self) -> None:
                super().__init__()
                self.journey = search._begin()

        def step(name: str, **drawn: Any) -> None:
            def taken(self: Machine, **values: int) -> None:
                search._step(partial(getattr(self.journey, name), **values))

            taken.__name__ = name
            made: Any = rule(**drawn)
            setattr(Machine, name, made(taken))

        step("create", which=few, left_out=mask, like=strategies.integers(0, 3))
        step("read", which=few)
        for kind, drawn in (
            ("update", {"which": few, "left_out": mask, "nothing": few}),
            ("delete", {"which": few}),
            ("merge", {"which": few, "other": few}),
        ):
            if self._world.first(kind, self._resource) is not None:
                step(kind, **drawn)
        if self._world.first("list", self._resource) is not None:
            step("listing")
        return Machine
