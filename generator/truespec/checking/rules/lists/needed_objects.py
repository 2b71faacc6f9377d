"""What a question has to hold though it says nothing: needed criteria are an empty object, and all fits them."""

from __future__ import annotations

from truespec.checking.records import RecordMaker
from truespec.contract.schema import Json
from truespec.mock.shapes import Shape

__all__ = ["with_needed_objects"]


def with_needed_objects(body: Json, shape: Shape | None, maker: RecordMaker) -> Json:
    """Return a body with the objects that are needed, each as empty as its schema lets it be; texts are not made up."""
    if shape is None or not isinstance(body, dict):
        return body
    made = dict(body)
    for name in shape.required:
        member = shape.properties.get(name)
        inner = maker.narrowed(member.schema) if member is not None else None
        if inner is not None and "object" in inner.types and (name in made or not inner.required):
            made[name] = with_needed_objects(made.get(name, {}), inner, maker)
    return made
