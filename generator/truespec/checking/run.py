"""One run: reach the target, check the stated rules, then send what nobody would think of."""

from __future__ import annotations

import contextlib
import itertools
import random
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal, TypeAlias

from truespec.checking.customs import with_customs
from truespec.checking.events import Event, Listener, RunFinished, RunStarted
from truespec.checking.footprint import Footprint
from truespec.checking.fuzzing import fuzz
from truespec.checking.interruption import Interruption
from truespec.checking.journeys import Journeys
from truespec.checking.ledger import Ledger
from truespec.checking.made_up import MadeUp
from truespec.checking.no_answer import TargetLost
from truespec.checking.reach import reach
from truespec.checking.records import RecordMaker
from truespec.checking.rules import FAMILIES, in_turn
from truespec.checking.rules.batches.late_batches import LateBatches
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.late_lists import LateLists
from truespec.checking.rules.records import untouched
from truespec.checking.rules.records.accepted import learn, learn_more
from truespec.checking.rules.records.late_changes import LateChanges
from truespec.checking.rules.records.late_effects import LateEffects
from truespec.checking.rules.records.late_reads import LateReads
from truespec.checking.rules.records.late_touches import LateTouches
from truespec.checking.session import OutOfTime, Session, ShareUsed
from truespec.checking.sharding import Shard
from truespec.checking.state import RunState
from truespec.checking.targets import Target
from truespec.checking.units import Unit, Work, phase_of
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api

__all__ = ["PARTS", "PROFILES", "Part", "Profile", "check"]

Profile: TypeAlias = Literal["quick", "thorough"]
"""How much is tried: ``quick`` is for every push, ``thorough`` for every night."""

Part: TypeAlias = Literal["rules", "made-up"]
"""What a run is made of: the stated rules, and requests that nobody would think of."""

PROFILES: Final[tuple[Profile, ...]] = ("quick", "thorough")

PARTS: Final[tuple[Part, ...]] = ("rules", "made-up")

_ROUNDS: Final[dict[Profile, int]] = {"quick": 2, "thorough": 11}
"""So often a rule is looked at again, after all was looked at once: what is found at all is found early."""

_TOOL: Final = 8.0
"""What the tool needs of the time, in comparison with one family of rules or one operation."""

_READY: Final = 20.0
"""So many seconds the tool needs to be worth starting."""

_WHOLE: Final = Shard()


@dataclass(frozen=True, slots=True)
class _Plan:
    session: Session
    world: World
    profile: Profile
    seed: int
    parts: Collection[Part]
    shard: Shard

    def units(self) -> Iterator[Unit]:
        """Yield the pieces of the run that belong to the shard, in the order they are done."""
        reached = partial(reach, self.world, self.shard)
        yield Unit("reachability", "operations", reached, len(self.world.api.operations), essential=True)
        if "rules" in self.parts:
            yield Unit("reachability", "bodies", partial(learn, self.world), essential=True)
            if not self.shard.whole and self.shard.takes(f"behaviour: {untouched.FAMILY.name}"):
                # A whole run does so on its way; a share may never make a record of its own otherwise.
                yield Unit("behaviour", "set aside", self._set_aside)
        made_up = MadeUp(self.world, self.profile, self.seed)
        yield from self._first(made_up)
        if "made-up" in self.parts:
            yield from made_up.boundaries(self.shard)
        if "rules" in self.parts:
            yield from Journeys(self.world, self.profile, self.seed).units(self.shard)
            yield from self._families("behaviour again", FAMILIES, _ROUNDS[self.profile])
        if "made-up" in self.parts:
            yield from made_up.mixed(self.shard)
            if self.profile == "thorough" and self.shard.takes("tool: schemathesis"):
                yield Unit("tool", "schemathesis", self._tool, _TOOL, further=True)

    def _first(self, made_up: MadeUp) -> Iterator[Unit]:
        """Yield the rules and the clearest of what is made up by turns, so that neither waits for all of the other."""
        order = in_turn(written=not self.world.unwritten)[:-1]
        families = list(self._families("behaviour", order, 1)) if "rules" in self.parts else []
        clearest = list(made_up.clearest(self.shard, max(1, len(families)))) if "made-up" in self.parts else []
        for pair in itertools.zip_longest(families, clearest):
            yield from (unit for unit in pair if unit is not None)

    def _families(self, phase: str, families: Sequence[Family], rounds: int) -> Iterator[Unit]:
        for family in families:
            if self.shard.takes(f"behaviour: {family.name}"):
                yield Unit(phase, family.name, partial(self._check, family, rounds), further=rounds > 1)

    def _check(self, family: Family, rounds: int) -> None:
        self.world.rounds = rounds
        learn_more(self.world)
        family.check(self.world)

    def _set_aside(self) -> None:
        for resource in self.world.behaviour.resources:
            untouched.set_aside(self.world, resource)

    def _tool(self) -> None:
        """Let the tool make requests up, where there is time for more than to get ready."""
        ends = [moment for moment in (self.session.share, self.session.deadline) if moment is not None]
        if ends and min(ends) - time.monotonic() < _READY:
            raise ShareUsed
        fuzz(self.session, self.seed)


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
    shard: Shard = _WHOLE,
    state: RunState | None = None,
) -> Verdict:
    """Check a server against its contract and return what was found.

    ``listeners`` take the events of the run.  ``seed`` decides the made-up values, ``tag`` marks the records that are
    made: random where it is not given, so that a second run does not meet the records of the first.  ``budget`` is the
    most seconds to spend, ``parts`` what is done after the first words, ``shard`` which share of it.  A ``state`` is
    kept up to date while the run goes on, and what it says is done is not done again.  A target that goes away and a
    user who stops the run leave a verdict on what was done until then.

    Raises:
        OSError: The state cannot be written.
    """
    heard = tuple(listeners)

    def emit(event: Event) -> None:
        for listener in heard:
            listener(event)

    started = time.monotonic()
    written, api = api, with_customs(api)
    ledger = Ledger(api, target, emit, written)
    emit(RunStarted(api.name, target.base_url, profile))
    lost, interrupted, out_of_time = "", False, False
    with Interruption() as stop, contextlib.closing(target.connect()) as client:
        earlier = "" if state is None else state.tag
        maker = RecordMaker(api, tag or earlier or f"truespec-{secrets.token_hex(4)}", seed)
        footprint = None if target.disposable else Footprint(api, maker.tag)
        session = Session(
            api, target, client, ledger, None if budget is None else started + budget, None, footprint, stop
        )
        # A server that draws its ids from the same seed must not give out the ids that nobody is to have.
        source = random.Random(f"rules {seed}")  # noqa: S311 - test data, no secret
        world = World(session, maker, source, _ROUNDS[profile], shard.whole)
        doubts = LateLists(world), LateReads(world), LateBatches(world), LateChanges(world), LateEffects(world)
        touches = LateTouches(world)
        ledger.doubt = lambda fact, seen, detail: (
            next((why for doubt in doubts if (why := doubt(fact, seen))), None) or touches(fact, detail)
        )
        keeper = _Keeper(state, ledger, footprint, started)
        keeper.restore()
        plan = _Plan(session, world, profile, seed, parts, shard)
        work = Work(session, tuple(plan.units()), set() if state is None else set(state.done), lambda: None)
        work.keep = partial(keeper.write, work, maker.tag)
        try:
            work.run()
        except TargetLost as reason:
            lost = str(reason)
        except OutOfTime:
            out_of_time = True
        except KeyboardInterrupt:
            interrupted = True
        removed, left = _cleaned(footprint, session, lost)
        stop.may_break = False
        keeper.finish(work, maker.tag, done=not (lost or interrupted or work.unfinished))
        verdict = replace(
            ledger.verdict(profile),
            seconds=time.monotonic() - started + (state.seconds if state is not None else 0.0),
            lost=lost,
            interrupted=interrupted,
            out_of_time=out_of_time or (bool(work.unfinished) and not lost and not interrupted),
            removed=removed,
            left=left,
            unfinished=tuple(work.unfinished),
            shard="" if shard.whole else str(shard),
        )
        emit(RunFinished(verdict))
    return verdict


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Keeps the state of a run up to date, where one is wanted."""

    state: RunState | None
    ledger: Ledger
    footprint: Footprint | None
    started: float

    def restore(self) -> None:
        """Go on from what the state says."""
        if self.state is not None:
            self.ledger.take_from(self.state)
            if self.footprint is not None:
                fixed = dict(reversed(self.ledger.target.access.parameters))
                self.footprint.restore(self.state.made, fixed)

    def write(self, work: Work, tag: str) -> None:
        """Write down what is done."""
        if self.state is None:
            return
        self.ledger.keep_in(self.state)
        self.state.tag, self.state.done = tag, set(work.done)
        self.state.made = () if self.footprint is None else self.footprint.kept(self.ledger.may_be_kept)
        self.state.write()

    def finish(self, work: Work, tag: str, *, done: bool) -> None:
        """Take the state of a run away that came to its end; of another, keep what there is."""
        if self.state is None:
            return
        if done:
            self.state.remove()
        else:
            self.write(work, tag)


def _cleaned(footprint: Footprint | None, session: Session, lost: str) -> tuple[int, int]:
    """Take away what was made; a target that goes away and a user who will not wait leave it there."""
    if footprint is None or not footprint.count:
        return 0, 0
    made = footprint.count
    if not lost and not session.stop.impatient:
        with contextlib.suppress(TargetLost, KeyboardInterrupt), phase_of(session, "clean-up"):
            footprint.clean(session.tidy)
    return made - footprint.count, footprint.count
