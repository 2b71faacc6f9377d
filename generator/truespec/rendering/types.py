"""Shapes as Python annotations, for parameters, bodies and answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from truespec.rendering.code import Code, fragment, identifier, join, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import (
    Anything,
    Choice,
    Either,
    Listing,
    Named,
    Row,
    Scalar,
    ScalarType,
    Shape,
    Table,
)

__all__ = ["IMPORTED_TYPES", "Annotator", "Twin"]

IMPORTED_TYPES: Final[dict[ScalarType, str]] = {
    "Decimal": "decimal",
    "UUID": "uuid",
    "date": "datetime",
    "datetime": "datetime",
}
"""Scalar types that need an import, with their modules."""

_LOCAL_MODULES: Final = {"datetime": "dt"}
"""What a module is called whose names are written behind it where they mean something else alone."""


@dataclass(frozen=True, slots=True)
class Twin:
    """What requests take in place of a named schema; one that is ``alone`` covers the schema's own type as well."""

    name: str
    alone: bool


@dataclass(slots=True)
class Annotator:
    """Writes annotations for one module and collects what they import.

    ``shadowed`` are names that mean something else where the annotations stand (methods of the class around them);
    ``taken`` are names of classes and constants that are something else in this module; ``twins`` leads from a class
    or an alias to what may be passed in its place.
    ``models_module`` and ``twins_module`` are where the classes and the dictionaries are, empty in that very module.
    """

    imports: Imports
    shadowed: Collection[str] = ()
    taken: Collection[str] = ()
    twins: Mapping[str, Twin] = field(default_factory=dict[str, Twin])
    models_module: str = ".models"
    twins_module: str = ".params"
    _twin_names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Remember what the dictionaries are called."""
        self._twin_names = frozenset(twin.name for twin in self.twins.values())

    def answer(self, shape: Shape) -> Code:
        """Return the annotation of what a caller gets: lists are ``list``."""
        return self._annotate(shape, given=False)

    def returned(self, shape: Shape, streams: Collection[str]) -> Code:
        """Return the annotation of what a call gives or, of a stream, of one item: an event, where it is one of those.

        ``streams`` are the kinds of streams the answer may be.
        """
        plain = self.answer(shape)
        if "events" not in streams:
            return plain
        event = fragment("{}[{}]", self.imported("._runtime", "ServerSentEvent"), plain)
        return event if set(streams) == {"events"} else join(" | ", [event, plain])

    def argument(self, shape: Shape) -> Code:
        """Return the annotation of what a caller may pass: any sequence or mapping, and dictionaries for models."""
        return self._annotate(shape, given=True)

    def _annotate(self, shape: Shape, *, given: bool) -> Code:
        match shape:
            case Anything():
                return self.imported("typing", "Any")
            case Scalar(type=name):
                return self._scalar(name)
            case Choice():
                return self._choice(shape)
            case Named(name=name):
                return self._named(name, given=given)
            case Listing(item=item):
                return fragment("{}[{}]", self._container("Sequence", "list", given), self._annotate(item, given=given))
            case Row(items=items):
                parts = join(", ", [self._annotate(item, given=given) for item in items])
                return fragment("{}[{}]", self._builtin("tuple"), parts)
            case Table(value=value):
                inner = self._annotate(value, given=given)
                return fragment("{}[{}, {}]", self._container("Mapping", "dict", given), self._builtin("str"), inner)
            case Either(options=options):
                return join(" | ", dict.fromkeys(self._annotate(option, given=given) for option in options))

    def _choice(self, choice: Choice) -> Code:
        values = join(", ", [literal(value) for value in choice.values])
        listed = fragment("{}[{}]", self.imported("typing", "Literal"), values)
        return join(" | ", [listed, *(self._scalar(base.type) for base in choice.bases)]) if choice.open else listed

    def _named(self, name: str, *, given: bool) -> Code:
        twin = self.twins.get(name) if given else None
        if twin is None:
            return self._from(self.models_module, name)
        written = self._from(self.twins_module, twin.name)
        return written if twin.alone else fragment("{} | {}", self._from(self.models_module, name), written)

    def _from(self, module: str, name: str) -> Code:
        """Write a name of the package; ``module`` is empty where it is at home.

        What is taken here goes by another name, as no class of the models ends.
        """
        if not module:
            return identifier(name)
        local = name
        if module == self.twins_module:
            local += "__" if name in self.taken else ""
        elif name in self.taken or name in self._twin_names:
            local += "_"
        self.imports.add(module, name, local=local)
        return identifier(local)

    def _container(self, abstract: str, concrete: str, given: bool) -> Code:  # noqa: FBT001  # passed on from a keyword
        return self.imported("collections.abc", abstract) if given else self._builtin(concrete)

    def _scalar(self, name: ScalarType) -> Code:
        if name == "None":
            return fragment("None")
        module = IMPORTED_TYPES.get(name)
        return self._builtin(name) if module is None else self.imported(module, name)

    def _builtin(self, name: str) -> Code:
        if name not in self.shadowed:
            return identifier(name)
        self.imports.module("builtins")
        return fragment("builtins.{}", identifier(name))

    def imported(self, module: str, name: str) -> Code:
        """Write a name of another package; one that means something else here is written apart."""
        local = _LOCAL_MODULES.get(module, "")
        if name in self.shadowed and local not in {"", *self.shadowed}:
            self.imports.module(module, local)
            return fragment("{}.{}", identifier(local), identifier(name))
        local = f"{name}_" if name in self.shadowed else name
        self.imports.add(module, name, local=local)
        return identifier(local)
