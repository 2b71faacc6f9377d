"""What was read of one page, as people and programs are shown it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage
from truespec.diagnostics import printable

if TYPE_CHECKING:
    from truespec.documentation.facts.surface import Fact, PageFacts
    from truespec.drift.change import Change

__all__ = ["page_document", "page_lines"]


def page_document(page: ReadPage, changes: list[Change] | None) -> dict[str, Any]:
    """Return the page, its facts and what was not understood; what changed, where an API was named."""
    from truespec.drift.reports import change_json  # noqa: PLC0415 -- the start of every command is on the clock

    surface = page.surface
    document: dict[str, Any] = {
        "page": {"file": page.file, **_identity(page)},
        "facts": [] if surface is None else [_fact_json(fact) for fact in surface.facts],
        "not_understood": [
            {"line": one.line, "digest": one.digest} for one in (() if surface is None else surface.not_understood)
        ],
    }
    if changes is not None:
        document["changes"] = [change_json(change) for change in changes]
    if len(page.report):
        document["diagnostics"] = [diagnostic.as_json() for diagnostic in page.report]
    return document


def _identity(page: ReadPage) -> dict[str, Any]:
    if page.surface is not None:
        return _page_json(page.surface.page)
    return {"unchanged": True} if page.exit is Exit.HOLDS else {}


def _page_json(page: PageFacts) -> dict[str, Any]:
    return {
        "form": page.form.value,
        "grade": page.grade.value,
        "language": page.language,
        "printer": page.printer,
        "reasons": list(page.reasons),
        "sha256": page.sha256,
        "lines": page.lines,
        "understood": page.understood,
        "whole": page.whole,
    }


def _fact_json(fact: Fact) -> dict[str, Any]:
    from truespec.drift.reports import plain_json  # noqa: PLC0415

    return {
        "operation": fact.operation,
        "place": fact.place,
        "attribute": fact.attribute,
        "value": plain_json(fact.value),
        "visibility": fact.visibility.value,
        "evidence": fact.evidence.value,
        "line": fact.line,
    }


def page_lines(page: ReadPage, changes: list[Change] | None) -> Iterator[str]:
    """Yield a summary of the page, and what changed, where an API was named."""
    surface = page.surface
    if surface is None:
        if page.exit is Exit.HOLDS:
            yield f"{printable(page.file)}: not changed since it was accepted"
        return
    known = surface.page
    operations = len({fact.operation for fact in surface.facts if fact.operation})
    words = [
        known.form.value,
        f"grade {known.grade.value}",
        *(word for word in (known.language, known.printer) if word),
    ]
    yield f"{printable(page.file)}: {', '.join(words)}"
    for reason in known.reasons:
        yield f"  {printable(reason)}"
    yield f"  {operations} operations, {len(surface.facts)} facts, {known.understood} of {known.lines} lines understood"
    if surface.not_understood:
        numbers = ", ".join(str(one.line) for one in surface.not_understood[:20])
        more = ", ..." if len(surface.not_understood) > 20 else ""
        yield f"  not understood: line {numbers}{more}"
    if changes is not None:
        from truespec.drift.terminal import change_lines  # noqa: PLC0415 -- as above

        yield from change_lines(changes)
        yield f"{sum(change.drift for change in changes)} changes since it was accepted"
