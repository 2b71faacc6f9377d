"""The shapes that Python types can take: what is left of a schema once types are all that matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from truespec.contract.schema import Json

__all__ = [
    "ANYTHING",
    "NULL",
    "Anything",
    "Choice",
    "Either",
    "Listing",
    "Named",
    "Row",
    "Scalar",
    "ScalarType",
    "Shape",
    "Table",
    "either",
    "names_in",
    "nullable",
    "without_constraints",
]

ScalarType: TypeAlias = Literal["None", "Decimal", "UUID", "bool", "bytes", "date", "datetime", "float", "int", "str"]

Constraints: TypeAlias = tuple[tuple[str, Json], ...]
"""JSON Schema keywords that pydantic understands as JSON Schema does, with their values."""


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value at all."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value without parts."""

    type: ScalarType
    constraints: Constraints = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the listed values; an ``open`` choice also takes others of the same types, because lists grow."""

    values: tuple[str | int, ...]
    open: bool

    @property
    def bases(self) -> tuple[Scalar, ...]:
        """The types of the values."""
        found = {Scalar("str" if isinstance(value, str) else "int"): None for value in self.values}
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Named:
    """A schema with a name of its own: a class or an alias."""

    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of any length."""

    item: Shape
    constraints: Constraints = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A list whose every place has its own shape."""

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from text."""

    value: Shape


@dataclass(frozen=True, slots=True)
class Either:
    """One of several shapes, at least two; ``tag`` is the wire name of the member that tells classes apart."""

    options: tuple[Shape, ...]
    tag: str = ""

    @property
    def solid(self) -> tuple[Shape, ...]:
        """The options that are not null."""
        return tuple(option for option in self.options if option != NULL)


Shape: TypeAlias = Anything | Scalar | Choice | Named | Listing | Row | Table | Either

ANYTHING: Final = Anything()
NULL: Final = Scalar("None")


def either(options: Iterator[Shape] | tuple[Shape, ...], tag: str = "") -> Shape:
    """Return the union of shapes: flat, each once, null last, and anything at all if one option is that."""
    flat: dict[Shape, None] = {}
    for option in options:
        for inner in option.options if isinstance(option, Either) else (option,):
            flat[inner] = None
    if ANYTHING in flat:
        return ANYTHING
    ordered = (*(option for option in flat if option != NULL), *((NULL,) if NULL in flat else ()))
    if len(ordered) > 2 or (len(ordered) == 2 and NULL not in flat):
        # Constraints of one option are not constraints of the union, which is where pydantic would put them.
        ordered = tuple(dict.fromkeys(without_constraints(option) for option in ordered))
    return ordered[0] if len(ordered) == 1 else Either(ordered, tag)


def nullable(shape: Shape) -> Shape:
    """Return the shape or null."""
    return either((shape, NULL), shape.tag if isinstance(shape, Either) else "")


def without_constraints(shape: Shape) -> Shape:
    """Return the shape with the types alone."""
    return replace(shape, constraints=()) if isinstance(shape, Scalar | Listing) else shape


def names_in(shape: Shape) -> Iterator[str]:
    """Yield the named schemas that a shape mentions."""
    match shape:
        case Named(name):
            yield name
        case Listing(inner) | Table(inner):
            yield from names_in(inner)
        case Row(parts) | Either(parts):
            for part in parts:
                yield from names_in(part)
        case _:
            return
