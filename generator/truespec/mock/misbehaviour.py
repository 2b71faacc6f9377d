"""Which faults a request meets: those of the command line, those injected later, those the request asks for itself."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from truespec.contract.api import Api
from truespec.mock.errors import MockError, UnknownFaultError
from truespec.mock.exchange import Request, Response
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.faults import Planted, read_fault
from truespec.mock.served import Served
from truespec.mock.service import Service

__all__ = ["FAULT_HEADER", "Installed", "Misbehaviour"]

FAULT_HEADER = "x-truespec-fault"
"""The header in which a request names the faults it wants to meet, separated by commas."""

_MOST_FAULTS = 100
_MOST_VARIANTS = 50


@dataclass(slots=True)
class Installed:
    """A fault in force: ``number`` names it, ``met`` is how many requests have met it; of the flags, ``lasting``."""

    number: int
    planted: Planted
    lasting: bool
    met: int = 0

    @property
    def over(self) -> bool:
        """Whether it has been met as often as it was asked to."""
        return 0 < self.planted.count <= self.met


@dataclass(slots=True)
class _State:
    """What of a mock is exchanged together when its contract changes."""

    service: Service
    variants: dict[tuple[str, ...], Service] = field(default_factory=dict[tuple[str, ...], Service])


class Misbehaviour:
    """A service with faults that come, go, and hold for some requests only; may be called from any thread.

    A share is drawn from a source with a seed: the same requests in the same order meet the same faults.
    """

    def __init__(self, service: Service, faults: Iterable[str] = (), seed: int = 0, *, by_header: bool = False) -> None:
        """Put ``faults`` in force for good; with ``by_header`` a request may name its own in :data:`FAULT_HEADER`.

        Raises:
            UnknownFaultError: One of ``faults`` does not exist or fits nothing in the contract.
        """
        self._state = _State(service)
        self._by_header = by_header
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - reproducible on purpose, guards nothing
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._installed = [
            Installed(next(self._numbers), read_fault(text, service.api), lasting=True) for text in faults
        ]

    @property
    def service(self) -> Service:
        """The service without any of the faults."""
        return self._state.service

    @property
    def installed(self) -> tuple[Installed, ...]:
        """The faults in force, in the order they came."""
        return tuple(self._installed)

    def inject(self, text: str) -> Installed:
        """Put a fault in force until it is withdrawn.

        Raises:
            UnknownFaultError: It does not exist or fits nothing in the contract, or there are too many already.
        """
        planted = read_fault(text, self.service.api)
        with self._lock:
            if len(self._installed) >= _MOST_FAULTS:
                raise UnknownFaultError(f"{_MOST_FAULTS} faults are in force already", "clear some of them first")
            one = Installed(next(self._numbers), planted, lasting=False)
            self._installed.append(one)
        return one

    def withdraw(self, number: int | None = None) -> int:
        """Take away one fault, or all; return how many there were."""
        with self._lock:
            kept = [one for one in self._installed if number is not None and one.number != number]
            gone = len(self._installed) - len(kept)
            self._installed = kept
        return gone

    def start_over(self) -> None:
        """Go back to the faults of the beginning, none of them met, and draw shares from the beginning."""
        with self._lock:
            self._installed = [one for one in self._installed if one.lasting]
            for one in self._installed:
                one.met = 0
            self._random = random.Random(self._seed)  # noqa: S311 - as above

    def follow(self, service: Service) -> list[MockError]:
        """Go on with a service of another contract; return the faults that fit nothing in it, which are dropped."""
        dropped = list[MockError]()
        with self._lock:
            kept = list[Installed]()
            for one in self._installed:
                try:
                    one.planted = read_fault(one.planted.text, service.api)
                except UnknownFaultError as error:
                    dropped.append(error)
                else:
                    kept.append(one)
            self._installed, self._state = kept, _State(service)
        return dropped

    def exchange(self, request: Request) -> tuple[Response, Served, tuple[str, ...]]:
        """Answer one request; say what became of it and which faults it met.

        Raises:
            UnknownFaultError: The request names a fault that does not exist, fits nothing, or has a count.
        """
        state = self._state
        met = self._asked(request, state.service.api) if self._by_header else []
        if self._installed:
            met = [*self._met(request, state.service), *met]
        if not met:
            return *state.service.exchange(request), ()
        return *self._variant(state, met).exchange(request), tuple(planted.text for planted in met)

    def _met(self, request: Request, service: Service) -> list[Planted]:
        installed = self._installed
        needs_operation = any(one.planted.operation for one in installed)
        operation = service.operation(request) if needs_operation else None
        met = list[Planted]()
        with self._lock:
            for one in installed:
                planted = one.planted
                elsewhere = planted.operation and (operation is None or operation.id != planted.operation)
                if one.over or elsewhere or (planted.share < 1 and self._random.random() >= planted.share):
                    continue
                one.met += 1
                met.append(planted)
        return met

    def _asked(self, request: Request, api: Api) -> list[Planted]:
        texts = [text.strip() for value in request.header_values(FAULT_HEADER) for text in value.split(",")]
        asked = [read_fault(text, api) for text in texts if text]
        if any(planted.count for planted in asked):
            raise UnknownFaultError("a fault in a header cannot be counted", "leave out the count, or inject it")
        if not asked:
            return asked
        operation = self.service.operation(request)
        with self._lock:
            return [
                planted
                for planted in asked
                if (not planted.operation or (operation is not None and planted.operation == operation.id))
                and (planted.share == 1 or self._random.random() < planted.share)
            ]

    def _variant(self, state: _State, met: list[Planted]) -> Service:
        """Return the service with these faults; it is kept, for making one costs more than a request."""
        key = tuple(planted.text for planted in met)
        known = state.variants.get(key)
        if known is None:
            plan = FaultPlan()
            for planted in met:
                plan = planted.wanted(plan)
            with self._lock:
                if len(state.variants) >= _MOST_VARIANTS:
                    state.variants.clear()
                known = state.variants[key] = state.service.misbehaving(plan)
        return known
