"""Random journeys through the stated rules, as state machines of hypothesis: the only module that runs those.

A sequence that contradicts a fact is tried again in shorter forms, and the shortest that still does is told.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from truespec.checking.journey import Journey
from truespec.checking.journey_model import Contradiction
from truespec.checking.no_answer import TargetLost, Unreadable
from truespec.checking.rules.ground.world import World
from truespec.checking.session import OutOfTime, ShareUsed
from truespec.checking.sharding import Shard
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


_PACES: Final[dict[Effort, _Pace]] = {"quick": _Pace(15, 12, 5, 40), "thorough": _Pace(60, 25, 10, 200)}
_WEIGHT: Final = 3.0


_Step: TypeAlias = "tuple[str, Mapping[str, int]]"
"""The name of a step of a journey, and the numbers that say how it is taken."""


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
                yield Unit("journeys", resource.name, partial(self._travel, resource), _WEIGHT, further=True)

    def _travel(self, resource: Resource) -> None:
        pace = _PACES[self.effort]
        for attempt in range(pace.anew):
            found = _Search(self.world, resource, pace, f"{self.seed} {attempt}").run()
            if found is None:
                return
            self.world.session.ledger.broken(found.fact, found.detail, found.exchange, found.story)


_TURNS: Final = 3
"""So often a machine is begun anew that found a server to do otherwise than before."""


class _Search:
    """Looks for one contradiction, and for the shortest way to it."""

    def __init__(self, world: World, resource: Resource, pace: _Pace, seed: str) -> None:
        self._world = world
        self._resource = resource
        self._pace = pace
        self._seed = seed
        self._steps: list[_Step] = []
        self._found: Contradiction | None = None
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
        from hypothesis.errors import Flaky  # noqa: PLC0415 - as above
        from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415 - as above

        checks: Any = hypothesis.HealthCheck  # its own way to be iterated has no types
        settings = hypothesis.settings(
            max_examples=self._pace.examples,
            stateful_step_count=self._pace.steps,
            database=None,
            deadline=None,
            phases=(hypothesis.Phase.generate,),
            verbosity=hypothesis.Verbosity.quiet,
            suppress_health_check=list(checks),
        )
        run: Any = run_state_machine_as_test
        for turn in range(_TURNS):
            machine = hypothesis.seed(self._seed + " again" * turn)(self._machine())
            with contextlib.suppress(_Halt, Flaky):
                run(machine, settings=settings)
                break
            if self._found is not None or self._stopped is not None:
                break
            # What can be done next depends on what a server answered, and it may answer otherwise the second time.
        if self._stopped is not None:
            raise self._stopped
        return None if self._found is None else self._shortened(self._found, self._steps)

    def _shortened(self, found: Contradiction, steps: list[_Step]) -> Contradiction:
        """Leave out one step after the other, so long as the same fact is still contradicted.

        The tool's own shortening asks for the same answers to the same requests, which a server that remembers does
        not give.
        """
        left, changed = self._pace.shorter, True
        while changed:
            changed = False
            for number in reversed(range(len(steps))):
                left -= 1
                again = self._again([*steps[:number], *steps[number + 1 :]]) if left >= 0 else None
                if again is not None and again.fact.id == found.fact.id:
                    found, steps, changed = again, [*steps[:number], *steps[number + 1 :]], True
        return found

    def _again(self, steps: Sequence[_Step]) -> Contradiction | None:
        journey = Journey(self._world, self._resource)
        try:
            for name, values in steps:
                getattr(journey, name)(**values)
        except Contradiction as found:
            return found
        return None

    def begin(self) -> Journey:
        """Return a new journey; the steps of the last one are forgotten."""
        self._steps = []
        return Journey(self._world, self._resource)

    def step(self, journey: Journey, name: str, values: Mapping[str, int]) -> None:
        """Take one step of a journey.

        Raises:
            _Halt: It led to a contradiction, or nothing more can be sent.
        """
        self._steps.append((name, values))
        try:
            getattr(journey, name)(**values)
        except Contradiction as found:
            self._found = found
            raise _Halt from None
        except (TargetLost, OutOfTime, ShareUsed, Unreadable) as reason:
            self._stopped = reason
            raise _Halt from None

    def _machine(self) -> type[RuleBasedStateMachine]:
        """Return a machine with one rule for each documented behaviour of the resource."""
        from hypothesis import strategies  # noqa: PLC0415 - a heavy library
        from hypothesis.stateful import RuleBasedStateMachine, precondition, rule  # noqa: PLC0415 - as above

        make: Any = rule
        when: Any = precondition
        search, few, mask = self, strategies.integers(0, 7), strategies.integers(0, 2**16 - 1)

        class Machine(RuleBasedStateMachine):
            def __init__(self) -> None:
                super().__init__()
                self.journey = search.begin()

        def has_records(machine: Machine) -> bool:
            return bool(machine.journey.records)

        needs_records = when(has_records)

        def add(name: str, **drawn: Any) -> None:
            def taken(self: Machine, **values: int) -> None:
                search.step(self.journey, name, values)

            taken.__name__ = name
            made = make(**drawn)(taken)
            setattr(Machine, name, made if name == "create" else needs_records(made))

        add("create", which=few, left_out=mask, like=strategies.integers(0, 2))
        add("read", which=few)
        for kind, drawn in (
            ("update", {"which": few, "left_out": mask, "nothing": few}),
            ("delete", {"which": few}),
            ("merge", {"which": few, "other": few}),
        ):
            if self._world.first(kind, self._resource) is not None:
                add(kind, **drawn)
        if self._world.first("list", self._resource) is not None:
            add("listing")
        return Machine
