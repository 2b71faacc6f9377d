"""Saves a printed page as text: as a crawler does, a script, or a browser's copy; with the facts each keeps."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from printing.era import Era, Words
from printing.page import Answer, Operation, Section
from printing.rows import Row

__all__ = ["FORMS", "Saved", "save_text"]

FORMS = ("crawl", "crawl-buttons", "innertext", "clipboard")


@dataclasses.dataclass
class Saved:
    """A saved page: its text, and the facts that its text shows as ``(operation, place, attribute, value)``."""

    text: str
    facts: list[tuple[str, str, str, Any]]


def save_text(operations: list[Operation], form: str, era: Era, words: Words) -> Saved:
    """Save a page in one of :data:`FORMS`."""
    saver = _Saver(form, era, words)
    saver.line("A page of things")
    saver.line("All that can be done with them.")
    for operation in operations:
        saver.operation(operation)
    saver.line("Last updated 2 months ago")
    if saver.split and not saver.flagged:
        # With no flag anywhere a text taken by a script looks like a copy, which has lost them.
        saver.facts = [fact for fact in saver.facts if fact[2] != "required"]
    return Saved("\n".join(saver.lines) + "\n", saver.facts)


class _Saver:
    def __init__(self, form: str, era: Era, words: Words) -> None:
        self.form = form
        self.era = era
        self.words = words
        self.lines: list[str] = []
        self.facts: list[tuple[str, str, str, Any]] = []
        self._name = ""
        self.split = form in {"innertext", "clipboard"}
        self.buttons = form != "crawl"
        self.flags = form != "clipboard"
        self.flagged = False

    def line(self, text: str) -> None:
        self.lines.extend(text.split("\n") if text else [""])

    def fact(self, place: str, attribute: str, value: Any) -> None:
        self.facts.append((self._name, place, attribute, value))

    def operation(self, op: Operation) -> None:
        first = op.answers[0] if op.answers else None
        self._name = op.name
        if self.form == "crawl" and not self.era.path_below:
            self._name = f"{op.method.upper()} {op.base}{op.path}"
        else:
            self.fact("", "present", True)
        if op.deprecated:
            self.line("Deprecated")
            self.fact("", "deprecated", True)
        if op.title:
            self.line(op.title)
            self.fact("", "summary", op.title)
        self._path_row(op)
        if op.description:
            self.line(op.description)
            self.fact("", "description", op.description)
        for section in op.sections:
            self._section(section)
        self.line(op.answers_heading)
        for answer in op.answers:
            self._answer(answer)
        self._samples(op, first)

    def _path_row(self, op: Operation) -> None:
        method = op.method.upper() if self.form == "innertext" else op.method
        if self.form == "crawl":
            self.line(method)
            return
        self.facts.append(("", "", "server", op.server))
        if self.split:
            self.line(method)
            if self.form == "clipboard":
                self.line("")
            self.line(op.server)
            for piece in op.path.replace("{", "\n{").replace("}", "}\n").strip().split("\n"):
                if not (self.form == "clipboard" and piece.startswith("{")):
                    self.line(piece)
        elif self.era.glued_header:
            self.line(f"{method}{op.server}{op.path}")
        else:
            self.line(method)
            self.line(f"{op.server}{op.path}")

    def _section(self, section: Section) -> None:
        if section.glued and not self.split:
            self.line(section.heading + section.glued)
        else:
            self.line(section.heading)
            if section.glued:
                self.line(section.glued)
        for place, attribute, value, _ in section.glued_facts:
            self.fact(place, attribute, value)
        if section.menu and self.buttons:
            self.line(section.menu)
        if section.media and self.buttons:
            self.line(section.media)
            self.fact("body", "media", section.media)
        self._rows(section.rows)

    def _row(self, row: Row) -> None:
        if row.opens and not self.buttons:
            self._rows(row.below if row.open else [])
            return
        if self.form == "clipboard" and row.opens:
            self.line("")
        flags = row.flags if self.flags else []
        self.flagged = self.flagged or bool(flags)
        if self.split:
            self._pieces(row, flags)
        else:
            self._one_line(row, flags)
        self._row_facts(row)
        for number, alternative in enumerate(row.alternatives):
            if number:
                self.line(self.words("or"))
            self._row(alternative)
        if row.opens:
            self.line(self.words.button("hide" if row.open else "show", self.words("properties").lower()))
            self._rows(row.below if row.open else [])

    def _rows(self, rows: list[Row]) -> None:
        for row in rows:
            self._row(row)

    def _pieces(self, row: Row, flags: list[str]) -> None:
        for piece in (row.name, row.type, *(flag.lower() for flag in flags), *row.words):
            if piece:
                self.line(piece)
        for label, value in row.tail:
            self.line(label + value)
        if row.values is not None:
            self.line(f"{row.values_word}: {''.join(row.values)}")

    def _one_line(self, row: Row, flags: list[str]) -> None:
        head = row.name + row.type + "".join(flags)
        tail = "".join(label + value for label, value in row.tail)
        if row.values is not None:
            tail += f"{row.values_word}: {''.join(row.values) if self.buttons else ''}"
        for text in (head, *row.words, tail) if row.words else (head + tail,):
            if text:
                self.line(text)
        self.line("")

    def _row_facts(self, row: Row) -> None:
        for place, attribute, value, kind in row.facts:
            if kind == "enum" or (kind == "flag" and not self.flags):
                continue
            self.fact(place, attribute, value)

    def _answer(self, answer: Answer) -> None:
        place = f"response.{answer.status}"
        self.fact(place, "present", True)
        status = answer.status.upper() if self.form == "innertext" else answer.status
        if answer.description:
            self.line(status)
            self.line(answer.description)
            self.fact(place, "description", answer.description)
        elif self.split:
            self.line(status)
            self.line(answer.default_word)
        else:
            self.line(status + answer.default_word)
        if answer.media:
            self.line(answer.media)
            self.fact(place, "media", answer.media)
        if not answer.open:
            return
        for row in (answer.headers, answer.heading):
            if row is not None:
                self._row(row)
        self._rows(answer.rows)

    def _header(self, op: Operation) -> None:
        method = op.method.upper() if self.form == "innertext" else op.method
        shown = op.path
        if self.form == "crawl" and not self.era.path_below:
            self.line(method)
        elif self.split:
            self.line(method)
            for piece in shown.replace("{", "\n{").replace("}", "}\n").strip().split("\n"):
                if not (self.form == "clipboard" and piece.startswith("{")):
                    self.line(piece)
        elif self.era.glued_header:
            self.line(method + shown)
        else:
            self.line(method)
            self.line(shown)

    def _samples(self, op: Operation, first: Answer | None) -> None:
        self._header(op)
        if self.buttons:
            self.line("HTTP")
        for text in op.request:
            self.line(text)
        self.line("")
        if op.request_body is not None:
            self.line(json.dumps(op.request_body, indent=2, ensure_ascii=False))
        if self.buttons:
            self.line("Test it")
        if first is not None and (self.buttons or len(op.answers) == 1):
            self.line(first.status)
            self.line(first.description or first.default_word)
            if first.media:
                self.line(json.dumps(first.sample, indent=2, ensure_ascii=False))
            else:
                self.line(self.words("no_content"))
        elif first is not None and first.media:
            self.line(json.dumps(first.sample, indent=2, ensure_ascii=False))
        self.line("")
