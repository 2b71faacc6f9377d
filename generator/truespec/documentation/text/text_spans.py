"""Finds the operations in the lines of a saved text: where each begins, where its sections and samples are."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Final

from truespec.documentation.rendered.type_line import parse_type
from truespec.documentation.text.samples import LANGUAGE_MENU, REQUEST
from truespec.documentation.text.text_lines import TextLines, is_media, status_of
from truespec.documentation.text.text_paths import MethodLine, is_path, is_title_of, method_line, path_end
from truespec.documentation.text.text_starts import starts_field

__all__ = [
    "Section",
    "Span",
    "begins_samples",
    "find_operations",
    "find_sections",
    "heading_of",
    "headings_out_of_order",
    "path_end",
]

_ORDER: Final = {"auth": 0, "cookie": 1, "path": 2, "query": 3, "header": 4, "body": 5, "response": 6}
_SUREST: Final = 5
_STRONG: Final = 4
_WEAK: Final = 3
_CHOICE: Final = 2
_LAST_RESORT: Final = 1


@dataclasses.dataclass(slots=True)
class Span:
    """One operation: the indexes of its method, of the first line after its path, of its samples' header and end."""

    start: int
    method: str
    first: int
    header: int
    """The method above the samples; that of ``end`` where there is none."""
    end: int = 0
    torn: bool = False
    """Whether the samples behind it are those of another operation."""


@dataclasses.dataclass(slots=True)
class Section:
    """A heading and what it begins; ``glued`` is the type printed on the same line.

    ``kind`` is empty for what stands below a heading out of its order, which may be prose or a section that was moved.
    """

    kind: str
    index: int
    end: int
    glued: str = ""


def find_operations(lines: TextLines, *, flagged: bool) -> list[Span]:
    """Return the operations of a page in order; their ends are the beginnings of the next."""
    methods = _methods(lines, flagged=flagged)
    answers = [i for i in range(len(lines)) if _is_heading(lines, i, "response", flagged=flagged)]
    spans: list[Span] = []
    after = 0
    for answer in answers:
        if answer < after:
            continue
        header = next((i for i in sorted(methods) if i > answer), len(lines))
        starts = [i for i in methods if after <= i < answer]
        if not starts:
            continue
        mine = header < len(lines) and any(methods[i].method == methods[header].method for i in starts)
        wanted = [i for i in starts if not mine or methods[i].method == methods[header].method]
        # A heading of the vendor's own may be a method too, above the row: in letters of the other case.
        wanted = [i for i in wanted if mine and lines.text(i)[:2] == lines.text(header)[:2]] or wanted
        untitled = [i for i in wanted if not any(is_title_of(lines, i, below) for below in wanted)]
        start = next((i for i in untitled if _has_path(lines, i)), untitled[0])
        torn = not mine and begins_samples(lines, header)
        if not mine and not torn and header < len(lines):
            header = max(header - 1, 0)  # before the title of the next
        spans.append(Span(start, methods[start].method, path_end(lines, start), header, torn=torn))
        after = header + 1
    _last_without_answers(lines, methods, spans, after, flagged=flagged)
    for span, following in zip(spans, [*spans[1:], None], strict=False):
        span.end = len(lines) if following is None else following.start
    return spans


def find_sections(lines: TextLines, span: Span, *, flagged: bool, has_body: bool | None) -> list[Section]:
    """Return the sections of an operation: the best chain of headings in their order.

    A line of prose may be a heading's word; it does not stand in the order of headings, or not before what a heading
    begins.  ``has_body`` says whether the request of the samples has one, None where there is no request: with one, a
    heading of a body may have a bare type behind it, which otherwise is a field of that name.
    """
    found = [
        (candidate, weight)
        for index in range(span.first, span.header)
        for candidate, weight in _candidates(lines, index, span, flagged=flagged, has_body=has_body)
    ]
    best: list[tuple[int, int]] = []  # of each candidate: the weight of the best chain that ends there, and its link
    for number, (candidate, weight) in enumerate(found):
        before = [
            (best[earlier][0], earlier)
            for earlier in range(number)
            if _ORDER[found[earlier][0].kind] < _ORDER[candidate.kind]
        ]
        total, link = max(before, default=(0, -1))
        best.append((total + weight, link))
    chain: list[Section] = []
    number = max(range(len(best)), key=lambda one: (best[one][0], one), default=-1)
    while number >= 0:
        chain.append(found[number][0])
        number = best[number][1]
    chain = sorted([*chain, *_out_of_order(lines, span, chain, found, flagged=flagged)], key=lambda one: one.index)
    for section, following in itertools.pairwise(chain):
        section.end = following.index
    return chain


def headings_out_of_order(lines: TextLines, span: Span, *, flagged: bool, has_body: bool | None) -> int | None:
    """Return the line of a heading that begins a section of a kind that the operation has elsewhere; else None.

    Above the first section, words of a description may look like one.
    """
    chain = find_sections(lines, span, flagged=flagged, has_body=has_body)
    known = {section.index: section.kind for section in chain if section.kind}
    for index in range(min(known, default=span.header), span.header):
        if index in known or _describes(lines, index):
            continue
        for section, weight in _candidates(lines, index, span, flagged=flagged, has_body=has_body):
            surely = section.kind == "response" if lines.copied else section.kind != "cookie"
            if weight >= _STRONG and surely and section.kind in known.values():
                return index
    return None


def _out_of_order(
    lines: TextLines, span: Span, chain: list[Section], found: list[tuple[Section, int]], *, flagged: bool
) -> Iterator[Section]:
    """Yield where a heading with a field behind it stands out of order: what is below belongs to nothing before it.

    One that stands nowhere else begins a section that was moved; where there are several, one of them may be prose.
    """
    known = {section.index for section in chain}
    kinds = Counter(section.kind for section, weight in found if weight > _CHOICE)
    for index in range(span.first, span.header):
        skipped = index in known or _describes(lines, index) or _heads_a_value(lines, index)
        kind = "" if skipped else heading_of(lines, index, flagged=flagged)[0]
        following = _after_noise(lines, index + 1, span)
        begins = kind and following < span.header and following not in known
        if begins and starts_field(lines, following, flagged=flagged):
            yield Section(kind if kinds[kind] == 1 else "", index, span.header)


def _describes(lines: TextLines, index: int) -> bool:
    """Whether a line stands behind a status, whose description it is, whatever it looks like."""
    return bool(status_of(lines.text(index - 1)))


def _heads_a_value(lines: TextLines, index: int) -> bool:
    """Whether a word stands above the type of an answer's value: some languages have one word for all answers too."""
    return lines.text(index) in lines.words.response_names and lines.type(index + 1) is not None


def _after_noise(lines: TextLines, index: int, span: Span) -> int:
    while index < span.header and lines.is_noise(index):
        index += 1
    return index


def _candidates(
    lines: TextLines, index: int, span: Span, *, flagged: bool, has_body: bool | None
) -> Iterator[tuple[Section, int]]:
    kind, glued = heading_of(lines, index, flagged=flagged)
    if not kind and has_body and lines.words.sections.get(lines.text(index)) == "body":
        typed = lines.type(index + 1)
        choice = typed is not None and typed.is_choice  # what a body is more often than a member
        yield Section("body", index, span.header), _CHOICE if choice else _LAST_RESORT
    if not kind or (kind == "body" and has_body is False and not is_media(lines.text(index + 1))):
        return
    if _describes(lines, index):
        yield Section(kind, index, span.header, glued), _LAST_RESORT
        return
    if index > span.first and heading_of(lines, index - 1, flagged=flagged)[0] == kind:
        yield Section(kind, index, span.header, glued), _CHOICE  # below a heading of its own kind it is rather a name
        return
    strong = _is_followed(lines, index, kind, span, glued, flagged=flagged)
    surest = kind == "body" and any(is_media(lines.text(index + skip)) for skip in (1, 2))
    yield Section(kind, index, span.header, glued), _SUREST if surest else _STRONG if strong else _WEAK


def _methods(lines: TextLines, *, flagged: bool) -> dict[int, MethodLine]:
    found: dict[int, MethodLine] = {}
    for index in range(len(lines)):
        method = method_line(lines.text(index))
        if method is None or starts_field(lines, index, flagged=flagged):
            continue
        # One between a status and a media type, a sample or a method describes the answer.
        following = lines.text(index + 1)
        ends = following[:1] in {"{", "["} or following in lines.words.no_content or is_media(following)
        if not (_describes(lines, index) and not method.rest and (ends or method_line(following) is not None)):
            found[index] = method
    return found


def _has_path(lines: TextLines, index: int) -> bool:
    method = method_line(lines.text(index))
    return (method is not None and bool(method.rest)) or is_path(lines.text(index + 1))


def _is_strong(lines: TextLines, index: int, *, flagged: bool) -> bool:
    """Whether a method has a path, a heading or a field behind it, as the first of an operation has."""
    following = index + 1
    return bool(
        _has_path(lines, index)
        or heading_of(lines, following, flagged=flagged)[0]
        or starts_field(lines, following, flagged=flagged)
    )


def begins_samples(lines: TextLines, header: int) -> bool:
    """Whether a method and a path have a request behind them, or its menu, and not what begins an operation."""
    following = path_end(lines, header)
    while lines.is_noise(following) and lines.text(following).lower() not in LANGUAGE_MENU:
        following += 1
    text = lines.text(following)
    return header < len(lines) and (text.lower() in LANGUAGE_MENU or REQUEST.match(text) is not None)


def _last_without_answers(
    lines: TextLines, methods: dict[int, MethodLine], spans: list[Span], after: int, *, flagged: bool
) -> None:
    """Add an operation that the end of the page cuts before its answers."""
    for index in sorted(methods):
        if index >= after and _is_strong(lines, index, flagged=flagged):
            spans.append(Span(index, methods[index].method, path_end(lines, index), len(lines)))
            return


def heading_of(lines: TextLines, index: int, *, flagged: bool) -> tuple[str, str]:
    """Return what a heading begins and the type glued to it; empty for any other line."""
    text = lines.text(index)
    kind = "cookie" if text == "cookie" else lines.words.sections.get(text, "")
    if kind:
        typed = parse_type(lines.text(index + 1), lines.words)
        of_array = kind == "body" and typed is not None and bool(typed.depth) and not lines.flag(index + 2)
        named = flagged or lines.copied or not _ends_before_a_row(lines, index)
        if of_array or not (named and starts_field(lines, index, flagged=flagged)):
            return kind, ""
        first = lines.type(index + 1)
        named = first is not None and not first.is_choice and lines.odd_types(index + 1)
        if lines.copied and kind not in {"body", "response"} and not named:
            return kind, ""  # without flags, what follows is rather a name
        return "", ""
    for word, wanted in lines.words.sections.items():
        if wanted == "body" and text.startswith(word):
            typed = parse_type(text.removeprefix(word), lines.words)
            if typed is not None and typed.depth:
                return wanted, text.removeprefix(word)
    return "", ""


def _ends_before_a_row(lines: TextLines, index: int) -> bool:
    """Whether the types behind a line are names and types by turns, so that the line is no name of the first."""
    count = 0
    while (line := lines.type(index + 1 + count)) is not None:
        count += 1
        if line.is_special:
            break  # what no name is
    first = lines.type(index + 1)
    choice = first is not None and first.is_choice and lines.text(index + 1 + count) in lines.words.separators
    return count > 0 and count % 2 == 0 and not choice


def _is_heading(lines: TextLines, index: int, kind: str, *, flagged: bool) -> bool:
    return heading_of(lines, index, flagged=flagged)[0] == kind


def _is_answer_next(lines: TextLines, index: int, span: Span) -> bool:
    following = _after_noise(lines, index + 1, span)
    text = lines.text(following)
    return following >= span.header or bool(status_of(text)) or text[:3].isdigit()


def _is_followed(lines: TextLines, index: int, kind: str, span: Span, glued: str, *, flagged: bool) -> bool:  # noqa: PLR0913
    """Whether what stands behind a heading is what a heading of its kind begins."""
    if kind == "response":
        return _is_answer_next(lines, index, span)
    following = _after_noise(lines, index + 1, span)
    if glued or following >= span.header:
        return True
    text = lines.text(following)
    if heading_of(lines, following, flagged=flagged)[0] or starts_field(lines, following, flagged=flagged):
        return True
    return kind == "auth" or (kind == "body" and (is_media(text) or parse_type(text, lines.words) is not None))
