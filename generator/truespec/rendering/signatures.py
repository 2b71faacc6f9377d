"""What stands between the parentheses of a method, for each way to pass its body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.contract.schema import Absent
from truespec.rendering.arguments import CONTENT_TYPE, OF_BODIES, Argument, Arguments, Form
from truespec.rendering.code import Code, fragment, identifier, join, literal
from truespec.rendering.shapes import NULL, Either, Listing, Row, Scalar, Shape
from truespec.rendering.types import Annotator

__all__ = ["SignatureWriter"]

_BYTES: Final = Scalar("bytes")


@dataclass(slots=True)
class SignatureWriter:
    """Writes the parameters of methods with the annotations of one class."""

    annotator: Annotator

    def parameters(self, taken: Arguments, *, paged: bool) -> Iterator[Code]:
        """Yield the parameters of the method itself; one with several ways to pass its body takes those of all."""
        if len(taken.forms) < 2:
            yield from self._with_body(taken, taken.forms[0] if taken.forms else None, paged=paged)
            return
        anything, missing = self._imported("typing", "Any"), self._imported("._runtime", "OMIT")
        for_body = dict.fromkeys(argument.name for form in taken.forms for argument in form.arguments)
        added = [fragment("{}: {} = {}", identifier(name), anything, missing) for name in for_body]
        added.append(fragment("{}: str = {}", _CONTENT_TYPE, literal(taken.media_type)))
        yield from self._around(taken, added, paged=paged)

    def overloads(self, taken: Arguments, *, paged: bool) -> Iterator[tuple[Code, ...]]:
        """Yield the parameters for each way to pass the body, where there are several."""
        for form in taken.forms if len(taken.forms) > 1 else ():
            yield tuple(self._with_body(taken, form, paged=paged))

    def _with_body(self, taken: Arguments, form: Form | None, *, paged: bool) -> Iterator[Code]:
        if form is None:
            yield from self._around(taken, [], paged=paged)
            return
        added = [self._declared(argument) for argument in form.arguments]
        if taken.chooses:
            names = join(", ", [literal(media.name) for media in form.media])
            listed = fragment("{}: {}[{}]", _CONTENT_TYPE, self._imported("typing", "Literal"), names)
            is_usual = form is taken.forms[0]
            added.append(fragment("{} = {}", listed, literal(taken.media_type)) if is_usual else listed)
        yield from self._around(taken, added, paged=paged)

    def _around(self, taken: Arguments, added: list[Code], *, paged: bool) -> Iterator[Code]:
        yield fragment("self")
        plain = [argument for argument in taken.all if argument.place not in OF_BODIES]
        yield from (self._declared(argument) for argument in plain if argument.positional)
        yield fragment("*")
        yield from (self._declared(argument) for argument in plain if not argument.positional)
        yield from added
        if paged:
            yield fragment("max_items: int | None = None")
        yield fragment("options: Options | None = None")

    def _declared(self, argument: Argument) -> Code:
        written = self._annotation(argument)
        if not isinstance(argument.default, Absent):
            return fragment("{}: {} = {}", identifier(argument.name), written, literal(argument.default))
        if argument.required:
            return fragment("{}: {}", identifier(argument.name), written)
        omit, missing = self._imported("._runtime", "Omit"), self._imported("._runtime", "OMIT")
        return fragment("{}: {} | {} = {}", identifier(argument.name), written, omit, missing)

    def _annotation(self, argument: Argument) -> Code:
        if argument.any_iterable and isinstance(argument.shape, Listing):
            item = self.annotator.argument(argument.shape.item)
            several = fragment("{}[{}]", self._imported("collections.abc", "Iterable"), item)
            return join(" | ", [several, self.annotator.argument(_BYTES)])
        return self._with_files(argument.shape)

    def _with_files(self, shape: Shape) -> Code:
        """Return an annotation that takes files wherever it takes bytes."""
        if isinstance(shape, Listing) and shape.item == _BYTES:
            return fragment("{}[{}]", self._imported("collections.abc", "Sequence"), self._with_files(_BYTES))
        if isinstance(shape, Row) and _BYTES in shape.items:
            return fragment("tuple[{}]", join(", ", [self._with_files(item) for item in shape.items]))
        if shape == _BYTES or (isinstance(shape, Either) and set(shape.options) == {_BYTES, NULL}):
            return fragment("{} | {}", self._imported("._runtime", "File"), self.annotator.argument(shape))
        return self.annotator.argument(shape)

    def _imported(self, module: str, name: str) -> Code:
        return self.annotator.imported(module, name)


_CONTENT_TYPE: Final = identifier(CONTENT_TYPE)
