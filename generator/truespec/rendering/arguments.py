"""What a method takes: its parameters and body fields as Python arguments, each with its place on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from truespec.contract.api import Api
from truespec.contract.names import Namespace
from truespec.contract.operation import MediaType, Operation, Parameter, is_json, is_text
from truespec.contract.schema import Json, Schema
from truespec.rendering.answers import paging_of
from truespec.rendering.shapes import ANYTHING, Named, Scalar, Shape
from truespec.rendering.shaping import ModelClass, Shaper

__all__ = ["Argument", "ArgumentPlace", "Arguments", "arguments"]

ArgumentPlace: TypeAlias = Literal["path", "query", "headers", "cookies", "body", "whole body"]

_PLACES: Final[dict[str, ArgumentPlace]] = {
    "path": "path",
    "query": "query",
    "querystring": "query",
    "header": "headers",
    "cookie": "cookies",
}
_FLATTENED: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_RESERVED: Final = ("self", "options", "max_items")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method; ``whole body`` is a body that is not taken apart into fields.

    ``featured`` says that an example of the call shows it.
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


@dataclass(frozen=True, slots=True)
class Arguments:
    """All arguments of a method, the positional ones first; ``media_type`` is that of the body, empty without one."""

    all: tuple[Argument, ...]
    media_type: str

    def at(self, place: ArgumentPlace) -> tuple[Argument, ...]:
        """Return the arguments that go to one place."""
        return tuple(argument for argument in self.all if argument.place == place)


def arguments(operation: Operation, api: Api, shaper: Shaper) -> Arguments:
    """Return the arguments of an operation: ids first and by position, then parameters, then the body's fields."""
    names = Namespace(_RESERVED)
    key = _key(operation, api)
    by_position = _in_path_order(operation)
    if key is not None and key.place != "path":
        by_position.append(key)
    rest = [p for p in operation.parameters if p not in by_position]
    taken = [_parameter(p, names, shaper, positional=True) for p in by_position]
    taken += [_parameter(p, names, shaper, positional=False) for p in rest]
    media = operation.body.content[0] if operation.body is not None and operation.body.content else None
    if operation.body is not None and media is not None:
        taken += _body(media, names, shaper, required=operation.body.required, description=operation.body.description)
    return Arguments(tuple(_paged(taken, operation, api)), media.name if media is not None else "")


def _paged(taken: list[Argument], operation: Operation, api: Api) -> Iterator[Argument]:
    """Yield the arguments, the number of the page as the number that it is, whatever it is on the wire."""
    paging = paging_of(operation, api)
    for argument in taken:
        if paging is None or (argument.place, argument.wire) != (paging.page.part, *paging.page.path):
            yield argument
        else:
            words = f"{argument.description} The walk over the pages begins here.".strip()
            yield replace(argument, shape=Scalar("int"), required=False, featured=False, description=words)


def _in_path_order(operation: Operation) -> list[Parameter]:
    found = [parameter for parameter in operation.parameters if parameter.place == "path"]
    return sorted(found, key=lambda parameter: operation.path.find(f"{{{parameter.wire}}}"))


def _key(operation: Operation, api: Api) -> Parameter | None:
    """Return the required parameter that names the record, where a rule of the behaviour says so."""
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    if action is None or action.key is None:
        return None
    place = action.key
    for parameter in operation.parameters:
        if parameter.required and parameter.place == place.part and (parameter.wire,) == place.path:
            return parameter
    return None


def _parameter(parameter: Parameter, names: Namespace, shaper: Shaper, *, positional: bool) -> Argument:
    return Argument(
        name=names.take(parameter.name),
        wire=parameter.wire,
        place=_PLACES[parameter.place],
        shape=shaper.shape(parameter.schema),
        required=parameter.required or parameter.place == "path",
        description=parameter.description or parameter.schema.description,
        examples=(*(example.value for example in parameter.examples), *parameter.schema.examples),
        schema=parameter.schema,
        positional=positional,
        deprecated=parameter.deprecated or parameter.schema.deprecated,
        featured=bool(parameter.required or parameter.examples or parameter.schema.examples),
    )


def _body(
    media: MediaType, names: Namespace, shaper: Shaper, *, required: bool, description: str
) -> Iterator[Argument]:
    examples = tuple(example.value for example in media.examples)
    shape = _body_shape(media, shaper)
    model = shaper.models.get(shape.name) if isinstance(shape, Named) else None
    if model is not None and _has_members(media) and _is_plain(model) and (required or not _needs_members(model)):
        yield from _fields(model, names, examples)
        return
    yield Argument(
        names.take("body"), "", "whole body", shape, required, description, examples, media.schema, featured=True
    )


def _body_shape(media: MediaType, shaper: Shaper) -> Shape:
    if _has_members(media):
        if media.schema is not None and media.schema.reference and media.schema.reference in shaper.models:
            return Named(media.schema.reference)
        return shaper.shape(media.schema) if media.schema is not None else ANYTHING
    return Scalar("str") if is_text(media.name) else Scalar("bytes")


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
