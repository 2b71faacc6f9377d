"""Lets the checks loose on a mutant and says what became of it: killed, by what, after how many requests."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from truespec.checking.credentials import dummies
from truespec.checking.events import Event, Exchanged, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import TargetLost
from truespec.checking.run import Profile, check
from truespec.checking.targets import Access, Target, function_target
from truespec.checking.verdict import Finding
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.mock import exchange as mock_exchange
from truespec.mock.store import Snapshot
from truespec.mutation.ground import Ground, earlier_records
from truespec.mutation.mutant import Build, Kind, Mutant

__all__ = ["Outcome", "Trial", "healthy_target", "judge", "judge_all"]

Outcome: TypeAlias = Literal["killed", "differs", "survived"]
"""``differs`` is a finding that goes against an assumption only: told apart, and no failure without ``--strict``."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mutant: ``fact`` is what killed it first, after so many ``requests``."""

    api: str
    mutant: str
    kind: Kind
    does: str
    assumed: str | None
    profile: Profile
    outcome: Outcome
    fact: str = ""
    detail: str = ""
    requests: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Json]:
        """Return the trial as plain JSON data."""
        return {
            "api": self.api,
            "mutant": self.mutant,
            "kind": self.kind,
            "does": self.does,
            "assumed": self.assumed,
            "profile": self.profile,
            "outcome": self.outcome,
            "fact": self.fact,
            "detail": self.detail,
            "requests": self.requests,
            "seconds": round(self.seconds, 3),
        }


@dataclass(slots=True)
class _Watch:
    """Listens for the finding that decides, and remembers when it came."""

    enough_to_differ: bool
    requests: int = 0
    found: Finding | None = None
    at: int = 0
    decided: bool = False

    def __call__(self, event: Event) -> None:
        if isinstance(event, Exchanged):
            self.requests += 1
        elif isinstance(event, Found) and not self.decided:
            self.decided = event.finding.assumed is None or self.enough_to_differ
            if self.found is None or self.decided:
                self.found, self.at = event.finding, self.requests


def judge(api: Api, mutant: Mutant, profile: Profile, seed: int = 0, before: Snapshot | None = None) -> Trial:
    """Check a mutant until it is killed, and return what became of it."""
    watch = _Watch(enough_to_differ=mutant.assumed is not None)
    before = earlier_records(api, seed) if before is None else before
    started = time.process_time()
    check(api, _target(Ground(api, seed, before), mutant.build, watch), profile, [watch], seed=seed)
    outcome: Outcome = "survived" if watch.found is None else "differs" if watch.found.assumed is not None else "killed"
    found = watch.found
    return Trial(
        api=api.name,
        mutant=mutant.name,
        kind=mutant.kind,
        does=mutant.does,
        assumed=mutant.assumed,
        profile=profile,
        outcome=outcome,
        fact="" if found is None else found.fact.id,
        detail="" if found is None else found.detail,
        requests=watch.at if found is not None else watch.requests,
        seconds=time.process_time() - started,
    )


def judge_all(
    api: Api, table: Mapping[str, Mutant], names: Iterable[str], profile: Profile, seed: int = 0
) -> list[Trial]:
    """Judge mutants of a table by their names, one after the other."""
    before = earlier_records(api, seed)
    return [judge(api, table[name], profile, seed, before) for name in names]


def healthy_target(api: Api, seed: int = 0) -> Target:
    """Return what a mutant is when nothing is wrong with it: the control."""
    return _target(
        Ground(api, seed, earlier_records(api, seed)), lambda ground: ground.ask, _Watch(enough_to_differ=False)
    )


def _target(ground: Ground, build: Build, watch: _Watch) -> Target:
    server = build(ground)

    def answer(request: Request) -> Response:
        if watch.decided:
            raise TargetLost("it is killed already")
        ground.tick()
        path, _, query = request.target.partition("?")
        given = mock_exchange.Request(request.method, path, query, request.headers, request.body)
        try:
            answered = server(given)
        except Exception:  # noqa: BLE001 - a mutant may trip over what it lets through, as a server does: with 500
            return Response(500)
        return Response(answered.status, answered.headers, answered.body)

    api = ground.api
    target = function_target(api, answer, Access(dummies(api), second=dummies(api, "limited-")))
    return replace(target, disposable=True)
