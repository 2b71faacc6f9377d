"""Where the body of an answer may carry a record, where nobody says: bare, in a member, or in a list of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truespec.contract.schema import Json, Schema
from truespec.mock.records import placed
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes

__all__ = ["placements"]


def placements(shapes: Shapes, sampler: Sampler, schema: Schema, value: Json) -> Iterator[Json]:
    """Yield the bodies of ``schema`` that may carry ``value``, the likeliest first; whether they fit is not looked at.

    A schema that demands nothing accepts any object. A record is only put where its members are known: an answer that
    tells the key of what was deleted is no record, and neither are the errors and the count beside a list.
    """
    envelope, properties = sampler.neutral(schema), shapes.chosen(schema).properties
    if not isinstance(value, dict):
        yield value
        yield from (placed(envelope, (name,), value) for name in properties)
        return
    if _knows(shapes, schema, value):
        yield value
    for name, member in properties.items():
        items = shapes(member.schema).items
        if _knows(shapes, member.schema, value, named=True):
            yield placed(envelope, (name,), value)
        elif items is not None and _knows(shapes, items, value, named=True):
            yield placed(envelope, (name,), [value])


def _knows(shapes: Shapes, schema: Schema, value: Mapping[str, Json], *, named: bool = False) -> bool:
    """Say whether a schema has a member of a record by name; one that names none knows all, unless it is ``named``."""
    properties = shapes.chosen(schema).properties.keys() | shapes.of_other_kinds(schema)
    return bool(properties & value.keys()) if properties else not named
