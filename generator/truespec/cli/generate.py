"""``truespec generate``: the typed client of an API, or the proof that it is fresh."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from truespec.catalogue import ApiEntry, find_root
from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.lint import selected
from truespec.diagnostics import Diagnostic, Location, Report, printable
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.output.generate import Meaning, Outcome

__all__ = ["generate"]


class ResultFormat(StrEnum):
    """How the outcome is printed."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one document."""

    entry: ApiEntry
    out: Path
    outcome: Outcome
    report: Report
    seconds: float

    @property
    def exit(self) -> Exit:
        """The exit code this document alone would give."""
        if self.outcome.fresh:
            return Exit.HOLDS
        return Exit.DOES_NOT_HOLD if self.outcome.rendered else Exit.UNUSABLE


def generate(
    apis: Annotated[
        list[str] | None, typer.Argument(metavar="[API|FILE]...", help="APIs of the catalogue or OpenAPI files.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The folder of the package; of the packages, where several.")] = None,
    package: Annotated[str | None, typer.Option(help="The import name of the package.")] = None,
    output: Annotated[ResultFormat, typer.Option("--format", help="How to print what was done.")] = ResultFormat.TEXT,
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where something would change.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were edited by hand.")] = False,
    limits: Limits = DEFAULT,
) -> None:
    """Render the client package of each API; unchanged input touches nothing, edited files are refused by name."""
    report = Report()
    entries = selected(apis, report)
    if package is not None:
        entries = _renamed(entries, package, report)
    made: list[Made] = []
    if not report.failed:
        options = {} if package is None else {"package": package}
        if limits.remote_hosts:
            from truespec.output.generate import REMOTE  # noqa: PLC0415

            options[REMOTE] = " ".join(sorted(limits.remote_hosts))
        job = _Job(options, limits, check=check, force=force)
        made = [_make(entry, _folder(entry, out, len(entries)), job) for entry in entries]
    for one in made:
        report.extend(one.report)
    if output is ResultFormat.JSON:
        console.document({"documents": [_as_json(one) for one in made]})
        console.diagnostics(_unmade(report, made))
    else:
        console.diagnostics(report)
        for one in made:
            _print(one, check=check)
    failed = Exit.UNUSABLE if report.failed and not made else Exit.HOLDS
    raise typer.Exit(max([failed, *(one.exit for one in made)]))


def _renamed(entries: list[ApiEntry], package: str, report: Report) -> list[ApiEntry]:
    if len(entries) > 1:
        report.error(
            "option-form", Location("--package"), "names one package, but there are several APIs", "name one API"
        )
    elif not package.isidentifier() or not package.isascii() or package.startswith("_"):
        message = f"{package!r} is not a name that can be imported"
        report.error("option-form", Location("--package"), message, "use letters, digits and underscores")
    names = {"package": package, "distribution": package.replace("_", "-")}
    return [replace(entry, client={**entry.client, **names}) for entry in entries]


def _folder(entry: ApiEntry, out: Path | None, count: int) -> Path:
    if out is not None:
        return out if count == 1 else out / entry.name
    if not entry.house:
        return Path(f"{entry.name}-client")
    root = find_root(Path.cwd()) or entry.spec.resolve().parents[2]
    folder = root / "generated" / entry.name
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


@dataclass(frozen=True, slots=True)
class _Job:
    """What is asked for all documents alike."""

    options: Mapping[str, str]
    limits: Limits
    check: bool
    force: bool


def _make(entry: ApiEntry, out: Path, job: _Job) -> Made:
    from truespec.output.generate import generate as make  # noqa: PLC0415 -- not before there is something to make

    report = Report()

    def load() -> Meaning | None:
        from truespec.interpretation.load import load_with_files  # noqa: PLC0415
        from truespec.output.generate import Meaning  # noqa: PLC0415

        found = load_with_files(entry, report, limits=job.limits)
        return None if found is None else Meaning(*found)

    started = time.monotonic()
    outcome = make(entry.inputs, load, out, report, check=job.check, force=job.force, options=job.options)
    return Made(entry, out, outcome, report, time.monotonic() - started)


def _unmade(report: Report, made: list[Made]) -> list[Diagnostic]:
    """Return what is to be said of no document: diagnostics of the command itself."""
    own = {diagnostic for one in made for diagnostic in one.report}
    return [diagnostic for diagnostic in report if diagnostic not in own]


def _as_json(made: Made) -> dict[str, Any]:
    counts = made.outcome.counts
    return {
        "document": str(made.entry.spec),
        "package": made.outcome.package,
        "out": str(made.out),
        "operations_total": counts.operations_total,
        "operations_rendered": counts.operations_rendered,
        "schemas_total": counts.schemas_total,
        "schemas_rendered": counts.schemas_rendered,
        "diagnostics": [_told(diagnostic) for diagnostic in made.report],
        "seconds": round(made.seconds, 3),
    }


def _told(diagnostic: Diagnostic) -> dict[str, object]:
    """Return a diagnostic as tools read it; the advice is for people."""
    return {key: value for key, value in diagnostic.as_json().items() if key != "advice"}


def _print(made: Made, *, check: bool) -> None:
    outcome, counts = made.outcome, made.outcome.counts
    if check:
        for file in sorted(outcome.stale, key=lambda stale: (stale.path == "manifest.json", stale.path)):
            console.line("\n".join(printable(line) for line in file.diff.splitlines()))
    if not outcome.rendered and not outcome.fresh:
        return
    state = "refused"
    if outcome.fresh:
        state = "written" if outcome.stale else "unchanged"
    elif check:
        state = f"stale: {len(outcome.stale)} files differ"
    said = len(made.report) if outcome.rendered else counts.diagnostics
    console.line(
        f"{made.entry.name}: operations {counts.operations_rendered} of {counts.operations_total}, "
        f"schemas {counts.schemas_rendered} of {counts.schemas_total}, diagnostics {said}; "
        f"{printable(str(made.out))} {state}"
    )
