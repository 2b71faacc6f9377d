"""The answers of an operation in a saved text: statuses, descriptions, media types, headers and members."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.type_line import parse_type
from truespec.documentation.text.text_fields import read_fields
from truespec.documentation.text.text_lines import TextLines, field_on_a_line, is_media, status_of
from truespec.documentation.text.text_spans import Section
from truespec.documentation.text.text_starts import Expected, begins_named, starts_field

__all__ = ["Answer", "read_answers"]


@dataclasses.dataclass(slots=True)
class Answer:
    """One answer as printed; ``fields`` are its root or members, ``empty`` where it says it has no content."""

    status: str
    line: int
    words: list[tuple[int, str]] = dataclasses.field(default_factory=list[tuple[int, str]])
    media: tuple[int, str] | None = None
    headers: list[Field] = dataclasses.field(default_factory=list[Field])
    headers_closed: int = 0
    fields: list[Field] = dataclasses.field(default_factory=list[Field])
    empty: bool = False
    stated: bool = True
    """Whether its status stands among the answers; else only the samples have it."""
    bare: bool = False
    """Whether nothing describes it, not even the word that stands for a description."""


def read_answers(
    lines: TextLines, section: Section, samples: Mapping[str, object], *, flagged: bool, lost: str = ""
) -> list[Answer]:
    """Read the answers of a section; a number counts as a status where a status may stand, and once only.

    ``samples`` are those of answers by their status; ``lost`` is the status of the first where
    its line was not saved.
    """
    starts = _statuses(lines, section, flagged=flagged)
    answers: list[Answer] = []
    if lost and not starts:
        answers.append(Answer(lost, lines.number(section.index), stated=False))
        _members(lines, section.index + 1, section.end, answers[0], samples.get(lost), flagged=flagged)
    ends = [index for index, _ in starts[1:]] + [section.end]
    for (index, status), end in zip(starts, ends, strict=False):
        answers.append(_answer(lines, range(index, end), status, samples.get(status), flagged=flagged))
    for index in range(section.index + 1, starts[0][0] if starts else section.end):
        if lines.is_noise(index) or lines.text(index) in lines.words.no_content:
            lines.take(index)
    return answers


def _has_members(lines: TextLines, field: Field) -> bool:
    """Whether what looks like the heading of headers is a member: it says something, or its button has their word."""
    return bool(field.words or field.tail) or field.label.lower() in lines.words.hide_members


def _statuses(lines: TextLines, section: Section, *, flagged: bool) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    index = section.index + 1
    while index < section.end:
        alone = status_of(lines.text(index))
        status = alone or _glued_status(lines, index)
        named = starts_field(lines, index, flagged=flagged) and not _is_described_as_type(lines, index, section.end)
        if status and status not in seen and not named:
            found.append((index, status))
            seen.add(status)
            index += 1 if alone else 0  # what stands behind a status is its description, whatever it looks like
        index += 1
    return found


def _is_described_as_type(lines: TextLines, index: int, end: int) -> bool:
    """Whether a number is a status although a type stands behind it: no sample of the page has a member so named.

    A type that describes an answer is all that does, so that its content or the next answer follows.
    """
    text = lines.text(index)
    if not text.isdecimal() or not lines.pieced or lines.flag(index + 2) or text in lines.keys:
        return False
    after = lines.text(index + 2)
    return index + 2 >= end or bool(is_media(after) or status_of(after) or after in lines.words.no_content)


def _glued_status(lines: TextLines, index: int) -> str:
    """A status with the word for answers without a description: ``401Error``."""
    text = lines.text(index)
    for length in (3, 7):
        status = status_of(text[:length])
        if status and text[length:] in lines.words.of_status(status):
            return status
    return ""


def _answer(lines: TextLines, within: range, status: str, sample: object, *, flagged: bool) -> Answer:
    index, end = within.start, within.stop
    answer = Answer(status, lines.number(index))
    glued = not status_of(lines.text(index))
    lines.take(index)
    index += 1
    first = index
    while index < end and not _ends_description(lines, index, flagged=flagged, first=index == first and not glued):
        if not lines.is_noise(index):
            answer.words.append((lines.number(index), lines.text(index)))
        lines.take(index)
        index += 1
    answer.bare = not answer.words and not glued
    if len(answer.words) == 1 and answer.words[0][1] in lines.words.of_status(status):
        answer.words.clear()
    while index < end and (is_media(lines.text(index)) or lines.is_noise(index)):
        media = is_media(lines.text(index))
        if (answer.media is not None or not media) and begins_named(lines, index, flagged=flagged):
            break
        if media:
            answer.media = answer.media or (lines.number(index), lines.text(index))
        lines.take(index)
        index += 1
    while index < end and lines.text(index) in lines.words.no_content:
        answer.empty = True
        lines.take(index)
        index += 1
    _members(lines, index, end, answer, sample, flagged=flagged)
    return answer


def _ends_description(lines: TextLines, index: int, *, flagged: bool, first: bool) -> bool:
    text = lines.text(index)
    if is_media(text) or text in lines.words.no_content:
        return not first or is_media(text)
    words = lines.words
    typed = lines.type(index)
    return (
        starts_field(lines, index, flagged=flagged)
        or (text in words.response_names | words.header_names and lines.type(index + 1) is not None)
        or any(text.startswith(name) and _has_type(lines, text, name) for name in _headings(lines))
        or (typed is not None and not first)
        or (not first and _is_root(lines, index))
    )


def _is_root(lines: TextLines, index: int) -> bool:
    """Whether a line is a type with its flags: what an answer is itself, where no media type stands before it."""
    shown = field_on_a_line(lines.text(index), lines.words)
    return shown is not None and not shown.name and bool(shown.flags)


def _has_type(lines: TextLines, text: str, name: str) -> bool:
    """Whether ``text`` is ``name`` with a type glued to it."""
    return parse_type(text.removeprefix(name), lines.words) is not None


def _headings(lines: TextLines) -> frozenset[str]:
    return lines.words.response_names | lines.words.header_names


def _members(  # noqa: PLR0913
    lines: TextLines, index: int, end: int, answer: Answer, sample: object, *, flagged: bool
) -> None:
    expected = Expected(flagged, rooted=True, pseudo=_headings(lines), sample=sample)
    run = read_fields(lines, index, end, expected)
    for number, text in run.before:
        if text not in lines.words.no_content:
            lines.taken.discard(number)
    in_headers = False
    for field in run.fields:
        if "pseudo" in field.flags and answer.fields and flagged and field.name in lines.words.response_names:
            # Without a flag it is no member: what is above are headers, of which the heading was not saved.
            lines.taken.difference_update(one.line for one in answer.fields)
            answer.fields.clear()
        elif "pseudo" in field.flags and answer.fields:
            field.flags.discard("pseudo")  # a member of that name
        if "pseudo" in field.flags:
            in_headers = field.name in lines.words.header_names and not answer.fields and not _has_members(lines, field)
            if in_headers and not field.opened:
                answer.headers_closed = field.line
            if not in_headers:
                field.name = field.name if field.name in lines.words.header_names else ""
                answer.fields.append(field)
        elif in_headers:
            answer.headers.append(field)
        else:
            answer.fields.append(field)
