"""The keywords of JSON Schema by the way they are read, and how OpenAPI 3.0 wrote some of them."""

from __future__ import annotations

from typing import Final

from truespec.contract.schema import Json

__all__ = ["APPLICATORS", "APPLICATOR_MAPS", "CONSTRAINTS", "modern_bounds", "nullable_enum"]

CONSTRAINTS: Final = (
    "multipleOf",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "contentEncoding",
    "contentMediaType",
)
"""Keywords whose value is plain JSON."""

APPLICATORS: Final = (
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
)
"""Keywords whose value is one schema, beyond those the contract has fields for."""

APPLICATOR_MAPS: Final = ("patternProperties", "dependentSchemas")
"""Keywords whose value is a mapping of schemas, beyond ``properties``."""


def modern_bounds(constraints: dict[str, Json]) -> dict[str, Json]:
    """Turn OpenAPI 3.0's boolean ``exclusiveMinimum`` and ``exclusiveMaximum`` into numbers."""
    modern = dict(constraints)
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = modern.get(exclusive)
        if not isinstance(flag, bool):
            continue
        del modern[exclusive]
        if flag and plain in modern:
            modern[exclusive] = modern.pop(plain)
    return modern


def nullable_enum(enum: tuple[Json, ...] | None, *, nullable: bool) -> tuple[Json, ...] | None:
    """Let ``null`` through the enum of a schema that OpenAPI 3.0 calls nullable: else one would undo the other."""
    if enum is None or not nullable or None in enum:
        return enum
    return (*enum, None)
