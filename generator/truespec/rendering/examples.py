"""Example calls for the documents of a package: the spec's own values, and what comes back put to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from truespec.contract.api import Api
from truespec.contract.names import Namespace, snake
from truespec.contract.operation import Operation
from truespec.contract.reserved import BUILTINS, KEYWORDS
from truespec.contract.schema import Json
from truespec.rendering.answers import Returned, is_streamed, returned
from truespec.rendering.arguments import Argument, arguments
from truespec.rendering.code import Code, fragment, identifier, join
from truespec.rendering.imports import Imports
from truespec.rendering.samples import sample_argument
from truespec.rendering.shapes import NULL, Either, Named, Scalar, Shape
from truespec.rendering.shaping import Member, Shaper

if TYPE_CHECKING:
    from truespec.contract.behaviour import ActionKind  # most documents have none, and it is large

__all__ = ["Examples", "sent_by"]

_WIDTH: Final = 100
_MOST_ARGUMENTS: Final = 5
_SHOWN_MEMBERS: Final = 3
_NAMES: Final[dict[ActionKind, str]] = {"list": "list", "create": "create", "read": "get", "update": "update"}
"""What an operation of each kind is called where no rule says what it does."""


def sent_by(api: Api) -> dict[str, Json]:
    """Return what examples of bodies have, by wire name: the first of each counts."""
    bodies = [o.body.content[0] for o in api.operations if o.body is not None and o.body.content]
    values = [example.value for media in bodies for example in media.examples]
    return {wire: value[wire] for value in reversed(values) if isinstance(value, dict) for wire in value}


@dataclass(frozen=True, slots=True)
class Examples:
    """Writes example calls of one API; ``client`` is the variable that holds the client.

    ``sent`` is what examples of bodies have, by wire name: what people write, they want to read.
    """

    api: Api
    shaper: Shaper
    client: Code
    sent: Mapping[str, Json]

    @classmethod
    def of(cls, api: Api, shaper: Shaper, sent: Mapping[str, Json] | None = None) -> Examples:
        """Return the examples of an API, with a variable that reads like its client.

        ``sent`` is given where ``api`` is a part of another one, whose :func:`sent_by` it is.
        """
        taken = {*KEYWORDS, *BUILTINS, "created", "fake", "item", "page", "answer", "error", "main", api.names.package}
        wish = api.names.client.lower()
        client = identifier("client" if wish in taken or len(wish) > _WIDTH // 4 else wish)
        return cls(api, shaper, client, sent_by(api) if sent is None else sent)

    def item(self, operation: Operation) -> Code:
        """Return a variable for one thing of an operation's resource: ``customer`` of ``customers``."""
        singular = snake(operation.resource.removesuffix("s"), "item")
        names = Namespace((self.client, "created", operation.resource))
        return identifier(names.take(singular) if operation.resource.endswith("s") else "item")

    def find(self, kind: ActionKind, like: Operation | None = None) -> Operation | None:
        """Return the operation that does something of a kind, of the resource of another one if that is given."""
        found = [
            operation
            for operation in self.api.operations
            if (like is None or operation.resource == like.resource)
            and self._kind(operation) == kind
            and not is_streamed(operation)
        ]
        plain = [operation for operation in found if operation.name == _NAMES.get(kind)]
        return next(iter([*plain, *found]), None)

    def _kind(self, operation: Operation) -> str:
        action = self.api.behaviour.action(operation.id) if self.api.behaviour is not None else None
        if action is not None:
            return "create" if action.kind == "upsert" else action.kind
        return next((kind for kind, name in _NAMES.items() if name == operation.name), "")

    def key_argument(self, operation: Operation) -> str:
        """Return the positional argument that names the record; empty where there is none, or no telling which."""
        positional = [a for a in arguments(operation, self.api, self.shaper).all if a.positional]
        action = self.api.behaviour.action(operation.id) if self.api.behaviour is not None else None
        if action is not None and action.key is not None:
            return next((a.name for a in positional if (a.wire,) == action.key.path), "")
        return positional[0].name if len(positional) == 1 else ""

    def key_member(self, operation: Operation) -> Member | None:
        """Return the member of what an operation returns that names the record."""
        key = self._key_wire(operation)
        return next((member for member in self._members(self.result(operation).shape) if member.wire == key), None)

    def _key_wire(self, operation: Operation) -> str:
        behaviour = self.api.behaviour
        action = behaviour.action(operation.id) if behaviour is not None else None
        resource = behaviour.resource(action.resource) if behaviour is not None and action is not None else None
        return resource.key if resource is not None else "id"

    def call(  # noqa: PLR0913  # what may stand around a call
        self,
        operation: Operation,
        imports: Imports,
        given: Mapping[str, Code] | None = None,
        *,
        before: Code | None = None,
        after: Code | None = None,
        plain: bool = False,
    ) -> tuple[Code, ...]:
        """Return a call as lines; ``given`` are passed in place of examples, ``plain`` leaves out what is optional."""
        path = join(".", (self.client, identifier(operation.resource), identifier(operation.name)))
        opening = fragment("{}{}(", before or fragment(""), path)
        closing = fragment("){}", after or fragment(""))
        passed = self.passed(operation, imports, given, plain=plain)
        line = fragment("{}{}{}", opening, join(", ", passed), closing)
        if len(line) <= _WIDTH:
            return (line,)
        return (opening, *(fragment("    {},", argument) for argument in passed), closing)

    def arguments(self, operation: Operation) -> tuple[Argument, ...]:
        """Return what an operation takes."""
        return arguments(operation, self.api, self.shaper).all

    def passed(
        self, operation: Operation, imports: Imports, given: Mapping[str, Code] | None = None, *, plain: bool = False
    ) -> list[Code]:
        """Return the arguments of an example call; see :meth:`call`."""
        given = {} if given is None else given
        taken = self.arguments(operation)
        optional = [a for a in taken if a.featured and not a.required and not plain][:_MOST_ARGUMENTS]
        known = {argument.name for argument in taken}
        passed: list[Code] = []
        for argument in taken:
            if argument.name in given or argument.required or argument in optional:
                value = given.get(argument.name) or sample_argument(argument, self.shaper, imports)
                passed.append(_written(argument, value))
        return [*passed, *(fragment("{}={}", identifier(k), v) for k, v in given.items() if k not in known)]

    def fields(self, operation: Operation, variable: Code) -> Code:
        """Return what to print of something that an operation returned: its key and what tells most of it."""
        members = self.shown(operation)
        if not members:
            return variable
        return join(", ", [fragment("{}.{}", variable, identifier(member.name)) for member in members])

    def shown(self, operation: Operation) -> tuple[Member, ...]:
        """Return the members worth showing of what an operation returns."""
        return self.worth_showing(self.result(operation).shape, self._key_wire(operation))

    def worth_showing(self, shape: Shape, key: str = "id") -> tuple[Member, ...]:
        """Return the members worth showing of a value; ``key`` is that which names it, by its name on the wire."""
        sent = {wire: number for number, wire in enumerate(self.sent)}
        ranked = sorted(
            (member for member in self._members(shape) if member.wire == key or _is_plain(member.shape)),
            key=lambda m: (m.wire != key, sent.get(m.wire, len(sent)), not m.required),
        )
        return tuple(ranked[:_SHOWN_MEMBERS])

    def _members(self, shape: Shape) -> tuple[Member, ...]:
        model = self.shaper.models.get(shape.name) if isinstance(shape, Named) else None
        return tuple(model.members) if model is not None else ()

    def use(self, operation: Operation, imports: Imports) -> tuple[Code, ...]:
        """Return the lines of a call that stands alone, with what is done with the result."""
        result = self.result(operation)
        if result.streams:
            return self.stream(operation, imports)
        if result.shape == NULL:
            return self.call(operation, imports)
        item = self.item(operation)
        if result.paging is not None:
            return self.loop(operation, imports)
        if not isinstance(result.shape, Named) or result.shape.name not in self.shaper.models:
            item = identifier("answer")
        lines = self.call(operation, imports, before=fragment("{} = ", item))
        return (*lines, fragment("print({})", self.fields(operation, item)))

    def loop(
        self,
        operation: Operation,
        imports: Imports,
        given: Mapping[str, Code] | None = None,
        *,
        asynchronous: bool = False,
    ) -> tuple[Code, ...]:
        """Return the lines that go through a list; ``given`` as in :meth:`call`, without what is optional."""
        item = self.item(operation)
        before = fragment("async for {} in " if asynchronous else "for {} in ", item)
        plain = given is not None
        lines = self.call(operation, imports, given, before=before, after=fragment(":"), plain=plain)
        return (*lines, fragment("    print({})", self.fields(operation, item)))

    def stream(self, operation: Operation, imports: Imports) -> tuple[Code, ...]:
        """Return the lines that go through a stream."""
        lines = self.call(operation, imports, before=fragment("with "), after=fragment(" as stream:"))
        item = fragment("item.data" if "events" in self.result(operation).streams else "item")
        return (*lines, fragment("    for item in stream:"), fragment("        print({})", item))

    def result(self, operation: Operation) -> Returned:
        """Return what an operation returns."""
        return returned(operation, self.api, self.shaper)


def _written(argument: Argument, value: Code) -> Code:
    return value if argument.positional else fragment("{}={}", identifier(argument.name), value)


def _is_plain(shape: Shape) -> bool:
    solid = shape.solid if isinstance(shape, Either) else (shape,)
    return all(isinstance(each, Scalar) and each.type in {"str", "int"} for each in solid)
