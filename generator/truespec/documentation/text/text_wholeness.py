"""Tells where a saved text is not whole: begun within an operation, torn in the middle, or ended within one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.documentation.text.samples import Samples
from truespec.documentation.text.text_lines import TextLines, is_media, status_of
from truespec.documentation.text.text_operation import TextOperation
from truespec.documentation.text.text_paths import method_line
from truespec.documentation.text.text_spans import begins_samples, headings_out_of_order
from truespec.documentation.text.text_strays import is_in_brackets, row_in_words, strays, unlike_a_beginning
from truespec.documentation.text.witnesses import disagreement

__all__ = ["Missing", "missing_parts"]

_LINES_OF_A_TITLE: Final = 2
_BEGINS: Final = "the page begins within an operation"
_BETWEEN: Final = "here two operations run into each other; what was between is gone"
_ENDS: Final = "the page ends within an operation; what is below may still be there"
_STRAY: Final = "what stands here belongs to an operation whose beginning is missing"
_BRACKETS: Final = "a sample begins or ends here in its middle"
_ORDER: Final = "sections of two operations follow each other here; what was between is gone"
_LESS: Final = "this operation lacks samples that all others have"
_BARE: Final = "an answer is listed here without its description"
_HEADLESS: Final = "fields are listed here below no heading"
_HALVED: Final = "a parameter of the path is listed here, and the path has none: a part of it is missing"
_EMPTY: Final = "a section of parameters is empty here"
_WAITING: Final = "what stands here was still being loaded"
_ANSWERLESS: Final = "no answer is listed here, as others have them"


@dataclasses.dataclass(frozen=True, slots=True)
class Missing:
    """Where something is missing, and in words what; ``torn`` are the numbers of operations that are not whole."""

    line: int
    message: str
    torn: tuple[int, ...] = ()


def missing_parts(
    lines: TextLines, operations: Sequence[TextOperation], after: int, *, footer: bool
) -> tuple[Missing, ...]:
    """Return what is missing; ``after`` is the line after the last operation, ``footer`` says that the end is there."""
    if not operations:
        return ()
    found = [*_beginning(lines, operations), *_within(lines, operations), *_between(lines, operations)]
    last = operations[-1]
    cut = last.cut and not (footer and _is_without_code(operations) and not last.samples.broken)
    if cut or last.span.header >= len(lines) or (not footer and _goes_on(lines, operations, after)):
        torn = (len(operations) - 1,) if after >= len(lines) or cut else ()
        found.append(Missing(lines.number(len(lines) - 1), _ENDS, torn))
    return tuple(found)


def _beginning(lines: TextLines, operations: Sequence[TextOperation]) -> Iterator[Missing]:
    """Yield where the page begins with what only stands within an operation."""
    first = operations[0].span.start
    line = next(strays(lines, 0, first), None)
    if line is None and unlike_a_beginning(lines, first, flagged=operations[0].capture.flagged):
        line = 0
    if line is None and begins_samples(lines, first):
        line = first
    if line is not None:
        yield Missing(lines.number(line), _BEGINS, (0,))


def _within(lines: TextLines, operations: Sequence[TextOperation]) -> Iterator[Missing]:
    """Yield the operations that say themselves that a part of them is missing."""
    for number, operation in enumerate(operations):
        found = _tear(lines, operation) or _waiting(lines, operation) or _lacking(lines, operation, operations)
        line, message = found or (0, "")
        if message:
            yield Missing(line, message, (number,))
        elif operation.bare and any(one.described for one in operations):
            yield Missing(operation.bare, _BARE, (number,))
        elif operation.answerless and any(one.answers for one in operations):
            yield Missing(operation.answerless, _ANSWERLESS, (number,))


def _tear(lines: TextLines, operation: TextOperation) -> tuple[int, str] | None:
    span, samples = operation.span, operation.samples
    if operation.torn:
        return lines.number(span.start), _BETWEEN
    if samples.torn:
        return samples.torn[0], _BRACKETS
    strange = headings_out_of_order(lines, span, flagged=operation.capture.flagged, has_body=samples.sends_body)
    if strange is not None:
        return lines.number(strange), _ORDER
    capture = operation.capture
    known = ((operation.empty, _EMPTY), (operation.halved, _HALVED), (operation.headless, _HEADLESS))
    if told := next((one for one in known if one[0]), None):
        return told
    row = row_in_words(lines, span.first, operation.sections, flagged=capture.flagged)
    if row is not None:
        return lines.number(row), _HEADLESS
    reason = disagreement(operation.contents.listed, samples, complete=capture.members, flags=capture.flags)
    if reason:
        return lines.number(min(span.header, len(lines) - 1)), f"{reason}: a part of the operation is missing"
    stray = is_in_brackets(lines, span.first, span.header)
    return None if stray is None else (lines.number(stray), _BRACKETS)


def _waiting(lines: TextLines, operation: TextOperation) -> tuple[int, str] | None:
    """Return the line that stands for all that a heading or an answer has."""
    for index in range(operation.span.first, operation.span.header) if lines.waiting else ():
        between = range(lines.number(index) + 1, lines.number(index + 1))
        line = next((number for number in between if number in lines.waiting), 0)
        if line and _announces(lines, index) and _announces(lines, index + 1):
            return line, _WAITING
    return None


def _announces(lines: TextLines, index: int) -> bool:
    text = lines.text(index)
    return text in lines.words.sections or bool(status_of(text)) or is_media(text) or method_line(text) is not None


def _lacking(lines: TextLines, operation: TextOperation, operations: Sequence[TextOperation]) -> tuple[int, str] | None:
    """Return the line of an operation whose samples are not there, or not to their end, as those of all others are."""
    others = [one.samples for one in operations if one is not operation]
    lacks = len(others) > 1 and all(_has_less(operation.samples, one) for one in others)
    begun = operation.samples.code and not operation.samples.ended
    if not (lacks or (begun and not _is_without_code(operations))):
        return None
    return lines.number(min(operation.span.header, len(lines) - 1)), _LESS


def _is_without_code(operations: Sequence[TextOperation]) -> bool:
    """Whether no operation of several has anything below the menus of its samples: some ways to save leave out code."""
    return len(operations) > 1 and not any(one.samples.target or one.samples.ended for one in operations)


def _between(lines: TextLines, operations: Sequence[TextOperation]) -> Iterator[Missing]:
    """Yield what stands between operations, or below the last, and is a part of one."""
    ends = [operation.samples.end for operation in operations]
    starts = [*(operation.span.start for operation in operations[1:]), len(lines)]
    for number, (start, end) in enumerate(zip(ends, starts, strict=True)):
        line = next(strays(lines, start, end), None)
        if line is not None:
            yield Missing(lines.number(line), _STRAY, (number, number + 1))


def _goes_on(lines: TextLines, operations: Sequence[TextOperation], after: int) -> bool:
    """Whether the page ends with less than an operation: the head of one more, or less than all others have.

    A page below which the site goes on does not end with the title of one more.
    """
    behind = [lines.text(index) for index in range(after, len(lines)) if not lines.is_noise(index)]
    methods = (method_line(text) for text in behind)
    closed = max(lines.furniture, default=0) > lines.number(after - 1)
    if (0 < len(behind) <= _LINES_OF_A_TITLE and not closed) or any(
        one is not None and not one.rest for one in methods
    ):
        return True
    before, last = [operation.samples for operation in operations[:-1]], operations[-1].samples
    return bool(before) and all(_has_less(last, one) for one in before)


def _has_less(samples: Samples, others: Samples) -> bool:
    """Whether samples lack a request or an answer that others have."""
    pairs = ((others.code, samples.code), (others.ended, samples.ended), (others.target, samples.target))
    return any(theirs and not ours for theirs, ours in pairs)
