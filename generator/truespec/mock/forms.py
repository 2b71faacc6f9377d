"""Reads urlencoded forms: each member as its schema and its Encoding Object say."""

from __future__ import annotations

from urllib.parse import unquote_plus

from truespec.contract.operation import Encoding, MediaType, Parameter, is_json
from truespec.contract.schema import Absent, Json, Schema
from truespec.mock.parameters import Pairs, decode_pairs, typed
from truespec.mock.shapes import Shapes
from truespec.mock.strict_json import NotJsonError, read_json

__all__ = ["form"]


def form(media: MediaType, schema: Schema, pairs: Pairs, shapes: Shapes) -> Json:
    """Return a form as an object; ``schema`` is that of the media type.

    Raises:
        BadParameterError: A member is not written in a form that its style allows.
    """
    told = {encoding.wire: encoding for encoding in media.encoding}
    members: dict[str, Json] = {}
    for wire, encoding in told.items():
        member = shapes.member(schema, (wire,))
        if encoding.style and member is not None:
            value = decode_pairs(_as_parameter(encoding, media, member), pairs, shapes)
            if not isinstance(value, Absent):
                members[wire] = value
    styled = {wire for wire, encoding in told.items() if encoding.style}
    taken = {key for wire in styled for key in _names(wire, schema, shapes)}
    for name, raw in pairs:
        text, declared = unquote_plus(raw), shapes.member(schema, (name,))
        if name in styled or (declared is None and (name in taken or name.partition("[")[0] in styled)):
            continue
        as_json = is_json(told[name].content_type) if name in told else False
        if declared is not None and "array" in shapes.types(declared):
            items, before = shapes(declared).items, members.get(name)
            element = text if items is None else _value(text, items, shapes, as_json=as_json)
            members[name] = [*(before if isinstance(before, list) else []), element]
        else:
            members[name] = text if declared is None else _value(text, declared, shapes, as_json=as_json)
    return members


def _as_parameter(encoding: Encoding, media: MediaType, schema: Schema) -> Parameter:
    return Parameter(
        wire=encoding.wire,
        name="",
        place="query",
        schema=schema,
        required=False,
        style=encoding.style,
        explode=encoding.explode,
        location=media.location,
    )


def _names(wire: str, schema: Schema, shapes: Shapes) -> set[str]:
    """Return the names that the members of an exploded member have."""
    member = shapes.member(schema, (wire,))
    return set() if member is None else set(shapes(member).properties)


def _value(text: str, schema: Schema, shapes: Shapes, *, as_json: bool) -> Json:
    """Return one value; what has parts is JSON, and a text that is none stays what it is."""
    if not (as_json or shapes.types(schema) & {"object", "array"}):
        return typed(text, schema, shapes)
    try:
        return read_json(text)
    except NotJsonError:
        return text
