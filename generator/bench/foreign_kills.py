"""What the checks find on servers of the catalogue's APIs that were written without the mock (``foreign``).

``python foreign_kills.py API [--variants] [--profile quick|thorough] [--seed N] [--seeds N] [--only TEXT]
[--rules without|with] [--jobs N]``
prints a row for each mutant: the fact it was found by and after how many requests; or, with ``--variants``, what was
told about each server that only does what the documentation leaves open. It ends with 1 where such a one is accused.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from judged import Outcome, outcome
from truespec.catalogue import entries
from truespec.checking.run import PROFILES, Profile
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api, load_entry
from truespec.parallel import on_cores

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Job:
    """A server to be checked: a mutant, or a variant."""

    api: str
    mutant: str
    variant: str
    profile: Profile
    seed: int
    rules: bool


def contract(name: str, *, rules: bool = True) -> Api:
    """Return the contract of an API of the catalogue, or of one whose spec is beside its server."""
    report, beside = Report(), Path(__file__).parent / "foreign" / name
    if (beside / "openapi.yaml").exists():
        with tempfile.TemporaryDirectory() as folder:
            for file in ("openapi.yaml", "behaviour.yaml") if rules else ("openapi.yaml",):
                shutil.copy(beside / file, folder)
            found = [load_api(str(Path(folder, "openapi.yaml")), report)]
    else:
        found = [load_entry(entry, report) for entry in entries(ROOT, report) if entry.name == name]
    if not found or found[0] is None or report.failed:
        raise SystemExit("\n".join(map(str, report)) or f"there is no API {name!r}")
    return found[0]


def work(job: Job) -> tuple[Outcome, float]:
    """Check one server; return what became of it, and the seconds of CPU it took."""
    if str(Path(__file__).parent) not in sys.path:
        sys.path.insert(0, str(Path(__file__).parent))
    module: Any = importlib.import_module(f"foreign.{job.api}")
    started = time.process_time()
    server = module.Server(job.mutant, job.variant)
    name = job.mutant or f"{job.variant or 'plain'}, seed {job.seed}"
    done = outcome(
        name, contract(job.api, rules=job.rules), server, module.ACCESS, job.profile, job.seed, whole=not job.mutant
    )
    return done, time.process_time() - started


def judged(jobs: list[Job], processes: int) -> list[Outcome]:
    """Check servers and print a row for each as it is done."""
    found = []
    for number, (done, seconds) in on_cores(work, jobs, processes):
        found.append(done)
        facts = done.broken if jobs[number].mutant else (*done.broken, *done.differs)
        told = ", ".join(dict.fromkeys(finding.fact.id for finding in facts)) or "nothing"
        rest = "" if done.until or not jobs[number].mutant else f" ({len(done.differs)} differ)"
        print(
            f"  {done.name:32} {told[:110]}{rest}; {done.until or done.requests} requests, {seconds:.1f} s", flush=True
        )
        for finding in () if jobs[number].mutant else done.broken:
            print(f"      {finding.fact.id}: {finding.detail}", flush=True)
    return found


def main() -> int:
    """Check what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("api")
    parser.add_argument("--variants", action="store_true", help="servers that break nothing")
    parser.add_argument("--profile", choices=PROFILES, default="quick")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=1, help="with --variants: so many, one after the other")
    parser.add_argument("--only", default="", metavar="TEXT", help="those with this in their names")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--rules", choices=("without", "with"), default="with", help="of the behaviour file")
    given = parser.parse_args()
    rules = given.rules == "with"
    module: Any = importlib.import_module(f"foreign.{given.api}")
    if given.variants:
        names = [name for name in ("", *module.VARIANTS) if given.only in name]
        seeds = range(given.seed, given.seed + given.seeds)
        told = judged(
            [Job(given.api, "", name, given.profile, seed, rules) for name in names for seed in seeds], given.jobs
        )
        return int(any(done.broken for done in told))
    classes = {name: kind for kind, names in module.MUTANTS.items() for name in names if given.only in name}
    found = judged([Job(given.api, name, "", given.profile, given.seed, rules) for name in classes], given.jobs)
    total, killed = Counter(classes.values()), Counter(classes[done.name] for done in found if done.broken)
    for kind, count in total.items():
        print(f"  {kind:20} {killed[kind]:3} of {count:3}")
    print(f"  all                  {killed.total():3} of {total.total():3}")
    print(
        f"  median of {median([done.until for done in found if done.until] or [0]):.0f} requests to the first finding"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
