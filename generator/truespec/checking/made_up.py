"""Sends what was made up for each operation, and judges how each request was taken."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal, TypeAlias

from truespec.checking.acceptance import Acceptance
from truespec.checking.cases import Cases
from truespec.checking.exchange import Request
from truespec.checking.rules.world import World
from truespec.checking.sharding import Shard
from truespec.checking.targets import Unreadable, Unsendable
from truespec.checking.units import Unit
from truespec.contract.operation import Operation

__all__ = ["Effort", "MadeUp"]

Effort: TypeAlias = Literal["quick", "thorough"]

_SINGLES: Final[dict[Effort, int]] = {"quick": 250, "thorough": 5000}
_MIXED: Final[dict[Effort, int]] = {"quick": 60, "thorough": 1500}


@dataclass(slots=True)
class MadeUp:
    """The made-up requests of one run: ``seed`` decides what they are."""

    world: World
    effort: Effort
    seed: int
    _acceptance: Acceptance = field(init=False)
    _cases: dict[str, Cases] = field(default_factory=dict[str, Cases])

    def __post_init__(self) -> None:
        """Make the judge of this run."""
        ledger = self.world.session.ledger
        self._acceptance = Acceptance(self.world.api, ledger.coverage.note_broken)

    def boundaries(self, shard: Shard) -> Iterator[Unit]:
        """Yield a piece for each operation: one thing changed at a time."""
        yield from self._units("boundaries", self._singles, shard)

    def mixed(self, shard: Shard) -> Iterator[Unit]:
        """Yield a piece for each operation: several things changed at once."""
        yield from self._units("mixed", self._mixed, shard)

    def _units(self, phase: str, do: Callable[[Operation], None], shard: Shard) -> Iterator[Unit]:
        session = self.world.session
        for operation in session.api.operations:
            usable = session.may_send(operation) and session.can_authenticate(operation)
            if usable and shard.takes(f"{phase}: {operation.id}"):
                yield Unit(phase, operation.id, partial(do, operation))

    def _singles(self, operation: Operation) -> None:
        cases = self._cases_of(operation)
        self._send(operation, cases, itertools.islice(cases.singles(), _SINGLES[self.effort]))

    def _mixed(self, operation: Operation) -> None:
        cases = self._cases_of(operation)
        self._send(operation, cases, itertools.islice(cases.mixed(), _MIXED[self.effort]))

    def _cases_of(self, operation: Operation) -> Cases:
        if operation.id not in self._cases:
            source = random.Random(f"made-up {self.seed} {operation.id}")  # noqa: S311 - test data, no secret
            self._cases[operation.id] = Cases(self.world, operation, source)
        return self._cases[operation.id]

    def _send(self, operation: Operation, cases: Cases, requests: Iterable[Request]) -> None:
        session = self.world.session
        for request in requests:
            try:
                exchange = session.send(operation, request)
            except Unsendable:
                continue
            except Unreadable:
                if session.gave_up(operation):
                    raise
                continue
            cases.hear(exchange.response)
            judgement = self._acceptance.judge(exchange)
            if judgement is not None:
                session.ledger.note(judgement, exchange)
