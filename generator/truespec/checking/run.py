"""One run: reach the target, check the stated rules, then send what nobody would think of."""

from __future__ import annotations

import contextlib
import random
import secrets
import time
from collections.abc import Collection, Generator, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from truespec.checking.events import Event, Listener, PhaseFinished, PhaseStarted, RunFinished, RunStarted
from truespec.checking.footprint import Footprint
from truespec.checking.fuzzing import fuzz
from truespec.checking.ledger import Ledger
from truespec.checking.reach import reach
from truespec.checking.records import RecordMaker
from truespec.checking.rules import FAMILIES
from truespec.checking.rules.accepted import learn
from truespec.checking.rules.world import World
from truespec.checking.session import OutOfTime, Session
from truespec.checking.targets import Target, TargetLost
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api

__all__ = ["PARTS", "PROFILES", "Part", "Profile", "check"]

Profile: TypeAlias = Literal["quick", "thorough"]
"""How much is tried: ``quick`` is for every push, ``thorough`` for every night."""

Part: TypeAlias = Literal["rules", "made-up"]
"""What a run is made of: the stated rules, and requests that nobody would think of."""

PROFILES: Final[tuple[Profile, ...]] = ("quick", "thorough")

PARTS: Final[tuple[Part, ...]] = ("rules", "made-up")

_ROUNDS: Final[dict[Profile, int]] = {"quick": 2, "thorough": 12}


@dataclass(frozen=True, slots=True)
class _Plan:
    session: Session
    world: World
    profile: Profile
    seed: int
    parts: Collection[Part]


def check(  # noqa: PLR0913 - these are the options of one command
    api: Api,
    target: Target,
    profile: Profile = "quick",
    listeners: Iterable[Listener] = (),
    *,
    seed: int = 0,
    budget: float | None = None,
    tag: str | None = None,
    parts: Collection[Part] = PARTS,
) -> Verdict:
    """Check a server against its contract and return what was found.

    ``listeners`` take the events of the run.  ``seed`` decides the made-up values, ``tag`` marks the records that are
    made: random where it is not given, so that a second run does not meet the records of the first.  ``budget`` is the
    most seconds to spend, ``parts`` what is done after the first words.  A target that goes away and a user who stops
    the run leave a verdict on what was done until then.
    """
    heard = tuple(listeners)

    def emit(event: Event) -> None:
        for listener in heard:
            listener(event)

    started = time.monotonic()
    ledger = Ledger(api, target, emit)
    emit(RunStarted(api.name, target.base_url, profile))
    lost, interrupted, out_of_time = "", False, False
    with contextlib.closing(target.connect()) as client:
        maker = RecordMaker(api, tag or f"truespec-{secrets.token_hex(4)}", seed)
        footprint = None if target.disposable else Footprint(api, maker.tag)
        session = Session(api, target, client, ledger, None if budget is None else started + budget, footprint)
        # A server that draws its ids from the same seed must not give out the ids that nobody is to have.
        world = World(session, maker, random.Random(f"rules {seed}"), _ROUNDS[profile])  # noqa: S311 - test data, no secret
        try:
            _run(_Plan(session, world, profile, seed, parts))
        except TargetLost as reason:
            lost = str(reason)
        except OutOfTime:
            out_of_time = True
        except KeyboardInterrupt:
            interrupted = True
        removed, left = (0, 0) if footprint is None or lost else _cleaned(footprint, session)
    verdict = replace(
        ledger.verdict(profile),
        seconds=time.monotonic() - started,
        lost=lost,
        interrupted=interrupted,
        out_of_time=out_of_time,
        removed=removed,
        left=left,
    )
    emit(RunFinished(verdict))
    return verdict


def _cleaned(footprint: Footprint, session: Session) -> tuple[int, int]:
    """Take away what was made; a target that goes away and a user who will not wait leave it there."""
    if not footprint.count:
        return 0, 0
    try:
        with _phase(session.ledger, "clean-up"):
            return footprint.clean(session.tidy)
    except (TargetLost, KeyboardInterrupt):
        return 0, footprint.count


def _run(plan: _Plan) -> None:
    ledger = plan.session.ledger
    with _phase(ledger, "reachability"):
        reach(plan.world)
    if "rules" in plan.parts:
        with _phase(ledger, "behaviour"):
            learn(plan.world)
            for family in FAMILIES:
                family.check(plan.world)
    if "made-up" in plan.parts:
        fuzz(plan.session, plan.profile, plan.seed)


@contextlib.contextmanager
def _phase(ledger: Ledger, name: str) -> Generator[None]:
    before = ledger.requests.total()
    ledger.emit(PhaseStarted(name))
    yield
    ledger.emit(PhaseFinished(name, ledger.requests.total() - before))
