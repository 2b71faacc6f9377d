"""Typed dictionaries beside the models: what may be passed for a nested value instead of a model."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.contract.api import Api
from truespec.rendering.arguments import arguments
from truespec.rendering.code import Code, docstring, fragment, identifier, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import names_in
from truespec.rendering.shaping import Alias, ModelClass, Shaper
from truespec.rendering.types import Annotator, Twin
from truespec.rendering.views import TwinView

__all__ = ["twin_views", "twins_of"]

_TYPE_WORDS: Final = frozenset({"bool", "bytes", "date", "datetime", "float", "int", "str", "tuple"})
"""Lower-case words of annotations; a key of that name would hide the type in a class."""


def twins_of(api: Api, shaper: Shaper) -> dict[str, Twin]:
    """Return what requests take below their top level: a dictionary for each class, an alias for what leads to one."""
    waiting = [
        name
        for operation in api.operations
        for taken in (arguments(operation, api, shaper),)
        for argument in (*taken.all, *taken.others)
        for name in names_in(argument.shape)
    ]
    nested: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in nested:
            nested.add(name)
            waiting.extend(_mentioned(name, shaper))
    wanted = _leading_to_classes(nested, shaper)
    return {name: Twin(f"{name}Params", name in shaper.aliases) for name in shaper.names if name in wanted}


def _mentioned(name: str, shaper: Shaper) -> Iterator[str]:
    if name in shaper.aliases:
        yield from names_in(shaper.aliases[name].shape)
    else:
        for member in shaper.models[name].members:
            yield from names_in(member.shape)


def _leading_to_classes(names: set[str], shaper: Shaper) -> set[str]:
    """Return the classes among ``names``, and the aliases that mention one or an alias that does."""
    found = {name for name in names if name in shaper.models}
    waiting = {name: set(names_in(shaper.aliases[name].shape)) for name in names - found}
    grown = True
    while grown:
        new = {name for name, mentioned in waiting.items() if name not in found and mentioned & found}
        found |= new
        grown = bool(new)
    return found


def twin_views(shaper: Shaper, twins: Mapping[str, Twin], imports: Imports) -> Iterator[TwinView]:
    """Yield each dictionary and alias; what the annotations need goes into ``imports``."""
    annotator = Annotator(imports, twins=twins, twins_module="")
    for name, twin in twins.items():
        if twin.alone:
            imports.add("typing", "TypeAlias")
            yield _as_alias(shaper.aliases[name], twin.name, annotator)
            continue
        model = shaper.models[name]
        imports.add("typing", "TypedDict")
        if any(member.required and not member.schema.read_only for member in model.members):
            imports.add("typing", "Required")
        yield _as_class(model, twin.name, annotator) if _fits_class(model) else _as_call(model, twin.name, annotator)


def _as_alias(alias: Alias, twin: str, annotator: Annotator) -> TwinView:
    # In quotes, because what it names may stand further down.
    type_ = annotator.argument(alias.shape)
    words = docstring([f"{alias.name}, with dictionaries where it has models."], "")
    return TwinView(opening=fragment("{}: TypeAlias = {}", identifier(twin), literal(type_)), members=(), closing=words)


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
