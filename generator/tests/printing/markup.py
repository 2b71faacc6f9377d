"""Saves a printed page as the markup of its elements, which keep nesting, flags and values apart."""

from __future__ import annotations

import html
import json

from printing.page import Answer, Operation, Section
from printing.rows import Row
from printing.texts import Saved

__all__ = ["save_markup"]

_SECTIONS = {"auth": "securities", "body": "requestbody"}
_FLAGS = {
    "required": "openapi-schema-required",
    "optional": "openapi-schema-optional",
    "read_only": "openapi-schema-readonly",
    "write_only": "openapi-schema-writeonly",
    "deprecated": "openapi-deprecated",
}
_TAILS = {"Default: ": "default", "Example: ": "example", "Pattern: ": "pattern"}


def save_markup(operations: list[Operation]) -> Saved:
    """Save a page as HTML."""
    saver = _Saver()
    body = "\n".join(saver.operation(operation) for operation in operations)
    return Saved(f"<!DOCTYPE html>\n<html><body><h1>Things</h1>\n{body}\n</body></html>\n", saver.facts)


def _of(name: str, inside: str, tag: str = "div") -> str:
    return f'<{tag} class="{name}">{inside}</{tag}>'


def _text(text: str) -> str:
    return html.escape(text)


class _Saver:
    def __init__(self) -> None:
        self.facts: list[tuple[str, str, str, object]] = []
        self._name = ""

    def operation(self, op: Operation) -> str:
        self._name = op.name
        self._show("", "present", True)
        self.facts.append(("", "", "server", op.server))
        tags = ""
        if op.deprecated:
            tags = _of("openapi-summary-tags", _of("openapi-deprecated", "Deprecated"))
            self._show("", "deprecated", True)
        self._show("", "summary", op.title)
        path = _of("openapi-path-server", _text(op.server), "span") + _of("", _text(op.path), "span")
        row = _of("openapi-method", op.method, "span") + _of("openapi-path-title", path, "span")
        summary = _of("openapi-summary", f"{tags}<h2>{_text(op.title)}</h2>{_of('openapi-path', row)}")
        intro = ""
        if op.description:
            self._show("", "description", op.description)
            intro = _of("openapi-intro", _of("openapi-markdown openapi-description", _text(op.description)))
        sections = "".join(self._section(section) for section in op.sections)
        answers = "".join(self._answer(answer) for answer in op.answers)
        responses = self._framed("responses", op.answers_heading, "", answers)
        return _of("openapi-operation", summary + intro + sections + responses + self._samples(op))

    def _show(self, place: str, attribute: str, value: object) -> None:
        self.facts.append((self._name, place, attribute, value))

    def _framed(self, kind: str, heading: str, controls: str, inside: str | None) -> str:
        head = _of(f"openapi-section-header-content openapi-{kind}-header-content", heading) + controls
        body = "" if inside is None else _of(f"openapi-section-body openapi-{kind}-body", inside)
        return _of(f"openapi-section openapi-{kind}", _of(f"openapi-section-header openapi-{kind}-header", head) + body)

    def _section(self, section: Section) -> str:
        kind = _SECTIONS.get(section.kind, "parameters")
        heading = _of("", _text(section.heading), "span")
        if section.glued:
            heading += _of("openapi-requestbody-header-type", _text(section.glued), "span")
            for place, attribute, value, _ in section.glued_facts:
                self._show(place, attribute, value)
        menu = ""
        if section.media:
            menu = _of("openapi-select-value", section.media, "span")
            self._show("body", "media", section.media)
        rows = "".join(self._row(row) for row in section.rows)
        return self._framed(kind, heading, menu, None if section.kind == "auth" and not section.rows else rows)

    def _row(self, row: Row) -> str:
        for place, attribute, value, _ in row.facts:
            self._show(place, attribute, value)
        name = _of("openapi-schema-propertyname", _text(row.name), "span") if row.name else ""
        name += _of("openapi-schema-type", _text(row.type), "span")
        for flag, text in zip(row.flag_names, row.flags, strict=True):
            name += _of(_FLAGS[flag], text, "span")
        inside = _of("openapi-schema-name", name, "span")
        if row.words:
            inside += _of("openapi-markdown openapi-schema-description", _text("\n".join(row.words)))
        for label, value in row.tail:
            inside += _of(f"openapi-schema-{_TAILS[label]}", f"{label}<code>{_text(value)}</code>", "span")
        if row.values is not None:
            values = "".join(
                _of("openapi-schema-enum-value", f"<code>{_text(value)}</code>", "span") for value in row.values
            )
            inside += _of("openapi-schema-enum", f"{row.values_word}: {values}", "span")
        shown = _of("openapi-schema-presentation", inside)
        if row.alternatives:
            choices = "".join(_of("openapi-schema-alternative", self._row(one)) for one in row.alternatives)
            return _of("openapi-schema", shown + _of("openapi-schema-alternatives", choices))
        if not row.opens:
            return _of("openapi-schema", shown)
        trigger = _of("openapi-disclosure-trigger", shown, "button")
        if not row.open:
            return _of("openapi-disclosure", trigger)
        below = _of("openapi-schema-properties", "".join(self._row(one) for one in row.below))
        return _of("openapi-disclosure", trigger + _of("openapi-disclosure-panel", below))

    def _answer(self, answer: Answer) -> str:
        place = f"response.{answer.status}"
        self._show(place, "present", True)
        label = _of("openapi-statuscode", answer.status, "span")
        if answer.description:
            label += _of("openapi-markdown openapi-response-description", _text(answer.description))
            self._show(place, "description", answer.description)
        else:
            label += answer.default_word
        if answer.media:
            self._show(place, "media", answer.media)
        label += _of("openapi-disclosure-group-mediatype", _of("", answer.media, "span"))
        inside = _of("openapi-disclosure-group-trigger", label)
        if answer.open and answer.media:
            headers = self._row(answer.headers) if answer.headers is not None else ""
            rows = [answer.heading] if answer.heading is not None else answer.rows
            members = _of("openapi-schema-properties", "".join(self._row(row) for row in rows))
            content = _of("openapi-response-body", headers + _of("openapi-responsebody", members))
            inside += _of("openapi-disclosure-group-panel", content)
        return _of("openapi-disclosure-group", inside)

    @staticmethod
    def _samples(op: Operation) -> str:
        text = "\n".join(op.request) + "\n"
        if op.request_body is not None:
            text += "\n" + json.dumps(op.request_body, indent=2, ensure_ascii=False)
        return _of("openapi-section openapi-codesample", f"<pre><code>{_text(text)}</code></pre>")
