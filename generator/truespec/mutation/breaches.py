"""Values that break exactly one keyword of a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.schema import Json, Schema
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shape, Shapes
from truespec.mock.validators import Validators

__all__ = ["Breaches"]

_SCALARS: Final = frozenset({"string", "number", "integer", "boolean"})
_NO_PATTERN: Final = ("", "~", "of no pattern at all", "0", "\x00")


class Breaches:
    """Makes such values for the schemas of answers."""

    def __init__(self, shapes: Shapes, sampler: Sampler, validators: Validators) -> None:
        """Ask ``validators`` of each value whether the schema refuses it: one that it takes is no breach."""
        self._shapes = shapes
        self._sampler = sampler
        self._validators = validators

    def of(self, schema: Schema) -> Iterator[tuple[str, str, Json]]:
        """Yield keyword, slug and value, each refused by the schema."""
        for keyword, slug, value in self._tried(schema):
            if not self._validators.is_valid(schema, value):
                yield keyword, slug, value

    def _tried(self, schema: Schema) -> Iterator[tuple[str, str, Json]]:
        shape, types = self._shapes(schema), self._shapes.types(schema)
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
            yield (
                "format",
                f"almost-{shape.format}",
                {"date": "31.12.2024", "date-time": "2024-12-31 10:00"}.get(shape.format, "@"),
            )
        yield from self._limits(shape)

    def _limits(self, shape: Shape) -> Iterator[tuple[str, str, Json]]:
        for keyword, bound in shape.constraints.items():
            if keyword == "pattern":
                yield from ((keyword, "no-match", text) for text in _NO_PATTERN)
            elif not isinstance(bound, int | float) or isinstance(bound, bool):
                continue
            elif keyword in {"minimum", "exclusiveMinimum"}:
                yield keyword, "too-small", bound - 1
            elif keyword in {"maximum", "exclusiveMaximum"}:
                yield keyword, "too-large", bound + 1
            elif keyword == "minLength":
                yield keyword, "too-short", "x" * (int(bound) - 1)
            elif keyword == "maxLength":
                yield keyword, "too-long", "x" * (int(bound) + 1)
            elif keyword == "minItems":
                yield keyword, "too-few", []
            elif keyword == "maxItems" and shape.items is not None:
                yield keyword, "too-many", [self._sampler.sample(shape.items)] * (int(bound) + 1)
