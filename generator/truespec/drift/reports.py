"""The differences of one API as programs read them: JSON, and annotations of GitHub."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from truespec.diagnostics import Location, printable
from truespec.documentation.facts.surface import PageFacts, Value
from truespec.drift.change import Change, Edit, Suggestion, Weight
from truespec.drift.coverage import Coverage
from truespec.drift.wording import place_of, said_of

__all__ = [
    "ApiReport",
    "PageReport",
    "Suggest",
    "as_json",
    "change_json",
    "github_lines",
    "plain_json",
]

Suggest = Callable[[Change], tuple[Suggestion, ...]]
"""Writes the edits of a change as lines of files."""
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
    """One API: its pages, what differs, how much is covered, and what that comes to as an exit code.

    ``asked`` is the word of the command line that means the API: its name, or the file of its spec.
    """

    api: str
    pages: tuple[PageReport, ...]
    changes: tuple[Change, ...]
    coverage: Coverage
    exit: int
    asked: str = ""

    def file_of(self, page: str) -> str:
        """Return the file of a page that was read now; empty for one that is only in the lock."""
        return next((one.file for one in self.pages if one.name == page), "")


def as_json(report: ApiReport, suggest: Suggest) -> dict[str, Any]:
    """Return a report as plain data."""
    pages = [_page_json(page) for page in report.pages]
    return {
        "api": report.api,
        "page": pages[0] if pages else None,
        "pages": pages,
        "facts": {"pages": sum(page.facts for page in report.pages)},
        "changes": [change_json(change, report, suggest) for change in report.changes],
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


def change_json(change: Change, report: ApiReport | None = None, suggest: Suggest = lambda _: ()) -> dict[str, Any]:
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
        "suggestion": [asdict(one) for one in suggest(change)],
        "waived": change.waived,
        "waived_on": change.waived_on,
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
        "action": edit.action.value,
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
