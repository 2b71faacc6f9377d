"""One operation in the markup of a rendered page."""

from __future__ import annotations

from typing import Final

from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.html.html_fields import HtmlFields
from truespec.documentation.html.html_gaps import gap
from truespec.documentation.html.html_tree import Element
from truespec.documentation.rendered.constants import settle_constant, settle_constants
from truespec.documentation.rendered.fields import Capture, Content, Field, say_content, say_field
from truespec.documentation.rendered.sample_facts import say_sample
from truespec.documentation.rendered.type_line import parse_type
from truespec.documentation.rendered.words import Words
from truespec.documentation.text.samples import Samples, read_samples
from truespec.documentation.text.text_lines import Line, TextLines, is_media, status_of
from truespec.documentation.text.witnesses import Listed, disagreement

__all__ = ["HtmlOperation"]

_BEARER: Final = "Bearer authentication header of the form Bearer <token>."
_SECTION: Final = "openapi-section"
_MENU: Final = ("openapi-select-value", "react-aria-SelectValue")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNLISTED: Final = "a sample is of an answer that is not listed"
_CAPTURE: Final = Capture()


class HtmlOperation:
    """Says what the element of one operation shows."""

    def __init__(self, element: Element, words: Words, into: Gathering, *, others_named: bool = False) -> None:
        self.element = element
        self.words = words
        self.into = into
        self.fields = HtmlFields(words, others_named=others_named)
        self.disagreement = ""
        self.headed = element.first("openapi-summary") is not None
        self.sampled = False
        """Whether it has a request, and the answer to it."""
        self._server = ""
        self._listed = Listed()

    @property
    def name(self) -> str:
        """The operation as facts name it; empty where the element has no method or path."""
        summary = self.element.first("openapi-summary") or self.element
        method = summary.first("openapi-method") or self.element.first("openapi-method")
        paths = [*summary.all("openapi-path-title"), *self.element.all("openapi-path-title")]
        if method is None or not paths:
            return ""
        server = paths[0].first("openapi-path-server")
        whole = "".join(paths[0].raw_text().split())
        self._server = "" if server is None else "".join(server.raw_text().split())
        path = whole.removeprefix(self._server)
        return f"{method.text().upper()} {path}" if path.startswith("/") else ""

    def say(self) -> None:
        """Say everything of the operation."""
        name = self.name
        line = self.element.line
        if self._server:
            self.into.operation = ""
            self.into.say("", "server", self._server, line)
        self.into.operation = name
        self.into.say("", "present", True, line)
        self._summary()
        samples = self._samples()
        answers = False
        for section in self.element.outermost(_SECTION):
            if "openapi-securities" in section.classes:
                self._auth(section)
            elif "openapi-parameters" in section.classes:
                self._parameters(section)
            elif "openapi-requestbody" in section.classes:
                self._body(section, samples)
            elif "openapi-responses" in section.classes:
                for group in section.outermost("openapi-disclosure-group"):
                    self._answer(group, samples)
                    answers = True
        unlisted = answers and not all(
            self.into.knows(places.under("response", status), "present") for status in samples.statuses
        )
        self._from_samples(samples)
        self.into.operation = ""
        self.sampled = samples.code and samples.ended
        self.disagreement = (
            self.fields.torn
            or gap(self.element, self.words)
            or _torn(samples)
            or (_UNLISTED if unlisted else "")
            or disagreement(self._listed, samples, complete=True, flags=True)
        )

    def _summary(self) -> None:
        summary = self.element.first("openapi-summary")
        for element in summary.walk() if summary is not None else ():
            if element.tag in _HEADINGS:
                self.into.word("", "summary", element.text(), element.line)
            if "openapi-deprecated" in element.classes:
                self.into.say("", "deprecated", True, element.line)
        description = next(
            (e for e in self.element.outermost("openapi-description", _SECTION) if "openapi-description" in e.classes),
            None,
        )
        if description is not None:
            self.into.word("", "description", description.raw_text(), description.line)

    def _auth(self, section: Element) -> None:
        fields = [field for body in section.all("openapi-securities-body") for field in self.fields.of(body)]
        self._listed.credentials = [field.name for field in fields] or None
        if not fields:
            self.into.miss("auth", "present", Visibility.HIDDEN, section.line)
        for field in fields:
            place = places.under("auth", field.name)
            if " ".join(" ".join(text for _, text in field.words).split()) == _BEARER:
                self.into.say(place, "scheme", "bearer", field.line, Evidence.PROSE)
                field.words.clear()
            say_field(field, place, self.into, _CAPTURE)

    def _parameters(self, section: Element) -> None:
        heading = section.first("openapi-section-header-content")
        text = "" if heading is None else heading.text()
        kind = self.words.sections.get(text, text if text == "cookie" else "")
        if kind not in {"path", "query", "header", "cookie"}:
            self.fields.unread.append((section.line, text))
            return
        for body in section.all("openapi-parameters-body"):
            fields = self._listed.parameters[kind] = self.fields.of(body, members=False)
            for field in fields:
                say_field(field, places.under(kind, field.name), self.into, _CAPTURE)

    def _body(self, section: Element, samples: Samples) -> None:
        printed = section.first("openapi-requestbody-header-type")
        header = section.first("openapi-requestbody-header")
        for element in header.walk() if header is not None else ():
            if is_media(text := element.text()) and element.classes & set(_MENU):
                self.into.say("body", "media", text, element.line)
        body = section.first("openapi-requestbody-body")
        kind = None if printed is None else parse_type(printed.text(), self.words)
        fields = [] if body is None else self.fields.of(body)
        for words in body.outermost("openapi-schema", "openapi-disclosure", "openapi-markdown") if body else ():
            if "openapi-markdown" in words.classes:
                self.into.word("body", "description", words.raw_text(), words.line)
        root = Field("", kind, section.line) if kind else None
        self._value("body", fields, root, samples.body if samples.has_body else None, section.line)

    def _value(self, place: str, fields: list[Field], root: Field | None, sample: object, line: int) -> None:
        """Say what a body or answer is: its type, its root or its members."""
        if root is None and len(fields) == 1 and not fields[0].name:
            root, fields = fields[0], []
        if root is not None and root.type is None and len(root.alternatives) == 1:
            root = root.alternatives[0]
        settle_constants(fields, sample)
        if root is not None:
            settle_constant(root, sample)
        content = self._listed.contents[place] = Content(root, fields, sample)
        say_content(content, place, self.into, _CAPTURE)
        if root is None and not fields:
            self.into.miss(place, "properties", Visibility.HIDDEN, line)

    def _answer(self, group: Element, samples: Samples) -> None:
        code = group.first("openapi-statuscode")
        status = "" if code is None else status_of(code.text())
        if not status:
            self.fields.torn = self.fields.torn or "an answer has no status"
            return
        place = places.under("response", status)
        self.into.say(place, "present", True, group.line)
        description = group.first("openapi-response-description")
        if description is not None and description.text() not in self.words.of_status(status):
            self.into.word(place, "description", description.raw_text(), description.line)
        media = group.first("openapi-disclosure-group-mediatype")
        for element in () if media is None else (media, *media.walk()):
            if is_media(element.text()):
                self.into.say(place, "media", element.text(), element.line)
                break
        panel = group.first("openapi-disclosure-group-panel")
        if panel is None or panel.first("openapi-response-body") is None:
            self.into.miss(place, "properties", Visibility.HIDDEN, group.line)
        else:
            sample = next((value for name, value, _ in samples.answers if name == status), None)
            self._members(place, panel, sample)

    def _members(self, place: str, panel: Element, sample: object) -> None:
        answer = panel.first("openapi-responsebody")
        shown = self.fields.of(panel)
        if not shown:
            self.fields.torn = self.fields.torn or "an answer is open, and nothing stands in it"
        for field in shown:
            if field.name in self.words.header_names and not field.flags & {"required", "optional"}:
                if field.closed:
                    self.into.miss(f"{place}.header", "present", Visibility.HIDDEN, field.line)
                for header in field.children:
                    say_field(header, places.under(f"{place}.header", header.name), self.into, _CAPTURE)
        fields = [] if answer is None else self.fields.of(answer)
        root = None
        if len(fields) == 1 and fields[0].name in self.words.response_names and not fields[0].flags:
            root = fields.pop()
            root.name = ""
        if answer is not None:
            self._value(place, fields, root, sample, panel.line)

    def _samples(self) -> Samples:
        """Read the samples, whose lines stand in the page as they would in a text."""
        found: list[Line] = []
        for section in self.element.outermost("openapi-codesample", "openapi-response-examples"):
            code = section.first("openapi-statuscode")
            if "openapi-response-examples" in section.classes and code is not None:
                found.extend((Line(code.line, code.text()), Line(code.line, "-")))
            for block in section.walk():
                if block.tag == "pre":
                    texts = block.raw_text().split("\n")
                    found.extend(Line(block.line + n, text.strip()) for n, text in enumerate(texts) if text.strip())
        lines = TextLines(found, self.words)
        return read_samples(lines, 0, 0, len(lines))

    def _from_samples(self, samples: Samples) -> None:
        if samples.has_body:
            say_sample(samples.body, "body", self.into, samples.body_line)
        for status, value, line in samples.answers:
            if status:
                say_sample(value, places.under("response", status), self.into, line)


def _torn(samples: Samples) -> str:
    """Say in words what tells that lines of the samples are missing."""
    if samples.torn:
        return "a sample begins or ends in its middle"
    return "a request has no answer" if samples.code and not samples.ended else ""
