"""The ways in which a caller can pass a body: the media types that are written from the same arguments are one way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from truespec.contract.names import Namespace
from truespec.contract.operation import MediaType, RequestBody, is_json, is_text, stream_kind
from truespec.contract.schema import Json, Schema
from truespec.rendering.shapes import ANYTHING, Listing, Named, Scalar, Shape
from truespec.rendering.shaping import ModelClass, Shaper

__all__ = ["Argument", "ArgumentPlace", "Form", "forms", "offered"]

ArgumentPlace: TypeAlias = Literal["path", "query", "headers", "cookies", "body", "whole body"]

_FLATTENED: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method; ``whole body`` is a body that is not taken apart into fields.

    ``featured`` says that an example of the call shows it, ``any_iterable`` that a listing may come piece by piece.
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

    @property
    def passed(self) -> tuple[object, ...]:
        """What there is to say of how it is passed, whatever it is about."""
        return self.wire, self.place, self.shape, self.required, self.any_iterable


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
        yield from _fields(model, names, examples)
        return
    yield Argument(
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


def _shape(media: MediaType, shaper: Shaper) -> Shape:
    if _is_stream(media):
        return Listing(ANYTHING if media.item is None else shaper.shape(media.item))
    if _has_members(media):
        if media.schema is not None and media.schema.reference and media.schema.reference in shaper.models:
            return Named(media.schema.reference)
        return shaper.shape(media.schema) if media.schema is not None else ANYTHING
    return Scalar("str") if is_text(media.name) else Scalar("bytes")


def _is_stream(media: MediaType) -> bool:
    return stream_kind(media.name) in {"lines", "sequence"}


def _has_members(media: MediaType) -> bool:
    """Whether a body of this media type is written from a value with parts."""
    return is_json(media.name) or media.name.partition(";")[0].strip().lower() in _FLATTENED


def _is_plain(model: ModelClass) -> bool:
    """Whether the fields of a body are all there is to say: no alternatives, no members by any name, no null."""
    schema = model.schema
    if "null" in schema.types:
        return False
    return not (schema.any_of or schema.one_of) and (schema.additional is None or schema.additional.never)


def _needs_members(model: ModelClass) -> bool:
    """Whether a body has members that must be given: one that may be left out whole is then one argument."""
    return any(member.required and not member.schema.read_only for member in model.members)


def _fields(model: ModelClass, names: Namespace, examples: tuple[Json, ...]) -> Iterator[Argument]:
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
            shape=member.shape,
            required=member.required,
            description=member.schema.description,
            examples=shown or member.schema.examples,
            schema=member.schema,
            deprecated=member.schema.deprecated,
            featured=member.required or (isinstance(first, dict) and member.wire in first),
        )
