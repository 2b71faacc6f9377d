"""Clients of one document or of many: here, in several processes, or on the machines of a cluster."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from truespec.catalogue import ApiEntry
from truespec.cli.console import Exit
from truespec.cli.faults import describe_fault
from truespec.diagnostics import Location, Report
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.cli.amending import Amender
    from truespec.output.generate import Meaning, Outcome
    from truespec.output.manifest import Manifest

__all__ = ["Job", "Made", "make", "make_all"]

_WORTH_A_POOL: Final = 200_000
"""So many bytes of documents beside the largest take longer to work on than other processes take to start."""


@dataclass(frozen=True, slots=True)
class Job:
    """One client to be made in the folder ``out``; ``name`` is what the document is called when it is spoken of.

    ``processes`` may work on it, 0 for one a core.  ``generator`` is the digest of the sources of ours that have to be
    used, empty where that goes without saying.
    """

    name: str
    entry: ApiEntry
    out: Path
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    check: bool = False
    force: bool = False
    processes: int = 0
    generator: str = ""
    limits: Limits = DEFAULT

    def elsewhere(self, generator: str) -> Job:
        """Return the job for another machine, which has the same folders but does not stand in ours."""
        places = (self.entry.spec, self.entry.behaviour, self.entry.settings)
        spec, behaviour, settings = (None if path is None else path.absolute() for path in places)
        entry = replace(self.entry, spec=spec or self.entry.spec, behaviour=behaviour, settings=settings)
        return replace(self, entry=entry, out=self.out.absolute(), processes=1, generator=generator)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one document; ``fault`` says so where a fault of ours got in the way."""

    job: Job
    outcome: Outcome
    report: Report
    seconds: float
    fault: str = ""

    @property
    def exit(self) -> Exit:
        """The exit code this document alone would give."""
        if self.fault:
            return Exit.OUR_FAULT
        if self.outcome.fresh:
            return Exit.HOLDS
        return Exit.DOES_NOT_HOLD if self.outcome.rendered else Exit.UNUSABLE


class _Contract:
    """The contract of a document, or what an edit of it comes to; both are imported and read on demand."""

    def __init__(self, job: Job, report: Report) -> None:
        self._job = job
        self._report = report

    @cached_property
    def _amender(self) -> Amender | None:
        from truespec.cache import user_cache  # noqa: PLC0415
        from truespec.cli.amending import amender_of  # noqa: PLC0415

        return None if self._job.force else amender_of(self._job.entry, self._job.out, self._job.limits, user_cache())

    def load(self) -> Meaning | None:
        """Return the contract, and the files it is read from."""
        from truespec.interpretation.load import load_with_files  # noqa: PLC0415
        from truespec.output.generate import Meaning  # noqa: PLC0415

        with _nothing_looked_through():
            document = None if self._amender is None else self._amender.document
            found = load_with_files(self._job.entry, self._report, limits=self._job.limits, document=document)
        if found is not None and self._amender is not None:
            self._amender.learn(found[0])
        return None if found is None else Meaning(*found)

    def amend(self, known: Manifest, files: Mapping[str, bytes]) -> Mapping[str, bytes] | None:
        """Return the files of a package as they are to be, where an edit is small and the last document is known."""
        with _nothing_looked_through():
            return None if self._amender is None else self._amender.amend(known, files, self._report)

    def remember(self) -> None:
        """Keep what the next edit will be compared with."""
        from truespec.output.manifest import read_manifest  # noqa: PLC0415

        known = read_manifest(self._job.out, Report())
        if self._amender is not None and known is not None:
            self._amender.remember(known, self._report)


@contextlib.contextmanager
def _nothing_looked_through() -> Generator[None]:
    """Keep the garbage collector still: a document is millions of objects that all stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what was made meanwhile is not looked through either, until the client is made
        gc.enable()


def make(job: Job) -> Made:
    """Make one client; whatever goes wrong is in what is returned."""
    from truespec.output.generate import Outcome, generate  # noqa: PLC0415 -- not before there is something to make
    from truespec.output.manifest import Counts, generator_digest  # noqa: PLC0415

    report, started = Report(), time.monotonic()
    outcome = Outcome(fresh=False, rendered=False, counts=Counts())
    if job.generator and job.generator != generator_digest():
        message = "the worker has another truespec than the one that asks it"
        report.error("backend-differs", Location(job.name), message, "install the same version everywhere")
        return Made(job, outcome, report, 0.0)

    contract = _Contract(job, report)
    fault = ""
    try:
        outcome = generate(
            job.entry.inputs,
            contract.load,
            job.out,
            report,
            check=job.check,
            force=job.force,
            options=job.options,
            processes=job.processes,
            amend=contract.amend,
        )
        if outcome.fresh and outcome.rendered and not job.check:
            contract.remember()
    except Exception as error:  # noqa: BLE001 -- the other documents are none the worse for it
        fault = describe_fault(error)
    finally:
        gc.unfreeze()
    return Made(job, outcome, report, time.monotonic() - started, fault)


def make_all(jobs: Sequence[Job], backend: str, done: Callable[[Made], None]) -> list[Made]:
    """Make every client and return what became of each, in the order of the jobs; ``done`` is told of each at once.

    With an empty ``backend`` the documents are shared out among the cores of this machine, unless they are so small
    that it is not worth while.  What is missing in the answer was not done.

    Raises:
        BackendError: No such backend; nothing was done.
    """
    made: dict[int, Made] = {}
    for number, one in _shared_out(jobs, backend):
        made[number] = one
        done(one)
    return [made[number] for number in sorted(made)]


def _shared_out(jobs: Sequence[Job], backend: str) -> Iterator[tuple[int, Made]]:
    from truespec.output.manifest import generator_digest  # noqa: PLC0415
    from truespec.parallel import LostError, on_cluster, on_cores  # noqa: PLC0415

    weights = [_weight(job) for job in jobs]
    order = sorted(range(len(jobs)), key=lambda number: -weights[number])  # so that none starts when all others end
    try:
        if backend:
            generator = generator_digest()
            found = on_cluster(make, [jobs[number].elsewhere(generator) for number in order], backend)
            yield from ((order[place], replace(one, job=jobs[order[place]])) for place, one in found)
        elif sum(weights) - max(weights, default=0) < _WORTH_A_POOL:
            yield from ((number, make(job)) for number, job in enumerate(jobs))
        else:
            count = min(len(jobs), os.cpu_count() or 1)
            found = on_cores(make, [replace(jobs[number], processes=1) for number in order], count)
            yield from ((order[place], replace(one, job=jobs[order[place]])) for place, one in found)
    except LostError:
        return  # what was done is told, and what was not is missing


def _weight(job: Job) -> int:
    """Return about how much work a job is: the bytes of its document, nothing where it looks fresh."""
    try:
        spec = job.entry.spec.stat()
        manifest = job.out / "manifest.json"
        if manifest.is_file() and not job.force and manifest.stat().st_mtime > spec.st_mtime:
            return 0
    except OSError:
        return 0
    return spec.st_size
