"""Values that break exactly one keyword of a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from truespec.contract.schema import Json, Schema
from truespec.mock.shapes import Shape

__all__ = ["Breaches", "Maker"]

_SCALARS: Final = frozenset({"string", "number", "integer", "boolean"})
_NO_PATTERN: Final = ("", "~", "of no pattern at all", "0", "\x00")
_MOST: Final = 2_000
"""Longer texts and lists are not made only to be one too long."""


class Maker(Protocol):
    """Knows the schemas, and makes valid values of them."""

    def shape(self, schema: Schema) -> Shape:
        """Return a schema with its references followed and its ``allOf`` merged."""
        ...

    def is_valid(self, schema: Schema, value: Json) -> bool:
        """Say whether the schema takes a value."""
        ...

    def value(self, name: str, schema: Schema) -> Json:
        """Return a valid value for a member of that name."""
        ...


class Breaches:
    """Makes such values."""

    def __init__(self, maker: Maker) -> None:
        """Ask ``maker`` of each value whether the schema takes it: then it is no breach."""
        self._maker = maker

    def of(self, schema: Schema) -> Iterator[tuple[str, str, Json]]:
        """Yield keyword, slug and value, each refused by the schema."""
        for keyword, slug, value in self._tried(schema):
            if not self._maker.is_valid(schema, value):
                yield keyword, slug, value

    def _tried(self, schema: Schema) -> Iterator[tuple[str, str, Json]]:
        shape = self._maker.shape(schema)
        types = {
            *shape.types,
            *(name for group in shape.choices for one in group for name in self._maker.shape(one).types),
        }
        yield "type", "null", None
        if types:
            yield "type", "object", {"unexpected": True}
            yield "type", "array", ["unexpected"]
            if not types & _SCALARS:
                yield "type", "text", "unexpected"
        if types & {"integer", "number"}:
            yield "type", "number-as-text", "17"
        if "integer" in types and "number" not in types:
            yield "type", "fraction", 1.5
        if "boolean" in types:
            yield "type", "boolean-as-text", "true"
        if "string" in types:
            yield "type", "text-as-number", 17
        if shape.enum is not None:
            yield "enum", "none-of-them", "none of these"
        if shape.format and "string" in types:
            yield "format", f"no-{shape.format}", "of no format"
            almost = {"date": "31.12.2024", "date-time": "2024-12-31 10:00"}
            yield "format", f"almost-{shape.format}", almost.get(shape.format, "@")
        for keyword, bound in shape.constraints.items():
            yield from self._beyond(shape, keyword, bound)

    def _beyond(self, shape: Shape, keyword: str, bound: Json) -> Iterator[tuple[str, str, Json]]:
        if keyword == "pattern":
            yield from ((keyword, "no-match", text) for text in _NO_PATTERN)
        if not isinstance(bound, int | float) or isinstance(bound, bool):
            return
        if keyword in {"minimum", "exclusiveMinimum"}:
            yield keyword, "too-small", bound - 1
        elif keyword in {"maximum", "exclusiveMaximum"}:
            yield keyword, "too-large", bound + 1
        elif keyword == "minLength" and bound >= 1:
            yield keyword, "too-short", "x" * (int(bound) - 1)
        elif keyword == "maxLength" and bound <= _MOST:
            yield keyword, "too-long", "x" * (int(bound) + 1)
        elif keyword == "minItems" and bound >= 1:
            yield keyword, "too-few", self._items(shape, int(bound) - 1)
        elif keyword == "maxItems" and bound <= _MOST:
            yield keyword, "too-many", self._items(shape, int(bound) + 1)

    def _items(self, shape: Shape, count: int) -> Json:
        items = shape.items
        return [None if items is None else self._maker.value("item", items) for _ in range(count)]
