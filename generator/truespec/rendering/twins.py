"""Typed dictionaries beside the models: what may be passed for a nested value instead of a model."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.contract.api import Api
from truespec.contract.names import Namespace
from truespec.rendering.arguments import arguments
from truespec.rendering.code import Code, docstring, fragment, identifier, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import Shape, names_in
from truespec.rendering.shaping import ModelClass, Shaper
from truespec.rendering.types import Annotator
from truespec.rendering.views import TwinView

__all__ = ["expanded_aliases", "twin_names", "twin_views"]

_TYPE_WORDS: Final = frozenset({"bool", "bytes", "date", "datetime", "float", "int", "str", "tuple"})
"""Lower-case words of annotations; a key of that name would hide the type in a class."""


def twin_names(api: Api, shaper: Shaper) -> dict[str, str]:
    """Return the classes that requests contain below their top level, with the names of their dictionaries."""
    waiting = [
        name
        for operation in api.operations
        for argument in arguments(operation, api, shaper).all
        for name in names_in(argument.shape)
    ]
    nested: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in nested:
            nested.add(name)
            waiting.extend(_mentioned(name, shaper))
    taken = Namespace(named.name for named in api.schemas)
    return {name: taken.take(f"{name}Params") for name in shaper.models if name in nested}


def _mentioned(name: str, shaper: Shaper) -> Iterator[str]:
    if name in shaper.aliases:
        yield from names_in(shaper.aliases[name].shape)
    else:
        for member in shaper.models[name].members:
            yield from names_in(member.shape)


def expanded_aliases(shaper: Shaper, twins: Mapping[str, str]) -> dict[str, Shape]:
    """Return the aliases that must be written out in arguments, because a class in them has a dictionary."""
    found: dict[str, Shape] = {}
    for name, alias in shaper.aliases.items():
        if not alias.recursive and _leads_to(name, shaper, twins):
            found[name] = alias.shape
    return found


def _leads_to(name: str, shaper: Shaper, twins: Mapping[str, str]) -> bool:
    if name in twins:
        return True
    alias = shaper.aliases.get(name)
    return alias is not None and not alias.recursive and any(_leads_to(n, shaper, twins) for n in names_in(alias.shape))


def twin_views(shaper: Shaper, twins: Mapping[str, str], imports: Imports) -> Iterator[TwinView]:
    """Yield each dictionary; what the annotations need goes into ``imports``."""
    annotator = Annotator(imports, twins=twins, expanded=expanded_aliases(shaper, twins), twins_module="")
    for name, twin in twins.items():
        model = shaper.models[name]
        imports.add("typing", "TypedDict")
        if any(member.required for member in model.members):
            imports.add("typing", "Required")
        yield _as_class(model, twin, annotator) if _fits_class(model) else _as_call(model, twin, annotator)


def _fits_class(model: ModelClass) -> bool:
    return all(
        member.wire.isascii()
        and member.wire.isidentifier()
        and not keyword.iskeyword(member.wire)
        and not member.wire.startswith("__")
        and not member.wire[:1].isupper()
        and member.wire not in _TYPE_WORDS
        for member in model.members
    )


def _as_class(model: ModelClass, twin: str, annotator: Annotator) -> TwinView:
    return TwinView(
        opening=fragment("class {}(TypedDict, total=False):\n    {}\n", identifier(twin), _words(model)),
        members=tuple(fragment("{}: {}", identifier(wire), type_) for wire, type_ in _members(model, annotator)),
        closing=fragment(""),
    )


def _as_call(model: ModelClass, twin: str, annotator: Annotator) -> TwinView:
    # The types stand in quotes: a call evaluates them at once, before the names further down exist.
    return TwinView(
        opening=fragment("{} = TypedDict(\n    {},\n    {{", identifier(twin), literal(twin)),
        members=tuple(
            fragment("    {}: {},", literal(wire), literal(type_)) for wire, type_ in _members(model, annotator)
        ),
        closing=fragment("    }},\n    total=False,\n)\n{}", _words(model)),
    )


def _members(model: ModelClass, annotator: Annotator) -> Iterator[tuple[str, Code]]:
    for member in model.members:
        if not member.schema.read_only:
            annotation = annotator.argument(member.shape)
            yield member.wire, fragment("Required[{}]", annotation) if member.required else annotation


def _words(model: ModelClass) -> Code:
    text = f"{model.name} as a dictionary, with the names on the wire."
    return docstring([text], "    ")
