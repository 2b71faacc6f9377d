"""The shape of data: one JSON Schema dialect (2020-12 meaning) whatever version of OpenAPI it was written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from truespec.contract.provenance import Assumption
from truespec.diagnostics import Location

__all__ = ["ABSENT", "Absent", "Discriminator", "Json", "NamedSchema", "Property", "Schema"]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A JSON value; the contract shares these and never changes one."""


class Absent:
    """The type of :data:`ABSENT`: a keyword that the document does not have (``null`` is a value)."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Name the constant."""
        return "ABSENT"

    def __bool__(self) -> bool:
        """Absent is falsy."""
        return False


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class Property:
    """A member of an object: ``wire`` is its key in JSON, ``name`` its name in Python."""

    wire: str
    name: str
    schema: Schema
    required: bool
    location: Location
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The member that tells the branches of a ``one_of`` or ``any_of`` apart.

    ``mapping`` leads from the member's value to the name of a named schema.
    """

    wire: str
    mapping: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema object, normalised to the meaning of JSON Schema 2020-12.

    ``reference`` is the name of a :class:`NamedSchema` of the API (``""`` for a schema written in place); keywords
    beside a reference hold as well.  ``types`` are the allowed JSON types, empty for any; a nullable schema lists
    ``"null"``. ``never`` is the schema ``false``.  ``enum`` is ``None`` where there is none; ``const`` is an ``enum``
    of one. ``constraints`` are the plain validation keywords with JSON values (``minimum``, ``maxLength``, ``pattern``,
    ``uniqueItems``, ``required`` of undeclared members, ...).  ``applicators`` are the keywords this contract has no
    field for that hold one schema (``not``, ``if``, ``contains``, ``propertyNames``, ...), ``applicator_maps`` those
    that hold schemas by key (``patternProperties``, ``dependentSchemas``).
    """

    location: Location
    reference: str = ""
    types: tuple[str, ...] = ()
    never: bool = False
    format: str = ""
    enum: tuple[Json, ...] | None = None
    default: Json | Absent = ABSENT
    title: str = ""
    description: str = ""
    properties: tuple[Property, ...] = ()
    items: Schema | None = None
    prefix_items: tuple[Schema, ...] = ()
    additional: Schema | None = None
    all_of: tuple[Schema, ...] = ()
    any_of: tuple[Schema, ...] = ()
    one_of: tuple[Schema, ...] = ()
    discriminator: Discriminator | None = None
    constraints: Mapping[str, Json] = field(default_factory=dict[str, Json])
    applicators: Mapping[str, Schema] = field(default_factory=dict[str, "Schema"])
    applicator_maps: Mapping[str, Mapping[str, Schema]] = field(default_factory=dict[str, "Mapping[str, Schema]"])
    examples: tuple[Json, ...] = ()
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    assumptions: tuple[Assumption, ...] = ()

    @property
    def nullable(self) -> bool:
        """Whether this very schema (not a referenced one) lets ``null`` through by its types, enum or alternatives."""
        if self.enum is not None:
            return None in self.enum
        if self.types:
            return "null" in self.types
        return any(branch.nullable for branch in (*self.any_of, *self.one_of))

    @property
    def plain_types(self) -> tuple[str, ...]:
        """The allowed JSON types without ``null``."""
        return tuple(name for name in self.types if name != "null")

    def children(self) -> Iterator[tuple[tuple[str | int, ...], Schema]]:
        """Yield each schema directly below this one with its path in the exported JSON Schema."""
        for member in self.properties:
            yield ("properties", member.wire), member.schema
        if self.items is not None:
            yield ("items",), self.items
        for position, schema in enumerate(self.prefix_items):
            yield ("prefixItems", position), schema
        if self.additional is not None:
            yield ("additionalProperties",), self.additional
        for keyword, branches in (("allOf", self.all_of), ("anyOf", self.any_of), ("oneOf", self.one_of)):
            for position, schema in enumerate(branches):
                yield (keyword, position), schema
        for keyword, schema in self.applicators.items():
            yield (keyword,), schema
        for keyword, schemas in self.applicator_maps.items():
            for key, schema in schemas.items():
                yield (keyword, key), schema


@dataclass(frozen=True, slots=True)
class NamedSchema:
    """A schema with a name of its own in Python.

    ``name`` is the class (or alias) name; ``wire`` the component's key in the document, empty for a schema written in
    place inside another one.
    """

    name: str
    wire: str
    schema: Schema
