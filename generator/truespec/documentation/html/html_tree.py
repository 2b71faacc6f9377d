"""The elements of an HTML page as a small tree, each with its classes and line; tolerant of what is left open."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

__all__ = ["Element", "Tree", "parse_html"]

_VOID: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
_SILENT: Final = frozenset({"script", "style", "svg", "template", "noscript"})
_BLOCKS: Final = frozenset(
    {"p", "div", "li", "ul", "ol", "tr", "td", "th", "br", "pre", "table", "h1", "h2", "h3", "h4"}
)
_OPTIONAL: Final = frozenset({
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption",
    "rp", "rt", "br",
})  # fmt: skip
"""Tags that need not be closed, or are closed without having been opened, in markup that is whole."""
_DEEPEST: Final = 400


@dataclasses.dataclass(slots=True)
class Element:
    """An element; ``inside`` are its elements and texts in order."""

    tag: str
    classes: frozenset[str]
    attributes: dict[str, str]
    line: int
    inside: list[Element | str] = dataclasses.field(default_factory=list["Element | str"])
    torn: bool = False
    """Whether its tags, or those around it, do not fit together: a part of it is missing, or of what follows."""

    def elements(self) -> Iterator[Element]:
        """Yield the elements directly inside."""
        for inner in self.inside:
            if isinstance(inner, Element):
                yield inner

    def walk(self) -> Iterator[Element]:
        """Yield the elements at any depth, in order."""
        stack = list(self.elements())[::-1]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(list(element.elements())[::-1])

    def all(self, name: str) -> Iterator[Element]:
        """Yield the elements of a class at any depth."""
        return (element for element in self.walk() if name in element.classes)

    def first(self, name: str) -> Element | None:
        """Return the first element of a class at any depth."""
        return next(self.all(name), None)

    def outermost(self, *names: str) -> Iterator[Element]:
        """Yield the elements of any of the classes that are not inside another of them."""
        wanted = frozenset(names)
        stack = list(self.elements())[::-1]
        while stack:
            element = stack.pop()
            if element.classes & wanted:
                yield element
            else:
                stack.extend(list(element.elements())[::-1])

    def raw_text(self) -> str:
        """Return the text as it stands, with a line break where a block ends."""
        pieces: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            inner = stack.pop()
            if isinstance(inner, str):
                pieces.append(inner)
            elif inner.tag not in _SILENT:
                if inner.tag in _BLOCKS:
                    stack.append("\n")
                stack.extend(inner.inside[::-1])
        return "".join(pieces)

    def text(self) -> str:
        """Return the text on one line."""
        return " ".join(self.raw_text().split())


@dataclasses.dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page: its root, and the texts of its scripts with their lines."""

    root: Element
    scripts: tuple[tuple[int, str], ...]
    torn_at: int = 0
    """The first line where tags do not fit together, or the last line where some are never closed; 0 where all are."""


class _Builder(HTMLParser):
    """Builds the tree; of the elements of ``watched``, those are marked in or behind which tags do not fit together."""

    def __init__(self, watched: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", frozenset(), {}, 1)
        self.scripts: list[tuple[int, str]] = []
        self.torn_at = 0
        self._open = [self.root]
        self._beyond = 0
        self._watched = watched
        self._last: Element | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, frozenset(attributes.get("class", "").split()), attributes, self.getpos()[0])
        self._open[-1].inside.append(element)
        if self._watched in element.classes:
            self._last = element
        if any(mark in name for name in attributes for mark in '"<'):
            self._tear()
        if tag in _VOID:
            return
        if len(self._open) < _DEEPEST:
            self._open.append(element)
        else:
            self._beyond += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._beyond:
            self._beyond -= 1
            return
        for back in range(len(self._open) - 1, 0, -1):
            if self._open[back].tag == tag:
                if any(element.tag not in _OPTIONAL for element in self._open[back + 1 :]):
                    self._tear()
                del self._open[back:]
                return
        if tag not in _OPTIONAL:
            self._tear()

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag == "script":
            self.scripts.append((self.getpos()[0], data))
        else:
            self._open[-1].inside.append(data)

    def close(self) -> None:
        super().close()
        if any(element.tag not in _OPTIONAL for element in self._open[1:]):
            self._tear()

    def _tear(self) -> None:
        self.torn_at = self.torn_at or self.getpos()[0]
        around = [element for element in self._open if self._watched in element.classes]
        for element in around or ([] if self._last is None else [self._last]):
            element.torn = True


def parse_html(text: str, watched: str = "") -> Tree:
    """Parse a page; markup that is broken or cut gives the elements that are there.

    Of the elements of the class ``watched``, those are marked that are torn.
    """
    builder = _Builder(watched)
    builder.feed(text)
    builder.close()
    return Tree(builder.root, tuple(builder.scripts), builder.torn_at)
