"""The table as text and as data: who was killed by what, after how many requests, and who was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from truespec.checking.run import Profile
from truespec.contract.schema import Json
from truespec.diagnostics import printable
from truespec.mutation.judging import Outcome, Trial
from truespec.mutation.mutant import KINDS, Equivalent

__all__ = ["Table", "as_json", "text_lines"]

_OUTCOMES: tuple[Outcome, ...] = ("killed", "differs", "survived")


@dataclass(frozen=True, slots=True)
class Table:
    """All trials of one API; ``accused`` are what the healthy mock was said to break in its ``controls`` runs."""

    api: str
    profile: Profile
    trials: tuple[Trial, ...]
    equivalents: tuple[Equivalent, ...]
    accused: tuple[str, ...]
    controls: int = 1

    @property
    def survivors(self) -> tuple[Trial, ...]:
        """The mutants that nobody noticed."""
        return tuple(trial for trial in self.trials if trial.outcome == "survived")

    def counts(self, kind: str = "") -> dict[str, int]:
        """Count the trials of a kind (all kinds, without one) by their outcome."""
        own = [trial for trial in self.trials if kind in {"", trial.kind}]
        return {outcome: sum(trial.outcome == outcome for trial in own) for outcome in _OUTCOMES}

    @property
    def median_requests(self) -> float:
        """The median of the requests to a kill."""
        return median([trial.requests for trial in self.trials if trial.outcome != "survived"] or [0])

    @property
    def seconds(self) -> float:
        """What all trials took of a processor."""
        return sum(trial.seconds for trial in self.trials)


def text_lines(table: Table, *, brief: bool = False) -> Iterator[str]:
    """Yield the table as lines: each mutant (with ``brief`` only survivors), then the counts."""
    for trial in table.trials:
        if not brief or trial.outcome == "survived":
            by = f"{trial.fact} after {trial.requests}" if trial.fact else f"nothing in {trial.requests} requests"
            line = f"{table.api:10} {trial.outcome:8} {trial.kind:15} {trial.mutant}  <- {by}"
            yield printable(f"{line}  ({trial.does})" if trial.outcome == "survived" else line)
    for fact in table.accused:
        yield f"{table.api:10} ACCUSED  the healthy mock is said to break {fact}"
    if not brief:
        yield from (
            printable(f"{table.api:10} left out {row.kind:15} {row.name}: {row.why}") for row in table.equivalents
        )
    yield f"{table.api} ({table.profile}): {'class':15} {'mutants':>8} " + " ".join(f"{word:>9}" for word in _OUTCOMES)
    for kind in (*(kind for kind in KINDS if sum(table.counts(kind).values())), ""):
        counts = table.counts(kind)
        shown = " ".join(f"{counts[word]:>9}" for word in _OUTCOMES)
        yield f"{table.api} ({table.profile}): {kind or 'all':15} {sum(counts.values()):>8} {shown}"
    yield (
        f"{table.api} ({table.profile}): {table.median_requests:g} requests to a kill (median), "
        f"{table.seconds:.0f} s of a processor, {len(table.equivalents)} changes left out as equivalent"
    )
    yield (
        f"{table.api} ({table.profile}): {len(table.accused)} findings without a mutant, "
        f"{table.controls} runs with a seed of their own"
    )


def as_json(table: Table) -> dict[str, Json]:
    """Return the table as plain JSON data."""
    return {
        "api": table.api,
        "profile": table.profile,
        "counts": {kind or "all": dict(table.counts(kind)) for kind in (*KINDS, "")},
        "median_requests_to_kill": table.median_requests,
        "seconds": round(table.seconds, 1),
        "accused": list(table.accused),
        "controls": table.controls,
        "mutants": [trial.as_json() for trial in table.trials],
        "left_out": [{"name": row.name, "kind": row.kind, "why": row.why} for row in table.equivalents],
    }
