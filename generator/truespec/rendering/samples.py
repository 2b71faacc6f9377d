"""Example values for the documents: the spec's own where it has one, a plain value of the right type elsewhere."""

from __future__ import annotations

from typing import Final

from truespec.contract.schema import Json
from truespec.rendering.arguments import Argument
from truespec.rendering.code import Code, fragment, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import Choice, Either, Listing, Named, Row, Scalar, ScalarType, Shape, Table
from truespec.rendering.shaping import Shaper
from truespec.rendering.types import IMPORTED_TYPES

__all__ = ["sample_argument"]

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
_DEPTH: Final = 8


def sample_argument(argument: Argument, shaper: Shaper, imports: Imports) -> Code:
    """Return an example of one argument as code; what it needs goes into ``imports``."""
    shape = argument.shape.solid[0] if isinstance(argument.shape, Either) else argument.shape
    value = argument.examples[0] if argument.examples else _sample(shape, shaper, _DEPTH)
    if not isinstance(shape, Scalar) or shape.type not in _MAKERS or not isinstance(value, str):
        return literal(value)
    imports.add(IMPORTED_TYPES[shape.type], shape.type)
    return fragment("{}({})", _MAKERS[shape.type], literal(value))


def _sample(shape: Shape, shaper: Shaper, depth: int) -> object:
    if depth == 0:
        return {}
    match shape:
        case Scalar(type=name):
            return _SCALARS[name]
        case Choice(values=values):
            return values[0]
        case Named(name=name):
            return _named(name, shaper, depth - 1)
        case Listing(item=item):
            return [_sample(item, shaper, depth - 1)]
        case Row(items=items):
            return [_sample(item, shaper, depth - 1) for item in items]
        case Table(value=value):
            return {"key": _sample(value, shaper, depth - 1)}
        case Either(options=options):
            return _sample(options[0], shaper, depth - 1)
        case _:
            return "example"


def _named(name: str, shaper: Shaper, depth: int) -> object:
    if name in shaper.aliases:
        return _sample(shaper.aliases[name].shape, shaper, depth)
    required = [member for member in shaper.models[name].members if member.required and not member.schema.read_only]
    return {member.wire: _sample(member.shape, shaper, depth) for member in required}
