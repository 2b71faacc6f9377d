"""The differences of one API as people and programs read them: lines, Markdown, JSON, annotations of GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from truespec.diagnostics import Location, printable
from truespec.documentation.surface import Grade, PageFacts, Value
from truespec.drift.change import Change, Edit, Kind, Weight
from truespec.drift.coverage import Coverage
from truespec.drift.wording import SIGNS, counted, place_of, said_of, shown

__all__ = [
    "ApiReport",
    "PageReport",
    "as_json",
    "as_text",
    "change_json",
    "change_lines",
    "github_lines",
    "plain_json",
]

_LEVELS: Final[Mapping[Weight, str]] = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.INFO: "notice"}


@dataclass(frozen=True, slots=True)
class PageReport:
    """One page of a comparison: ``file`` is the capture that was read now, empty for the lock alone."""

    name: str
    before: PageFacts | None
    now: PageFacts | None
    file: str = ""
    operations: int = 0
    facts: int = 0

    @property
    def page(self) -> PageFacts | None:
        """The page as it is known best: now, else as accepted."""
        return self.now or self.before

    @property
    def grades(self) -> str:
        """The grade of the page, and where it changed both: ``C->A``."""
        grades = [page.grade.value for page in (self.before, self.now) if page is not None]
        return "->".join(grades)


@dataclass(frozen=True, slots=True)
class ApiReport:
    """One API: its pages, what differs, how much is covered, and what that comes to as an exit code."""

    api: str
    pages: tuple[PageReport, ...]
    changes: tuple[Change, ...]
    coverage: Coverage
    exit: int

    def file_of(self, page: str) -> str:
        """Return the file of a page that was read now; empty for one that is only in the lock."""
        return next((one.file for one in self.pages if one.name == page), "")


def understood(page: PageFacts) -> str:
    """Return how much of a page was understood, as a share of its lines."""
    return "-" if not page.lines else f"{100 * page.understood / page.lines:.1f}%"


def as_text(report: ApiReport, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines of a report; ``everything`` lists what no page supports as well."""
    for page in report.pages:
        known = page.page
        if known is not None:
            words = (report.api, page.name, known.form.value, page.grades, f"{page.operations} operations")
            yield "  ".join([*map(printable, words), f"understood {understood(known)}"])
            if known.grade is Grade.D:
                yield from (f"  refused: {shown(reason)}" for reason in known.reasons)
    listed = [change for change in report.changes if everything or change.kind is not Kind.UNSUPPORTED]
    yield from change_lines(listed, report)
    yield f"{counted(report.changes)}   coverage {report.coverage}"


def change_lines(changes: Sequence[Change], report: ApiReport | None = None) -> Iterator[str]:
    """Yield the changes below the operations they belong to."""
    operation: str | None = None
    wide = min(max((len(place_of(change)) for change in changes), default=0), 40)
    for change in _by_operation(changes):
        if change.operation != operation:
            operation = change.operation
            yield printable(operation) or "the whole page"
        yield f"  {SIGNS[change.kind]} {place_of(change):<{wide}}  {said_of(change)}  {_places(change, report)}"
        if change.waived:
            yield f"      waived: {shown(change.waived)}"


def _by_operation(changes: Sequence[Change]) -> list[Change]:
    order = {operation: number for number, operation in enumerate(dict.fromkeys(one.operation for one in changes))}
    return sorted(changes, key=lambda change: order[change.operation])


def _places(change: Change, report: ApiReport | None) -> str:
    file = report.file_of(change.page) if report is not None else ""
    page = f"{printable(file) or 'page'}:{change.line}" if change.line else "-"
    spec = f"spec: {change.spec} ({change.location})" if change.spec and change.location is not None else ""
    return "  ".join(word for word in (page, spec, "breaking" if change.breaking else "") if word)


def as_json(report: ApiReport) -> dict[str, Any]:
    """Return a report as plain data."""
    pages = [_page_json(page) for page in report.pages]
    return {
        "api": report.api,
        "page": pages[0] if pages else None,
        "pages": pages,
        "facts": {"pages": sum(page.facts for page in report.pages)},
        "changes": [change_json(change, report) for change in report.changes],
        "coverage": {**report.coverage.as_json(), "text": str(report.coverage)},
        "exit": report.exit,
    }


def _page_json(page: PageReport) -> dict[str, Any]:
    known = page.page
    written: dict[str, Any] = {"name": page.name, "file": page.file, "grades": page.grades}
    if known is not None:
        written |= {
            "form": known.form.value,
            "grade": known.grade.value,
            "language": known.language,
            "printer": known.printer,
            "reasons": list(known.reasons),
            "lines": known.lines,
            "understood": known.understood,
            "whole": known.whole,
        }
    return {**written, "operations": page.operations, "facts": page.facts}


def change_json(change: Change, report: ApiReport | None = None) -> dict[str, Any]:
    """Return one change as plain data."""
    file = report.file_of(change.page) if report is not None else ""
    return {
        "class": change.kind.value,
        "severity": change.weight.value,
        "drift": change.drift,
        "breaking": change.breaking,
        "operation": change.operation,
        "pointer": change.place,
        "attribute": change.attribute,
        "before": plain_json(change.before),
        "after": plain_json(change.after),
        "below": plain_json(change.below),
        "evidence": change.evidence.value,
        "reasons": list(change.reasons),
        "shared_with": change.with_it,
        "page": {"name": change.page, "file": file, "line": change.line},
        "spec": _spec_json(change),
        "edits": [_edit_json(edit) for edit in change.edits],
        "waived": change.waived,
    }


def _spec_json(change: Change) -> dict[str, Any] | None:
    place = change.location
    if place is None:
        return None
    where = {"file": place.file, "pointer": place.pointer, "line": place.line, "column": place.column}
    return {**where, "state": change.spec}


def _edit_json(edit: Edit) -> dict[str, Any]:
    place = edit.location
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "pointer": "/".join([place.pointer, *(step.replace("~", "~0").replace("/", "~1") for step in edit.steps)]),
        "key": edit.key,
        "after": edit.after,
        "value": edit.value,
        "applies": edit.safe,
        "caution": edit.caution,
    }


def plain_json(value: Value | Mapping[str, Mapping[str, Value]]) -> Any:
    """Return a value of a fact as JSON has it."""
    if isinstance(value, tuple):
        return [plain_json(one) for one in value]
    if isinstance(value, Mapping):
        return {key: plain_json(one) for key, one in value.items()}
    return value


def github_lines(report: ApiReport) -> Iterator[str]:
    """Yield an annotation of GitHub for each drift, on its line of the spec."""
    for change in report.changes:
        if not change.drift:
            continue
        place = change.location or Location(report.file_of(change.page))
        where = f"file={_property(place.file)},line={place.line or 1},col={place.column or 1}"
        message = f"{change.operation} {place_of(change)}: {said_of(change)}" + (
            f" (page line {change.line})" if change.line else ""
        )
        yield f"::{_LEVELS[change.weight]} {where},title={_property(f'drift {report.api}')}::{_data(message)}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
