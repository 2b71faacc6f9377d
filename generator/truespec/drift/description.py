"""What the spec says of one schema with everything that holds there merged, as a page would print it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from truespec.contract.api import Api
from truespec.contract.provenance import assumption_for
from truespec.contract.schema import Absent, Json, Property, Schema
from truespec.diagnostics import Location
from truespec.documentation.facts.surface import Value

__all__ = ["Described", "Said", "describe", "frozen", "spec_words"]

_BOUNDS: Final[Mapping[str, tuple[str, str]]] = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "object": ("minProperties", "maxProperties"),
}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "min": ("min", "minimum", "minLength", "minItems", "exclusiveMinimum"),
    "max": ("max", "maximum", "maxLength", "maxItems", "exclusiveMaximum"),
    "media": ("media", "content"),
}


def spec_words(attribute: str) -> tuple[str, ...]:
    """Return the words under which a spec speaks of an attribute of a page, in ``x-assumed`` too."""
    return _WORDS.get(attribute, (attribute,))


@dataclass(frozen=True, slots=True)
class Said:
    """What the spec says of one attribute; ``assumed`` is the reason where no page settles it, else empty."""

    value: Value
    location: Location
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """One schema as a page would show it.

    ``members`` are the properties with the schema that declares each; ``base`` is the written-out schema itself, where
    an attribute would be added, ``parts`` all that hold, the one that stands at the place first; ``through`` names the
    schemas it is shared by.
    ``doubts`` are reasons for what is assumed about it, by the word of the assumption; ``demanded`` are members that a
    part requires and another one declares.
    """

    base: Schema
    said: Mapping[str, Said]
    parts: tuple[Schema, ...] = ()
    members: tuple[tuple[Property, Schema], ...] = ()
    items: Schema | None = None
    additional: Schema | None = None
    alternatives: tuple[Schema, ...] = ()
    through: tuple[str, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict[str, str])
    demanded: frozenset[str] = frozenset()


def describe(api: Api, schema: Schema, assumed: str = "") -> Described:
    """Merge a schema with what it refers to, what all has to hold, and the one alternative beside null.

    ``assumed`` is the reason of an assumption about something around it, which covers whatever it says.
    """
    parts = tuple(_parts(api, schema, set()))
    doubts = {assumption.attribute: assumption.why for part in parts for assumption in reversed(part.assumptions)}
    around = assumed or doubts.get("", "")
    said = dict(_said(parts, around))
    branches = _branches(parts)
    if branches:
        kind = "one of" if any(part.one_of for part in parts) else "any of"
        said["type"] = Said(kind, branches[0].location, around)
    if any(_allows_null(api, part) for part in parts):
        said["nullable"] = Said(True, _where(parts, "nullable").location, around or _reason(parts, "nullable"))
    members: dict[str, tuple[Property, Schema]] = {}
    for part in parts:
        for member in part.properties:
            members.setdefault(member.wire, (member, part))
    return Described(
        base=parts[0] if not parts[0].reference else parts[-1],
        said=said,
        parts=parts,
        members=tuple(members.values()),
        items=next((part.items for part in parts if part.items is not None), None),
        additional=next((part.additional for part in parts if part.additional is not None), None),
        alternatives=branches,
        through=tuple(part.reference for part in parts if part.reference),
        doubts=doubts,
        demanded=frozenset(str(wire) for part in parts for wire in _demanded(part)),
    )


def _demanded(part: Schema) -> list[Json]:
    listed = part.constraints.get("required")
    return listed if isinstance(listed, list) else []


def _parts(api: Api, schema: Schema, seen: set[str]) -> Iterator[Schema]:
    yield schema
    if schema.reference and schema.reference not in seen:
        seen.add(schema.reference)
        yield from _parts(api, api.schema(schema.reference).schema, seen)
    for branch in schema.all_of:
        yield from _parts(api, branch, seen)
    alone = [branch for branch in (*schema.any_of, *schema.one_of) if not _is_null(branch)]
    if len(alone) == 1:
        yield from _parts(api, alone[0], seen)


def _is_null(schema: Schema) -> bool:
    return schema.types == ("null",) or schema.enum == (None,)


def _branches(parts: tuple[Schema, ...]) -> tuple[Schema, ...]:
    """Return the alternatives of which a page lists each: two at least."""
    for part in parts:
        real = tuple(branch for branch in (*part.any_of, *part.one_of) if not _is_null(branch))
        if len(real) > 1:
            return real
    return ()


def _allows_null(api: Api, part: Schema) -> bool:
    if part.types:
        return "null" in part.types
    if part.enum is not None:
        return None in part.enum
    return any(_is_null(api.target(branch)) for branch in (*part.any_of, *part.one_of))


def _where(parts: tuple[Schema, ...], attribute: str) -> Schema:
    """Return the part that an assumption about the attribute stands in, else the first."""
    return next((part for part in parts if _reason((part,), attribute)), parts[0])


def _reason(parts: tuple[Schema, ...], attribute: str) -> str:
    for part in parts:
        for word in spec_words(attribute):
            assumption = assumption_for(part.assumptions, word)
            if assumption is not None:
                return assumption.why
    return ""


def _said(parts: tuple[Schema, ...], around: str) -> Iterator[tuple[str, Said]]:
    found: dict[str, Said] = {}
    for part in parts:
        for attribute, value in _states(part):
            if attribute not in found:
                found[attribute] = Said(value, part.location, around or _reason(parts, attribute))
    if "type" not in found and "enum" not in found:
        implied = next((kind for kind in map(_implied, parts) if kind), "any")
        found["type"] = Said(implied, parts[0].location, around or _reason(parts, "type"))
    yield from found.items()


def _implied(part: Schema) -> str:
    """Return the type a schema without one is printed with."""
    if part.properties or part.additional is not None:
        return "object"
    if "not" in part.applicators:
        return "not"
    return "array" if part.items is not None else ""


def _states(part: Schema) -> Iterator[tuple[str, Value]]:
    plain = part.plain_types
    if plain:
        yield "type", plain[0] if len(plain) == 1 else tuple(plain)
    if part.format:
        yield "format", part.format
    if part.enum is not None and part.enum != (None,):
        yield "enum", tuple(frozen(value) for value in part.enum if value is not None)
    if not isinstance(part.default, Absent):
        yield "default", frozen(part.default)
    for attribute, holds in (
        ("deprecated", part.deprecated),
        ("readOnly", part.read_only),
        ("writeOnly", part.write_only),
    ):
        if holds:
            yield attribute, True
    if part.discriminator is not None:
        yield "discriminator", part.discriminator.wire
    pattern = part.constraints.get("pattern")
    if isinstance(pattern, str):
        yield "pattern", pattern
    yield from _bounds(part)


def _bounds(part: Schema) -> Iterator[tuple[str, Value]]:
    kinds = part.plain_types or tuple(_BOUNDS)
    for position, attribute in enumerate(("min", "max")):
        for kind in kinds:
            keyword = _BOUNDS.get(kind, ("", ""))[position]
            if keyword in part.constraints:
                yield attribute, frozen(part.constraints[keyword])
                break


def frozen(value: Json) -> Value:
    """Return a JSON value as facts hold it: lists as tuples."""
    if isinstance(value, list):
        return tuple(frozen(one) for one in value)
    if isinstance(value, dict):
        return cast("Value", {key: frozen(one) for key, one in value.items()})
    return value
