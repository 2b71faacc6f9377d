"""What a request has at the places that rules speak of, and what a record has below a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truespec.contract.behaviour import Place
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.mock.records import at
from truespec.mock.shapes import Shapes
from truespec.mock.validation import Call

__all__ = ["declared", "given", "leaves", "sent"]


def sent(call: Call, place: Place) -> Json | Absent:
    """Return what a request has at a place."""
    if place.part == "body":
        return at(call.body, place.path)
    return call.parameters.get((place.part, place.path[0]), ABSENT)


def given(call: Call, place: Place) -> Json | None:
    """Return the value a request gives at a place; null, an empty text and an empty list are none."""
    value = sent(call, place)
    return None if isinstance(value, Absent) or value in ("", []) else value


def declared(operation: Operation, place: Place, shapes: Shapes) -> Schema | None:
    """Return the schema of a place in an operation's request."""
    if place.part != "body":
        named = (p for p in operation.parameters if (p.place, p.wire) == (place.part, place.path[0]))
        return next((parameter.schema for parameter in named), None)
    content = operation.body.content if operation.body else ()
    schemas = (media.schema for media in content if media.schema is not None)
    members = (shapes.member(schema, place.path) for schema in schemas)
    return next((member for member in members if member is not None), None)


def leaves(value: Json, path: tuple[str, ...]) -> Iterable[Json]:
    """Return every value at ``path``: lists on the way and at its end stand for their elements, nulls for nothing."""
    if len(path) == 1 and isinstance(value, dict):
        # Nearly every path of every rule is one name that leads to a scalar, and a list asks for it of each record.
        kept = value.get(path[0])
        if not isinstance(kept, (list, dict)):
            return () if kept is None else (kept,)
    return _leaves(value, path)


def _leaves(value: Json, path: tuple[str, ...]) -> Iterator[Json]:
    if isinstance(value, list):
        for element in value:
            yield from _leaves(element, path)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, dict):
        yield from _leaves(value.get(path[0]), path[1:])
