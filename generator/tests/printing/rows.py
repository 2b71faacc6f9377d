"""What a page prints of schemas: rows with their pieces, what is below them, and the facts that each piece tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from printing.elements import Element, el, span
from printing.era import Era, Words
from printing.shapes import Shapes, alternatives_of, as_member, choice_of, depth_of, innermost, printed

__all__ = ["RowPrinter", "Way"]

Schema = dict[str, Any]

_LIMITS: Final = {
    "string": ("minLength", "maxLength"), "integer": ("minimum", "maximum"), "number": ("minimum", "maximum"),
    "array": ("minItems", "maxItems"),
}  # fmt: skip
_TAILS: Final = {"default": "Default: ", "example": "Example: ", "pattern": "Pattern: "}


@dataclasses.dataclass(frozen=True)
class Way:
    """The schemas on the way to a place; one that is an item of a list is met once more before it is circular."""

    members: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()

    def through(self, name: str, *, item: bool) -> Way:
        """Return the way that leads on through a schema."""
        if not name:
            return self
        if item and name not in self.items:
            return Way(self.members, self.items | {name})
        return Way(self.members | {name}, self.items)


@dataclasses.dataclass
class RowPrinter:
    """Prints rows of one generation in one language, with everything opened or as pages are at first."""

    era: Era
    words: Words
    expanded: bool = False
    shapes: Shapes = dataclasses.field(default_factory=lambda: Shapes({}))
    operation: str = ""

    def members(self, schema: Schema, place: str, way: Way) -> Iterator[Element]:
        """Print the members of an object."""
        whole = self.shapes.merged(schema)
        named = whole.get("discriminator", {}).get("propertyName", "")
        for name, inner in whole.get("properties", {}).items():
            flags = {"discriminator"} if name == named else set[str]()
            need = name in whole.get("required", [])
            yield self.row(name, inner, as_member(place, name), way, need=need, flags=flags)
        others = whole.get("additionalProperties", False)
        if others is not False:
            yield self.row("Other properties", {} if others is True else others, place + "{}", way)

    def value(self, schema: Schema, place: str) -> Element:
        """Print a body or answer: the members of an object, or one row without a name."""
        whole = self.shapes.merged(schema)
        parted = (self.era.all_of or self.era.whole_apart) and "allOf" in self.shapes.resolved(schema)
        if whole.get("properties") and not parted and not choice_of(whole):
            way = Way().through(self.shapes.name(schema), item=False)
            return el("openapi-schema-properties", *self.members(schema, place, way))
        if self.era.whole_apart and "allOf" in self.shapes.resolved(schema):
            return el(
                "openapi-schema-alternatives", el("openapi-schema-alternative", self.row("", whole, place, Way()))
            )
        row = self.row("", schema, place, Way())
        if row.has("openapi-schema"):
            row.classes += " openapi-schema-root"
        return row

    def row(  # noqa: PLR0913 - a row is printed of all of these
        self, name: str, schema: Schema, place: str, way: Way, *, need: bool | None = None,
        flags: set[str] | None = None, bare: bool = False,
    ) -> Element:  # fmt: skip
        """Print one row; ``need`` is None where it cannot be required, ``bare`` one that has no flag at all."""
        head = span("openapi-schema-name")
        shown = el("openapi-schema-presentation", head)
        if name:
            deprecated = {"data_deprecated": "true"} if self.shapes.resolved(schema).get("deprecated") else {}
            head.add(span("openapi-schema-propertyname", name, **deprecated))
        if flags and "discriminator" in flags:
            owner = place.removesuffix(as_member("", name))
            mark = span("openapi-schema-discriminator", self._flag("discriminator"))
            head.add(mark.told(self._fact(owner, "discriminator", name)))
        parted = self._parts(schema)
        head.add(self._type(schema, place, parted))
        if not bare:
            head.add(*self._flags(schema, place, need=need))
        shown.add(*self._words(schema, place))
        return self._opened(shown, schema, place, way, parted=parted)

    def _fact(self, place: str, attribute: str, value: Any) -> tuple[str, str, str, Any]:
        return self.operation, place, attribute, value

    def _parts(self, schema: Schema) -> Schema | None:
        """Return what "all of" merges to, where this generation shows it as one alternative of it."""
        resolved = self.shapes.resolved(schema)
        if not (self.era.all_of and "allOf" in resolved):
            return None
        whole = self.shapes.merged(schema)
        return whole if whole.get("properties") else None

    def _type(self, schema: Schema, place: str, parted: Schema | None) -> Element:
        whole = self.shapes.merged(schema)
        if parted is not None:
            return span("", span("openapi-schema-type", "all of"))
        depth = depth_of(schema, self.shapes)
        inner = self.shapes.merged(innermost(schema, self.shapes))
        kind = span("openapi-schema-type")
        for number in range(depth):
            kind.told(self._fact(place + "[]" * number, "type", "array"))
        text = self._base(inner, place + "[]" * depth, kind)
        rest = self._limits(whole, place, kind)
        return span("", kind.add(text + "[]" * depth), span("openapi-schema-type", rest) if rest else None)

    def _base(self, inner: Schema, place: str, kind: Element) -> str:
        if "const" in inner:
            kind.told(self._fact(place, "const", inner["const"]))
            return f"const: {printed(inner['const'])}"
        types = inner.get("type", "object" if inner.get("properties") or "additionalProperties" in inner else "any")
        types = [types] if isinstance(types, str) else types
        base = choice_of(inner) or " | ".join(types)
        plain = tuple(one for one in types if one != "null")
        kind.told(self._fact(place, "type", base if choice_of(inner) else plain[0] if len(plain) == 1 else plain))
        if len(plain) < len(types):
            kind.told(self._fact(place, "nullable", True))
        attribute = "title" if base == "object" else "format"
        text = base
        if inner.get(attribute) and not choice_of(inner) and (attribute == "format" or self.era.titles):
            text += f" · {inner[attribute]}"
            kind.told(self._fact(place, attribute, inner[attribute]))
        return text + (" · enum" if "enum" in inner else "")

    def _limits(self, schema: Schema, place: str, kind: Element) -> str:
        nullable = schema.get("nullable", False)
        word = self.words("nullable").lower()
        if nullable:
            kind.told(self._fact(place, "nullable", True))
            if self.era.nullable_bar:
                return f" | {word}"
        text = ""
        base = schema.get("type", "")
        plain = [base] if isinstance(base, str) else [one for one in base if one != "null"]
        for attribute, keyword in zip(("min", "max"), _LIMITS.get("".join(plain), ()), strict=False):
            if schema.get(keyword):
                text += f" · {self.words(attribute).lower()}: {schema[keyword]}"
                kind.told(self._fact(place, attribute, schema[keyword]))
        if self.era.default_in_row and "default" in schema:
            text += f" · default: {printed(schema['default'])}"
            kind.told(self._fact(place, "default", schema["default"]))
        return text + (f" · {word}" if nullable else "")

    def _flag(self, key: str) -> str:
        return self.words(key).lower() if self.era.lower_flags else self.words(key)

    def _flags(self, schema: Schema, place: str, *, need: bool | None) -> Iterator[Element]:
        whole = self.shapes.merged(schema)
        for keyword in ("readOnly", "writeOnly"):
            if whole.get(keyword):
                key = "read_only" if keyword == "readOnly" else "write_only"
                mark = span(f"openapi-schema-{keyword.lower()}", self._flag(key))
                yield mark.told(self._fact(place, keyword, True))
        said = [] if need is None else [self._fact(place, "required", need)]
        if need:
            yield span("openapi-schema-required", self._flag("required")).told(*said)
        elif self.era.says_optional:
            yield span("openapi-schema-optional", self._flag("optional")).told(*said)
        elif said:
            yield Element("unsaid", "openapi-schema-optional").told(*said)
        if whole.get("deprecated"):
            yield span("openapi-deprecated", self._flag("deprecated")).told(self._fact(place, "deprecated", True))

    def _words(self, schema: Schema, place: str) -> Iterator[Element]:
        whole = self.shapes.merged(schema)
        text = whole.get("description")
        if text:
            yield el("openapi-markdown openapi-schema-description", text).told(self._fact(place, "description", text))
        inner = self.shapes.merged(innermost(schema, self.shapes))
        for keyword, label in _TAILS.items():
            if keyword not in whole or (keyword == "default" and self.era.default_in_row):
                continue
            tail = span(f"openapi-schema-{keyword}", label, el("", printed(whole[keyword]), tag="code"))
            yield tail.told(self._fact(place, keyword, whole[keyword]))
        if "enum" in inner and not depth_of(schema, self.shapes):
            values = span("openapi-schema-enum", f"{self._values_word()}: ")
            for value in inner["enum"]:
                code = el("", printed(value), tag="code")
                values.add(span("openapi-schema-enum-value", el("openapi-copy-button", code, tag="button")))
            values.glued.append(self._fact(place, "enum", tuple(inner["enum"])))
            yield values

    def _values_word(self) -> str:
        english = self.words.language == "en" and self.era.values_word
        return self.era.values_word if english else self.words("possible_values")

    def _opened(self, shown: Element, schema: Schema, place: str, way: Way, *, parted: Schema | None) -> Element:
        depth = depth_of(schema, self.shapes)
        target = innermost(schema, self.shapes)
        whole = self.shapes.merged(target)
        reference = self.shapes.name(target)
        if reference and reference in way.members:
            glyph = span("openapi-schema-circular-glyph", "⤷")
            text = f"object · {whole['title']}" if whole.get("title") else "object"
            circular = el("openapi-schema-circular", glyph, "Circular reference to ", el("", text, tag="a"), " ")
            return shown.add(circular.told(self._fact(place + "[]" * depth, "circular", True)))
        on = way.through(reference, item=depth > 0)
        if parted is not None:
            part = {key: value for key, value in parted.items() if key != "description"}
            inner = self.row("", {**part}, place, on)
            return el(
                "openapi-schema", shown, el("openapi-schema-alternatives", el("openapi-schema-alternative", inner))
            )
        if choice_of(whole) and not depth:
            return el("openapi-schema", shown, self._alternatives(whole, place, on))
        below = self.below(schema, whole, place, depth, on)
        if not below:
            return el("openapi-schema", shown)
        return self.disclosure(shown, below, self._label(whole, depth))

    def _label(self, whole: Schema, depth: int) -> str:
        title = whole.get("title")
        return title if title and not self.era.titles and not depth else self.words("properties").lower()

    def _alternatives(self, whole: Schema, place: str, way: Way) -> Element:
        found = el("openapi-schema-alternatives")
        several = alternatives_of(whole)
        for number, one in enumerate(several, start=1):
            part = el("openapi-schema-alternative", self.row("", one, f"{place}|{number}", way))
            if number < len(several):
                part.add(span("openapi-schema-alternative-separator", self.words("or")))
            found.add(part)
        return found

    def below(self, schema: Schema, whole: Schema, place: str, depth: int, way: Way) -> list[Element]:
        """Print what is below a row that opens: the members, or the row of the items."""
        inside = place + "[]" * depth
        if depth > 1 or (depth and ("enum" in whole or choice_of(whole))):
            return [self.row("items", self.shapes.merged(schema)["items"], f"{place}[]", way)]
        return list(self.members(whole, inside, way))

    def disclosure(self, shown: Element, below: list[Element], what: str) -> Element:
        """Print a row that opens, and what is below it where it is open."""
        word = self.words.button("hide" if self.expanded else "show", what)
        label = el("openapi-disclosure-trigger-label", el("", word, tag="span"))
        found = el("openapi-disclosure", el("openapi-disclosure-trigger", shown, label, tag="button"))
        if self.expanded:
            found.add(el("openapi-disclosure-panel", el("openapi-schema-properties", *below)))
        elif self.era.native_menus:
            found.add(el("openapi-disclosure-panel"))
        return found
