"""Fields in the markup of a rendered page: what is below what is told by the elements themselves."""

from __future__ import annotations

import dataclasses
from typing import Final

from truespec.documentation.html.html_tree import Element
from truespec.documentation.rendered.fields import OWN_NAME, Field
from truespec.documentation.rendered.type_line import FLOW, TypeLine, parse_type
from truespec.documentation.rendered.words import Words

__all__ = ["HtmlFields"]

_SCHEMA: Final = "openapi-schema"
_SHOWN: Final = "openapi-schema-presentation"
_OPENS: Final = "openapi-disclosure"
_PANEL: Final = "openapi-disclosure-panel"
_TRIGGER: Final = "openapi-disclosure-trigger"
_ALTERNATIVES: Final = "openapi-schema-alternatives"
_ALTERNATIVE: Final = "openapi-schema-alternative"
_MEMBERS: Final = "openapi-schema-properties"
_TITLES: Final = "openapi-disclosure-trigger-label"
_FLAGS: Final = {
    "openapi-schema-required": "required",
    "openapi-schema-optional": "optional",
    "openapi-schema-readonly": "read_only",
    "openapi-schema-writeonly": "write_only",
    "openapi-schema-discriminator": "discriminator",
    "openapi-deprecated": "deprecated",
}
_TAILS: Final = {
    "openapi-schema-default": "default",
    "openapi-schema-example": "example",
    "openapi-schema-pattern": "pattern",
}
_ONCE: Final = ("openapi-schema-propertyname", "openapi-schema-name")
_WORDS: Final = ("openapi-schema-description", "openapi-securities-description")


@dataclasses.dataclass(slots=True)
class HtmlFields:
    """Reads fields; ``unread`` collects the lines of those whose type is not understood."""

    words: Words
    unread: list[tuple[int, str]] = dataclasses.field(default_factory=list[tuple[int, str]])
    others_named: bool = False
    """Whether a sample of the page has a member of the name that stands for those without one."""
    torn: str = ""
    """What tells, in words, that two fields run into each other; empty where nothing does."""

    def of(self, element: Element, *, members: bool = True) -> list[Field]:
        """Return the fields of the first level inside an element; ``members`` says that they may be of an object."""
        fields = [self._field(inner) for inner in element.outermost(_SCHEMA, _OPENS, _SHOWN, _ALTERNATIVES)]
        self.torn = self.torn or _nameless(fields)
        return self._told(fields) if members else fields

    def _told(self, fields: list[Field]) -> list[Field]:
        """Return the rows without those that are either the other properties of an object, or a member so named.

        The other properties are the last of an object.
        """
        for field in fields[:-1]:
            field.flags.update({OWN_NAME} if field.is_others else set())
        doubtful = [field for field in fields if self.others_named and field.is_others]
        self.unread.extend((field.line, field.name) for field in doubtful)
        return [field for field in fields if field not in doubtful]

    def _field(self, element: Element) -> Field:
        if _ALTERNATIVES in element.classes:
            return self._below(Field("", None, element.line), element)
        head = element if _SHOWN in element.classes else element.first(_SHOWN)
        field = Field("", None, element.line) if head is None else self._head(head)
        if _SHOWN in element.classes:
            return field
        for panel in element.outermost(_PANEL, _ALTERNATIVES):
            if _PANEL in panel.classes:  # those of alternatives are not the field's own
                self._below(field, panel)
        if _OPENS in element.classes:
            field.closed = not field.children and not field.alternatives
            return field
        for inner in element.elements():
            if inner is not head and _PANEL not in inner.classes and _TRIGGER not in inner.classes:
                self._below(field, inner)
        self.torn = self.torn or _without_choice(field)
        return field

    def _below(self, field: Field, element: Element) -> Field:
        """Take what is inside an element for alternatives or members of ``field``."""
        holders = [element] if element.classes & {_ALTERNATIVES, _MEMBERS} else []
        for holder in holders or element.outermost(_ALTERNATIVES, _MEMBERS, _SCHEMA, _OPENS, _SHOWN):
            if _ALTERNATIVES in holder.classes:
                several = list(holder.outermost(_ALTERNATIVE))
                self.torn = self.torn or ("" if several else "alternatives are announced, and there are none")
                for alternative in several:
                    field.alternatives.extend(self.of(alternative)[:1])
            elif _MEMBERS in holder.classes:
                field.children.extend(self.of(holder))
            else:
                field.children.append(self._field(holder))
        self.torn = self.torn or _nameless(field.children)
        return field

    def _head(self, head: Element) -> Field:
        """Read what the row of a field says."""
        name = head.first("openapi-schema-propertyname")
        self.torn = self.torn or _glued(head)
        printed = "".join(inner.raw_text() for inner in head.all("openapi-schema-type"))
        kind = parse_type(" ".join(printed.split()), self.words)
        field = Field("" if name is None else name.text(), kind, head.line)
        if field.name == "OAuth2" and FLOW.match(printed):
            field.type = kind = TypeLine((printed,))
        if kind is None and printed.strip():
            self.unread.append((head.line, printed))
        for inner in head.walk():
            for class_, flag in _FLAGS.items():
                if class_ in inner.classes:
                    field.flags.add(flag)
            for class_, attribute in _TAILS.items():
                if class_ in inner.classes:
                    field.tail[attribute] = (self._value(inner), inner.line)
        for class_ in _WORDS:
            field.words.extend((inner.line, inner.raw_text()) for inner in head.all(class_))
        values = list(head.all("openapi-schema-enum-value"))
        if values:
            field.values = tuple(value.text() for value in values)
            field.values_line = values[0].line
        field.circular = head.first("openapi-schema-circular") is not None
        return field

    @staticmethod
    def _value(element: Element) -> str:
        """Return a printed value: the code in it, or what stands behind its label."""
        codes = [inner for inner in element.walk() if inner.tag == "code"]
        return codes[0].text() if codes else element.text().partition(":")[2].strip()


def _glued(head: Element) -> str:
    """Say in words what tells that a row is made of two."""
    twice = any(len(list(head.all(piece))) > 1 for piece in _ONCE)
    return "two fields stand in one row" if twice else ""


def _without_choice(field: Field) -> str:
    """Say in words that a row speaks of alternatives, and none stands below it."""
    choice = field.type is not None and field.type.base in {"one of", "any of"} and not field.type.depth
    lost = choice and not (field.alternatives or field.children or field.circular)
    return "alternatives are announced, and there are none" if lost else ""


def _nameless(fields: list[Field]) -> str:
    """Say in words that a row among others has no name, though it says whether it may be left out."""
    named = any(field.name for field in fields)
    lost = any(not field.name and field.flags & {"required", "optional"} for field in fields)
    return "a field has no name" if named and lost else ""
