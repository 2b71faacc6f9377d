"""From a schema of the contract to the shape of a Python type, saying aloud what Python cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from truespec.contract.api import Api
from truespec.contract.schema import Json, NamedSchema, Property, Schema
from truespec.diagnostics import Report
from truespec.rendering.members import is_object, members, tags
from truespec.rendering.recursion import lazy_aliases, straightened
from truespec.rendering.scalars import is_wide, limits, scalar
from truespec.rendering.shapes import (
    ANYTHING,
    NULL,
    Choice,
    Either,
    Listing,
    Named,
    Row,
    Scalar,
    Shape,
    Table,
    either,
    nullable,
)

__all__ = ["Alias", "Member", "ModelClass", "Shaper"]

_LOST: Final = "schema-inexpressible"
_DEEPEST: Final = 40
"""Types without a name in one another; Python's parser, pydantic and the code generator all give up somewhere."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a class as Python has it."""

    name: str
    wire: str
    shape: Shape
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A named object with members."""

    name: str
    members: tuple[Member, ...]
    schema: Schema


@dataclass(frozen=True, slots=True)
class Alias:
    """A named schema that is not a class; a ``recursive`` one is to be evaluated on demand."""

    name: str
    shape: Shape
    schema: Schema
    recursive: bool = False


class Shaper:
    """Shapes the schemas of one API; what has no shape becomes anything at all and is reported.

    ``names`` are those of the schemas in the order of the document; ``models`` and ``aliases`` hold each by its name.
    """

    def __init__(self, api: Api, report: Report) -> None:
        self._api = api
        self._report = report
        self._depth = 0
        self.names = tuple(named.name for named in api.schemas)
        self._objects = {named.name for named in api.schemas if is_object(named.schema, api)}
        self._tags = tags(api)
        self.models = {
            named.name: ModelClass(named.name, self._members(named), named.schema)
            for named in api.schemas
            if named.name in self._objects
        }
        shapes = straightened(
            {named.name: self.shape(named.schema) for named in api.schemas if named.name not in self._objects}
        )
        lazy = lazy_aliases(shapes)
        self.aliases = {
            named.name: Alias(named.name, shapes[named.name], named.schema, named.name in lazy)
            for named in api.schemas
            if named.name in shapes
        }

    def _members(self, named: NamedSchema) -> tuple[Member, ...]:
        for branch in (*named.schema.one_of, *named.schema.any_of):
            if _says_a_type(branch):
                self._lost(named.schema, "alternatives beside members; the class has the members alone")
                break
        return tuple(self._member(named.name, member) for member in members(named.schema, self._api))

    def _member(self, owner: str, member: Property) -> Member:
        shape = self.shape(member.schema)
        values = self._tags.get((owner, member.wire))
        if values is not None and shape == Scalar("str"):
            shape = Choice(values, open=False)
        return Member(member.name, member.wire, shape, member.required, member.schema)

    def shape(self, schema: Schema) -> Shape:
        """Return the shape of a schema that is used as a value."""
        if self._depth == _DEEPEST:
            return self._lost(schema, f"more than {_DEEPEST} types in one another")
        self._depth += 1
        try:
            shape = self._solid(schema)
        finally:
            self._depth -= 1
        if schema.enum is None and "null" in schema.types and not schema.reference:
            return nullable(shape)
        return shape

    def _solid(self, schema: Schema) -> Shape:
        if schema.never:
            return self._lost(schema, "a schema that nothing satisfies")
        if schema.reference:
            target = self._api.schema(schema.reference).schema
            if target.types == ("null",) or target.enum == (None,):
                return NULL  # None in an alias cannot stand in a union
            named = Named(schema.reference)
            return nullable(named) if schema.reference in self._objects and "null" in target.types else named
        if schema.enum is not None:
            return self._choice(schema, schema.enum)
        options = (*schema.one_of, *schema.any_of)
        if any(_says_a_type(option) for option in options) and not schema.properties:
            return self._either(schema, options)
        if any(_says_a_type(branch) for branch in schema.all_of):
            return self._all_of(schema)
        types = schema.plain_types or _implied(schema)
        if not types:
            return NULL if schema.types == ("null",) else ANYTHING
        return either(tuple(self._typed(schema, name) for name in types))

    def _choice(self, schema: Schema, values: tuple[Json, ...]) -> Shape:
        plain = [value for value in values if value is not None]
        if not plain:
            return NULL
        shape: Shape
        if all(isinstance(value, bool) for value in plain):
            shape = Scalar("bool")
        elif all(isinstance(value, str | int) and not isinstance(value, bool) for value in plain):
            known = tuple(dict.fromkeys(cast("list[str | int]", plain)))
            listed = Choice(known, open=len(known) > 1)
            shape = either(listed.bases) if any(map(is_wide, known)) else listed
        elif all(isinstance(value, int | float) and not isinstance(value, bool) for value in plain):
            shape = Scalar("float")
        else:
            return self._lost(schema, "a list of values that are not all texts or whole numbers")
        return nullable(shape) if None in values else shape

    def _either(self, schema: Schema, options: tuple[Schema, ...]) -> Shape:
        shape = either(tuple(self.shape(option) for option in options))
        if schema.discriminator is None or not isinstance(shape, Either):
            return shape
        return (
            Either(shape.options, schema.discriminator.wire)
            if self._tagged(shape, schema.discriminator.wire)
            else shape
        )

    def _tagged(self, shape: Either, wire: str) -> bool:
        """Whether every option is a class whose member ``wire`` is required and takes values that no other takes."""
        seen: set[str] = set()
        names: set[str] = set()
        for option in shape.solid:
            if not isinstance(option, Named) or option.name not in self._objects:
                return False
            found = [
                member for member in members(self._api.schema(option.name).schema, self._api) if member.wire == wire
            ]
            if not found or not found[0].required or found[0].schema.one_of or found[0].schema.any_of:
                return False
            tag = self._member(option.name, found[0]).shape
            if not isinstance(tag, Choice) or tag.open:
                return False
            values = {value for value in tag.values if isinstance(value, str)}
            if len(values) < len(tag.values) or values & seen:
                return False
            seen |= values
            names.add(found[0].name)
        return len(names) == 1

    def _all_of(self, schema: Schema) -> Shape:
        """Return the branch that says most; the others may only narrow it by constraints."""
        branches = [branch for branch in schema.all_of if _says_a_type(branch)]
        shapes = list(dict.fromkeys(self.shape(branch) for branch in branches))
        strong = [shape for shape in shapes if not isinstance(shape, Scalar)]
        if len(strong) > 1 or (not strong and len({shape.type for shape in shapes if isinstance(shape, Scalar)}) > 1):
            return self._lost(schema, "several types that must hold at once")
        return strong[0] if strong else shapes[0]

    def _typed(self, schema: Schema, name: str) -> Shape:
        if name == "object":
            return self._table(schema)
        if name == "array":
            return self._listing(schema)
        return scalar(schema, name) or self._lost(schema, "a type that JSON does not have")

    def _table(self, schema: Schema) -> Shape:
        patterns = schema.applicator_maps.get("patternProperties", {})
        values = [*patterns.values(), *([schema.additional] if schema.additional is not None else [])]
        solid = [value for value in values if not value.never]
        if not solid:
            return Table(ANYTHING)
        return Table(either(tuple(self.shape(value) for value in solid)))

    def _listing(self, schema: Schema) -> Shape:
        places = tuple(self.shape(item) for item in schema.prefix_items)
        count = len(places)
        least, most = schema.constraints.get("minItems"), schema.constraints.get("maxItems")
        closed = (schema.items is not None and schema.items.never) or most == count
        if places and closed and least == count:
            return Row(places)
        rest = () if schema.items is None or schema.items.never else (self.shape(schema.items),)
        if places:
            return Listing(either((*places, *rest)) if rest or closed else ANYTHING)
        return Listing(rest[0] if rest else ANYTHING, tuple(limits(schema, ("minItems", "maxItems"))))

    def _lost(self, schema: Schema, what: str) -> Shape:
        advice = "the client takes and gives any value here; strict validation does not cover it"
        self._report.warning(_LOST, schema.location, f"no Python type for {what}", advice)
        return ANYTHING


def _says_a_type(schema: Schema) -> bool:
    """Whether a branch is more than constraints on what stands beside it."""
    return bool(
        schema.reference
        or schema.types
        or schema.enum is not None
        or schema.properties
        or schema.items is not None
        or schema.prefix_items
        or any(_says_a_type(inner) for inner in (*schema.all_of, *schema.any_of, *schema.one_of))
    )


def _implied(schema: Schema) -> tuple[str, ...]:
    if schema.types:
        return ()
    if schema.properties or schema.additional is not None or "patternProperties" in schema.applicator_maps:
        return ("object",)
    return ("array",) if schema.items is not None or schema.prefix_items else ()
