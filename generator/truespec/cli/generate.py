"""``truespec generate``: the typed client of an API, or the proof that it is fresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from truespec.catalogue import ApiEntry, find_root, resolve
from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.lint import selected
from truespec.cli.making import Job, Made, make_all
from truespec.cli.progress import CountProgress
from truespec.diagnostics import Diagnostic, Location, Report, printable
from truespec.specification.limits import DEFAULT, Limits

__all__ = ["generate"]

_ALL_OUT: Final = Path("clients")


class ResultFormat(StrEnum):
    """How the outcome is printed."""

    TEXT = "text"
    JSON = "json"


def generate(
    apis: Annotated[
        list[str] | None, typer.Argument(metavar="[API|FILE]...", help="APIs of the catalogue or OpenAPI files.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The folder of the package; of the packages, where several.")] = None,
    package: Annotated[str | None, typer.Option(help="The import name of the package.")] = None,
    whole: Annotated[
        Path | None, typer.Option("--all", metavar="DIR", help="Take every OpenAPI document below a folder.")
    ] = None,
    backend: Annotated[
        str, typer.Option(help="Machines to work on, dask://HOST:PORT; they need the same folders and truespec.")
    ] = "",
    output: Annotated[ResultFormat, typer.Option("--format", help="How to print what was done.")] = ResultFormat.TEXT,
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail where something would change.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were edited by hand.")] = False,
    limits: Limits = DEFAULT,
) -> None:
    """Render the client package of each API; unchanged input touches nothing, edited files are refused by name."""
    report = Report()
    passed_over: int | None = None
    if whole is None:
        jobs = _named(apis, out, package, report)
    else:
        jobs, passed_over = _found(whole, out, report, alone=not apis and package is None)
    made: list[Made] = []
    failed = Exit.UNUSABLE
    if not report.failed:
        asked = [replace(job, check=check, force=force, limits=limits) for job in jobs]
        made, failed = _make([_remote(job) for job in asked], backend, report)
    own = list(report)
    for one in made:
        report.extend(one.report)
    if output is ResultFormat.JSON:
        counted = {} if passed_over is None else {"passed_over": passed_over}
        console.document({"documents": [_as_json(one) for one in made], **counted})
        console.diagnostics(own)
    else:
        console.diagnostics(report)
        for one in made:
            _print(one, check=check)
        if passed_over:
            console.line(f"passed over: {passed_over} files that are no OpenAPI documents")
    for one in made:
        if one.fault:
            console.note(f"{printable(one.job.name)}: {one.fault}")
    raise typer.Exit(max([failed, *(one.exit for one in made)]))


def _named(apis: list[str] | None, out: Path | None, package: str | None, report: Report) -> list[Job]:
    """Return what the words of the command line ask for."""
    entries = selected(apis, report)
    if package is not None:
        entries = _renamed(entries, package, report)
    options = {} if package is None else {"package": package}
    return [Job(entry.name, entry, _folder(entry, out, len(entries)), options) for entry in entries]


def _found(folder: Path, out: Path | None, report: Report, *, alone: bool) -> tuple[list[Job], int]:
    """Return a job for every document below a folder, and how many other files there are."""
    from truespec.cli.finding import find_documents  # noqa: PLC0415 -- the start of every command is on the clock

    if not alone:
        message = "takes all documents of a folder, and those have names"
        report.error("option-form", Location("--all"), message, "leave out the other names, and --package")
        return [], 0
    if not folder.is_dir():
        report.error("folder-missing", Location(str(folder)), "there is no such folder", "check the name")
        return [], 0
    found = find_documents(folder)
    if not found.documents:
        message = f"no OpenAPI document among the {found.passed_over} files below it"
        report.error("documents-missing", Location(str(folder)), message, "name another folder")
    jobs: list[Job] = []
    for name, path in found.documents:
        entry = resolve(str(path), report)
        if entry is not None:
            jobs.append(Job(name, entry, (out or _ALL_OUT) / name))
    return jobs, found.passed_over


def _make(jobs: Sequence[Job], backend: str, report: Report) -> tuple[list[Made], Exit]:
    """Make all, and say of each document if it was left undone; the exit code is that of the whole alone."""
    from truespec.parallel import BackendError  # noqa: PLC0415

    with CountProgress(len(jobs), "generating") as progress:
        try:
            made = make_all(jobs, backend, lambda one: progress.advance(failed=one.exit is not Exit.HOLDS))
        except BackendError as error:
            report.error("backend-unusable", Location(backend), str(error), "leave --backend out to work here")
            return [], Exit.UNUSABLE
    done = {one.job.out for one in made}
    for job in jobs:
        if job.out not in done:
            message = f"not done: those who worked went away when {len(made)} of {len(jobs)} documents were done"
            report.error("backend-lost", Location(str(job.entry.spec)), message, "run it again: what is done is kept")
    return made, Exit.HOLDS if len(made) == len(jobs) else Exit.COULD_NOT_TELL


def _remote(job: Job) -> Job:
    """Remember in the package which other hosts it was made from."""
    if not job.limits.remote_hosts:
        return job
    from truespec.output.generate import REMOTE  # noqa: PLC0415

    return replace(job, options={**job.options, REMOTE: " ".join(sorted(job.limits.remote_hosts))})


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


def _as_json(made: Made) -> dict[str, Any]:
    counts = made.outcome.counts
    return {
        "document": str(made.job.entry.spec),
        "package": made.outcome.package,
        "out": str(made.job.out),
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
        f"{made.job.name}: operations {counts.operations_rendered} of {counts.operations_total}, "
        f"schemas {counts.schemas_rendered} of {counts.schemas_total}, diagnostics {said}; "
        f"{printable(str(made.job.out))} {state}"
    )
