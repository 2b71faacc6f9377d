"""From the schemas of an OpenAPI document to facts: every member with its type, limits and words."""

from __future__ import annotations

import dataclasses
from typing import Final

from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.plain import plain
from truespec.documentation.facts.surface import Value, Visibility
from truespec.documentation.openapi.schema_reading import Resolver, Shape, shape_of
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping
from truespec.specification.positions import Token

__all__ = ["SchemaFacts"]

_DEPTH: Final = 40
_CHOICES: Final = {"oneOf": "one of", "anyOf": "any of"}
_FLAGS: Final = ("deprecated", "readOnly", "writeOnly")
_LIMITS: Final = {"min": ("minimum", "minLength", "minItems"), "max": ("maximum", "maxLength", "maxItems")}
_OWN_LIMITS: Final = {
    "string": {"min": "minLength", "max": "maxLength"},
    "array": {"min": "minItems", "max": "maxItems"},
    "integer": {"min": "minimum", "max": "maximum"},
    "number": {"min": "minimum", "max": "maximum"},
}


@dataclasses.dataclass(slots=True)
class SchemaFacts:
    """Says what schemas mean, into ``into``."""

    resolver: Resolver
    into: Gathering

    def describe(self, node: Node, place: str) -> None:
        """Say everything of the schema at ``node``, which ``place`` has."""
        self._describe(node, place, _Way(), words=True)

    def describe_root(self, node: Node, place: str) -> None:
        """Say everything of a schema but its own words, which a body or answer has of its own."""
        self._describe(node, place, _Way(), words=False)

    def _describe(self, node: Node, place: str, way: _Way, *, words: bool, item: bool = False) -> None:
        shape = shape_of(node, self.resolver)
        line = node.key_location.line
        if shape is None:
            self.into.miss(place, "type", Visibility.LOST, line)
            return
        Saying(shape, place, line, self.into).own(words=words)
        if shape.node.tokens in way.members:
            self.into.say(place, "circular", True, line)
        elif len(way.members) > _DEPTH or self.into.full:
            self.into.miss(place, "properties", Visibility.CUT, line)
        else:
            named = shape.node.tokens != node.tokens or node.get("allOf") is not None
            self._below(shape, place, way.through(shape.node.tokens, item=item) if named else way)

    def _below(self, shape: Shape, place: str, way: _Way) -> None:
        for name, schema in shape.properties.items():
            inner = places.member(place, name)
            self._describe(schema, inner, way, words=True)
            self.into.say(inner, "required", name in shape.required, schema.key_location.line)
        others = shape.keywords.get("additionalProperties")
        if others is not None and others.value is not False:
            self._describe(others, place + places.OTHERS, way, words=True)
        items = shape.keywords.get("items")
        if items is not None:
            self._describe(items, place + places.ITEMS, way, words=True, item=True)
        for keyword in _CHOICES:
            for number, choice in enumerate(_real_choices(shape.keywords.get(keyword)), start=1):
                self._describe(choice, places.alternative(place, number), way, words=True)


@dataclasses.dataclass(frozen=True, slots=True)
class _Way:
    """The schemas on the way to a place: those entered as members, and those entered once as items of an array.

    A page shows a list of its own kind once more before it calls it circular, so the two are kept apart.  Only what is
    referred to, or is made of parts, may lead to itself.
    """

    members: tuple[tuple[Token, ...], ...] = ()
    items: frozenset[tuple[Token, ...]] = frozenset()

    def through(self, tokens: tuple[Token, ...], *, item: bool) -> _Way:
        if item and tokens not in self.items:
            return _Way(self.members, self.items | {tokens})
        return _Way((*self.members, tokens), self.items)


def _real_choices(choices: Node | None) -> list[Node]:
    nodes = [] if choices is None else list(choices.elements())
    return [node for node in nodes if node.value != {"type": "null"}]


@dataclasses.dataclass(frozen=True, slots=True)
class Saying:
    """Says what one schema says of itself."""

    shape: Shape
    place: str
    line: int
    into: Gathering

    def own(self, *, words: bool) -> None:
        """Say type, limits, flags, values and, where it has its own, words."""
        kind = self._kind()
        if kind is not None:
            self._say("type", kind, "type")
        self._texts(words=words)
        self._limits(kind)
        if self.shape.nullable:
            self._say("nullable", True, "nullable")
        for flag in _FLAGS:
            if self.shape.value(flag) is True:
                self._say(flag, True, flag)
        self._values()

    def _say(self, attribute: str, value: Value, keyword: str) -> None:
        node = self.shape.keywords.get(keyword)
        line = self.line if node is None else node.key_location.line
        self.into.say(self.place, attribute, value, line)

    def _kind(self) -> Value:
        for keyword, name in _CHOICES.items():
            if keyword in self.shape.keywords:
                return name
        types = self.shape.types
        if types:
            return types[0] if len(types) == 1 else types
        if "const" in self.shape.keywords:
            return None
        if "not" in self.shape.keywords:
            return "not"
        if self.shape.properties or "additionalProperties" in self.shape.keywords:
            return "object"
        if "items" in self.shape.keywords:
            return "array"
        return None if "enum" in self.shape.keywords else "any"

    def _texts(self, *, words: bool) -> None:
        for keyword in ("format", "pattern"):
            text = self.shape.value(keyword)
            if isinstance(text, str):
                self._say(keyword, text, keyword)
        title = self.shape.value("title")
        if isinstance(title, str) and title.strip():
            self._say("title", " ".join(title.split()), "title")
        text = self.shape.value("description")
        node = self.shape.keywords.get("description")
        if words and isinstance(text, str) and node is not None:
            self.into.word(self.place, "description", text, node.key_location.line)
        discriminator = self.shape.value("discriminator")
        name: object = discriminator.get("propertyName") if is_mapping(discriminator) else discriminator
        if isinstance(name, str):
            self._say("discriminator", name, "discriminator")

    def _limits(self, kind: Value) -> None:
        own = _OWN_LIMITS.get(kind, {}) if isinstance(kind, str) else {}
        for attribute, keywords in _LIMITS.items():
            for keyword in (own[attribute],) if own else keywords:
                number = self.shape.value(keyword)
                if isinstance(number, int | float) and not isinstance(number, bool):
                    self._say(attribute, number, keyword)
                    break

    def _values(self) -> None:
        keywords = self.shape.keywords
        for keyword in ("default", "const"):
            if keyword in keywords:
                self._say(keyword, plain(keywords[keyword].value), keyword)
        if "enum" in keywords and keywords["enum"].is_sequence:
            values = tuple(plain(item) for item in keywords["enum"].value if item is not None)
            self._say("enum", values, "enum")
        examples = keywords.get("examples")
        if examples is not None and examples.is_sequence and examples.value:
            self._say("example", plain(examples.value[0]), "examples")
        elif "example" in keywords:
            self._say("example", plain(keywords["example"].value), "example")
