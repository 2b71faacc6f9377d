"""Reads the text of a rendered page: copied from a browser, taken by a script, or by a crawler."""

from __future__ import annotations

import dataclasses
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.fields import Capture
from truespec.documentation.gathering import Gathering, check_once
from truespec.documentation.language import language_of
from truespec.documentation.page import Page
from truespec.documentation.surface import Leftover, PageFacts, Surface
from truespec.documentation.text_capture import capture_of
from truespec.documentation.text_fields import starts_field
from truespec.documentation.text_lines import TextLines, field_on_a_line, method_line
from truespec.documentation.text_operation import TextOperation
from truespec.documentation.text_spans import Span, find_operations
from truespec.documentation.wording import digest_line
from truespec.documentation.words import words_of

__all__ = ["read_text"]

_LINES_OF_A_TITLE: Final = 2


def read_text(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read the operations of a saved text; every line that no rule takes is left over."""
    words = words_of(known.language or language_of(page.lines) or "en")
    lines = TextLines.of(page.lines, words)
    capture = capture_of(lines)
    spans = find_operations(lines, flagged=capture.flagged)
    into, misfits, cut, after = _read(lines, spans, capture)
    if misfits:
        # Members of fields that are not there themselves stand among the others: now every list is suspect.
        lines.taken.clear()
        into, _, cut, after = _read(lines, spans, dataclasses.replace(capture, opened=True))
    check_once(into, page, report)
    left = tuple(
        Leftover(line.number, digest_line(line.text)) for line in lines.lines if line.number not in lines.taken
    )
    footer = bool(spans) and any(lines.is_footer(index) for index in range(spans[-1].header, len(lines)))
    whole = bool(spans) and spans[-1].header < len(lines) and not cut and (footer or not _begins(lines, after))
    if not whole and spans:
        message = "the page ends within an operation; what is below may still be there"
        report.error("page-cut", page.at(len(page.lines)), message, "save the page again, whole")
    facts = dataclasses.replace(
        known, sha256=page.sha256, lines=len(lines), understood=len(lines) - len(left), whole=whole, footer=footer
    )
    return Surface(facts, tuple(into.facts), left)


def _begins(lines: TextLines, after: int) -> bool:
    """Whether what stands behind the last operation is the head of one more: a method, or what could be its title."""
    behind = [lines.text(index) for index in range(after, len(lines)) if not lines.is_noise(index)]
    methods = (method_line(text) for text in behind)
    return 0 < len(behind) <= _LINES_OF_A_TITLE or any(one is not None and not one.rest for one in methods)


def _read(lines: TextLines, spans: list[Span], capture: Capture) -> tuple[Gathering, int, bool, int]:
    """Read all operations; count the lists that cannot be members of one object, and tell if and where they end."""
    into = Gathering()
    after = misfits = 0
    cut = False
    for span in spans:
        title, deprecated = _title(lines, span, after)
        operation = TextOperation(lines, span, capture, into, title, deprecated)
        after = operation.say()
        misfits += operation.misfits
        cut = operation.cut
    _prose(lines, after, len(lines))
    return into, misfits, cut, after


def _title(lines: TextLines, span: Span, after: int) -> tuple[tuple[int, str] | None, int]:
    """Return the title and the line of the badge that says "deprecated"; what else is before is prose."""
    index = span.start - 1
    title = None
    deprecated = 0
    if index >= after and not lines.is_badge(index) and (after or index > 0) and not lines.is_noise(index):
        title = (lines.number(index), lines.text(index))
        index -= 1
    while index >= after and (lines.is_badge(index) or lines.is_noise(index)):
        if lines.is_badge(index):
            deprecated = lines.number(index)
        lines.take(index)
        index -= 1
    _prose(lines, after, index + 1)
    return title, deprecated


def _prose(lines: TextLines, start: int, end: int) -> None:
    """Take what stands between operations; what looks like a field there is left over."""
    for index in range(start, end):
        if field_on_a_line(lines.text(index), lines.words) is None and not starts_field(lines, index, flagged=True):
            lines.take(index)
