"""The elements of a printed page: what is markup, and what every way of saving a page starts from."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator
from typing import Any

__all__ = ["Element", "Shown", "el", "span"]

Shown = tuple[str, str, str, Any]
"""A fact as ``(operation, place, attribute, value)``."""

_VOID = frozenset({"input", "br", "hr"})


@dataclasses.dataclass
class Element:
    """An element; ``facts`` are what a reader is told by its own text, ``glued`` those that only markup keeps apart."""

    tag: str
    classes: str = ""
    inside: list[Element | str] = dataclasses.field(default_factory=list)
    attributes: dict[str, str] = dataclasses.field(default_factory=dict)
    facts: list[Shown] = dataclasses.field(default_factory=list)
    glued: list[Shown] = dataclasses.field(default_factory=list)
    sample: tuple[str, str, Any] | None = None
    """The operation, place and value of the sample that the element shows."""

    def has(self, name: str) -> bool:
        """Whether the element is of a class."""
        return name in self.classes.split()

    def add(self, *inside: Element | str | None) -> Element:
        """Put something inside; nothing and the empty text are left out."""
        self.inside.extend(one for one in inside if one is not None and one != "")
        return self

    def told(self, *facts: Shown) -> Element:
        """Note what the element tells."""
        self.facts.extend(facts)
        return self

    def all_facts(self) -> Iterator[Shown]:
        """Yield what the element and all inside it tell."""
        yield from self.facts
        for inside in self.inside:
            if isinstance(inside, Element):
                yield from inside.all_facts()

    def markup(self) -> str:
        """Write the element as HTML."""
        if self.tag == "unsaid":
            return ""
        named = {"class": self.classes, **self.attributes} if self.classes else self.attributes
        head = self.tag + "".join(f' {name}="{html.escape(value)}"' for name, value in named.items())
        if self.tag in _VOID:
            return f"<{head}/>"
        inside = "".join(one.markup() if isinstance(one, Element) else html.escape(one) for one in self.inside)
        return f"<{head}>{inside}</{self.tag}>"


def el(classes: str, *inside: Element | str | None, tag: str = "div", **attributes: str) -> Element:
    """Make an element, a ``div`` as most are."""
    return Element(tag, classes, attributes={k.replace("_", "-"): v for k, v in attributes.items()}).add(*inside)


def span(classes: str, *inside: Element | str | None, **attributes: str) -> Element:
    """Make a ``span``."""
    return el(classes, *inside, tag="span", **attributes)
