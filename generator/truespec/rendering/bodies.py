"""The ways in which a caller can pass a body: the media types that are written from the same arguments are one way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from truespec.contract.api import Api
from truespec.contract.names import Namespace, snake
from truespec.contract.operation import Encoding, MediaType, RequestBody, is_json, is_text, stream_kind
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.rendering.shapes import ANYTHING, Listing, Named, Scalar, Shape, Table
from truespec.rendering.shaping import Member, ModelClass, Shaper

__all__ = ["Argument", "ArgumentPlace", "Form", "encodings", "forms", "offered"]

ArgumentPlace: TypeAlias = Literal["path", "query", "headers", "cookies", "body", "whole body", "part header"]

_BYTES: Final = "application/octet-stream"
_TEXT: Final = Scalar("str")
_FLATTENED: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method; ``whole body`` is a body that is not taken apart into fields.

    ``featured`` says that an example of the call shows it, ``any_iterable`` that a listing may come piece by piece.
    The header of a part is one of ``part``, by its name; ``default`` is what it is if nothing else is passed.
    """

    name: str
    wire: str
    place: ArgumentPlace
    shape: Shape
    required: bool
    description: str
    examples: tuple[Json, ...]
    schema: Schema | None
    positional: bool = False
    deprecated: bool = False
    featured: bool = False
    any_iterable: bool = False
    part: str = ""
    default: Json | Absent = ABSENT

    @property
    def passed(self) -> tuple[object, ...]:
        """What there is to say of how it is passed, whatever it is about."""
        return self.wire, self.place, self.shape, self.required, self.any_iterable, self.part


@dataclass(frozen=True, slots=True)
class Form:
    """The arguments that a body is made of, and every media type that it can be written as from them."""

    arguments: tuple[Argument, ...]
    media: tuple[MediaType, ...]


def offered(body: RequestBody) -> tuple[MediaType, ...]:
    """Return the media types that a caller can choose from: the first one, and others that are no ranges."""
    return (*body.content[:1], *(media for media in body.content[1:] if "*" not in media.name))


def forms(body: RequestBody, names: Namespace, shaper: Shaper) -> tuple[Form, ...]:
    """Return the ways to pass a body, that of the first media type first; ``names`` are those taken already."""
    found: list[Form] = []
    for media in offered(body):
        added = tuple(_arguments(media, body, names.copy(), shaper))
        form = tuple(argument.passed for argument in added)
        same = [place for place, one in enumerate(found) if form == tuple(each.passed for each in one.arguments)]
        if same:
            found[same[0]] = Form(found[same[0]].arguments, (*found[same[0]].media, media))
        else:
            found.append(Form(added, (media,)))
    return tuple(found)


def _arguments(media: MediaType, body: RequestBody, names: Namespace, shaper: Shaper) -> Iterator[Argument]:
    examples = tuple(example.value for example in media.examples)
    shape = _shape(media, shaper)
    model = shaper.models.get(shape.name) if isinstance(shape, Named) else None
    if model is not None and _has_members(media) and _is_plain(model) and (body.required or not _needs_members(model)):
        yield from _fields(model, names, examples, is_multipart=_is_multipart(media))
        yield from _part_headers(media, model, names, shaper)
        return
    yield _whole(media, body, names, shape, examples)
    if isinstance(shape, Named | Table):
        yield from _part_headers(media, model, names, shaper)


def _whole(media: MediaType, body: RequestBody, names: Namespace, shape: Shape, examples: tuple[Json, ...]) -> Argument:
    return Argument(
        names.take("body"),
        "",
        "whole body",
        shape,
        body.required,
        body.description,
        examples,
        media.schema,
        featured=True,
        any_iterable=_is_stream(media),
    )


def encodings(media: MediaType, api: Api) -> tuple[Encoding, ...]:
    """Return how the members of a body are written: as is said, and what the table of OpenAPI says of encoded bytes."""
    if not _is_multipart(media) or media.schema is None:
        return media.encoding
    told = {encoding.wire: encoding for encoding in media.encoding}
    encoded = {
        member.wire
        for member in api.target(media.schema).properties
        if "contentEncoding" in api.target(member.schema).constraints
    }
    found = {wire: told.get(wire, Encoding(wire)) for wire in (*told, *sorted(encoded - told.keys()))}
    return tuple(
        replace(one, content_type=_BYTES) if wire in encoded and not (one.content_type or one.style) else one
        for wire, one in found.items()
    )


def _part_headers(media: MediaType, model: ModelClass | None, names: Namespace, shaper: Shaper) -> Iterator[Argument]:
    """Yield the headers of named parts; one that is constant needs nobody to pass it."""
    for encoding in media.encoding if _is_multipart(media) else ():
        owner = next((member for member in model.members if member.wire == encoding.wire), None) if model else None
        for header in encoding.headers if owner is not None or model is None else ():
            schema = header.schema or Schema(location=header.location)
            listed = list(schema.enum or ())
            is_constant = len(listed) == 1 and isinstance(listed[0], str | int)
            yield Argument(
                name=names.take(f"{owner.name if owner is not None else snake(encoding.wire)}_{snake(header.wire)}"),
                wire=header.wire,
                place="part header",
                shape=shaper.shape(schema),
                required=header.required and owner is not None and owner.required and not is_constant,
                description=header.description or schema.description,
                examples=schema.examples,
                schema=schema,
                featured=header.required,
                part=encoding.wire,
                default=listed[0] if is_constant and header.required else ABSENT,
            )


def _shape(media: MediaType, shaper: Shaper) -> Shape:
    if _is_stream(media):
        return Listing(ANYTHING if media.item is None else shaper.shape(media.item))
    if _has_members(media):
        if media.schema is not None and media.schema.reference and media.schema.reference in shaper.models:
            return Named(media.schema.reference)
        return shaper.shape(media.schema) if media.schema is not None else ANYTHING
    return Scalar("str") if is_text(media.name) else Scalar("bytes")


def _is_stream(media: MediaType) -> bool:
    return stream_kind(media.name) in {"lines", "sequence"} or (_is_multipart(media) and media.item is not None)


def _is_multipart(media: MediaType) -> bool:
    return media.name.strip().lower().startswith("multipart/")


def _has_members(media: MediaType) -> bool:
    """Whether a body of this media type is written from a value with parts."""
    described = _is_multipart(media) and media.described is not None
    return is_json(media.name) or described or media.name.partition(";")[0].strip().lower() in _FLATTENED


def _is_plain(model: ModelClass) -> bool:
    """Whether the fields of a body are all there is to say: no alternatives, no members by any name, no null."""
    schema = model.schema
    if "null" in schema.types:
        return False
    return not (schema.any_of or schema.one_of) and (schema.additional is None or schema.additional.never)


def _needs_members(model: ModelClass) -> bool:
    """Whether a body has members that must be given: one that may be left out whole is then one argument."""
    return any(member.required and not member.schema.read_only for member in model.members)


def _as_file(member: Member) -> Shape:
    """Return the shape of a part: a text of a binary media type is bytes, as OpenAPI 3.1 has it."""
    if member.shape == _TEXT and _is_binary(member.schema):
        return Scalar("bytes")
    items = member.schema.items
    if member.shape == Listing(_TEXT) and items is not None and _is_binary(items):
        return Listing(Scalar("bytes"))
    return member.shape


def _is_binary(schema: Schema) -> bool:
    kind = schema.constraints.get("contentMediaType")
    is_bytes = isinstance(kind, str) and not (is_json(kind) or is_text(kind))
    return is_bytes and "contentEncoding" not in schema.constraints


def _fields(
    model: ModelClass, names: Namespace, examples: tuple[Json, ...], *, is_multipart: bool
) -> Iterator[Argument]:
    first = examples[0] if examples else None
    for member in model.members:
        if member.schema.read_only:
            continue
        shown = tuple(
            example[member.wire] for example in examples if isinstance(example, dict) and member.wire in example
        )
        yield Argument(
            name=names.take(member.name),
            wire=member.wire,
            place="body",
            shape=_as_file(member) if is_multipart else member.shape,
            required=member.required,
            description=member.schema.description,
            examples=shown or member.schema.examples,
            schema=member.schema,
            deprecated=member.schema.deprecated,
            featured=member.required or (isinstance(first, dict) and member.wire in first),
        )
