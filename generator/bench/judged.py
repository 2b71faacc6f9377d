"""What becomes of a server that is checked for a bench: which facts it broke, and after how many requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from truespec.checking.events import Event, Exchanged, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import TargetLost
from truespec.checking.run import Profile, check
from truespec.checking.targets import Access, function_target
from truespec.checking.verdict import Finding, Verdict
from truespec.contract.api import Api

__all__ = ["Outcome", "outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one server: the findings, by what they contradict, and the requests until the first that breaks.

    ``until`` is 0 where nothing was broken; ``requests`` counts those of the whole run.
    """

    name: str
    broken: tuple[Finding, ...]
    differs: tuple[Finding, ...]
    until: int
    requests: int

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that were broken, then of the assumptions it differs from."""
        return tuple(finding.fact.id for finding in (*self.broken, *self.differs))


def outcome(  # noqa: PLR0913, PLR0917 - what is checked, and how
    name: str,
    api: Api,
    server: Callable[[Request], Response],
    access: Access,
    profile: Profile,
    seed: int = 0,
    *,
    whole: bool = True,
) -> Outcome:
    """Check one server; unless the ``whole`` run is wanted, until a documented fact is broken.

    The server has a clock of its own, so nobody waits for a second to pass.
    """
    sent, first = 0, 0

    def hear(event: Event) -> None:
        nonlocal sent, first
        sent += isinstance(event, Exchanged)
        if isinstance(event, Found) and event.finding.assumed is None and not first:
            first = sent + 1

    def answer(request: Request) -> Response:
        if first and not whole:
            raise TargetLost("it is found already")
        return server(request)

    target = function_target(api, answer, access)
    verdict: Verdict = check(api, target, profile, [hear], seed=seed)
    return Outcome(name, verdict.broken, verdict.differs, first, verdict.requests)
