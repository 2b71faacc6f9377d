"""Example values for the documents: the spec's own where it has one, a plain value of the right type elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from truespec.contract.schema import Json
from truespec.rendering.answers import Returned
from truespec.rendering.arguments import Argument
from truespec.rendering.code import Code, fragment, join, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import Choice, Either, Listing, Named, Row, Scalar, ScalarType, Shape, Table
from truespec.rendering.shaping import Member, Shaper
from truespec.rendering.types import IMPORTED_TYPES

__all__ = ["sample_answer", "sample_argument", "sample_named"]

_SCALARS: Final[dict[ScalarType, Json | bytes]] = {
    "None": None,
    "Decimal": "12.50",
    "UUID": "6f1c2b8e-3f0a-4a53-9d7e-2b1f0c9a8d7e",
    "bool": True,
    "bytes": b"example",
    "date": "2024-05-31",
    "datetime": "2024-05-31T12:00:00Z",
    "float": 1.5,
    "int": 1,
    "str": "example",
}
_MAKERS: Final[dict[ScalarType, Code]] = {
    "Decimal": fragment("Decimal"),
    "UUID": fragment("UUID"),
    "date": fragment("date.fromisoformat"),
    "datetime": fragment("datetime.fromisoformat"),
}
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_PARTS: Final = 60
"""How many values an example is made of at most."""


def sample_argument(argument: Argument, shaper: Shaper, imports: Imports) -> Code:
    """Return an example of one argument as code; what it needs goes into ``imports``."""
    shape = argument.shape.solid[0] if isinstance(argument.shape, Either) else argument.shape
    value = argument.examples[0] if argument.examples else _Sampler(shaper).sample(shape)
    if not isinstance(shape, Scalar) or shape.type not in _MAKERS or not isinstance(value, str):
        return literal(value)
    imports.add(IMPORTED_TYPES[shape.type], shape.type)
    day = _DAY.fullmatch(value) if shape.type == "date" else None
    if day is not None:
        return fragment("date({})", join(", ", [literal(int(number)) for number in day.groups()]))
    return fragment("{}({})", _MAKERS[shape.type], literal(value))


def sample_answer(result: Returned, shaper: Shaper, shown: tuple[Member, ...], sent: Mapping[str, Json]) -> object:
    """Return an example of an answer as JSON data: of a model, what is shown; ``sent`` has values that read well."""
    sampler = _Sampler(shaper)
    if shown:
        value: object = {m.wire: sent[m.wire] if m.wire in sent else sampler.example(m) for m in shown}
    else:
        value = sampler.sample(result.shape)
    for wire in reversed(result.path):
        value = {wire: value}
    return value


def sample_named(name: str, shown: tuple[Member, ...], shaper: Shaper) -> tuple[object, object]:
    """Return what examples can take from a named schema: of it as a value, and of its members that are ``shown``."""
    sampler = _Sampler(shaper)
    value = sampler.sample(Named(name))
    return (value, sampler.left), [(m.name, m.wire, _Sampler(shaper).example(m)) for m in shown]


class _Sampler:
    """Makes up one value, of bounded size whatever the schemas are."""

    def __init__(self, shaper: Shaper) -> None:
        self._shaper = shaper
        self._left = _PARTS

    @property
    def left(self) -> int:
        """How many values may still be made up."""
        return self._left

    def sample(self, shape: Shape) -> object:
        self._left -= 1
        if self._left < 0:
            return {}
        match shape:
            case Scalar(type=name):
                return _SCALARS[name]
            case Choice(values=values):
                return values[0]
            case Named(name=name):
                return self._named(name)
            case Listing(item=item):
                return [self.sample(item)]
            case Row(items=items):
                return [self.sample(item) for item in items]
            case Table(value=value):
                return {"key": self.sample(value)}
            case Either(options=options):
                return self.sample(options[0])
            case _:
                return "example"

    def example(self, member: Member) -> object:
        """Return the spec's own example of a member, or a plain value."""
        return member.schema.examples[0] if member.schema.examples else self.sample(member.shape)

    def _named(self, name: str) -> object:
        if name in self._shaper.aliases:
            return self.sample(self._shaper.aliases[name].shape)
        members = self._shaper.models[name].members
        return {m.wire: self.example(m) for m in members if m.required and not m.schema.read_only}
