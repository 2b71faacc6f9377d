"""The keywords of JSON Schema by the way they are read, and how OpenAPI 3.0 wrote some of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.interpretation.assumptions import read_assumptions
from truespec.specification.document import Node
from truespec.specification.patterns import is_pattern

__all__ = ["APPLICATORS", "APPLICATOR_MAPS", "HOLDERS", "elements", "needs_name", "plain_schema"]

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

_MEANT_BY_ABSENCE: Final = ("additionalProperties", "items")
"""Keywords whose value ``true`` says what their absence says, except to ``unevaluatedProperties`` and its twin."""

_CONSTRAINING: Final = frozenset({*_CONSTRAINTS, "required", *_MEANT_BY_ABSENCE})
"""Keywords that :func:`_constraints` reads."""

_BOUNDS: Final = frozenset({"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"})
_SIZES: Final = frozenset(
    {"minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains", "minProperties", "maxProperties"}
)
_PAIRS: Final = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
"""Bounds that no value keeps where the first is above the second."""

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


def plain_schema(node: Node, *, legacy: bool, nullable: bool) -> Schema:
    """Return what a schema says without any other schema: everything but its reference and :data:`HOLDERS`.

    ``legacy`` is for OpenAPI 3.0; ``nullable`` its word for a schema that allows ``null`` too.
    """
    return Schema(
        location=node.location,
        types=_types(node),
        format=_format(node),
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


_MEANT: Final = {
    **dict.fromkeys(("array", "list"), ("array", "")),
    **dict.fromkeys(("bool", "boolean"), ("boolean", "")),
    **dict.fromkeys(("int", "integer", "int32", "int64", "long"), ("integer", "")),
    **dict.fromkeys(("decimal", "double", "float", "number"), ("number", "")),
    **dict.fromkeys(("null", "none"), ("null", "")),
    **dict.fromkeys(("dict", "map", "object"), ("object", "")),
    **dict.fromkeys(("str", "string", "text"), ("string", "")),
    "binary": ("string", "binary"),
    "date": ("string", "date"),
    "date-time": ("string", "date-time"),
    "datetime": ("string", "date-time"),
    "file": ("string", "binary"),
    "uuid": ("string", "uuid"),
}
"""Types as they are met, in small letters, and the type with its format that JSON Schema has for each.

Lint complains of all but the seven of JSON Schema; ``file`` is a type of Swagger 2.0.
"""


_NULL: Final = "null"
"""What ``null`` without quotes in a list of types was meant to be."""


def _types(node: Node) -> tuple[str, ...]:
    single = node.text("type")
    if single is not None:
        known = _MEANT.get(single.lower())
        return () if known is None else (known[0],)
    several = node.get("type")
    listed = (
        () if several is None else tuple(_NULL if each.value is None else each.value for each in several.elements())
    )
    written = (word.lower() for word in listed if isinstance(word, str))
    return tuple(dict.fromkeys(_MEANT[word][0] for word in written if word in _MEANT))


def _format(node: Node) -> str:
    return node.text("format") or _MEANT.get((node.text("type") or "").lower(), ("", ""))[1]


def _is_sound(keyword: str, value: Json) -> bool:
    """Whether the value of a constraint is one that a validator takes; lint complains of any other."""
    if keyword == "pattern":
        return isinstance(value, str) and is_pattern(value)
    if keyword in _SIZES:
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 and value == int(value)
    if keyword in _BOUNDS:
        return isinstance(value, int | float)  # OpenAPI 3.0 writes exclusive bounds as booleans
    if keyword == "multipleOf":
        return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    if keyword == "dependentRequired":
        return isinstance(value, dict) and all(isinstance(names, list) for names in value.values())
    return isinstance(value, bool if keyword == "uniqueItems" else str)


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
    if _CONSTRAINING.isdisjoint(value):
        return {}
    found: dict[str, Json] = {
        keyword: value[keyword] for keyword in _CONSTRAINTS if keyword in value and _is_sound(keyword, value[keyword])
    }
    for least, most in _PAIRS:
        if least in found and most in found and _is_reversed(found[least], found[most]):
            del found[least], found[most]
    declared = node.get("properties")
    members: dict[str, Json] = declared.value if declared is not None and declared.is_mapping else {}
    undeclared: list[Json] = [wire for wire in node.texts("required") if wire not in members]
    if undeclared:
        found["required"] = undeclared
    if legacy:
        return _modern_bounds(found)
    found.update({keyword: True for keyword in _MEANT_BY_ABSENCE if value.get(keyword) is True})
    return found


def _is_reversed(least: Json, most: Json) -> bool:
    return isinstance(least, int | float) and isinstance(most, int | float) and least > most


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


def elements(node: Node, keyword: str) -> Iterator[Node]:
    """Yield what is in the list under a keyword, nothing where there is none."""
    child = node.get(keyword)
    if child is not None:
        yield from child.elements()


def needs_name(node: Node) -> bool:
    """Whether a class may come of what is at ``node`` or below it."""
    return node.is_mapping and ("$ref" in node.value or not HOLDERS.isdisjoint(node.value))
