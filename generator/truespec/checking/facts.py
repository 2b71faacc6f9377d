"""What a schema violation breaks: a fact in a plain sentence, its place in the spec, and whether it is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from truespec.contract.api import Api
from truespec.contract.provenance import Assumption, assumption_for
from truespec.contract.schema import Json, Property, Schema
from truespec.diagnostics import printable

__all__ = ["Part", "assumed_among", "describe", "json_path", "parts_on", "why_assumed"]

Part: TypeAlias = Schema | Property
"""A node of the spec on the way to a violation."""

_SHOWN_VALUES: Final = 5
_DEPTH: Final = 3
_LIMITS: Final = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "more than",
    "exclusiveMaximum": "less than",
    "minLength": "of length at least",
    "maxLength": "of length at most",
    "minItems": "with at least this many items:",
    "maxItems": "with at most this many items:",
    "minProperties": "with at least this many members:",
    "maxProperties": "with at most this many members:",
    "multipleOf": "a multiple of",
    "pattern": "matching",
}
_ATTRIBUTES: Final = {
    "enum": frozenset({"enum", "const"}),
    "const": frozenset({"enum", "const"}),
    "anyOf": frozenset({"anyOf", "type"}),
    "oneOf": frozenset({"oneOf", "type"}),
}
_NULLABLE: Final = frozenset({"nullable", "type"})
_MEMBERS_NULLABLE: Final = "properties.nullable"
"""The assumption of an object about whether its members may be null."""


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where a path has led: the schema it stands at and the parts passed on the way."""

    schema: Schema
    parts: tuple[Part, ...]


def parts_on(schema: Schema, api: Api, path: Sequence[str | int]) -> tuple[Part, ...]:
    """Return the schemas and properties that a validator's evaluation path passes, the outermost first.

    References are followed; the walk ends at the first step that leads to no schema (the keyword itself).
    """
    walk, position = _Walk(schema, (schema,)), 0
    while position < len(path):
        if path[position] == "$ref" and walk.schema.reference:
            target = api.schema(walk.schema.reference).schema
            walk = _Walk(target, (*walk.parts, target))
            position += 1
            continue
        step = _child(walk, path, position)
        if step is None:
            break
        walk, position = step
    return walk.parts


def _child(walk: _Walk, path: Sequence[str | int], position: int) -> tuple[_Walk, int] | None:
    for child_path, child in walk.schema.children():
        end = position + len(child_path)
        if tuple(path[position:end]) == child_path:
            owner = _property_of(walk.schema, child)
            passed = (*walk.parts, child) if owner is None else (*walk.parts, owner, child)
            return _Walk(child, passed), end
    return None


def _property_of(schema: Schema, child: Schema) -> Property | None:
    return next((member for member in schema.properties if member.schema is child), None)


def why_assumed(parts: Sequence[Part], keyword: str, value: Json, member: Property | None = None) -> str | None:
    """Return why the fact that ``keyword`` states at the last of ``parts`` is assumed, ``None`` where it is documented.

    An assumption about a whole object covers all below it; one about an attribute covers that attribute only.  That a
    value may not be null is the attribute ``nullable``.  ``member`` is the missing one for ``required``.
    """
    attributes = _ATTRIBUTES.get(keyword, frozenset({keyword}))
    if keyword in {"type", "anyOf", "oneOf", "enum"} and value is None:
        attributes |= _NULLABLE
    if member is not None:
        whole = assumption_for(member.assumptions) or assumption_for(member.assumptions, keyword)
        if whole is not None:
            return whole.why
    # The attributes of a member may be marked on the member or, beside a reference, on what refers to it.
    nearest = _nearest(parts)
    for part in parts:
        found = assumed_among(part.assumptions, attributes if part in nearest else ())
        if found is not None:
            return found
    return _why_null(parts, nearest) if value is None and attributes >= _NULLABLE else None


def _why_null(parts: Sequence[Part], nearest: Sequence[Part]) -> str | None:
    """Return why a member of an object may be null after all, where the object says so of all its members."""
    member = next((part for part in nearest if isinstance(part, Property)), None)
    if member is None:
        return None
    owners = [part for part in parts[: parts.index(member)] if isinstance(part, Schema)]
    whys = (
        assumption.why
        for owner in reversed(owners)
        for assumption in owner.assumptions
        if assumption.attribute == _MEMBERS_NULLABLE
    )
    return next(whys, None)


def _nearest(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the last schema with the references and the property that lead to nothing but it."""
    nearest: list[Part] = []
    for part in reversed(parts):
        if nearest and isinstance(part, Schema) and not part.reference:
            break
        nearest.append(part)
        if isinstance(part, Property):
            break
    return tuple(nearest)


def assumed_among(assumptions: tuple[Assumption, ...], attributes: Iterable[str] = ()) -> str | None:
    """Return the reason of the first assumption about the whole object or about one of ``attributes``."""
    wanted = {"", *attributes}
    return next((assumption.why for assumption in assumptions if assumption.attribute in wanted), None)


def json_path(path: Sequence[str | int]) -> str:
    """Write the place of a value with items unnumbered, so that one fact has one name: ``items[].createdAt``."""
    text = ""
    for step in path:
        text += "[]" if isinstance(step, int) else f".{step}" if text else step
    return printable(text)


def describe(schema: Schema, api: Api) -> str:
    """Say in words what a schema lets through: ``a string (date-time) or null``."""
    return " or ".join(dict.fromkeys(_alternatives(schema, api, _DEPTH))) or "any value"


def _alternatives(schema: Schema, api: Api, depth: int) -> Iterator[str]:
    schema = api.target(schema)
    branches = schema.any_of or schema.one_of
    if schema.never:
        yield "nothing"
    elif schema.enum is not None:
        yield _values(schema.enum)
    elif branches and depth:
        for branch in branches:
            yield from _alternatives(branch, api, depth - 1)
    elif schema.types:
        for name in schema.types:
            yield _typed(name, schema)


def _values(values: tuple[Json, ...]) -> str:
    if len(values) > _SHOWN_VALUES:
        return f"one of {len(values)} values"
    shown = ", ".join(repr(value) if isinstance(value, str) else str(value) for value in values)
    return f"one of {shown}" if len(values) > 1 else shown


def _typed(name: str, schema: Schema) -> str:
    if name == "null":
        return "null"
    notes = [schema.format] if schema.format and name in {"string", "number", "integer"} else []
    notes += [f"{words} {schema.constraints[key]}" for key, words in _LIMITS.items() if key in schema.constraints]
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name} ({', '.join(notes)})" if notes else f"{article} {name}"
