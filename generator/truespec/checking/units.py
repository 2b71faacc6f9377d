"""A run in pieces that can be done apart: shared over machines, given their shares of the time, done after an abort."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field

from truespec.checking.events import PhaseFinished, PhaseStarted
from truespec.checking.no_answer import TargetLost, Unreadable
from truespec.checking.session import OutOfTime, Session, ShareUsed

__all__ = ["Unit", "Work"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a run.

    ``phase`` is what it is a part of, ``name`` tells it from others of that phase, ``weight`` how much time it needs in
    comparison.  An ``essential`` one is done in every run, whatever was done before.  ``stage`` is the phase it is done
    in, where that is another.  A ``further`` one looks for more of what others look for: it waits until these are done.
    """

    phase: str
    name: str
    do: Callable[[], None]
    weight: float = 1.0
    essential: bool = False
    stage: str = ""
    further: bool = False

    @property
    def during(self) -> str:
        """The phase it is done in."""
        return self.stage or self.phase

    @property
    def id(self) -> str:
        """What it is called in files and in lists: ``behaviour: paging``."""
        return f"{self.phase}: {self.name}"


@dataclass(slots=True)
class Work:
    """The pieces of one run, in the order they are done; those that are ``done`` already are not done again.

    ``keep`` is called after each, so that another run may go on from there.  ``unfinished`` are the pieces that were
    not done, or not to their end.
    """

    session: Session
    units: Sequence[Unit]
    done: set[str]
    keep: Callable[[], None]
    unfinished: list[str] = field(default_factory=list[str])

    def run(self) -> None:
        """Do what is to be done; what had too small a share of the time is done again with what others have saved.

        What looks further waits until all else is done to its end.

        Raises:
            TargetLost: The target went away.
            OutOfTime: The time budget is used up.
        """
        wanted = [unit for unit in self.units if unit.essential or unit.id not in self.done]
        further = [unit for unit in wanted if unit.further]
        self._once([unit for unit in wanted if not unit.further], further)
        self._once(self._cut_short(), further)
        still = self._cut_short()
        self._once(further, still)
        self._once([*still, *self._cut_short()])

    def _cut_short(self) -> list[Unit]:
        """Return what was not done to its end, and count it as still to be done."""
        found = [unit for unit in self.units if unit.id in self.unfinished]
        self.unfinished.clear()
        return found

    def _once(self, left: Sequence[Unit], later: Sequence[Unit] = ()) -> None:
        # What comes later has its time too, but no more of it than all that comes first.
        kept = min(total(later), total(left))
        for phase in dict.fromkeys(unit.during for unit in left):
            with phase_of(self.session, phase):
                for unit in [item for item in left if item.during == phase]:
                    after = left[left.index(unit) :]
                    self.session.share = self._share(unit, total(after) + kept)
                    self._do(unit, [*after, *later])

    def _do(self, unit: Unit, after: Sequence[Unit]) -> None:
        try:
            # An operation that does not answer is told of; what the piece meant to see with it stays open.
            with contextlib.suppress(Unreadable):
                unit.do()
        except ShareUsed:
            self.unfinished.append(unit.id)
            return
        except (OutOfTime, TargetLost, KeyboardInterrupt):
            self.unfinished += [item.id for item in after]
            raise
        finally:
            self.session.share = None
        self.done.add(unit.id)
        self.keep()

    def _share(self, unit: Unit, all_left: float) -> float | None:
        """Return until when a piece may take: what is left is divided by weight, what is saved is shared.

        What is essential has no end but that of the run, and the last piece has none either.
        """
        if self.session.deadline is None or unit.weight >= all_left or unit.essential:
            return None
        now = time.monotonic()
        return now + (self.session.deadline - now) * unit.weight / all_left


def total(units: Iterable[Unit]) -> float:
    """Return the weight of several pieces."""
    return sum(unit.weight for unit in units)


@contextlib.contextmanager
def phase_of(session: Session, name: str) -> Generator[None]:
    """Tell of a phase that begins, and of its end where it is reached."""
    before = session.ledger.requests.total()
    session.ledger.emit(PhaseStarted(name))
    yield
    session.ledger.emit(PhaseFinished(name, session.ledger.requests.total() - before))
