"""Judges real traffic: what a client sends and what a server answers, both by the contract, with nobody's data kept."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace
from urllib.parse import quote

from truespec.checking.conformance import Conformance
from truespec.checking.exchange import Exchange
from truespec.checking.exchange import Request as Sent
from truespec.checking.exchange import Response as Answered
from truespec.checking.har import Archive
from truespec.checking.ledger import Ledger
from truespec.checking.request_check import RequestCheck
from truespec.checking.targets import Target
from truespec.checking.verdict import Fact, Verdict
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.diagnostics import printable
from truespec.mock.exchange import Request, Response
from truespec.mock.routing import Match
from truespec.mock.security import Guard
from truespec.mock.validators import declared_names

__all__ = ["Traffic"]

_VARIABLE = re.compile(r"\{([^{}]*)\}")


class Traffic:
    """What was seen on the way between a client and a server."""

    def __init__(self, api: Api, target: Target) -> None:
        """Judge by ``api`` what is exchanged with ``target``."""
        self._api = api
        self._names = declared_names(api)
        self._ledger = Ledger(api, target, lambda _event: None)
        self._requests = RequestCheck(api)
        self._answers = Conformance(api)
        self._guard = Guard(api)
        self._started = time.monotonic()
        self.archive = Archive(api, target.base_url)
        self.turned_away = Counter[str]()
        """How many requests the proxy answered by itself, by the reason."""

    def add(self, match: Match | None, request: Request, response: Response, seconds: float) -> list[str]:
        """Judge one exchange; return what was wrong with it, in words without values.

        ``match`` is ``None`` where the contract has no such operation.
        """
        operation = None if match is None else match.operation
        self.archive.add(operation, request, response, seconds)
        self._ledger.requests[operation.id if operation else ""] += 1
        if match is None or operation is None:
            fact = Fact("api.operations", "the contract has every operation", self._api.location, "", "status")
            self._ledger.broken(fact, f"{printable(request.method)[:20]} on a path it does not have")
            return [fact.states]
        target = _target(operation, match) + (f"?{request.query}" if request.query else "")
        sent = Sent(request.method, target, request.headers, request.body)
        exchange = Exchange(operation, sent, Answered(response.status, response.headers, response.body, seconds))
        return [*self._request(operation, sent, request, response), *self._response(exchange)]

    def lost(self, match: Match | None) -> None:
        """Count a request that the target did not answer."""
        self._ledger.requests[match.operation.id if match else ""] += 1

    def verdict(self) -> Verdict:
        """Return what was found so far."""
        seconds = time.monotonic() - self._started
        return replace(self._ledger.verdict("proxy"), seconds=seconds)

    def _request(self, operation: Operation, sent: Sent, request: Request, response: Response) -> list[str]:
        told = list[str]()
        for violation in self._requests.violations(operation, sent):
            path = self._anonymous(violation.path)
            fact = Fact(
                f"{operation.id}.request.{path}.{violation.keyword}",
                f"request of {operation.label}: {violation.states.replace(f'`{violation.path}`', f'`{path}`')}",
                violation.location,
                operation.id,
                "body",
                violation.assumed,
            )
            self._ledger.broken(fact, f"{violation.seen}; the answer was {response.status}")
            told.append(fact.states)
        refused = self._guard.refusal(operation, request)
        if refused is not None and refused.reason == "credentials-missing":
            states = f"request of {operation.label} carries credentials"
            fact = Fact(f"{operation.id}.request.credentials", states, operation.location, operation.id, "credentials")
            self._ledger.broken(fact, f"none for {refused.scheme}; the answer was {response.status}")
            told.append(states)
        return told

    def _response(self, exchange: Exchange) -> list[str]:
        told = list[str]()
        for judgement in self._answers.judge(exchange):
            fact = self._without_names(judgement.fact)
            self._ledger.note(replace(judgement, fact=fact))
            if judgement.detail:
                told.append(f"{fact.states}: {judgement.detail}")
        return told

    def _without_names(self, fact: Fact) -> Fact:
        """Return a fact about a body with the names that nobody declared taken out."""
        head, found, rest = fact.id.partition(".body.")
        if not found:
            return fact
        path, _, keyword = rest.rpartition(".")
        safe = self._anonymous(path)
        return replace(fact, id=f"{head}.body.{safe}.{keyword}", states=fact.states.replace(f"`{path}`", f"`{safe}`"))

    def _anonymous(self, path: str) -> str:
        """Return a dotted path with what nobody declared as ``*``: members of a map may be named after somebody."""
        known = (step.rstrip("[]") in self._names for step in path.split("."))
        return ".".join(step if declared else "*" for step, declared in zip(path.split("."), known, strict=True))


def _target(operation: Operation, match: Match) -> str:
    """Return the path of an operation with its values, whatever stood before it."""
    return _VARIABLE.sub(lambda found: quote(match.values.get(found[1], ""), safe=""), operation.path)
