"""Who is killed by what: every mutant of the mock of every API, checked in process on all cores.

``python mutants.py [--api NAME]... [--profile quick|thorough] [--seed N] [--format text|json] [--only TEXT]
[--kind KIND] [--every N] [--healthy N] [--brief]`` prints a row for each mutant and the counts for each API; how far it
is goes to stderr.  The mock is checked without a mutant too: with ten seeds beside the whole table, with one beside a
part of it.  It ends with 1 where a mutant survives, or where the healthy mock is accused.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from truespec.catalogue import entries
from truespec.checking.run import PROFILES, Profile, check
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_entry
from truespec.mutation.judging import Trial, healthy_target, judge_all
from truespec.mutation.mutant import KINDS
from truespec.mutation.report import Table, as_json, text_lines
from truespec.mutation.table import equivalents, mutants
from truespec.parallel import on_cores

ROOT = Path(__file__).parents[2]
CHUNK = 24
"""So many mutants are one piece of work: deriving the table again costs a little for each."""

_WHOLE = 10
_PART = 1
"""So many seeds the healthy mock is checked with, beside the whole table and beside a part of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Mutants of one API, by name, to be judged by one process."""

    api: Api
    names: tuple[str, ...]
    profile: Profile
    seed: int


def work(piece: Piece) -> list[Trial]:
    """Judge one piece; the names make the same mutants in every process."""
    return judge_all(piece.api, mutants(piece.api), piece.names, piece.profile, piece.seed)


@dataclass(frozen=True, slots=True)
class Control:
    """A run against the mock of an API without a mutant."""

    api: Api
    profile: Profile
    seed: int


def accused(control: Control) -> list[str]:
    """Return the facts a healthy mock is told to break: there must be none."""
    api, seed = control.api, control.seed
    verdict = check(api, healthy_target(api, seed), control.profile, seed=seed)
    return [f"{finding.fact.id} (seed {seed})" for finding in (*verdict.broken, *verdict.differs)]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which mutants are judged: with a text in their name, of a kind, one of so many."""

    only: str = ""
    kind: str = ""
    every: int = 1
    healthy: int = 0

    @property
    def controls(self) -> int:
        """Return with how many seeds the healthy mock is checked."""
        return self.healthy or (_PART if self.only or self.kind or self.every > 1 else _WHOLE)

    def names(self, api: Api) -> list[str]:
        """Return the names of those that are chosen."""
        table = mutants(api)
        chosen = [name for name, one in table.items() if self.only in name and self.kind in {"", one.kind}]
        return chosen[:: self.every]


def tables(apis: Sequence[Api], profile: Profile, seed: int, choice: Choice) -> list[Table]:
    """Judge every mutant of some APIs that is chosen."""
    names = {api.name: choice.names(api) for api in apis}
    pieces = [
        Piece(api, tuple(names[api.name][start : start + CHUNK]), profile, seed)
        for api in apis
        for start in range(0, len(names[api.name]), CHUNK)
    ]
    found: dict[str, dict[str, Trial]] = {api.name: {} for api in apis}
    for done, (_, trials) in enumerate(on_cores(work, pieces, os.cpu_count() or 1), 1):
        for trial in trials:
            found[trial.api][trial.mutant] = trial
            if trial.outcome == "survived":
                print(f"survived: {trial.api} {trial.mutant}", file=sys.stderr, flush=True)
        print(f"{done} of {len(pieces)}", file=sys.stderr, flush=True)
    return [
        Table(
            api.name,
            profile,
            tuple(found[api.name][name] for name in names[api.name]),
            equivalents(api),
            tuple(told for _, facts in on_cores(accused, controls, os.cpu_count() or 1) for told in facts),
            len(controls),
        )
        for api in apis
        for controls in [[Control(api, profile, seed + turn) for turn in range(choice.controls)]]
    ]


def main() -> int:
    """Run the table and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", action="append", default=[], help="only this API; may be given again")
    parser.add_argument("--profile", choices=PROFILES, default="quick")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--only", default="", help="only mutants with this in their name")
    parser.add_argument("--kind", choices=KINDS, default="", help="only mutants of this kind")
    parser.add_argument("--every", type=int, default=1, help="only one of so many")
    parser.add_argument("--healthy", type=int, default=0, help="check the mock without a mutant with so many seeds")
    parser.add_argument("--brief", action="store_true", help="only the counts and who survives")
    given = parser.parse_args()
    report = Report()
    loaded = [load_entry(entry, report) for entry in entries(ROOT, report) if not given.api or entry.name in given.api]
    apis = [api for api in loaded if api is not None]
    if report.failed or not apis:
        print("\n".join(map(str, report)) or "no such API", file=sys.stderr)
        return 2
    choice = Choice(given.only, given.kind, max(1, given.every), max(0, given.healthy))
    done = tables(apis, cast("Profile", given.profile), given.seed, choice)
    if given.format == "json":
        print(json.dumps([as_json(table) for table in done], indent=1))
    else:
        print("\n".join(line for table in done for line in text_lines(table, brief=given.brief)))
    return int(any(table.survivors or table.accused for table in done))


if __name__ == "__main__":
    raise SystemExit(main())
