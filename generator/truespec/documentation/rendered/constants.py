"""Whether a constant that looks like a number is one or a text: a page prints both alike, and the sample tells.

A sample has a constant itself, or what it has of any value of its type.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.sample_values import ITEMS, first_object, sampled_name
from truespec.documentation.rendered.type_line import TypeLine, value_of
from truespec.specification.plain import is_sequence

__all__ = ["settle_constant", "settle_constants"]

_MADE: Final[Mapping[type[object], tuple[str, object]]] = {
    str: ("string", "text"),
    int: ("number", 1),
    float: ("number", 1),
    bool: ("boolean", True),
}
"""By what kind of value it is: the type it is of, and what a sample has of that."""


def settle_constants(members: Sequence[Field], sample: object) -> None:
    """Give each constant of which the sample tells it the type that it has."""
    values = first_object(sample)
    for field in members if values is not None else ():
        name = sampled_name(field)
        if values is not None and name in values:
            settle_constant(field, values[name])


def settle_constant(field: Field, value: object) -> None:
    """Do so for what a sample has of one field, and for all below it."""
    kind = field.type
    if kind is not None and kind.const is not None:
        if found := _base_of(kind, value):
            field.type = dataclasses.replace(kind, bases=(found,))
        return
    if field.alternatives:  # of which samples are of the first
        settle_constant(field.alternatives[0], value)
    if is_sequence(value) and value and [child.name for child in field.children] == [ITEMS]:
        value = {ITEMS: value[0]}
    settle_constants(field.children, value)


def _base_of(kind: TypeLine, value: object) -> str:
    base, made = _MADE.get(type(value), ("", None))
    itself = value_of(kind.const or "", TypeLine((base,)))
    return base if base and (value == made or (type(value) is type(itself) and value == itself)) else ""
