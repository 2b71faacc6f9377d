"""What a method takes: its parameters and body fields as Python arguments, each with its place on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from truespec.contract.api import Api
from truespec.contract.names import Namespace
from truespec.contract.operation import Operation, Parameter
from truespec.rendering.answers import paging_of
from truespec.rendering.bodies import Argument, ArgumentPlace, Form, forms, offered
from truespec.rendering.shapes import Scalar
from truespec.rendering.shaping import Shaper

__all__ = ["CONTENT_TYPE", "OF_BODIES", "Argument", "ArgumentPlace", "Arguments", "Form", "arguments"]

OF_BODIES: Final = frozenset({"body", "whole body", "part header"})
"""The places of arguments that bodies are made of."""
CONTENT_TYPE: Final = "content_type"
"""What the argument is called that chooses a media type."""
_PLACES: Final[dict[str, ArgumentPlace]] = {
    "path": "path",
    "query": "query",
    "querystring": "query",
    "header": "headers",
    "cookie": "cookies",
}
_RESERVED: Final = ("self", "options", "max_items")


@dataclass(frozen=True, slots=True)
class Arguments:
    """All arguments of a method, the positional ones first; ``media_type`` is that of the body, empty without one.

    ``forms`` are the ways to pass the body; the arguments are those of the first.
    """

    all: tuple[Argument, ...]
    media_type: str
    forms: tuple[Form, ...] = ()

    def at(self, place: ArgumentPlace) -> tuple[Argument, ...]:
        """Return the arguments that go to one place."""
        return tuple(argument for argument in self.all if argument.place == place)

    @property
    def chooses(self) -> bool:
        """Whether the caller has a choice of media types."""
        return sum(len(form.media) for form in self.forms) > 1

    @property
    def others(self) -> tuple[Argument, ...]:
        """What only other ways to pass the body take, by name."""
        known = {argument.name for argument in self.all}
        found = {a.name: a for form in reversed(self.forms[1:]) for a in form.arguments if a.name not in known}
        return tuple(reversed(found.values()))


def arguments(operation: Operation, api: Api, shaper: Shaper) -> Arguments:
    """Return the arguments of an operation: ids first and by position, then parameters, then the body's fields."""
    body = operation.body if operation.body is not None and operation.body.content else None
    has_choice = body is not None and len(offered(body)) > 1
    names = Namespace((*_RESERVED, CONTENT_TYPE) if has_choice else _RESERVED)
    key = _key(operation, api)
    by_position = _in_path_order(operation)
    if key is not None and key.place != "path":
        by_position.append(key)
    rest = [p for p in operation.parameters if p not in by_position]
    taken = [_parameter(p, names, shaper, positional=True) for p in by_position]
    taken += [_parameter(p, names, shaper, positional=False) for p in rest]
    if body is None:
        return Arguments(tuple(_paged(taken, operation, api)), "")
    found = forms(body, names, shaper)
    first = Form(tuple(_paged(found[0].arguments, operation, api)), found[0].media)
    every = (*_paged(taken, operation, api), *first.arguments)
    return Arguments(every, body.content[0].name, (first, *found[1:]))


def _paged(taken: Iterable[Argument], operation: Operation, api: Api) -> Iterator[Argument]:
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
