"""Saves a printed page as text: as a crawler does, a script, or a browser's copy; with the facts each keeps."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from printing.elements import Element, Shown
from printing.owing import owed

__all__ = ["FORMS", "Saved", "save_text", "text_of"]

FORMS = ("crawl", "crawl-buttons", "innertext", "clipboard")

_BLOCKS = frozenset({"div", "h1", "h2", "section", "pre", "p", "table", "ul", "li"})
_ROWS = frozenset({
    "openapi-method", "openapi-path-server", "openapi-path-variable", "openapi-schema-propertyname",
    "openapi-schema-name", "openapi-schema-default", "openapi-schema-example", "openapi-schema-pattern",
    "openapi-schema-enum", "openapi-schema-required", "openapi-schema-optional", "openapi-schema-readonly",
    "openapi-schema-writeonly", "openapi-schema-discriminator", "openapi-deprecated", "openapi-statuscode",
    "openapi-response-examples-statuscode-label", "openapi-schema-alternative-separator",
    "openapi-requestbody-header-type", "openapi-select-value", "react-aria-SelectValue", "openapi-path-title",
    "openapi-path-copy-button", "scalar-activate-button", "openapi-required-scopes-header",
})  # fmt: skip
"""Elements that a style sheet puts on lines of their own."""
_IN_ROWS = frozenset({"openapi-schema-name", "openapi-path-title", "openapi-requestbody-header-content"})
"""Elements whose spans a style sheet puts on lines of their own."""
_LOWER = frozenset({
    "openapi-schema-required", "openapi-schema-optional", "openapi-schema-readonly", "openapi-schema-writeonly",
    "openapi-schema-discriminator",
})  # fmt: skip
_UPPER = frozenset({"openapi-method", "openapi-statuscode"})
_HIDDEN = frozenset({"svg", "script", "style", "template"})


@dataclasses.dataclass
class Saved:
    """A saved page: its text, and the facts that its text shows; ``owed`` are those whose place it tells too."""

    text: str
    facts: list[Shown]
    owed: list[Shown]


def save_text(page: Element, form: str) -> Saved:
    """Save a page in one of :data:`FORMS`."""
    if form.startswith("crawl"):
        crawler = _Crawler(buttons=form == "crawl-buttons")
        crawler.walk(page, pre=False)
        text = re.sub(r"\n{3,}", "\n\n", "".join(crawler.pieces)).strip("\n") + "\n"
        return Saved(text, crawler.facts, owed(crawler.facts, crawler.lost, crawler.samples))
    browser = _Browser(copied=form == "clipboard")
    browser.walk(page, spans=False, pre=False, lower=False)
    browser.end()
    return Saved("\n".join(browser.lines) + "\n", browser.facts, browser.facts)


def text_of(page: Element, form: str) -> str:
    """Return the text of a page as it is saved in a form."""
    return save_text(page, form).text


class _Crawler:
    """A converter that knows tags and no styles: blocks begin and end lines, all else runs together."""

    def __init__(self, *, buttons: bool) -> None:
        self.buttons = buttons
        self.pieces: list[str] = []
        self.facts: list[Shown] = []
        self.lost: list[Shown] = []
        self.samples: dict[tuple[str, str], Any] = {}

    def walk(self, element: Element, *, pre: bool) -> None:
        if element.tag in _HIDDEN | {"select"}:
            return
        if element.tag == "button" and not self.buttons:
            self.lost.extend(element.all_facts())
            return
        self.facts.extend(element.facts)
        if element.sample is not None:
            operation, place, value = element.sample
            self.samples[operation, place] = value
        block = element.tag in _BLOCKS
        if block:
            self.pieces.append("\n")
        for inside in element.inside:
            if isinstance(inside, str):
                self.pieces.append(inside)
            else:
                self.walk(inside, pre=pre or element.tag == "pre")
        if block:
            self.pieces.append("\n")


class _Browser:
    """What is on the screen, or what is copied from it: styles make lines, and some are not selected."""

    def __init__(self, *, copied: bool) -> None:
        self.copied = copied
        self.lines: list[str] = []
        self.facts: list[Shown] = []
        self._line = ""

    def end(self) -> None:
        if self._line.strip():
            self.lines.append(self._line.strip())
        self._line = ""

    def walk(self, element: Element, *, spans: bool, pre: bool, lower: bool) -> None:
        if element.tag in _HIDDEN:
            return
        if element.tag in {"input", "option"}:
            self._menu(element)
            return
        classes = set(element.classes.split())
        if self.copied and (classes & _LOWER or (lower and "openapi-deprecated" in classes)):
            return
        self.facts.extend(element.facts)
        own = element.tag in _BLOCKS or bool(classes & _ROWS) or (spans and element.tag == "span")
        if own:
            self.end()
        for inside in element.inside:
            if isinstance(inside, str):
                self._text(inside, classes, pre=pre)
            else:
                self.walk(
                    inside,
                    spans=bool(classes & _IN_ROWS),
                    pre=pre or element.tag == "pre",
                    lower=lower or "openapi-schema-name" in classes,
                )
        if own:
            self.end()

    def _text(self, text: str, classes: set[str], *, pre: bool) -> None:
        if pre:
            self.end()
            self.lines.extend(text.split("\n"))
            return
        text = " ".join(text.split()) if text.strip() == text else re.sub(r"\s+", " ", text)
        if not self.copied:
            text = text.lower() if classes & _LOWER else text.upper() if classes & _UPPER else text
        self._line += text

    def _menu(self, element: Element) -> None:
        """A menu: a script sees its choices, a copy has what is chosen once more."""
        self.end()
        if element.tag == "input":
            self.lines.extend([element.attributes["value"]] if self.copied else [])
        elif not self.copied or "selected" in element.attributes:
            self.lines.extend(one for one in element.inside if isinstance(one, str))
