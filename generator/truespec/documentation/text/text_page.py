"""Reads the text of a rendered page: copied from a browser, taken by a script, or by a crawler."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.facts.gathering import Gathering, check_once
from truespec.documentation.facts.surface import Leftover, PageFacts, Surface
from truespec.documentation.facts.wording import digest, digest_line
from truespec.documentation.page import Page
from truespec.documentation.rendered.fields import Capture
from truespec.documentation.rendered.language import language_of
from truespec.documentation.rendered.structures import Structures
from truespec.documentation.rendered.words import words_of
from truespec.documentation.text.text_capture import capture_of
from truespec.documentation.text.text_contents import TextContents
from truespec.documentation.text.text_lines import TextLines, field_on_a_line
from truespec.documentation.text.text_operation import TextOperation
from truespec.documentation.text.text_spans import Span, find_operations
from truespec.documentation.text.text_starts import starts_field
from truespec.documentation.text.text_wholeness import missing_parts

__all__ = ["read_text"]

_AGAIN: Final = 1
"""How often a page may be read once more with what it has shown."""
_SEVERAL: Final = 2
_LONGEST_TITLE: Final = 120
_SENTENCE: Final = re.compile(r"[.!?\u3002]\Z")
"""What rather describes the page, where its first operation has no title and this stands between."""


def read_text(page: Page, known: PageFacts, report: Report) -> Surface:
    """Read the operations of a saved text; every line that no rule takes is left over."""
    words = words_of(known.language or language_of(page.lines) or "en")
    lines = TextLines.of(page.lines, words)
    capture = capture_of(lines)
    spans = find_operations(lines, flagged=capture.flagged)
    into, operations, after = _read(lines, spans, capture)
    if any(operation.contents.misfits for operation in operations):
        # Members of fields that are not there themselves stand among the others: now every list is suspect.
        into, operations, after = _read(lines, spans, dataclasses.replace(capture, opened=True))
    footer = bool(spans) and any(lines.is_footer(index) for index in range(spans[-1].header, len(lines)))
    missing = missing_parts(lines, operations, after, footer=footer)
    # Of an operation that is torn, nobody can tell which of the facts are its own.
    torn = {number for part in missing for number in part.torn if number < len(operations)}
    into.forget(operations[number].facts for number in torn)
    if _describes_page(operations):
        title = (operations[0].title or (0, ""))[0]
        into.facts = [one for one in into.facts if (one.attribute, one.line) != ("summary", title)]
        operations[0].title = None
    check_once(into, page, report)
    left = tuple(
        Leftover(line.number, digest_line(line.text)) for line in lines.lines if line.number not in lines.taken
    )
    for part in missing:
        report.error("page-cut", page.at(part.line), part.message, "save the page again, whole")
    facts = dataclasses.replace(
        known,
        sha256=page.sha256,
        lines=len(lines) + len(lines.furniture),
        understood=len(lines) + len(lines.furniture) - len(left),
        whole=bool(spans) and not missing,
        footer=footer,
    )
    first = lines.number(spans[0].start) if spans else 0
    waiting = any(first < number <= lines.number(after - 1) for number in lines.waiting)
    return Surface(facts, tuple(into.facts), left, named=frozenset(_named(lines, operations)), waiting=waiting)


def _named(lines: TextLines, operations: list[TextOperation]) -> Iterator[str]:
    """Yield digests of short lines between operations, but for their titles and that of the page."""
    ends = [1, *(operation.samples.end for operation in operations)]
    starts = [*(operation.span.start for operation in operations), len(lines)]
    titles = {operation.title[0] for operation in operations if operation.title is not None}
    for index in (index for start, end in zip(ends, starts, strict=True) for index in range(start, end)):
        text = lines.text(index)
        if len(text) <= _LONGEST_TITLE and lines.number(index) not in titles and not lines.is_noise(index):
            yield str(digest(text)["digest"])


def _read(lines: TextLines, spans: list[Span], capture: Capture) -> tuple[Gathering, list[TextOperation], int]:
    """Read all operations, and tell where the last one ends; what one shows may tell how to read another."""
    known = Structures(lines.words.hide_members)
    for _ in range(_AGAIN):
        seen = Structures(lines.words.hide_members)
        found = _read_once(lines, spans, capture, (known, seen))
        if not seen.helps(known):
            return found
        known = seen
    return _read_once(lines, spans, capture, (known, Structures(lines.words.hide_members)))


def _read_once(
    lines: TextLines, spans: list[Span], capture: Capture, structures: tuple[Structures, Structures]
) -> tuple[Gathering, list[TextOperation], int]:
    lines.taken.clear()
    into = Gathering()
    operations: list[TextOperation] = []
    after = 0
    for span in spans:
        title, deprecated = _title(lines, span, after)
        contents = TextContents(lines, capture, into, *structures)
        operation = TextOperation(lines, span, capture, into, contents, title, deprecated)
        after = operation.say()
        operations.append(operation)
    _prose(lines, after, len(lines))
    return into, operations, after


def _title(lines: TextLines, span: Span, after: int) -> tuple[tuple[int, str] | None, int]:
    """Return the title and the line of the badge that says "deprecated"; what else is before is prose."""
    index = span.start - 1
    title = None
    deprecated = 0
    named = after or (index > 0 and not (index == 1 and _SENTENCE.search(lines.text(index))))
    if index >= after and named and not lines.is_badge(index) and not lines.is_noise(index):
        title = (lines.number(index), lines.text(index))
        index -= 1
    while index >= after and (lines.is_badge(index) or lines.is_noise(index)):
        if lines.is_badge(index):
            deprecated = lines.number(index)
        lines.take(index)
        index -= 1
    _prose(lines, after, index + 1)
    return title, deprecated


def _describes_page(operations: list[TextOperation]) -> bool:
    """Whether the words above the first operation may as well describe the page: its other operations have no title."""
    others = [operation.title for operation in operations[1:]]
    return len(others) >= _SEVERAL and not any(others)


def _prose(lines: TextLines, start: int, end: int) -> None:
    """Take what stands between operations; what looks like a field there is left over."""
    for index in range(start, end):
        if field_on_a_line(lines.text(index), lines.words) is None and not starts_field(lines, index, flagged=True):
            lines.take(index)
