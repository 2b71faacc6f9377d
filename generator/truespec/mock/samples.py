"""Makes values that satisfy a schema: rich ones to show, and neutral ones to fill what nobody gave."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from truespec.contract.schema import ABSENT, Absent, Json, Property, Schema
from truespec.mock.shapes import Shape, Shapes
from truespec.mock.texts import sample_text
from truespec.mock.validators import Validators

__all__ = ["Sampler"]

_DEEPEST: Final = 40
_RICH_DEPTH: Final = 5
_RICH_MEMBERS: Final = 2_000
_DEEPEST_CHOICE: Final = 6
"""Choices within choices that are looked into; a schema may be a choice that leads back to itself."""
_MOST_CHOICES: Final = 16
_MOST_VALUES: Final = 10_000
"""Values within one; schemas that each require several of the next ask for more than any machine can hold."""


@dataclass(slots=True)
class _Walk:
    """What one value being made has used up so far."""

    neutral: bool
    rich: bool
    random: random.Random
    members: int = 0
    values: int = 0


@dataclass(frozen=True, slots=True)
class _Trail:
    """How a walk came to where it is."""

    depth: int = 0
    references: frozenset[str] = frozenset()


class Sampler:
    """Makes values from schemas; the same seed and schema always give the same value."""

    def __init__(self, shapes: Shapes, validators: Validators, seed: int = 0) -> None:
        """Use ``validators`` to choose among alternatives and to refuse examples that break their own schema."""
        self._shapes = shapes
        self._validators = validators
        self._seed = seed
        # The value keeps the schema alive, so its id stays its own.
        self._neutral: dict[int, tuple[Schema, Json]] = {}

    def sample(self, schema: Schema) -> Json:
        """Return a value that shows the schema: examples first, optional members too while they stay few.

        A schema that contradicts itself gets the nearest value that could be made.
        """
        for rich in (True, False):
            value = self._value(schema, self._walk(schema, neutral=False, rich=rich), _Trail())
            if self._validators.is_valid(schema, value):
                return value
        return self._value(schema, self._walk(schema, neutral=True, rich=False), _Trail())

    def neutral(self, schema: Schema) -> Json:
        """Return the value that says the least: the default, else null, 0, "", false, [], {} or a first enum member.

        It is made once for each schema, so nobody may change it.
        """
        known = self._neutral.get(id(schema))
        if known is None:
            value = self._value(schema, self._walk(schema, neutral=True, rich=False), _Trail())
            known = self._neutral[id(schema)] = (schema, value)
        return known[1]

    def blank(self, schema: Schema) -> dict[str, Json]:
        """Return an object with the declared members of ``schema``, each neutral.

        Optional members that could only be invented (a date that is not nullable, say) are left out, and so are
        write-only ones.
        """
        members: dict[str, Json] = {}
        shape = self._shapes(schema)
        for name, member in shape.properties.items():
            if not self._is_secret(member) and (name in shape.required or self._says_nothing(member.schema)):
                members[name] = self.neutral(member.schema)
        return members

    def _walk(self, schema: Schema, *, neutral: bool, rich: bool) -> _Walk:
        # The place of the schema in the spec, so that samples do not depend on the order they are asked for.
        source = random.Random(f"{self._seed} {schema.location.pointer} {schema.reference}")  # noqa: S311 - no secret
        return _Walk(neutral, rich, source)

    def _says_nothing(self, schema: Schema) -> bool:
        if not isinstance(self._shapes(schema).default, Absent) or self._shapes.nullable(schema):
            return True
        return self.neutral(schema) in ("", 0, False, [], {})

    def _is_secret(self, member: Property) -> bool:
        return member.schema.write_only or self._shapes(member.schema).schema.write_only

    def _value(self, schema: Schema, walk: _Walk, trail: _Trail) -> Json:
        shape = self._shapes(schema)
        given = self._given(shape, walk)
        if not isinstance(given, Absent):
            return given
        walk.values += 1
        if trail.depth > _DEEPEST or walk.values > _MOST_VALUES:
            return None
        trail = _Trail(trail.depth + 1, trail.references | shape.references)
        if not shape.choices:
            return self._made(shape, walk, trail)
        value: Json = None
        for candidate in itertools.islice(self._narrowed(shape, trail), 4 * _MOST_CHOICES):
            # An example (or default) of a branch shows the whole as well as one that stands outside.
            offered = self._given(candidate, walk)
            value = self._made(candidate, walk, trail) if isinstance(offered, Absent) else offered
            if self._validators.is_valid(schema, value):
                return value
        return value

    def _given(self, shape: Shape, walk: _Walk) -> Json | Absent:
        """Return the value the spec itself offers, if it offers one that holds."""
        offered = list[Json]()
        if not walk.neutral:
            offered.extend(shape.examples)
        if not isinstance(shape.default, Absent) and (walk.neutral or shape.default is not None):
            offered.append(shape.default)
        # A schema with members that names no type allows null by the letter, and means an object.
        if walk.neutral and self._shapes.nullable(shape.schema) and ("null" in shape.types or not shape.properties):
            offered.append(None)
        return next((value for value in offered if self._validators.is_valid(shape.schema, value)), ABSENT)

    def _narrowed(self, shape: Shape, trail: _Trail, level: int = 0) -> Iterator[Shape]:
        """Yield the shape with one branch chosen of every group, branches that do not lead back here first.

        A branch that is a choice itself is narrowed in turn, down to some levels.
        """
        groups = (sorted(group, key=lambda branch: self._rank(branch, trail)) for group in shape.choices)
        for branches in itertools.islice(itertools.product(*groups), _MOST_CHOICES):
            narrowed = replace(shape, choices=())
            for branch in branches:
                narrowed = self._shapes.merged(narrowed, branch)
            if narrowed.choices and level < _DEEPEST_CHOICE:
                yield from self._narrowed(narrowed, trail, level + 1)
            else:
                yield narrowed

    def _rank(self, branch: Schema, trail: _Trail) -> tuple[bool, bool]:
        """Return what a branch is sorted by: those that lead back come last, and null shows least."""
        shape = self._shapes(branch)
        return bool(shape.references & trail.references), shape.types == ("null",)

    def _made(self, shape: Shape, walk: _Walk, trail: _Trail) -> Json:
        if shape.choices:
            shape = next(self._narrowed(shape, trail))
        if shape.enum:
            return next((member for member in shape.enum if member is not None), None)
        match _type_to_make(shape):
            case "object":
                return self._object(shape, walk, trail)
            case "array":
                return self._array(shape, walk, trail)
            case "string":
                return sample_text(shape, walk.random, neutral=walk.neutral)
            case "integer" | "number":
                return _number(shape, walk)
            case "boolean":
                return False if walk.neutral else walk.random.random() < 0.5
            case _:
                return None

    def _object(self, shape: Shape, walk: _Walk, trail: _Trail) -> Json:
        members: dict[str, Json] = {}
        for name, member in shape.properties.items():
            if name in shape.required or self._shows(member, walk, trail):
                walk.members += 1
                members[name] = self._value(member.schema, walk, trail)
        for name in shape.required:
            if name not in members:
                members[name] = self._value(shape.additional, walk, trail) if shape.additional else None
        missing = _whole(shape, "minProperties", 0) - len(members)
        for number in range(min(missing, 1_000)):
            members[f"key{number + 1}"] = self._value(shape.additional, walk, trail) if shape.additional else None
        return members

    def _shows(self, member: Property, walk: _Walk, trail: _Trail) -> bool:
        """Say whether an optional member is worth showing: not in a cycle, not too deep, not too many."""
        if not walk.rich or trail.depth > _RICH_DEPTH or walk.members > _RICH_MEMBERS:
            return False
        shape = self._shapes(member.schema)
        return not shape.never and not shape.references & trail.references and not self._is_secret(member)

    def _array(self, shape: Shape, walk: _Walk, trail: _Trail) -> Json:
        elements = [self._value(schema, walk, trail) for schema in shape.prefix_items]
        least = _whole(shape, "minItems", 0)
        wanted = least
        if shape.items is not None and walk.rich and not self._shapes(shape.items).references & trail.references:
            wanted = max(least, min(1, _whole(shape, "maxItems", 1)))
        for _ in range(min(wanted, 1_000) - len(elements)):
            elements.append(self._element(shape, elements, walk, trail))
        return elements

    def _element(self, shape: Shape, before: list[Json], walk: _Walk, trail: _Trail) -> Json:
        if shape.items is None:
            return None
        if not shape.constraints.get("uniqueItems"):
            return self._value(shape.items, walk, trail)
        enum = self._shapes(shape.items).enum or ()
        # Neutral values are all alike, so elements that must differ are made as if to be shown.
        shown = replace(walk, neutral=False)
        tries = itertools.chain(enum, (self._value(shape.items, shown, trail) for _ in range(32)))
        return next((value for value in tries if value not in before), None)


def _type_to_make(shape: Shape) -> str:
    """Return the JSON type to make: the first allowed one that is not null, or the one the keywords speak of."""
    named = next((name for name in shape.types if name != "null"), None)
    if named or "null" in shape.types:
        return named or "null"
    if shape.items is not None or shape.prefix_items:
        return "array"
    if shape.constraints.keys() & {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}:
        return "number"
    return "string" if shape.format or shape.constraints.keys() & {"minLength", "maxLength", "pattern"} else "object"


def _whole(shape: Shape, keyword: str, otherwise: int) -> int:
    value = shape.constraints.get(keyword, otherwise)
    return math.ceil(value) if isinstance(value, (int, float)) else otherwise


def _bound(shape: Shape, keyword: str) -> float | None:
    value = shape.constraints.get(keyword)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _number(shape: Shape, walk: _Walk) -> Json:
    """Return a number in range: the nearest to nothing when neutral, otherwise one to look at."""
    step = _bound(shape, "multipleOf") or 1
    plain = next((value for value in _plain_numbers(shape, step) if _in_range(shape, value)), 0)
    if walk.neutral:
        return _tidy(plain)
    shown = (plain + step * walk.random.randint(1, 99) for _ in range(8))
    return _tidy(next((value for value in shown if _in_range(shape, value)), plain))


def _plain_numbers(shape: Shape, step: float) -> Iterator[float]:
    """Yield numbers that may be in range: zero, the first steps inside either end, the middle."""
    low, high = (
        next((bound for keyword in keywords if (bound := _bound(shape, keyword)) is not None), None)
        for keywords in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
    )
    yield 0
    if low is not None:
        yield step * math.ceil(low / step)
        yield step * (math.floor(low / step) + 1)
    if high is not None:
        yield step * math.floor(high / step)
        yield step * (math.ceil(high / step) - 1)
    if low is not None and high is not None:
        yield (low + high) / 2


def _in_range(shape: Shape, value: float) -> bool:
    low, above = _bound(shape, "minimum"), _bound(shape, "exclusiveMinimum")
    high, below = _bound(shape, "maximum"), _bound(shape, "exclusiveMaximum")
    return (
        (low is None or value >= low)
        and (above is None or value > above)
        and (high is None or value <= high)
        and (below is None or value < below)
    )


def _tidy(value: float) -> Json:
    """Write whole numbers without a fraction, and take off what floating-point arithmetic added."""
    return int(value) if float(value).is_integer() else round(value, 10)
