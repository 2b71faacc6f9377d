"""Tells where a saved text is not whole: begun within an operation, torn in the middle, or ended within one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.documentation.samples import Samples
from truespec.documentation.text_lines import TextLines, method_line, status_of
from truespec.documentation.text_operation import TextOperation

__all__ = ["Missing", "missing_parts"]

_LINES_OF_A_TITLE: Final = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Missing:
    """Where something is missing, and in words what."""

    line: int
    message: str


def missing_parts(
    lines: TextLines, operations: Sequence[TextOperation], after: int, *, footer: bool
) -> tuple[Missing, ...]:
    """Return what is missing; ``after`` is the line after the last operation, ``footer`` says that the end is there."""
    if not operations:
        return ()
    found = [Missing(line, "the page begins within an operation") for line in _before(lines, operations[0].span.start)]
    found.extend(
        Missing(lines.number(operation.span.start), "here two operations run into each other; what was between is gone")
        for operation in operations
        if operation.torn
    )
    last = operations[-1]
    if last.cut or last.span.header >= len(lines) or (not footer and _goes_on(lines, operations, after)):
        end = lines.number(len(lines) - 1)
        found.append(Missing(end, "the page ends within an operation; what is below may still be there"))
    return tuple(found)


def _before(lines: TextLines, start: int) -> Iterator[int]:
    """Yield the line before the first operation that only the end of another can have, if there is one."""
    depth = 0
    for index in range(start):
        text = lines.text(index)
        if text in {"{", "["} or text.endswith((": {", ": [")):
            depth += 1
        elif text.rstrip(",") in {"}", "]"}:
            depth -= 1
        answers = lines.words.sections.get(text) == "response" and status_of(lines.text(index + 1))
        if depth < 0 or answers:
            yield lines.number(index)
            return


def _goes_on(lines: TextLines, operations: Sequence[TextOperation], after: int) -> bool:
    """Whether the page ends with less than an operation: the head of one more, or less than all others have."""
    behind = [lines.text(index) for index in range(after, len(lines)) if not lines.is_noise(index)]
    methods = (method_line(text) for text in behind)
    if 0 < len(behind) <= _LINES_OF_A_TITLE or any(one is not None and not one.rest for one in methods):
        return True
    before, last = [operation.samples for operation in operations[:-1]], operations[-1].samples
    return bool(before) and all(_has_less(last, one) for one in before)


def _has_less(samples: Samples, others: Samples) -> bool:
    """Whether samples lack a request or an answer that others have."""
    return (others.code and not samples.code) or (others.ended and not samples.ended)
