"""What a schema comes to once its references and its ``allOf`` are followed: one flat view of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from truespec.contract.api import Api
from truespec.contract.schema import ABSENT, Absent, Discriminator, Json, Property, Schema

__all__ = ["Shape", "Shapes"]

_RAISED: Final = frozenset(
    {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains", "multipleOf"}
)
_LOWERED: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"})


_DEEPEST_CHOICE: Final = 8
_UNDECLARED: Final = "unevaluatedProperties"
"""Alternatives nested deeper than this only repeat themselves."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema with everything that always holds merged into one; ``choices`` are its ``anyOf`` and ``oneOf`` groups.

    ``types`` are the JSON types left over (empty: any), ``required`` the wire names that must be there.
    """

    schema: Schema
    types: tuple[str, ...] = ()
    never: bool = False
    enum: tuple[Json, ...] | None = None
    format: str = ""
    default: Json | Absent = ABSENT
    examples: tuple[Json, ...] = ()
    properties: Mapping[str, Property] = field(default_factory=dict[str, Property])
    required: tuple[str, ...] = ()
    items: Schema | None = None
    prefix_items: tuple[Schema, ...] = ()
    additional: Schema | None = None
    constraints: Mapping[str, Json] = field(default_factory=dict[str, Json])
    choices: tuple[tuple[Schema, ...], ...] = ()
    references: frozenset[str] = frozenset()
    discriminator: Discriminator | None = None
    closed: bool = False
    """Whether no member is allowed that nothing declares, however many schemas declare some."""


class Shapes:
    """The shapes of one API, each worked out once."""

    def __init__(self, api: Api) -> None:
        """Start with nothing worked out."""
        self._api = api
        # Schemas hold mappings and cannot be hashed; the value keeps the schema alive, so its id stays its own.
        self._known: dict[int, Shape] = {}
        self._chosen: dict[int, Shape] = {}
        self._of_others: dict[int, frozenset[str]] = {}

    def __call__(self, schema: Schema) -> Shape:
        """Return the shape of ``schema``."""
        known = self._known.get(id(schema))
        if known is None:
            known = self._known[id(schema)] = self._flatten(schema, frozenset())
        return known

    def chosen(self, schema: Schema) -> Shape:
        """Return the shape of ``schema`` with the first of its alternatives merged in, where each is an object.

        A record of several kinds is one of them whenever it is made; what tells them apart has the word of that one.
        """
        known = self._chosen.get(id(schema))
        if known is None:
            known = self._chosen[id(schema)] = self._choose(schema, 0)
        return known

    def _choose(self, schema: Schema, depth: int) -> Shape:
        shape = self(schema)
        for group in shape.choices if depth <= _DEEPEST_CHOICE else ():
            kinds = [self._choose(branch, depth + 1) for branch in group]
            if all(kind.properties for kind in kinds):
                rest = tuple(other for other in shape.choices if other is not group)
                shape = _named_by(replace(_merge(kinds[0], shape), schema=shape.schema, choices=rest), shape, group[0])
        return shape

    def of_other_kinds(self, schema: Schema) -> frozenset[str]:
        """Return the members that some alternatives have, and :meth:`chosen` has not."""
        known = self._of_others.get(id(schema))
        if known is None:
            known = self._of_others[id(schema)] = self._members(schema, 0) - frozenset(self.chosen(schema).properties)
        return known

    def _members(self, schema: Schema, depth: int) -> frozenset[str]:
        shape = self(schema)
        branches = (branch for group in shape.choices for branch in group if depth <= _DEEPEST_CHOICE)
        return frozenset(shape.properties).union(*(self._members(branch, depth + 1) for branch in branches))

    def types(self, schema: Schema) -> frozenset[str]:
        """Return the JSON types a value may have by any road, empty for any type at all."""
        return self._types(schema, 0)

    def _types(self, schema: Schema, depth: int) -> frozenset[str]:
        shape = self(schema)
        if shape.enum is not None:
            return frozenset(_json_type(member) for member in shape.enum)
        if shape.types or not shape.choices or depth > _DEEPEST_CHOICE:
            return frozenset(shape.types)
        branches = [self._types(branch, depth + 1) for branch in shape.choices[0]]
        return frozenset[str]() if not all(branches) else frozenset[str]().union(*branches)

    def nullable(self, schema: Schema) -> bool:
        """Say whether ``null`` is a value of the schema."""
        return self._nullable(schema, 0)

    def _nullable(self, schema: Schema, depth: int) -> bool:
        shape = self(schema)
        if shape.never or (shape.enum is not None and None not in shape.enum) or depth > _DEEPEST_CHOICE:
            return False
        if shape.types and "null" not in shape.types:
            return False
        return all(any(self._nullable(branch, depth + 1) for branch in group) for group in shape.choices)

    def merged(self, shape: Shape, schema: Schema) -> Shape:
        """Return the shape of what satisfies both ``shape`` and ``schema``."""
        return _merge(shape, self(schema))

    def member(self, schema: Schema, path: tuple[str, ...]) -> Schema | None:
        """Return the schema of the member at ``path`` below ``schema``, or ``None`` where it is not declared."""
        for name in path:
            declared = self.chosen(schema).properties.get(name)
            if declared is None:
                return None
            schema = declared.schema
        return schema

    def _flatten(self, schema: Schema, seen: frozenset[str]) -> Shape:
        shape = _own(schema)
        parts = list(schema.all_of)
        if schema.reference and schema.reference not in seen:
            seen |= {schema.reference}
            shape = replace(shape, references=seen)
            parts.insert(0, self._api.schema(schema.reference).schema)
        for part in parts:
            shape = _merge(shape, self._flatten(part, seen))
        return shape


def _own(schema: Schema) -> Shape:
    """Return the shape of the keywords a schema has itself."""
    undeclared = schema.constraints.get("required")
    named = [name for name in undeclared if isinstance(name, str)] if isinstance(undeclared, list) else []
    return Shape(
        schema,
        types=schema.types,
        never=schema.never,
        enum=schema.enum,
        format=schema.format,
        default=schema.default,
        examples=schema.examples,
        properties={member.wire: member for member in schema.properties},
        required=(*(member.wire for member in schema.properties if member.required), *named),
        items=schema.items,
        prefix_items=schema.prefix_items,
        additional=schema.additional,
        constraints=schema.constraints,
        choices=tuple(group for group in (schema.any_of, schema.one_of) if group),
        discriminator=schema.discriminator,
        closed=_UNDECLARED in schema.applicators and schema.applicators[_UNDECLARED].never,
    )


def _named_by(chosen: Shape, shape: Shape, branch: Schema) -> Shape:
    """Return a chosen shape in which the discriminator has the word for the branch, where it could have any."""
    told = shape.discriminator
    member = None if told is None else chosen.properties.get(told.wire)
    if told is None or member is None or member.schema.enum is not None or not branch.reference:
        return chosen
    word = next((value for value, name in told.mapping if name == branch.reference), branch.reference)
    only = replace(member, schema=replace(member.schema, enum=(word,)))
    return replace(chosen, properties={**chosen.properties, member.wire: only})


def _merge(one: Shape, other: Shape) -> Shape:
    """Return what holds where both hold; where only a guess is possible the outer schema, ``one``, wins."""
    properties = dict(one.properties)
    for name, member in other.properties.items():
        mine = properties.get(name)
        properties[name] = member if mine is None else _both(mine, member)
    return Shape(
        one.schema,
        types=_common_types(one.types, other.types),
        never=one.never or other.never,
        enum=_common(one.enum, other.enum),
        format=one.format or other.format,
        default=other.default if isinstance(one.default, Absent) else one.default,
        examples=one.examples or other.examples,
        properties=properties,
        required=tuple(dict.fromkeys((*other.required, *one.required))),
        items=one.items or other.items,
        prefix_items=one.prefix_items or other.prefix_items,
        additional=one.additional or other.additional,
        constraints=_tightest(one.constraints, other.constraints),
        choices=(*one.choices, *other.choices),
        references=one.references | other.references,
        discriminator=one.discriminator or other.discriminator,
        closed=one.closed or other.closed,
    )


def _both(mine: Property, theirs: Property) -> Property:
    together = Schema(location=mine.schema.location, all_of=(mine.schema, theirs.schema))
    return replace(mine, schema=together, required=mine.required or theirs.required)


def _common_types(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if not one or not other:
        return one or other
    wide_one, wide_other = _with_integer(one), _with_integer(other)
    return tuple(name for name in wide_one if name in wide_other) or one


def _with_integer(types: tuple[str, ...]) -> tuple[str, ...]:
    return (*types, "integer") if "number" in types and "integer" not in types else types


def _common(one: tuple[Json, ...] | None, other: tuple[Json, ...] | None) -> tuple[Json, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return tuple(member for member in one if member in other) or one


def _tightest(one: Mapping[str, Json], other: Mapping[str, Json]) -> dict[str, Json]:
    merged = {**other, **one}
    for keyword in one.keys() & other.keys():
        mine, theirs = one[keyword], other[keyword]
        if isinstance(mine, (int, float)) and isinstance(theirs, (int, float)):
            pick: Callable[[float, float], float] | None = (
                max if keyword in _RAISED else min if keyword in _LOWERED else None
            )
            merged[keyword] = pick(mine, theirs) if pick else mine
    return merged


def _json_type(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
