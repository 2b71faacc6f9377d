"""``truespec drift``: what pages say now, against what they said and against the spec."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from truespec.catalogue import ApiEntry
from truespec.cli import console
from truespec.cli.console import Exit
from truespec.cli.drift_formats import DriftFormat, as_document, as_lines
from truespec.cli.lint import selected
from truespec.cli.pages import ReadPage, check_end, is_usable, load_lock, read_pages
from truespec.cli.progress import CountProgress
from truespec.diagnostics import Location, Report
from truespec.specification.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from truespec.contract.api import Api
    from truespec.documentation.lock import Lock
    from truespec.drift.change import Change
    from truespec.drift.compare import Pair
    from truespec.drift.reports import ApiReport

__all__ = ["drift"]


@dataclass(slots=True)
class _Run:
    """What one run has found: reports of APIs in their order, and the worst exit code of everything else."""

    lock: Path | None = None
    report: Report = field(default_factory=Report)
    found: list[ApiReport] = field(default_factory=list["ApiReport"])
    exits: list[Exit] = field(default_factory=list[Exit])
    known: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """What is wrong with each spec, as ids of diagnostics."""

    @property
    def exit(self) -> Exit:
        """What the run comes to; not being able to tell beats holding and not holding."""
        return max([*self.exits, *(Exit(one.exit) for one in self.found)], default=Exit.HOLDS)


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
    run = _Run(lock)
    entries = selected(apis, run.report)
    captures = _captures(pages or [], run)
    if record and not apply:
        run.report.error("option-form", Location("--record"), "writes down what --apply adds", "give --apply as well")
    if lock is not None and len(entries) > 1:
        run.report.error("option-form", Location("--lock"), "is the lock of one API", "name the API")
    elif len(entries) > 1 and captures:
        entries = [entry for entry in entries if _concerns(entry, captures)] or entries
    if run.report.failed and not run.exits:
        run.exits.append(Exit.UNUSABLE)
    elif captures or not pages:
        for entry in entries:
            _one(entry, captures, run, named=bool(apis), limits=limits)
        if apply:
            _apply(entries, captures, run, _Making(record=record, named=bool(apis), limits=limits))
    _print(run, output, strict=strict)
    raise typer.Exit(_exit(run, strict=strict))


def _captures(files: list[Path], run: _Run) -> list[ReadPage]:
    found: list[ReadPage] = []
    with CountProgress(len(files), "reading") as progress:
        for page in read_pages(files):
            run.report.extend(page.report)
            if is_usable(page):
                found.append(page)
            else:
                run.exits.append(page.exit)
            progress.advance(failed=not is_usable(page))
    return found


def _concerns(entry: ApiEntry, captures: list[ReadPage]) -> bool:
    """Whether one of the pages is one of those that the API has in its lock."""
    from truespec.documentation.acceptance import same_page  # noqa: PLC0415 -- the start of a command is on the clock

    lock = load_lock(entry, Report())
    return lock is not None and any(same_page(lock, page.surface) for page in captures if page.surface is not None)


def _one(
    entry: ApiEntry, captures: list[ReadPage], run: _Run, *, named: bool, limits: Limits, api: Api | None = None
) -> None:
    """Compare one API; what cannot be compared is said, and told by the exit code where the API was asked for.

    ``api`` is its contract where that is known.
    """
    from truespec.interpretation.load import load_entry  # noqa: PLC0415

    own = Report()
    lock = load_lock(entry, own, run.lock)
    if lock is not None:
        api = api or load_entry(entry, own, limits=limits)
        run.known[entry.name] = frozenset(diagnostic.id for diagnostic in own)
    if lock is None or api is None:
        run.report.extend(own)
        run.exits.append(Exit.UNUSABLE)
        return
    found = _compared(entry, api, lock, captures, run)
    if found is not None:
        run.found.append(found)
    elif named or captures:
        run.exits.append(Exit.COULD_NOT_TELL)


def _compared(entry: ApiEntry, api: Api, lock: Lock, captures: list[ReadPage], run: _Run) -> ApiReport | None:
    from truespec.drift.compare import compare  # noqa: PLC0415
    from truespec.drift.reports import ApiReport  # noqa: PLC0415
    from truespec.drift.waivers import WAIVERS_FILE, read_waivers, waive  # noqa: PLC0415

    pairs = _pairs(entry, api, lock, captures, run)
    if captures and not any(pair.now for pair, _ in pairs):
        return None
    waived = Report()
    waivers = read_waivers(entry.spec.parent / WAIVERS_FILE, waived)
    comparison = compare([pair for pair, _ in pairs], api)
    if not comparison.compared:
        _say_not_compared(entry, pairs, run)
        return None
    changes = waive(comparison.changes, waivers, waived, dt.datetime.now(dt.UTC).date())
    run.report.extend(waived)
    comparison.coverage.excluded = sum(bool(change.waived) for change in changes)
    exit_ = Exit.UNUSABLE if waived.failed else Exit(any(change.drift for change in changes))
    pages = tuple(_page_report(pair, file) for pair, file in pairs)
    asked = entry.name if entry.settings is not None else str(entry.spec)
    return ApiReport(entry.name, pages, changes, comparison.coverage, exit_, asked)


def _pairs(entry: ApiEntry, api: Api, lock: Lock, captures: list[ReadPage], run: _Run) -> list[tuple[Pair, str]]:
    """Return the pages of the lock, each with its capture where one was given; a capture of none is reported."""
    from truespec.documentation.acceptance import same_page  # noqa: PLC0415
    from truespec.documentation.operations import matched  # noqa: PLC0415
    from truespec.drift.compare import Pair  # noqa: PLC0415

    taken: dict[str, ReadPage] = {}
    new: list[tuple[Pair, str]] = []
    labels = [operation.label for operation in api.operations]
    for capture in captures:
        if capture.surface is None:
            continue
        name = same_page(lock, capture.surface)
        if not check_end(lock, name, capture):
            run.report.extend(capture.report)
            run.exits.append(Exit.COULD_NOT_TELL)
        elif name and name not in taken:
            taken[name] = capture
        elif matched(labels, {fact.operation for fact in capture.surface.facts if fact.operation}):
            new.append((Pair(Path(capture.file).stem, None, capture.surface), capture.file))
        else:
            message = f"the page has no operation of {entry.name}, neither of its lock nor of its spec"
            run.report.error("page-of-others", Location(capture.file), message, "name the API that the page is about")
            run.exits.append(Exit.COULD_NOT_TELL)
    known = [
        (Pair(name, page.surface, taken[name].surface if name in taken else None), _file(taken, name))
        for name, page in lock.pages.items()
    ]
    return [*known, *new]


def _file(taken: dict[str, ReadPage], name: str) -> str:
    return taken[name].file if name in taken else ""


def _say_not_compared(entry: ApiEntry, pairs: list[tuple[Pair, str]], run: _Run) -> None:
    from truespec.cli.pages import lock_path  # noqa: PLC0415

    refused = [reason for pair, _ in pairs if pair.before is not None for reason in pair.before.page.reasons]
    place = Location(str(lock_path(entry)))
    if pairs:
        message = f"no readable page of {entry.name}: {'; '.join(refused) or 'each was refused'}"
        advice = "save the page in a form that keeps names and types, such as page.md"
    else:
        message = f"no page of {entry.name} was accepted, so there is nothing to compare"
        advice = f"truespec read PAGE --api {entry.name} --accept"
    run.report.warning("drift-not-compared", place, message, advice)


def _page_report(pair: Pair, file: str) -> Any:
    from truespec.drift.reports import PageReport  # noqa: PLC0415

    surface = pair.now or pair.before
    facts = () if surface is None else surface.facts
    return PageReport(
        pair.name,
        None if pair.before is None else pair.before.page,
        None if pair.now is None else pair.now.page,
        file,
        len({fact.operation for fact in facts if fact.operation}),
        len(facts),
    )


@dataclass(frozen=True, slots=True)
class _Making:
    """How additions are made: whether they are written down, whether the APIs were named, and the limits of a spec."""

    record: bool
    named: bool
    limits: Limits


def _apply(entries: list[ApiEntry], captures: list[ReadPage], run: _Run, making: _Making) -> None:
    """Make the additions, and compare again: what is reported is what is left."""
    from truespec.cli.applying import amend  # noqa: PLC0415

    if run.exits:
        message = "something could not be compared, so nothing is added to any spec"
        run.report.error("edit-refused", Location("--apply"), message, "see to what is said above first")
        return
    for entry, found in [(entry, one) for entry in entries for one in run.found if one.api == entry.name]:
        made, api = amend(entry, found.changes, run.report, making.limits, run.known[entry.name])
        for one in made:
            console.note(one.words)
        if made and making.record:
            _record(entry, [one.change for one in made], found, run)
        if run.report.failed:
            run.exits.append(Exit.UNUSABLE)
        elif made:
            run.found.remove(found)
            _one(entry, captures, run, named=making.named, limits=making.limits, api=api)


def _record(entry: ApiEntry, made: list[Change], found: ApiReport, run: _Run) -> None:
    from truespec.cli.recording import record  # noqa: PLC0415

    path = record(entry, made, found.changes, dt.datetime.now(dt.UTC).date(), run.report)
    if path is not None:
        console.note(f"{path} says what was added")


def _exit(run: _Run, *, strict: bool) -> Exit:
    from truespec.drift.change import Kind  # noqa: PLC0415

    loose = [change for one in run.found for change in one.changes if change.kind is Kind.UNSUPPORTED]
    unsupported = strict and any(not change.waived for change in loose)
    return max(run.exit, Exit.DOES_NOT_HOLD if unsupported else Exit.HOLDS)


def _print(run: _Run, output: DriftFormat, *, strict: bool) -> None:
    if output is DriftFormat.JSON:
        console.document(as_document(run.found, run.report, int(_exit(run, strict=strict))))
        return
    console.diagnostics(run.report)
    for line in as_lines(run.found, output, strict=strict):
        console.line(line)
