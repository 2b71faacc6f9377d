"""``truespec drift``: what pages say now, against what they said and against the spec."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truespec.catalogue import ApiEntry
from truespec.cli import console
from truespec.cli.captures import Apis, Captures
from truespec.cli.console import Exit
from truespec.cli.drift_formats import DriftFormat, as_document, as_lines
from truespec.cli.lint import selected
from truespec.cli.pages import load_lock
from truespec.diagnostics import Location, Report
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.cli.comparing import Comparing
    from truespec.contract.api import Api
    from truespec.drift.change import Change
    from truespec.drift.reports import ApiReport

__all__ = ["drift"]


@dataclass(slots=True)
class _Run:
    """What one run has found: a report for each spec, in their order, and the exit codes of everything else."""

    lock: Path | None = None
    limits: Limits = DEFAULT
    named: bool = False
    report: Report = field(default_factory=Report)
    found: dict[Path, ApiReport] = field(default_factory=dict[Path, "ApiReport"])
    exits: list[Exit] = field(default_factory=list[Exit])
    known: dict[Path, frozenset[str]] = field(default_factory=dict[Path, frozenset[str]])
    """What is wrong with each spec, as ids of diagnostics."""
    pages: dict[Path, set[str]] = field(default_factory=dict[Path, set[str]])
    """The files of the pages that each API was compared with."""

    @property
    def exit(self) -> Exit:
        """What the run comes to; not being able to tell beats holding and not holding."""
        return max([*self.exits, *(Exit(one.exit) for one in self.found.values())], default=Exit.HOLDS)


def drift(
    apis: Annotated[
        list[str] | None, typer.Argument(metavar="[API|FILE]...", help="APIs of the catalogue or OpenAPI files.")
    ] = None,
    pages: Annotated[
        list[Path] | None,
        typer.Option("--page", metavar="PAGE", help="A page as it is now; may be given several times."),
    ] = None,
    lock: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The lock to compare with, where not the one beside the spec.")
    ] = None,
    output: Annotated[DriftFormat, typer.Option("--format", help="How to print the differences.")] = DriftFormat.TEXT,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Write what can be added into the spec.")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="With --apply: write what is added down for the client's changelog.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="What the spec says and no page supports is drift too.")
    ] = False,
    limits: Limits = DEFAULT,
) -> None:
    """Compare the accepted pages with the specs; with --page, a page as it is now with both."""
    run = _Run(lock, limits, named=bool(apis))
    entries = selected(apis, run.report)
    if record and not apply:
        run.report.error("option-form", Location("--record"), "writes down what --apply adds", "give --apply as well")
    if lock is not None and len(entries) > 1:
        run.report.error("option-form", Location("--lock"), "is the lock of one API", "name the API")
    if run.report.failed:
        run.exits.append(Exit.UNUSABLE)
    else:
        captures = Captures(pages or [])
        _compare(entries, captures, run)
        if apply:
            _apply(entries, captures, run, record=record)
    _print(run, output, strict=strict)
    raise typer.Exit(_exit(run, strict=strict))


def _compare(entries: list[ApiEntry], captures: Captures, run: _Run) -> None:
    """Compare the APIs with their pages; what cannot be compared is said, and told by the exit code where asked for."""
    apis = Apis(entries, lambda entry: _opened(entry, run))
    if not captures.files:
        for entry in entries:
            _finish(apis.of(entry), run, captured=False)
        return
    for page, surface in captures.usable(run.report, run.exits):
        concerned = apis.concerned_by(surface)
        if not concerned and len(entries) > 1:
            message = f"the page has no operation of any of {len(entries)} APIs, neither of a lock nor of a spec"
            run.report.error("page-of-others", Location(page.file), message, "name the API that the page is about")
            run.exits.append(Exit.COULD_NOT_TELL)
        for one in concerned:
            run.pages.setdefault(one.entry.spec, set()).add(page.file)
            run.exits += [Exit.COULD_NOT_TELL] * (not one.take(page, surface, run.report))
    for entry in entries:
        if entry.spec in run.pages:
            _finish(apis.of(entry), run, captured=True)


def _finish(one: Comparing | None, run: _Run, *, captured: bool) -> None:
    found = None if one is None else one.finish(run.report, captured=captured)
    if one is not None and found is not None:
        run.found[one.entry.spec] = found
    elif one is not None and (run.named or captured):
        run.exits.append(Exit.COULD_NOT_TELL)


def _opened(entry: ApiEntry, run: _Run, api: Api | None = None) -> Comparing | None:
    """Return an API with its lock and its contract, which is ``api`` where that is known; None where it has none."""
    from truespec.cli.comparing import Comparing  # noqa: PLC0415 -- the start of a command is on the clock
    from truespec.interpretation.load import load_entry  # noqa: PLC0415

    own = Report()
    lock = load_lock(entry, own, run.lock)
    if lock is not None:
        api = api or load_entry(entry, own, limits=run.limits)
        run.known[entry.spec] = frozenset(diagnostic.id for diagnostic in own)
    if lock is not None and api is not None:
        return Comparing(entry, lock, api)
    run.report.extend(own)
    run.exits.append(Exit.UNUSABLE)
    return None


def _apply(entries: list[ApiEntry], captures: Captures, run: _Run, *, record: bool) -> None:
    """Make the additions, and compare again: what is reported is what is left."""
    from truespec.cli.applying import amend  # noqa: PLC0415

    if run.exits:
        message = "something could not be compared, so nothing is added to any spec"
        run.report.error("edit-refused", Location("--apply"), message, "see to what is said above first")
        return
    for entry in [entry for entry in entries if entry.spec in run.found]:
        found = run.found[entry.spec]
        made, api = amend(entry, found.changes, run.report, run.limits, run.known[entry.spec])
        for one in made:
            console.note(one.words)
        if made and record:
            _record(entry, [one.change for one in made], found, run)
        if run.report.failed:
            run.exits.append(Exit.UNUSABLE)
        elif made:
            _again(_opened(entry, run, api), captures, run)


def _again(one: Comparing | None, captures: Captures, run: _Run) -> None:
    """Compare an API once more with the pages that it was compared with."""
    if one is not None:
        files = run.pages.get(one.entry.spec, set())
        for page, surface in captures.usable(Report(), []):
            if page.file in files:
                one.take(page, surface, Report())
        _finish(one, run, captured=bool(files))


def _record(entry: ApiEntry, made: list[Change], found: ApiReport, run: _Run) -> None:
    from truespec.cli.recording import record  # noqa: PLC0415

    path = record(entry, made, found.changes, dt.datetime.now(dt.UTC).date(), run.report)
    if path is not None:
        console.note(f"{path} says what was added")


def _exit(run: _Run, *, strict: bool) -> Exit:
    from truespec.drift.change import Kind  # noqa: PLC0415

    loose = [change for one in run.found.values() for change in one.changes if change.kind is Kind.UNSUPPORTED]
    unsupported = strict and any(not change.waived for change in loose)
    return max(run.exit, Exit.DOES_NOT_HOLD if unsupported else Exit.HOLDS)


def _print(run: _Run, output: DriftFormat, *, strict: bool) -> None:
    if output is DriftFormat.JSON:
        console.document(as_document([*run.found.values()], run.report, int(_exit(run, strict=strict))))
        return
    console.diagnostics(run.report)
    for line in as_lines([*run.found.values()], output, strict=strict):
        console.line(line)
