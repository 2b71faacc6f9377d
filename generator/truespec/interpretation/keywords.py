"""The keywords of JSON Schema by the way they are read, and how OpenAPI 3.0 wrote some of them."""

from __future__ import annotations

from typing import Final

from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.interpretation.assumptions import read_assumptions
from truespec.specification.document import Node

__all__ = ["APPLICATORS", "APPLICATOR_MAPS", "HOLDERS", "plain_schema"]

_CONSTRAINTS: Final = (
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


HOLDERS: Final = frozenset(
    {
        "additionalProperties",
        "allOf",
        "anyOf",
        "discriminator",
        "items",
        "oneOf",
        "prefixItems",
        "properties",
        *APPLICATORS,
        *APPLICATOR_MAPS,
    }
)
"""Keywords that hold schemas or names of schemas; most schemas of a document have none of them."""

_MEANT_BY_ABSENCE: Final = ("additionalProperties", "items")
"""Keywords whose value ``true`` says what their absence says, except to ``unevaluatedProperties`` and its twin."""


def plain_schema(node: Node, *, legacy: bool, nullable: bool) -> Schema:
    """Return what a schema says without any other schema: everything but its reference and :data:`HOLDERS`.

    ``legacy`` is for OpenAPI 3.0; ``nullable`` its word for a schema that allows ``null`` too.
    """
    return Schema(
        location=node.location,
        types=_types(node),
        format=node.text("format") or "",
        enum=_enum(node, nullable=nullable),
        default=_default(node),
        title=node.text("title") or "",
        description=node.text("description") or "",
        constraints=_constraints(node, legacy=legacy),
        examples=_examples(node),
        deprecated=node.flag("deprecated") is True,
        read_only=node.flag("readOnly") is True,
        write_only=node.flag("writeOnly") is True,
        assumptions=read_assumptions(node),
    )


def _types(node: Node) -> tuple[str, ...]:
    single = node.text("type")
    return node.texts("type") if single is None else (single,)


def _enum(node: Node, *, nullable: bool) -> tuple[Json, ...] | None:
    """Return the only values a schema allows, ``None`` where any will do; ``const`` is an enum of one.

    With ``nullable``, OpenAPI 3.0's word, ``null`` is among them: else one would undo the other.
    """
    const, several = node.get("const"), node.get("enum")
    if const is not None:
        values: tuple[Json, ...] = (const.value,)
    elif several is not None and several.is_sequence:
        values = tuple(several.value)
    else:
        return None
    return (*values, None) if nullable and None not in values else values


def _default(node: Node) -> Json | Absent:
    child = node.get("default")
    return ABSENT if child is None else child.value


def _examples(node: Node) -> tuple[Json, ...]:
    """Return the examples of a schema: those of the list, or the single one that OpenAPI 3.0 knows."""
    several, single = node.get("examples"), node.get("example")
    if several is not None and several.is_sequence:
        return tuple(several.value)
    return () if single is None else (single.value,)


def _constraints(node: Node, *, legacy: bool) -> dict[str, Json]:
    """Return the plain validation keywords of a schema, with ``required`` of members it does not declare."""
    value = node.value
    found: dict[str, Json] = {keyword: value[keyword] for keyword in _CONSTRAINTS if keyword in value}
    declared = node.get("properties")
    members: dict[str, Json] = declared.value if declared is not None and declared.is_mapping else {}
    undeclared: list[Json] = [wire for wire in node.texts("required") if wire not in members]
    if undeclared:
        found["required"] = undeclared
    if legacy:
        return _modern_bounds(found)
    found.update({keyword: True for keyword in _MEANT_BY_ABSENCE if value.get(keyword) is True})
    return found


def _modern_bounds(found: dict[str, Json]) -> dict[str, Json]:
    """Write exclusive bounds as numbers where OpenAPI 3.0 wrote booleans."""
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = found.get(exclusive)
        if not isinstance(flag, bool):
            continue
        del found[exclusive]
        if flag and plain in found:
            found[exclusive] = found.pop(plain)
    return found
