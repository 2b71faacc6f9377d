"""Reads one operation of a saved text, from its title to its samples."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from typing import Final

from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.rendered.fields import Capture, Field, say_field
from truespec.documentation.rendered.retold_values import give_back_defaults
from truespec.documentation.rendered.sample_facts import say_sample
from truespec.documentation.rendered.sample_values import first_object
from truespec.documentation.text.samples import Samples, read_samples
from truespec.documentation.text.text_answers import Answer, read_answers
from truespec.documentation.text.text_contents import TextContents
from truespec.documentation.text.text_doubts import (
    doubt_defaults,
    is_credential,
    is_described,
    leave_words,
    may_be_described,
)
from truespec.documentation.text.text_fields import read_fields
from truespec.documentation.text.text_lines import TextLines
from truespec.documentation.text.text_paths import completed, is_torn, method_line, path_end, row_of, without_host
from truespec.documentation.text.text_retold import Retold
from truespec.documentation.text.text_schemes import described
from truespec.documentation.text.text_spans import Section, Span, find_sections
from truespec.documentation.text.text_starts import Expected

__all__ = ["TextOperation"]

_BEARER: Final = "Bearer authentication header of the form Bearer <token>."


@dataclasses.dataclass(slots=True)
class TextOperation:
    """One operation and what its page keeps."""

    lines: TextLines
    span: Span
    capture: Capture
    into: Gathering
    contents: TextContents
    title: tuple[int, str] | None = None
    deprecated: int = 0
    cut: bool = False
    """Whether the page ends within the samples."""
    torn: bool = False
    """Whether its row and the head of its samples are those of two operations."""
    empty: int = 0
    """The line of a heading of parameters below which there is none; else 0."""
    answerless: int = 0
    """The line of the heading of answers where there is none; else 0."""
    answers: bool = False
    """Whether answers are listed, each with its status."""
    halved: int = 0
    """The line of a parameter of the path, where the path has none and looks whole; else 0."""
    headless: int = 0
    """The line of a parameter of the path that stands among credentials, or of words of none of them; else 0."""
    bare: int = 0
    """The line of an answer without the words that describe each; else 0."""
    described: bool = False
    """Whether an answer has them."""
    samples: Samples = dataclasses.field(default_factory=Samples)
    sections: int = 0
    """The index of the line where its first section begins."""
    facts: tuple[int, int] = (0, 0)
    """The numbers of the first fact that was said of it, and of the one after its last."""

    def say(self) -> int:
        """Say all facts of the operation and return the line after its samples."""
        first = len(self.into.facts)
        after = self._say()
        self.facts = first, len(self.into.facts)
        return after

    def _say(self) -> int:
        span = self.span
        self.lines.take(span.start, span.first)
        samples = self.samples = Samples(end=span.header)
        if span.header < len(self.lines) and method_line(self.lines.text(span.header)):
            after = path_end(self.lines, span.header)
            self.lines.take(span.header, after)
            samples = self.samples = read_samples(self.lines, span.first, after, span.end)
            self.cut = samples.is_cut and samples.end >= len(self.lines)
        path, evidence = self._path(samples)
        if not path:
            self.lines.taken.difference_update(self.lines.number(i) for i in range(span.start, span.first))
            return samples.end
        number = self.lines.number(span.start)
        self.into.operation = f"{span.method} {path}"
        self.into.say("", "present", True, number, evidence)
        if self.title is not None:
            self.lines.taken.add(self.title[0])
            self.into.word("", "summary", self.title[1], self.title[0])
        if self.deprecated:
            self.into.say("", "deprecated", True, self.deprecated)
        sections = find_sections(self.lines, span, flagged=self.capture.flagged, has_body=samples.sends_body)
        self.sections = sections[0].index if sections else span.header
        self._description(self.sections)
        for section in sections:
            self._section(section, samples)
        self._from_samples(samples)
        self.into.operation = ""
        return samples.end

    def _path(self, samples: Samples) -> tuple[str, Evidence]:
        """Return the path without its server, from the row, the header of the samples or the request."""
        server, row = row_of(self.lines, self.span.start, self.span.first)
        _, head = row_of(self.lines, self.span.header, path_end(self.lines, self.span.header))
        path = head or row
        ends = path_end(self.lines, self.span.header) >= len(self.lines)
        self.torn = self.span.torn
        halved = head.count("{") != head.count("}") or (not head and bool(row))
        if ends and (halved or not (row or server or head).endswith(head)):
            self.cut = True
        elif is_torn(row, head, samples.path) or halved:
            self.torn = True
        if (self.cut and ends) or self.torn:
            return "", Evidence.PATH
        if path and samples.path:
            path = completed(path, samples.path)
        if server and path and not row:
            address = server
            if address.endswith(path):
                server = address.removesuffix(path)
        if server and not path:
            path, server = without_host(server), ""
            return (samples.path or path), Evidence.SAMPLE
        if server:
            self.into.operation = ""
            self.into.say("", "server", server, self.lines.number(self.span.start))
        return (path, Evidence.STATED) if path else (samples.path, Evidence.SAMPLE)

    def _description(self, end: int) -> None:
        texts: list[tuple[int, str]] = []
        scopes = False
        for index in range(self.span.first, end):
            self.lines.take(index)
            scopes = scopes or self.lines.text(index) in self.lines.words.scopes
            if not scopes and not self.lines.is_noise(index):
                texts.append((self.lines.number(index), self.lines.text(index)))
        if texts:
            self.into.word("", "description", "\n".join(text for _, text in texts), texts[0][0])

    def _section(self, section: Section, samples: Samples) -> None:
        if not section.kind:
            return
        self.lines.take(section.index)
        if section.kind == "auth":
            self._auth(section)
        elif section.kind == "body":
            self._body(section, samples)
        elif section.kind == "response":
            unnamed = next((value for status, value, _ in samples.answers if not status), None)
            lost = next(iter(samples.statuses), "") if len(samples.statuses) == 1 else ""
            known = {status: value for status, value, _ in samples.answers}
            answers = read_answers(self.lines, section, known, flagged=self.capture.flagged, lost=lost)
            if self.lines.unbuttoned and sum(bool(answer.fields) or answer.empty for answer in answers) > 1:
                self.contents.misfits += 1  # a page has one answer open; somebody opened more, and members with them
            self.answers = any(answer.stated for answer in answers)
            sure = samples.answers or not self.lines.unbuttoned  # crawlers may lose answers without content
            self.answerless = self.lines.number(section.index) if sure and not self.answers else 0
            for answer in answers:
                self._answer(answer, samples, unnamed)
                unnamed = None if answer.media is not None else unnamed
        else:
            self._parameters(section, samples)

    def _auth(self, section: Section) -> None:
        expected = Expected(self.capture.flagged, schemes=True)
        run = read_fields(self.lines, section.index + 1, section.end, expected)
        self.contents.listed.credentials = [field.name for field in run.fields] or None
        if not run.fields:
            self.into.miss("auth", "present", Visibility.HIDDEN, self.lines.number(section.index))
        variables = (field.line for field in run.fields if f"{{{field.name}}}" in self.into.operation)
        words = (number for number, text in run.before if text == _BEARER and not run.fields)
        self.headless = next(variables, 0) or next(words, 0)
        for field in self._before_others(run.fields, is_credential):
            place = places.under("auth", field.name)
            field.words = described(field.words)
            if "\n".join(text for _, text in field.words) == _BEARER:
                self.into.say(place, "scheme", "bearer", field.words[0][0], Evidence.PROSE)
                field.words.clear()
            say_field(field, place, self.into, self.capture)

    def _parameters(self, section: Section, samples: Samples) -> None:
        run = read_fields(self.lines, section.index + 1, section.end, Expected(self.capture.flagged))
        for number, _ in run.before:
            self.lines.taken.discard(number)
        sent = {"query": samples.asked, "header": samples.headers}.get(section.kind, {})
        requested = section.kind == "query" and "host" in samples.headers
        nested = self.contents.parameters(section.kind, run.fields, sent, requested=requested)
        self.contents.listed.parameters[section.kind] = nested
        if not run.fields and (section.kind == "path" or self.capture.members):
            self.empty = self.lines.number(section.index)
        if section.kind == "path" and nested and self.capture.flags and _without_variables(self.into.operation):
            self.halved = nested[0].line
        found = nested
        if section.kind == "query":
            give_back_defaults(nested, samples.asked)
        doubt_defaults(nested, self.lines)
        if section.kind == "path" and "{" in self.into.operation:
            found = self._before_others(nested, lambda field: f"{{{field.name}}}" in self.into.operation)
        for field in found:
            if not field.name:
                self.lines.taken.discard(field.line)
                continue
            place = places.under(section.kind, field.name)
            say_field(field, place, self.into, self.capture)
            if samples.target and not self.capture.flags and section.kind in {"query", "header"}:
                named = samples.query if section.kind == "query" else frozenset(samples.headers)
                known = field.name in named or field.name.lower() in samples.headers
                self.into.settle(place, "required", known, field.line, Evidence.SAMPLE)

    def _before_others(self, fields: list[Field], belongs: Callable[[Field], bool]) -> list[Field]:
        """Return the fields up to the first that does not belong here, as the heading of its section is gone."""
        own = list(itertools.takewhile(belongs, fields))
        if own != fields and own:
            leave_words(own[-1], self.lines)
        for field in fields[len(own) :]:
            self.lines.taken.discard(field.line)
            leave_words(field, self.lines)
        return own

    def _body(self, section: Section, samples: Samples) -> None:
        start = section.index + 1
        number = self.lines.number(section.index)
        typed = self.lines.type(start) if not section.glued else None
        if typed is not None and typed.depth and not self.lines.flag(start + 1):
            section.glued = self.lines.text(start)
            self.lines.take(start)
            start += 1
        start = self.contents.media("body", start, section.end, samples.body)
        names = frozenset(first_object(samples.body) or {})
        expected = Expected(self.capture.flagged, rooted=True, names=names, sample=samples.body if names else None)
        run = read_fields(self.lines, start, section.end, expected)
        if is_described(run.fields, samples.body, flags=self.capture.flags):
            run.before.append((run.fields[0].line, run.fields[0].name))
            run.fields[0].name = ""
        left = may_be_described(run.fields, samples.body) if self.lines.copied else []
        if left:
            self.into.miss("body", "description", Visibility.LOST, left[0].line)
        self.contents.words("body", run.before)
        sample = samples.body if samples.has_body else None
        self.contents.value("body", run.fields[len(left) :], section.glued, number, sample, left=left)

    def _answer(self, answer: Answer, samples: Samples, unnamed: object) -> None:
        """Say one answer; ``unnamed`` is a sample without a status, which is that of the first that has content."""
        place = places.under("response", answer.status)
        self.bare = self.bare or (answer.line if answer.bare else 0)
        self.described = self.described or not answer.bare
        self.into.say(place, "present", True, answer.line, Evidence.STATED if answer.stated else Evidence.SAMPLE)
        sample = next((value for status, value, _ in samples.answers if status == answer.status), unnamed)
        retold = Retold(self.lines, answer, samples)
        if not answer.empty:
            retold.leave_headers(sample)
        framed = answer.media is not None and answer.stated
        self.contents.words(place, retold.description(), framed=framed)
        if answer.media is not None:
            self.into.say(place, "media", answer.media[1], answer.media[0])
        for header in answer.headers:
            say_field(header, places.under(f"{place}.header", header.name), self.into, self.capture)
        if answer.headers_closed:
            self.into.miss(f"{place}.header", "present", Visibility.HIDDEN, answer.headers_closed)
        if not answer.empty:
            self.contents.value(place, answer.fields, "", answer.line, sample)

    def _from_samples(self, samples: Samples) -> None:
        if samples.has_body:
            say_sample(samples.body, "body", self.into, samples.body_line)
        for status, (number, text) in samples.statuses.items():
            place = places.under("response", status)
            if not self.into.knows(place, "present"):
                self.into.say(place, "present", True, number, Evidence.SAMPLE)
            self.into.word(place, "description", text, number)
        for status, value, number in samples.answers:
            if status:
                say_sample(value, places.under("response", status), self.into, number)
        if not any(self.into.knows(f"response.{status}", "present") for status in samples.statuses):
            self.into.miss("response", "present", Visibility.HIDDEN, self.lines.number(self.span.header))


def _without_variables(operation: str) -> bool:
    """Whether the path of an operation has no variables, nor a place that one was lost from."""
    return "{" not in operation and "//" not in operation and not operation.endswith("/")
