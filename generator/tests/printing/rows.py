"""What a page prints of schemas: rows with their pieces, and the facts that each row shows."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Final

from printing.era import Era, Words

__all__ = ["Fact", "Row", "RowPrinter", "member", "printed"]

Schema = dict[str, Any]
Fact = tuple[str, str, Any, str]
"""Place, attribute, value, and ``flag`` or ``enum`` for what some ways of saving lose, else empty."""

_LIMITS: Final = {"min": ("minimum", "minLength", "minItems"), "max": ("maximum", "maxLength", "maxItems")}


@dataclasses.dataclass
class Row:
    """One row: its pieces, what is below it, and the facts it shows."""

    name: str
    type: str
    flags: list[str] = dataclasses.field(default_factory=list)
    flag_names: list[str] = dataclasses.field(default_factory=list)
    words: list[str] = dataclasses.field(default_factory=list)
    tail: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    values: list[str] | None = None
    values_word: str = ""
    below: list[Row] = dataclasses.field(default_factory=list)
    alternatives: list[Row] = dataclasses.field(default_factory=list)
    opens: bool = False
    open: bool = False
    facts: list[Fact] = dataclasses.field(default_factory=list)

    def show(self, place: str, attribute: str, value: Any, kind: str = "") -> None:
        """Note a fact that the row shows."""
        self.facts.append((place, attribute, value, kind))


def printed(value: Any) -> str:
    """Write a default or example as a page does: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def member(place: str, name: str) -> str:
    """Write the place of a member as a surface does."""
    special = any(character in '.[]{}|"' or character.isspace() for character in name)
    return f"{place}.{json.dumps(name, ensure_ascii=False) if special else name}"


@dataclasses.dataclass(frozen=True)
class RowPrinter:
    """Prints rows of one generation in one language, with everything opened or as pages are at first."""

    era: Era
    words: Words
    expanded: bool = False

    def members(self, schema: Schema, place: str) -> list[Row]:
        """Print the members of an object."""
        required = schema.get("required", [])
        return [
            self.row(name, inner, member(place, name), need=name in required)
            for name, inner in schema.get("properties", {}).items()
        ]

    def value(self, schema: Schema, place: str) -> list[Row]:
        """Print a body or answer: the members of an object, or one row without a name."""
        if schema.get("type") == "object" and schema.get("properties"):
            return self.members(schema, place)
        return [self.row("", schema, place)]

    def row(self, name: str, schema: Schema, place: str, *, need: bool | None = None) -> Row:
        """Print one row; ``need`` is None where it cannot be required."""
        depth, inner = 0, schema
        row = Row(name, "")
        while inner.get("type") == "array":
            row.show(place + "[]" * depth, "type", "array")
            depth, inner = depth + 1, inner["items"]
        base = place + "[]" * depth
        row.type = self._type(row, inner, base) + "[]" * depth + self._limits(row, schema, place)
        if "const" in inner:
            row.type = f"const: {inner['const']}"
        self._flags(row, schema, place, need=need)
        if schema.get("description"):
            row.words = schema["description"].split("\n")
            row.show(place, "description", schema["description"])
        self._tail(row, schema, place, base)
        self._below(row, schema, inner, place)
        return row

    def _type(self, row: Row, inner: Schema, base: str) -> str:
        if "const" in inner:
            row.show(base, "const", inner["const"])
            return ""
        kind = "one of" if "oneOf" in inner else inner.get("type", "any")
        row.show(base, "type", kind)
        attribute = "title" if kind == "object" else "format"
        text = kind
        if inner.get(attribute):
            text += f" · {inner[attribute]}"
            row.show(base, attribute, inner[attribute])
        return text + (" · enum" if "enum" in inner else "")

    def _limits(self, row: Row, schema: Schema, place: str) -> str:
        nullable = schema.get("nullable", False)
        word = self.words("nullable").lower()
        if nullable:
            row.show(place, "nullable", True)
            if self.era.nullable_bar:
                return f" | {word}"
        text = ""
        for attribute, keywords in _LIMITS.items():
            number = next((schema[keyword] for keyword in keywords if schema.get(keyword)), None)
            if number:
                text += f" · {self.words(attribute).lower()}: {number}"
                row.show(place, attribute, number)
        if self.era.default_in_row and "default" in schema:
            text += f" · default: {printed(schema['default'])}"
            row.show(place, "default", schema["default"])
        return text + (f" · {word}" if nullable else "")

    def _flags(self, row: Row, schema: Schema, place: str, *, need: bool | None) -> None:
        for keyword, key in (("readOnly", "read_only"), ("writeOnly", "write_only")):
            if schema.get(keyword):
                row.flag_names.append(key)
                row.show(place, keyword, True, "flag")
        if need or self.era.says_optional:
            row.flag_names.append("required" if need else "optional")
        if need is not None:
            row.show(place, "required", need, "flag")
        if schema.get("deprecated"):
            row.flag_names.append("deprecated")
            row.show(place, "deprecated", True, "flag")
        texts = [self.words(key) for key in row.flag_names]
        row.flags = [text.lower() for text in texts] if self.era.lower_flags else texts

    def _tail(self, row: Row, schema: Schema, place: str, base: str) -> None:
        if "default" in schema and not self.era.default_in_row:
            row.tail.append(("Default: ", printed(schema["default"])))
            row.show(place, "default", schema["default"])
        for keyword, label in (("example", "Example: "), ("pattern", "Pattern: ")):
            if keyword in schema:
                row.tail.append((label, printed(schema[keyword])))
                row.show(place, keyword, schema[keyword])
        if "enum" in schema:
            row.values = [printed(value) for value in schema["enum"]]
            english = self.words.language == "en" and self.era.values_word
            row.values_word = self.era.values_word if english else self.words("possible_values")
            row.show(base, "enum", tuple(schema["enum"]), "enum")

    def _below(self, row: Row, schema: Schema, inner: Schema, place: str) -> None:
        if "oneOf" in inner:
            row.alternatives = [self.row("", one, f"{place}|{n}") for n, one in enumerate(inner["oneOf"], start=1)]
            return
        depth = row.type.count("[]")
        if inner.get("properties"):
            row.below = self.members(inner, place + "[]" * depth)
        elif depth and ("enum" in inner or depth > 1):
            row.below = [self.row("items", schema["items"], f"{place}[]")]
        row.opens = bool(row.below)
        row.open = row.opens and self.expanded
