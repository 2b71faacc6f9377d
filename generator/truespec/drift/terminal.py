"""The differences of one API as lines of a terminal: what happened, where, and what to edit."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.diagnostics import printable
from truespec.documentation.facts.surface import Grade, PageFacts
from truespec.drift.change import Change, Kind, Suggestion
from truespec.drift.reports import ApiReport, PageReport, Suggest
from truespec.drift.wording import IN_STEP, SIGNS, counted, place_of, said_of, shown

__all__ = ["as_text", "change_lines"]

_MOST_LINES: Final = 24
_WIDEST_PLACE: Final = 40
_WIDEST_WORDS: Final = 60


def as_text(report: ApiReport, suggest: Suggest, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines of a report; ``everything`` lists what no page supports as well."""
    for page in report.pages:
        yield from _page(report, page)
    listed = [change for change in report.changes if everything or change.kind is not Kind.UNSUPPORTED]
    yield from change_lines(listed, report, suggest)
    yield f"{counted(report.changes)}   coverage {report.coverage}"
    yield from _next(report, listed)


def _page(report: ApiReport, page: PageReport) -> Iterator[str]:
    known = page.page
    if known is None:
        return
    words = (report.api, page.name, known.form.value, page.grades, f"{page.operations} operations")
    read_now = [printable(page.file)] if page.file else []
    yield "  ".join([*map(printable, words), f"understood {understood(known)}", *read_now])
    if known.grade is Grade.D:
        yield from (f"  refused: {shown(reason)}" for reason in known.reasons)


def understood(page: PageFacts) -> str:
    """Return how much of a page was understood, as a share of its lines."""
    return "-" if not page.lines else f"{100 * page.understood / page.lines:.1f}%"


def change_lines(
    changes: Sequence[Change], report: ApiReport | None = None, suggest: Suggest = lambda _: ()
) -> Iterator[str]:
    """Yield the changes below the operations they belong to, each with the edit of the spec that it suggests."""
    operation: str | None = None
    told: set[Suggestion] = set()
    wide = min(max((len(place_of(change)) for change in changes), default=0), _WIDEST_PLACE)
    broad = min(max((len(said_of(change)) for change in changes), default=0), _WIDEST_WORDS)
    for change in _by_operation(changes):
        if change.operation != operation:
            operation = change.operation
            yield printable(operation) or "the whole page"
        what = f"{place_of(change):<{wide}}  {said_of(change):<{broad}}"
        yield f"  {SIGNS[change.kind]} {what}  {_places(change, report)}".rstrip()
        if change.waived:
            yield f"      waived {change.waived_on}: {shown(change.waived)}"
            continue
        for one in suggest(change):
            if one not in told:
                told.add(one)
                yield from _suggested(one)


def _suggested(one: Suggestion) -> Iterator[str]:
    """Yield where an edit goes and what it comes to, as lines that go and lines that come."""
    how = "--apply makes it" if one.applies else "suggested, by hand"
    caution = f" (look first: {shown(one.caution)})" if one.caution else ""
    yield f"      {printable(one.file)}:{one.line}:{one.column}  {how}{caution}"
    lines = [*(f"- {line}" for line in one.old), *(f"+ {line}" for line in one.new)]
    for line in lines[:_MOST_LINES]:
        yield f"        {shown(line)}"
    if len(lines) > _MOST_LINES:
        yield f"        ... {len(lines) - _MOST_LINES} more lines"


def _by_operation(changes: Sequence[Change]) -> list[Change]:
    order = {operation: number for number, operation in enumerate(dict.fromkeys(one.operation for one in changes))}
    return sorted(changes, key=lambda change: order[change.operation])


def _places(change: Change, report: ApiReport | None) -> str:
    several = report is not None and len(report.pages) > 1
    page = f"{printable(change.page) if several else 'page'}:{change.line}" if change.line else "-"
    spec = f"spec: {change.spec} ({change.location})" if change.spec and change.location is not None else ""
    return "  ".join(word for word in (page, spec, "breaking" if change.breaking else "") if word)


def _next(report: ApiReport, changes: Sequence[Change]) -> Iterator[str]:
    """Yield what to do next where a command does it: make the additions, or accept what the spec says already."""
    files = [page.file for page in report.pages if page.file]
    drift = [change for change in changes if change.drift]
    additions = sum(bool(change.edits) and all(edit.safe for edit in change.edits) for change in drift)
    named = shlex.quote(printable(report.asked or report.api))
    pages = [shlex.quote(printable(file)) for file in files]
    if additions:
        given = "".join(f" --page {page}" for page in pages)
        many = "addition" if additions == 1 else "additions"
        yield f"next: truespec drift {named}{given} --apply  (makes {additions} {many})"
    elif drift and files and all(change.spec in IN_STEP for change in drift):
        yield f"next: truespec read {' '.join(pages)} --api {named} --accept  (the spec says it all already)"
