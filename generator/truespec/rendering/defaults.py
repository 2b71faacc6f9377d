"""What the API takes where something is left out, as the constants of one module: told, and never sent by itself."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.contract.schema import Absent, Json, Schema
from truespec.rendering.code import Code, fragment, identifier, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shaping import Shaper
from truespec.rendering.views import DefaultView

__all__ = ["default_views", "states_defaults"]


def states_defaults(shaper: Shaper) -> bool:
    """Whether any schema says what is taken where something is left out."""
    return next(_stated(shaper), None) is not None


def default_views(shaper: Shaper, imports: Imports) -> Iterator[tuple[str, DefaultView]]:
    """Yield the name and the view of what each schema states, and collect what they import."""
    for name, type_, value in _stated(shaper):
        if type_ != "object":
            imports.add("collections.abc", "Mapping")
        yield name, DefaultView(identifier(name), type_, value)


def _stated(shaper: Shaper) -> Iterator[tuple[str, Code, Code]]:
    """Yield the name of each schema that states something, with the type and the value of its constant.

    A class states a value for each of its members that has one, by the name on the wire; an alias states its own.
    """
    for name in shaper.names:
        model = shaper.models.get(name)
        if model is None:
            default = shaper.aliases[name].schema.default
            if not isinstance(default, Absent):
                yield name, fragment("object"), literal(default)
            continue
        defaults = ((member.wire, _default(member.schema, shaper)) for member in model.members)
        if stated := {wire: default for wire, default in defaults if not isinstance(default, Absent)}:
            yield name, fragment("Mapping[str, object]"), literal(stated)


def _default(schema: Schema, shaper: Shaper) -> Json | Absent:
    """Return what a schema states, or else the one that it refers to."""
    named = shaper.models.get(schema.reference) or shaper.aliases.get(schema.reference)
    return schema.default if named is None or not isinstance(schema.default, Absent) else named.schema.default
