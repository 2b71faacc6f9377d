"""An operation of the contract as one row of the operation table and one method in two faces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from truespec.contract.api import Api
from truespec.contract.operation import MediaType, Operation
from truespec.contract.schema import Absent
from truespec.rendering.answers import Returned, declared_answers, returned
from truespec.rendering.arguments import Argument, ArgumentPlace, Arguments, Form, arguments
from truespec.rendering.bodies import encodings
from truespec.rendering.code import Code, fragment, identifier, join, literal
from truespec.rendering.rows import listed, parameter_row, part_row
from truespec.rendering.servers import own_server
from truespec.rendering.shapes import NULL, Named, Scalar, Shape
from truespec.rendering.shaping import Shaper
from truespec.rendering.signatures import SignatureWriter
from truespec.rendering.types import Annotator
from truespec.rendering.views import OVERLOAD, MethodView, OperationView
from truespec.rendering.wording import DEPRECATED, async_docstring, method_docstring

if TYPE_CHECKING:
    from truespec.contract.behaviour import Paging, Place  # most documents have none, and it is large

__all__ = ["OperationWriter"]

_IDEMPOTENT: Final = frozenset({"PUT", "DELETE"})
_PLACES: Final[tuple[ArgumentPlace, ...]] = ("path", "query", "headers", "cookies")


@dataclass(slots=True)
class OperationWriter:
    """Writes the operations of one resource; ``owner`` is the name of its class.

    ``table`` annotates at the level of the module, ``signature`` inside the class, where a method may hide a type;
    ``constants`` leads from the id of an operation to the constant of its row.
    """

    api: Api
    shaper: Shaper
    owner: str
    table: Annotator
    signature: Annotator
    constants: Mapping[str, str]

    def write(self, operation: Operation) -> tuple[OperationView, MethodView]:
        """Return both views of an operation."""
        name = identifier(self.constants[operation.id])
        taken = arguments(operation, self.api, self.shaper)
        result = returned(operation, self.api, self.shaper)
        row = OperationView(
            constant=name,
            returns=self.table.returned(result.shape if result.paging is None else result.body, result.streams),
            arguments=tuple(self._row(operation, taken, result)),
        )
        return row, self._method(operation, name, taken, result)

    def _row(self, operation: Operation, taken: Arguments, result: Returned) -> Iterator[Code]:
        yield literal(f"{operation.resource}.{operation.name}")
        yield literal(operation.method)
        yield literal(operation.path)
        yield fragment("answers={}", listed(self._answers(operation)))
        if operation.parameters:
            self._import("Parameter")
            if any(parameter.encoding for parameter in operation.parameters):
                self._import("Part")
            yield fragment("parameters={}", listed(parameter_row(parameter) for parameter in operation.parameters))
        if taken.media_type:
            yield fragment("body={}", literal(taken.media_type))
            yield from self._body_details(operation, taken)
        if operation.method in _IDEMPOTENT or self._only_reads(operation):
            yield fragment("idempotent=True")
        if operation.security:
            yield fragment("security={}", literal(self._security(operation)))
        if server := own_server(operation, self.api):
            yield fragment("server={}", literal(server))
        if result.streams:
            yield fragment("stream=True")
        if result.path:
            yield fragment("result={}", literal(result.path))
        if result.paging is not None:
            self._import("Paging")
            yield fragment("paging={}", self._paging(result.paging, taken))

    def _body_details(self, operation: Operation, taken: Arguments) -> Iterator[Code]:
        if operation.body is None:
            return
        if parts := self._parts(operation.body.content[0]):
            yield fragment("parts={}", parts)
        if not operation.body.required:
            yield fragment("body_optional=True")
        if taken.chooses:
            self._import("Body")
            yield fragment("other_bodies={}", listed(self._other_bodies(taken)))

    def _parts(self, media: MediaType) -> Code | None:
        found = encodings(media, self.api)
        if not found:
            return None
        self._import("Part")
        if any(encoding.headers for encoding in found):
            self._import("Parameter")
        return listed(map(part_row, found))

    def _other_bodies(self, taken: Arguments) -> Iterator[Code]:
        for place, form in enumerate(taken.forms):
            for media in form.media if place else form.media[1:]:
                parts = [literal(media.name)]
                if written := self._parts(media):
                    parts.append(fragment("parts={}", written))
                if place:
                    parts.append(fragment("place={}", literal(place)))
                yield fragment("Body({})", join(", ", parts))

    def _answers(self, operation: Operation) -> Iterator[Code]:
        for row in declared_answers(operation, self.shaper):
            parts = [literal(row.status)]
            self._import("Answer")
            if row.shape is not None:
                parts += [literal(row.media_type), self.table.answer(row.shape)]
            yield fragment("Answer({})", join(", ", parts))

    def _only_reads(self, operation: Operation) -> bool:
        action = self.api.behaviour.action(operation.id) if self.api.behaviour is not None else None
        return action is not None and action.kind in {"read", "list"}

    def _security(self, operation: Operation) -> tuple[tuple[str, ...], ...]:
        known = {scheme.wire for scheme in self.api.security_schemes if scheme.kind != "mutual-tls"}
        return tuple(
            tuple(need.scheme for need in alternative if need.scheme in known) for alternative in operation.security
        )

    def _method(self, operation: Operation, name: Code, taken: Arguments, result: Returned) -> MethodView:
        paged = result.paging is not None
        signatures = SignatureWriter(self.signature)
        if len(taken.forms) > 1:
            self.signature.imports.add("typing", "overload", local=OVERLOAD)
        if paged:
            self._import("AsyncPager", "Pager")
        if result.streams:
            self._import("AsyncStream", "Stream")
        returns = self.signature.returned(result.shape, result.streams)
        kept, send = _LAZY["pages" if paged else "stream"]
        lazy = paged or bool(result.streams)
        around = result.body.name if result.path and isinstance(result.body, Named) else ""
        return MethodView(
            name=identifier(operation.name),
            decorators=tuple(self._decorators(operation)),
            overloads=tuple(signatures.overloads(taken, paged=paged)),
            parameters=tuple(signatures.parameters(taken, paged=paged)),
            head=fragment("def"),
            returns=fragment("{}[{}]", kept, returns) if lazy else returns,
            send=send if lazy else _send(result.shape),
            docstring=method_docstring(
                operation,
                taken,
                paged=paged,
                streamed=bool(result.streams),
                around=around,
                silent=result.shape == NULL,
                server=own_server(operation, self.api),
            ),
            async_head=fragment("def") if lazy else fragment("async def"),
            async_returns=fragment("Async{}[{}]", kept, returns) if lazy else returns,
            async_send=send if lazy else _async_send(result.shape),
            async_docstring=async_docstring(operation, self.owner),
            arguments=(name, *_sent(taken), *([fragment("max_items=max_items")] if paged else []), _OPTIONS),
        )

    def _decorators(self, operation: Operation) -> Iterator[Code]:
        if operation.deprecated:
            decorator = self.signature.imported("typing_extensions", "deprecated")
            yield fragment("@{}({})", decorator, literal(DEPRECATED))

    def _paging(self, paging: Paging, taken: Arguments) -> Code:
        (page,) = paging.page.path
        parts = [fragment("page={}", literal(page))]
        if paging.limit is not None:
            (size,) = paging.limit.path
            parts.append(fragment("size={}", literal(size)))
            default = _default_of(size, taken)
            if default is not None:
                parts.append(fragment("default_size={}", literal(default)))
        if paging.page.part != "query":
            parts.append(fragment("location={}", literal(paging.page.part)))
            if self._is_text(page, taken):
                parts.append(fragment("as_text=True"))
        if paging.items.path:
            parts.append(fragment("items={}", literal(paging.items.path)))
        if paging.first != 1:
            parts.append(fragment("first={}", literal(paging.first)))
        parts += [*_total("total_pages", paging.totals.pages), *_total("total_items", paging.totals.items)]
        return fragment("Paging({})", join(", ", parts))

    def _is_text(self, wire: str, taken: Arguments) -> bool:
        """Whether the member of a body is a text on the wire; in a query everything is."""
        schemas = [argument.schema for argument in taken.at("body") if argument.wire == wire]
        shapes = [self.shaper.shape(schema) for schema in schemas if schema is not None]
        return any(isinstance(shape, Scalar) and shape.type == "str" for shape in shapes)

    def _import(self, *names: str) -> None:
        self.table.imports.add("._runtime", *names)


_LAZY: Final = {
    "pages": (fragment("Pager"), fragment("return self._pages")),
    "stream": (fragment("Stream"), fragment("return self._stream")),
}
"""What is returned before anything is sent, and what makes it."""
_OPTIONS: Final = fragment("options=options")


def _send(result: Shape) -> Code:
    return fragment("self._call") if result == NULL else fragment("return self._call")


def _async_send(result: Shape) -> Code:
    return fragment("await self._call") if result == NULL else fragment("return await self._call")


def _sent(taken: Arguments) -> Iterator[Code]:
    for place in _PLACES:
        found = taken.at(place)
        if found:
            yield fragment("{}={}", identifier(place), _mapping(found))
    for form in taken.forms[:1]:
        yield fragment("body={}", _body(form))
    if len(taken.forms) > 1:
        yield fragment("others={}", listed(map(_body, taken.forms[1:])))
    if taken.chooses:
        yield fragment("content_type=content_type")
    if headers := _part_headers(taken):
        yield fragment("part_headers={{{}}}", join(", ", headers))


def _part_headers(taken: Arguments) -> list[Code]:
    """Return the headers of each part that has some, in whatever way the body is passed."""
    found: dict[str, dict[str, Code]] = {}
    for form in taken.forms:
        for argument in form.arguments:
            if argument.place == "part header":
                found.setdefault(argument.part, {})[argument.wire] = identifier(argument.name)
    return [
        fragment(
            "{}: {{{}}}",
            literal(part),
            join(", ", [fragment("{}: {}", literal(w), name) for w, name in headers.items()]),
        )
        for part, headers in found.items()
    ]


def _body(form: Form) -> Code:
    whole = [argument for argument in form.arguments if argument.place == "whole body"]
    members = tuple(argument for argument in form.arguments if argument.place == "body")
    return identifier(whole[0].name) if whole else _mapping(members)


def _mapping(found: tuple[Argument, ...]) -> Code:
    pairs = [fragment("{}: {}", literal(argument.wire), identifier(argument.name)) for argument in found]
    return fragment("{{{}}}", join(", ", pairs))


def _total(name: str, place: Place | None) -> Iterator[Code]:
    if place is not None and place.part == "body":
        yield fragment("{}={}", identifier(name), literal(place.path))
    elif place is not None and place.part == "header":
        yield fragment("{}_header={}", identifier(name), literal(place.path[0]))


def _default_of(wire: str, taken: Arguments) -> int | None:
    """Return the page size the server takes by default, if the spec gives it."""
    for argument in taken.all:
        default = argument.schema.default if argument.schema is not None and argument.wire == wire else None
        if isinstance(default, int | float) and not isinstance(default, bool | Absent) and default == int(default):
            return int(default)
    return None
