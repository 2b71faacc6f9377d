"""The mock as a function: a request goes in, a response comes out, and what was written is there the next time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from copy import copy
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.diagnostics import Diagnostic
from truespec.mock.answers import Answers, success_status
from truespec.mock.conditions import broken_condition
from truespec.mock.coverage import ignored_rules
from truespec.mock.errors import StoreError
from truespec.mock.exchange import Request, Response
from truespec.mock.fault_plan import FaultPlan, Wire
from truespec.mock.faults import plan_faults
from truespec.mock.forgetting import without_rules
from truespec.mock.list_conventions import with_guesses
from truespec.mock.origins import Clock, Origins, system_clock
from truespec.mock.outcome import Outcome
from truespec.mock.performing import Performing
from truespec.mock.rate import GENEROUS_LIMIT, Counts, RateLimiter
from truespec.mock.records import Collection
from truespec.mock.routing import Match, Miss, Router
from truespec.mock.samples import Sampler
from truespec.mock.security import Credentials, Guard
from truespec.mock.served import Served, served_by
from truespec.mock.shapes import Shapes
from truespec.mock.store import MemoryStore, Store
from truespec.mock.validation import Call, Reader
from truespec.mock.validators import Problem, Validators
from truespec.mock.versions import FAILED, asks_for_match, fits_tag, has_tag, tag_of
from truespec.mock.wire_faults import retry_after, sent

__all__ = ["Service"]

_SOUND: Final = Wire()


class Service:
    """A server made from a contract.

    Operations that behaviour describes act on records, without any behaviour those that follow the conventions of REST
    do (:mod:`truespec.mock.convention`); every other one answers with an example of the spec, or with a
    sample that satisfies the schema.  It may be called from any thread, and raises for nothing that a client sends.
    """

    def __init__(  # noqa: PLR0913 - every argument but the contract has a sensible default
        self,
        api: Api,
        *,
        faults: Iterable[str] | FaultPlan = (),
        seed: int = 0,
        clock: Clock | None = None,
        store: Store | None = None,
        credentials: Credentials | None = None,
        rate_limit: int = GENEROUS_LIMIT,
        counts: Counts | None = None,
        log: Callable[[Served], None] | None = None,
    ) -> None:
        """Set up the parts; schemas are compiled when they are first needed.

        ``seed`` decides identifiers and samples; ``credentials`` are values by security scheme or by the header they
        are sent in, without which any value is accepted that does not begin with ``unknown-``; ``rate_limit`` is how
        many requests of one caller are let through in a period, where behaviour says that they are counted, in
        ``counts`` where others count too; ``log`` is handed one line an exchange.

        Raises:
            UnknownFaultError: One of ``faults`` does not exist or fits nothing in the contract.
        """
        known, api = api, with_guesses(api)
        self._guesses = api is not known
        self._healthy = api
        self._random = random.Random(seed)  # noqa: S311 - reproducible on purpose, guards nothing
        self._credentials = credentials
        self.store: Store = MemoryStore() if store is None else store
        self._log = log
        self._shapes = Shapes(api)
        self._validators = Validators(api, "response")
        self._sampler = Sampler(self._shapes, self._validators, seed)
        self._origins = Origins(self._shapes, seed, clock or system_clock, self.store)
        self._counted = _limiter(api, self._shapes, clock or system_clock, rate_limit, counts)
        self._reader = Reader(api, self._shapes)
        self._router = Router(api.operations, api.servers)
        self._follow(faults if isinstance(faults, FaultPlan) else plan_faults(faults, api))

    def _follow(self, plan: FaultPlan) -> None:
        """Make the parts that a plan of faults has a say in."""
        self.plan = plan
        self._sound = plan.wire == _SOUND
        self.api = api = without_rules(self._healthy, plan.forgotten)
        self._actions = {action.id: action for action in reversed(api.behaviour.actions)} if api.behaviour else {}
        self._guard = Guard(api, self._credentials, plan.ignored_credentials)
        counts = api.behaviour is not None and api.behaviour.rate_limit is not None
        self._limiter = self._counted if counts else None
        self._answers = Answers(api.behaviour, self._shapes, self._sampler, self._validators, plan)
        self._collections = {resource.id: self._collection(resource) for resource in _resources(api)}
        performing = Performing(api, self._collections, self._shapes, plan, self._answers, self._reader, self.store)
        self._performers = {one.id: performing.performer(one, self._actions.get(one.id)) for one in api.operations}

    def misbehaving(self, plan: FaultPlan) -> Service:
        """Return this mock with another plan of faults: it has the same records, identifiers and counts."""
        other = copy(self)
        other._follow(plan)  # noqa: SLF001 - its own kind
        return other

    def refit(self) -> None:
        """Make what a store already had fit the contract of this mock."""
        for records in self._collections.values():
            records.refit()

    def operation(self, request: Request) -> Operation | None:
        """Return the operation a request is for, ``None`` where there is none."""
        match = self._router.match(request.method, request.path, request.query, request.headers)
        return None if isinstance(match, Miss) else match.operation

    def allowed(self, path: str) -> tuple[str, ...]:
        """Return the methods a path has, none where it is unknown."""
        match = self._router.match("?", path)
        return match.allowed if isinstance(match, Miss) else ()

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What the mock does not do as the spec asks: rules it ignores, and schemas no validator could be made of."""
        return (*ignored_rules(self.api), *self._reader.validators.unusable, *self._validators.unusable)

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        return self.exchange(request)[0]

    def exchange(self, request: Request) -> tuple[Response, Served]:
        """Answer one request, and say what became of it."""
        match = self._router.match(request.method, request.path, request.query, request.headers)
        try:
            response, served = (
                self._unrouted(request, match) if isinstance(match, Miss) else self._routed(request, match)
            )
        except StoreError as error:
            response, served = Response(503), Served(request.method, "(no store)", 503, refused=error.message)
        if self.plan.content_type and response.body:
            response = response.with_header("content-type", self.plan.content_type)
        if not self._sound:
            response = sent(response, self.plan.wire, self._random)
        if self._log is not None:
            self._log(served)
        return response, served

    def _unrouted(self, request: Request, miss: Miss) -> tuple[Response, Served]:
        status = 204 if request.method == "OPTIONS" and miss.allowed else 405 if miss.allowed else 404
        headers = (("allow", ", ".join(miss.allowed)),) if miss.allowed else ()
        return Response(status, headers), Served(request.method, "(no operation)", status)

    def _routed(self, request: Request, match: Match) -> tuple[Response, Served]:
        operation, problems, refused = match.operation, tuple[Problem, ...](), ""
        if self.plan.wire.turned is not None or self.plan.wire.reset == "before":
            return self._turned_away(request, operation)
        standing = None if self._limiter is None else self._limiter.count(request)
        denied = self._guard.refusal(operation, request)
        if denied is not None:
            refused = f"{denied.reason}: {denied.scheme}"
            response = self._answers.refusal(operation, denied.reason)
        elif standing is not None and standing.exceeded:
            refused = standing.rule.id
            response = self._answers.canned(operation, standing.rule.status)
            response = response.with_header("retry-after", str(standing.wait))
        else:
            response, problems = self._performed(request, match)
        if standing is not None:
            response = response.with_headers(standing.headers)
        return response, served_by(request, operation, response.status, problems, refused)

    def _turned_away(self, request: Request, operation: Operation) -> tuple[Response, Served]:
        """Answer without processing: the fault that asks for it is told in the log."""
        turned = self.plan.wire.turned
        if turned is None:
            return Response(500), served_by(request, operation, 500, refused="reset-before")
        response = self._answers.canned(operation, turned.status).with_header("retry-after", retry_after(turned))
        return response, served_by(request, operation, turned.status, refused="turned away")

    def _performed(self, request: Request, match: Match) -> tuple[Response, tuple[Problem, ...]]:
        operation = match.operation
        reading = self._reader.read(match, request)
        action = self._actions.get(operation.id)
        broken = None if self.plan.invalid_accepted else broken_condition(action, reading)
        if broken is not None:
            return self._answers.canned(operation, broken.status), broken.problems
        if reading.problems and not self.plan.invalid_accepted:
            if reading.trouble == "media-type":
                return self._answers.unsupported(operation), reading.problems
            return self._answers.refusal(operation, "request-invalid"), reading.problems
        performer = self._performers[operation.id]
        if performer is None:
            return self._answers.example(operation, success_status(operation)), ()
        if action is not None and asks_for_match(operation) and not self._fits_tag(request, action, reading.call):
            return self._answers.canned(operation, FAILED), ()
        outcome = performer(reading.call)
        if outcome.problems and outcome.stated:
            return self._answers.canned(operation, outcome.status), outcome.problems
        if outcome.problems:
            return self._answers.refusal(operation, "request-invalid", outcome.status), outcome.problems
        return self._response(operation, outcome), ()

    def _response(self, operation: Operation, outcome: Outcome) -> Response:
        if not outcome.found:
            if self._knows_nothing(operation, outcome.status):
                return self._answers.example(operation, success_status(operation))
            return self._answers.canned(operation, outcome.status)
        response = self._answers.success(operation, outcome)
        if has_tag(operation) and isinstance(outcome.value, dict):
            response = response.with_header("etag", tag_of(outcome.value))
        return response.with_headers(outcome.headers) if outcome.headers else response

    def _fits_tag(self, request: Request, action: Action, call: Call) -> bool:
        """Say whether the record a request names is in the state it asks for, as far as it can be read."""
        readers = (one for one in self._actions.values() if one.kind == "read" and one.resource == action.resource)
        reader = next((one for one in readers if one.key == action.key), None)
        perform = None if reader is None else self._performers[reader.id]
        outcome = None if perform is None else perform(call)
        return outcome is None or not isinstance(outcome.value, dict) or fits_tag(request, outcome.value)

    def _knows_nothing(self, operation: Operation, status: int) -> bool:
        """Say whether an example tells more: a record is missing by convention only, undeclared, and none was deleted.

        Many documents declare no 404, and an answer that nobody declared helps only who looks for what is gone.
        """
        action = self._actions.get(operation.id)
        records = self._collections.get(action.resource) if action else None
        whole = records is not None and not records.thinned
        return self._guesses and whole and operation.answer(status) is None

    def _collection(self, resource: Resource) -> Collection:
        return Collection(
            self.api,
            resource,
            self.store,
            shapes=self._shapes,
            sampler=self._sampler,
            validators=self._validators,
            origins=self._origins,
            keeps=not self.plan.write_lost,
        )


def _resources(api: Api) -> tuple[Resource, ...]:
    return api.behaviour.resources if api.behaviour else ()


def _limiter(api: Api, shapes: Shapes, clock: Clock, limit: int, counts: Counts | None) -> RateLimiter | None:
    rule = api.behaviour.rate_limit if api.behaviour else None
    return None if rule is None else RateLimiter(api, rule, shapes, clock, limit, counts=counts)
