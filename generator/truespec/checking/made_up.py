"""Sends what was made up for each operation, and judges how each request was taken."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal, TypeAlias

from truespec.checking.acceptance import Acceptance
from truespec.checking.cases import Cases
from truespec.checking.exchange import Request
from truespec.checking.no_answer import Unreadable, Unsendable
from truespec.checking.rules.ground.world import World
from truespec.checking.sharding import Shard
from truespec.checking.units import Unit
from truespec.contract.operation import Operation

__all__ = ["Effort", "MadeUp"]

Effort: TypeAlias = Literal["quick", "thorough"]

_CLEAREST: Final = 7
"""So many of the clearest requests are one piece, at least."""

_BESIDE: Final = 0.3
"""So many of them are sent for each request that a family of rules needs, where all can show a broken fact."""

_LEAST: Final = 0.3
"""Such a part of that is sent where nothing says that any is refused: it only shows a server that breaks down."""

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
    _sent: int | None = None

    def __post_init__(self) -> None:
        """Make the judge of this run."""
        ledger = self.world.session.ledger
        self._acceptance = Acceptance(self.world.api, ledger.coverage.note_broken, ledger.echoes)

    def clearest(self, shard: Shard, pieces: int) -> Iterator[Unit]:
        """Yield pieces that send, from one operation to the next, the clearest of what no other was sent yet."""
        session = self.world.session
        operations = [operation for operation in session.api.operations if self._takes("boundaries", operation, shard)]
        requests = self._fairly(operations)
        for number in range(1, pieces + 1):
            some = partial(self._send_clearest, requests, last=number == pieces)
            weight = len(operations) if number == pieces else 1 / pieces
            yield Unit("boundaries", f"clearest {number}", some, weight, stage="behaviour")

    def _send_clearest(self, requests: Iterable[tuple[Operation, Request]], *, last: bool) -> None:
        """Send a few, unless nobody else has sent any since; the last piece sends what is left."""
        counted = self.world.session.ledger.requests
        # The first words of a run count for nobody.
        since = 1 if self._sent is None else counted.total() - self._sent
        if last or since:
            worth = self._worth()
            most = max(_CLEAREST * worth, since * _BESIDE) * worth
            self._send_all(requests if last else itertools.islice(requests, math.ceil(most)))
            self._sent = counted.total()

    def _worth(self) -> float:
        """Return what a request of the wrong form is worth here, in comparison with where all must be refused."""
        operations = self.world.api.operations
        sure = sum(self._acceptance.is_sure(operation) for operation in operations)
        return _LEAST + (1 - _LEAST) * sure / max(1, len(operations))

    def _fairly(self, operations: Sequence[Operation]) -> Iterator[tuple[Operation, Request]]:
        """Yield the clearest requests of each operation in turn; of a kind that was sent to another, none."""
        sent = set[str]()
        waiting = {
            operation.id: (operation, self._cases_of(operation).clearest(sure=self._acceptance.is_sure(operation)))
            for operation in operations
        }
        while waiting:
            for id_, (operation, cases) in list(waiting.items()):
                kind, made = next(((kind, made) for kind, made in cases if kind not in sent), ("", None))
                sent.add(kind)
                if made is None or self.world.session.gave_up(operation):
                    del waiting[id_]
                else:
                    yield from ((operation, request) for request in made())

    def boundaries(self, shard: Shard) -> Iterator[Unit]:
        """Yield a piece for each operation: one thing changed at a time; then what is to be said of them all."""
        yield from self._units("boundaries", self._singles, shard)
        if shard.whole:
            yield Unit("boundaries", "at last", self._at_last, further=True)

    def _at_last(self) -> None:
        for judgement, exchange in self._acceptance.at_last():
            self.world.session.ledger.note(judgement, exchange)

    def mixed(self, shard: Shard) -> Iterator[Unit]:
        """Yield a piece for each operation: several things changed at once."""
        yield from self._units("mixed", self._mixed, shard)

    def _units(self, phase: str, do: Callable[[Operation], None], shard: Shard) -> Iterator[Unit]:
        for operation in self.world.session.api.operations:
            if self._takes(phase, operation, shard):
                yield Unit(phase, operation.id, partial(do, operation), further=True)

    def _takes(self, phase: str, operation: Operation, shard: Shard) -> bool:
        session = self.world.session
        usable = session.may_send(operation) and session.can_authenticate(operation)
        return usable and shard.takes(f"{phase}: {operation.id}")

    def _singles(self, operation: Operation) -> None:
        cases = self._cases_of(operation)
        self._send_all((operation, request) for request in itertools.islice(cases.singles(), _SINGLES[self.effort]))

    def _mixed(self, operation: Operation) -> None:
        cases = self._cases_of(operation)
        self._send_all((operation, request) for request in itertools.islice(cases.mixed(), _MIXED[self.effort]))

    def _cases_of(self, operation: Operation) -> Cases:
        if operation.id not in self._cases:
            source = random.Random(f"made-up {self.seed} {operation.id}")  # noqa: S311 - test data, no secret
            self._cases[operation.id] = Cases(self.world, operation, source)
        return self._cases[operation.id]

    def _send_all(self, requests: Iterable[tuple[Operation, Request]]) -> None:
        touched: dict[str, Operation] = {}
        self._send_each((touched.setdefault(operation.id, operation), request) for operation, request in requests)
        for operation in touched.values():
            self._send_each((operation, request) for request in self._cases_of(operation).restoring())

    def _send_each(self, requests: Iterable[tuple[Operation, Request]]) -> None:
        session = self.world.session
        for operation, request in requests:
            try:
                exchange = session.send(operation, request)
            except Unsendable:
                continue
            except Unreadable:
                if session.gave_up(operation):
                    raise
                continue
            self._cases_of(operation).hear(exchange.response)
            judgement = self._acceptance.judge(exchange)
            if judgement is not None:
                session.ledger.note(judgement, exchange)
            for belated, earlier in self._acceptance.belated():
                session.ledger.note(belated, earlier)
