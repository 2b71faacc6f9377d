"""The headers that answers declare, as the constants of one module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from truespec.contract.api import Api
from truespec.contract.names import Namespace, constant, manner, precedence
from truespec.contract.operation import Header, is_json
from truespec.rendering.code import docstring, fragment, identifier, join, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import Either, Listing, Named, Scalar, Shape, Table, either
from truespec.rendering.shaping import Shaper
from truespec.rendering.types import Annotator
from truespec.rendering.views import EventView

__all__ = ["declared_headers", "header_names", "header_views"]

_Form = Literal["value", "list", "pairs", "exploded", "json"]


def declared_headers(api: Api) -> dict[str, list[Header]]:
    """Return the headers that answers declare, by their names in lower case: each name is one header of the API."""
    found: dict[str, list[Header]] = {}
    for operation in api.operations:
        for answer in operation.answers:
            for header in answer.headers:
                found.setdefault(header.wire.lower(), []).append(header)
    return found


def header_names(api: Api) -> dict[str, str]:
    """Return the constant of each declared header."""
    names, declared = Namespace(("UUID",)), declared_headers(api)
    wires = [*declared]
    order = precedence([manner(headers[0].wire) for headers in declared.values()])
    found = {wires[place]: names.take(constant(wires[place], "HEADER")) for place in order}
    return {wire: found[wire] for wire in wires}


def header_views(api: Api, shaper: Shaper, imports: Imports) -> Iterator[tuple[str, EventView]]:
    """Yield the name and the view of each header, and collect what they import.

    Where operations declare it differently, it is any of that.
    """
    imports.add("._runtime", "Header", local="Header_")
    names = header_names(api)
    annotator = Annotator(imports, taken=frozenset(names.values()))
    for wire, headers in sorted(declared_headers(api).items()):
        shapes = [Scalar("str") if each.schema is None else shaper.shape(each.schema) for each in headers]
        forms = dict.fromkeys(_form(each, shape, shaper) for each, shape in zip(headers, shapes, strict=True))
        form = next(iter(forms)) if len(forms) == 1 else "value"
        type_ = annotator.answer(either(tuple(shapes)) if len(forms) == 1 else Scalar("str"))
        words = next((each.description for each in headers if each.description.strip()), "")
        parts = [literal(headers[0].wire), type_, *([literal(form)] if form != "value" else [])]
        name = names[wire]
        shown = docstring([words.strip() or f"The header {headers[0].wire}."], "")
        yield name, EventView(identifier(name), type_, join(", ", parts) or fragment(""), shown)


def _form(header: Header, shape: Shape, shaper: Shaper) -> _Form:
    if header.content_type:
        return "json" if is_json(header.content_type) else "value"
    seen = set[str]()
    while isinstance(shape, Named) and shape.name in shaper.aliases and shape.name not in seen:
        seen.add(shape.name)
        shape = shaper.aliases[shape.name].shape
    solid = shape.solid if isinstance(shape, Either) else (shape,)
    if all(isinstance(each, Listing) for each in solid):
        return "list"
    if all(isinstance(each, Named | Table) for each in solid):
        return "exploded" if header.explode else "pairs"
    return "value"
