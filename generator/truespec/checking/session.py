"""Asks a target on behalf of every check: adds credentials, counts, judges each answer, keeps to the time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from truespec.checking.conformance import Conformance, Judgement
from truespec.checking.credentials import shown_instead
from truespec.checking.current import Current
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.footprint import Footprint
from truespec.checking.interruption import Interruption
from truespec.checking.ledger import Ledger
from truespec.checking.lookalikes import Lookalikes
from truespec.checking.no_answer import Oversized, Silent, TargetLost, Unreadable
from truespec.checking.parameters import Values, build
from truespec.checking.safety import changes_nothing
from truespec.checking.sense import Sense
from truespec.checking.steadiness import Steadiness, answers_fact
from truespec.checking.targets import Client, Target
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.contract.security import SecurityScheme

__all__ = ["OutOfTime", "Session", "ShareUsed"]

_REMEMBERED: Final = 20
"""How long an answer takes is told from so many of the latest."""

_ENOUGH: Final = 3
"""So many records are taken away before it is known how long that takes."""

_LAST_WORDS: Final = 2.0
"""So many seconds an answer is still awaited when the time is up, or the user wants the run to end."""

_NOTHING_REPLACED: Mapping[str, str | None] = {}


class OutOfTime(Exception):  # noqa: N818 - it names what happened
    """The time budget of the run is used up."""


class ShareUsed(Exception):  # noqa: N818 - as above
    """A part of the run has used up its share of the time; others still have theirs."""


@dataclass(slots=True)
class Session:
    """One run's conversation with its target; ``deadline`` is on the monotonic clock, ``None`` for no limit.

    ``share`` is until when the part of the run that is going on may take.

    ``footprint`` is told of every exchange, where something is to be taken away again; ``stop`` tells of a user who
    wants the run to end.
    """

    api: Api
    target: Target
    client: Client
    ledger: Ledger
    deadline: float | None = None
    share: float | None = None
    footprint: Footprint | None = None
    stop: Interruption = field(default_factory=Interruption)
    last: Exchange | None = None
    _free_at: float = 0.0
    _mean: float = 0.0
    _taken_away: int = 0
    _seconds_for_that: float = 0.0
    current: Current = field(init=False)
    _conformance: Conformance = field(init=False)
    _lookalikes: Lookalikes = field(init=False)
    _steadiness: Steadiness = field(init=False)
    _sense: Sense = field(init=False)

    def __post_init__(self) -> None:
        """Make the judge of this API."""
        self.current = Current(self.api)
        self._conformance = Conformance(self.api)
        self._lookalikes = Lookalikes(self.api)
        self._steadiness = Steadiness(self.api)
        self._sense = Sense(len(self.api.operations))

    def may_send(self, operation: Operation) -> bool:
        """Say whether an operation may be called at all: with ``read_only`` only what is known to change nothing."""
        return not self.target.access.read_only or changes_nothing(self.api, operation)

    def gave_up(self, operation: Operation) -> bool:
        """Say whether an operation has failed to answer so often that it is left alone."""
        return self._steadiness.gave_up(operation)

    def has_sent(self, text: str) -> bool:
        """Say whether the run itself has sent a text in a body."""
        return self._conformance.has_sent(text)

    def can_authenticate(self, operation: Operation) -> bool:
        """Say whether the credentials at hand meet one of the operation's security alternatives."""
        return self.target.access.credentials.alternative(operation) is not None

    def ask(
        self,
        operation: Operation,
        values: Values | None = None,
        body: Json | Absent = ABSENT,
        *,
        replaced: Mapping[str, str | None] = _NOTHING_REPLACED,
    ) -> Exchange:
        """Send a request made from values and return the exchange, whose answer has been judged.

        ``replaced`` maps a security scheme's key to what is sent instead of its credential, ``None`` for nothing.
        """
        return self.send(operation, build(operation, self.with_fixed(operation, values or {}), body), replaced=replaced)

    def with_fixed(self, operation: Operation, values: Values) -> Values:
        """Return values with those that are fixed for the target, where no other is given."""
        access = self.target.access
        fixed: dict[tuple[str, str], Json] = {
            (parameter.place, parameter.wire): access.fixed(parameter.wire)
            for parameter in operation.parameters
            if access.fixed(parameter.wire) is not None
        }
        return {**fixed, **values}

    def _wait(self, pause: Callable[[float], None]) -> None:
        """Keep to the rate the target may be asked at."""
        rate = self.target.access.rate
        if rate is None:
            return
        now = time.monotonic()
        if now < self._free_at:
            pause(self._free_at - now)
        self._free_at = max(now, self._free_at) + 1 / rate

    def send(
        self, operation: Operation, request: Request, *, replaced: Mapping[str, str | None] = _NOTHING_REPLACED
    ) -> Exchange:
        """Send a request as it is, with credentials added, and return the exchange, whose answer has been judged.

        Raises:
            OutOfTime: The deadline has passed; nothing was sent.
            ShareUsed: So has the share of this part of the run.
            TargetLost: See :class:`~truespec.checking.targets.Client`; or what answers is not the API.
            Unreadable: This operation does not answer, others do; that has been told.
            Unsendable: See there.
            KeyboardInterrupt: The user wants the run to end; nothing was sent.
        """
        self.stop.check()
        if self.deadline is not None and time.monotonic() + self._needed_afterwards() > self.deadline:
            raise OutOfTime
        if self.share is not None and time.monotonic() > self.share:
            raise ShareUsed
        if self._steadiness.gave_up(operation):
            raise Unreadable("the operation is left alone")
        request = self.current.named(operation, request, lambda reader, reading: self.send(reader, reading).response)
        schemes = self._schemes(operation, replaced)
        response = self._answer(operation, request, schemes, replaced)
        shown = tuple(
            scheme.parameter for scheme in schemes if scheme.wire not in replaced and scheme.place == "header"
        )
        instead = tuple(
            (scheme.parameter, shown_instead(scheme.parameter, replaced[scheme.wire]))
            for scheme in schemes
            if replaced.get(scheme.wire) and scheme.place == "header"
        )
        self._mean += (response.seconds - self._mean) / _REMEMBERED
        if response.success and operation.method == "DELETE":
            self._taken_away += 1
            self._seconds_for_that += response.seconds
        exchange = Exchange(operation, request, response, shown, instead)
        self.last = exchange
        if self.footprint is not None:
            self.footprint.note(exchange)
        self.ledger.hear(exchange)
        for judgement in self._judged(exchange):
            self.ledger.note(judgement, exchange)
        nonsense = self._sense.lost_by(exchange)
        if nonsense:
            raise TargetLost(nonsense)
        return exchange

    def looks_like_others(self, operation: Operation) -> bool:
        """Say whether a server cannot tell a request for an operation from one for another."""
        return bool(self._lookalikes.of(operation))

    def _judged(self, exchange: Exchange) -> Sequence[Judgement]:
        """Judge an answer; what is right for another operation that looks alike may be the answer of that one."""
        judgements = tuple(self._conformance.judge(exchange))
        if not any(judgement.detail for judgement in judgements):
            return judgements
        for other in self._lookalikes.of(exchange.operation):
            if not any(found.detail for found in self._conformance.judge(replace(exchange, operation=other))):
                why = f"the server may have taken the request for {other.label}, which looks the same"
                return [replace(found, detail="", unknown=why) if found.detail else found for found in judgements]
        return judgements

    def _answer(
        self,
        operation: Operation,
        request: Request,
        schemes: tuple[SecurityScheme, ...],
        replaced: Mapping[str, str | None],
    ) -> Response:
        """Return the answer; one who is asked to come again later does, and what cannot be read is asked again."""

        def ask() -> Response:
            return self._deliver(request, schemes, replaced)

        try:
            response = ask()
        except TargetLost as reason:
            # The path itself may hold the key of somebody's record.
            raise TargetLost(f"{operation.method} {operation.path}: {reason}") from None
        except Unreadable as reason:
            self._end_in_time(operation, reason)
            found, trouble = self._steadiness.after_failure(operation, request, reason, ask)
            if found is None:
                if isinstance(reason, Oversized):
                    self.ledger.unknown(answers_fact(operation), f"{reason} is not read")
                elif trouble:
                    self.ledger.broken(answers_fact(operation), trouble, Exchange(operation, request, Response(0)))
                raise
            response = found
        left = None if self.deadline is None else self.deadline - time.monotonic()
        seconds = self._steadiness.wait_for(response, left)
        if seconds:
            self.stop.sleep(seconds)
            response = ask()
        response = self._steadiness.asked_again(operation, response, ask)
        if self._steadiness.takes_again(response, self.stop.sleep, left) and changes_nothing(self.api, operation):
            response = ask()
        self._steadiness.answered(operation, ask)
        return response

    def _end_in_time(self, operation: Operation, reason: Unreadable) -> None:
        """End the run where there is no time, or no will, to find out why an answer did not come."""
        self.stop.check()
        if self.deadline is None or time.monotonic() < self.deadline:
            return
        if isinstance(reason, Silent) or not self.ledger.requests.total():
            raise TargetLost(f"{operation.method} {operation.path}: {reason}, until the time was used up")
        raise OutOfTime

    def _until(self) -> float:
        """Return how long an answer is worth waiting for: little longer than the run has, or the user wants."""
        ends = [self.stop.at + _LAST_WORDS] if self.stop.asked else []
        return min([*ends, math.inf if self.deadline is None else self.deadline + _LAST_WORDS])

    def tidy(self, operation: Operation, request: Request) -> Response:
        """Send a request that takes something away again: paced and counted as any, but past the deadline and unjudged.

        Raises:
            TargetLost: See :class:`~truespec.checking.targets.Client`.
            Unsendable: See there.
        """

        def ask(operation: Operation, request: Request) -> Response:
            response = self._deliver(request, self._schemes(operation), {}, lambda: math.inf)
            self.ledger.count(operation, response)
            return response

        return ask(operation, self.current.named(operation, request, ask))

    def _needed_afterwards(self) -> float:
        """Return how many seconds it takes, as it looks, to take away again what the run has made.

        How long that takes is known where it was done: long lists, or one answer that was late, say nothing of it.
        """
        rate = self.target.access.rate
        taken = self._seconds_for_that / self._taken_away if self._taken_away >= _ENOUGH else self._mean
        pace = max(taken, 1 / rate if rate else 0.0)
        return 0.0 if self.footprint is None else self.footprint.count * pace

    def _schemes(
        self, operation: Operation, replaced: Mapping[str, str | None] = _NOTHING_REPLACED
    ) -> tuple[SecurityScheme, ...]:
        sent = {*(self.target.access.credentials.alternative(operation) or ()), *replaced}
        return tuple(scheme for scheme in self.api.security_schemes if scheme.wire in sent)

    def _deliver(
        self,
        request: Request,
        schemes: tuple[SecurityScheme, ...],
        replaced: Mapping[str, str | None],
        until: Callable[[], float] | None = None,
    ) -> Response:
        # What is done past the deadline and past the key is cleaning up.
        self._wait(self.stop.sleep if until is None else time.sleep)
        access = self.target.access
        sent = replace(request, headers=(*request.headers, *access.headers))
        return self.client.send(access.credentials.add(sent, schemes, replaced), until or self._until)
