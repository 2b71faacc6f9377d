"""What a check costs beside plain schemathesis: the same spec and server, in one run, in seconds of the checker's CPU.

A case is a request that was sent and whose answer was judged by the contract.  Of schemathesis it is every case that it
reports as generated, those it skipped left out; of truespec every request of the run but those that cleaned up.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from truespec.checking.credentials import dummies
from truespec.checking.events import Event, Exchanged, Found
from truespec.checking.run import check
from truespec.checking.targets import mock_target
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock.doors import running
from truespec.mock.faults import FAULTS
from truespec.mock.service import Service

ROOT = Path(__file__).resolve().parents[2]
_CASES = re.compile(r"^\s*(\d[\d,]*) generated(.*)$", re.MULTILINE)
_SKIPPED = re.compile(r"(\d[\d,]*) skipped")


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of one program: the cases it sent, the CPU seconds of its process, the seconds on the clock."""

    cases: int
    cpu: float
    seconds: float

    @property
    def rate(self) -> float:
        """Cases for each second of CPU."""
        return self.cases / self.cpu if self.cpu else 0.0


def timed(command: Sequence[str], folder: Path) -> tuple[str, float, float]:
    """Run a program; return what it printed, and the CPU and the clock seconds it took."""
    started = time.monotonic()
    with (folder / "printed").open("w") as file:
        program = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
        _, _, used = os.wait4(program.pid, 0)
        program.returncode = 0
    return (folder / "printed").read_text(), used.ru_utime + used.ru_stime, time.monotonic() - started


def plain_schemathesis(api: Api, url: str, folder: Path) -> Cost:
    """Run schemathesis as anybody would who has a spec, a server and its credentials."""
    headers = [word for name, value in _credentials(api) for word in ("-H", f"{name}: {value}")]
    command = [
        sys.executable,
        "-m",
        "schemathesis.cli",
        "run",
        str(spec_of(api)),
        "--url",
        url,
        "--seed",
        "1",
        *headers,
    ]
    printed, cpu, seconds = timed(command, folder)
    found = _CASES.search(printed)
    if found is None:
        raise SystemExit(f"schemathesis said nothing of its cases:\n{printed[-2000:]}")
    skipped = _SKIPPED.search(found[2])
    sent = int(found[1].replace(",", "")) - (int(skipped[1].replace(",", "")) if skipped else 0)
    return Cost(sent, cpu, seconds)


def truespec(api: Api, url: str, folder: Path, profile: str) -> Cost:
    """Run the command that users run."""
    words = ["test", api.name, "--url", url, "--profile", profile, "--report", "json", "--report-dir", str(folder)]
    words += [word for scheme, value in _by_scheme(api) for word in ("--auth", f"{scheme}={value}")]
    _, cpu, seconds = timed([sys.executable, "-m", "truespec", *words], folder)
    verdict = json.loads((folder / "verdict.json").read_text())
    return Cost(verdict["requests"] - verdict["removed"] - verdict["left"], cpu, seconds)


def spec_of(api: Api) -> Path:
    """Return the document of an API of the catalogue."""
    return ROOT / "specs" / api.name / "openapi.yaml"


def _by_scheme(api: Api) -> Iterator[tuple[str, str]]:
    known = dummies(api)
    named = {need.scheme for operation in api.operations for need in (operation.security or ((),))[0]}
    for scheme in api.security_schemes:
        value = known.value(scheme.wire)
        if scheme.wire in named and value is not None:
            yield scheme.wire, value


def _credentials(api: Api) -> Iterator[tuple[str, str]]:
    for wire, value in _by_scheme(api):
        scheme = next(item for item in api.security_schemes if item.wire == wire)
        bearer = scheme.kind in {"bearer", "oauth2", "openid"}
        yield scheme.parameter, f"Bearer {value}" if bearer else value


def first_kills(api: Api) -> list[int]:
    """Return how many requests it took to find each fault of the mock's table that needs no argument."""
    found: list[int] = []
    for fault in [*(item.name for item in FAULTS if not item.argument), "content-type:text/plain"]:
        sent, first = 0, 0

        def hear(event: Event) -> None:
            nonlocal sent, first
            sent += isinstance(event, Exchanged)
            if isinstance(event, Found) and not first:
                first = sent + 1

        check(api, mock_target(api, [fault]), listeners=[hear])
        found += [first] if first else []
    return found


def measure(name: str, *, thorough: bool, folder: Path) -> None:
    """Print the figures of one API."""
    api = load_api(name, Report(), ROOT)
    if api is None:
        raise SystemExit(f"no API is called {name}")
    with running(Service(api)) as url:
        theirs = plain_schemathesis(api, url, folder)
    rows = [("schemathesis run", theirs)]
    for profile in ("quick", "thorough") if thorough else ("quick",):
        with running(Service(api)) as url:
            rows.append((f"truespec {profile}", truespec(api, url, folder, profile)))
    for label, cost in rows:
        ratio = cost.rate / theirs.rate if theirs.rate else 0.0
        print(
            f"{name:11} {label:18} {cost.cases:7} cases {cost.cpu:7.1f} CPU s {cost.rate:7.0f} cases/CPU s"
            f" {ratio:5.1f} x {cost.seconds:7.1f} s",
            flush=True,
        )
    kills = first_kills(api)
    print(
        f"{name:11} {len(kills)} faults of the mock, median {median(kills):.0f} requests to the first finding",
        flush=True,
    )


def main() -> None:
    """Measure the APIs that are named, or all of the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "apis", nargs="*", default=sorted(path.parent.name for path in (ROOT / "specs").glob("*/api.toml"))
    )
    parser.add_argument("--thorough", action="store_true", help="measure the thorough profile too")
    chosen = parser.parse_args()
    for name in chosen.apis:
        with tempfile.TemporaryDirectory() as folder:
            measure(name, thorough=chosen.thorough, folder=Path(folder))


if __name__ == "__main__":
    main()
