"""What a request may say of a value: members that are only read are the server's to fill, at every depth."""

from __future__ import annotations

from collections.abc import Callable

from truespec.contract.schema import Json, Schema
from truespec.mock.shapes import Shape

__all__ = ["only_writable"]


def only_writable(narrowed: Callable[[Schema], Shape], schema: Schema, value: Json) -> Json:
    """Return a value without the members that are only read, of itself and of all within it."""
    shape = narrowed(schema)
    if isinstance(value, list):
        items = shape.items
        return value if items is None else [only_writable(narrowed, items, item) for item in value]
    if not isinstance(value, dict):
        return value
    made = dict[str, Json]()
    for name, held in value.items():
        member = shape.properties.get(name)
        if member is None:
            made[name] = held
        elif not member.schema.read_only and not narrowed(member.schema).schema.read_only:
            made[name] = only_writable(narrowed, member.schema, held)
    return made
