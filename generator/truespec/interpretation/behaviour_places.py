"""Find out whether a place that a behaviour file names is one in the requests or answers of an operation."""

from __future__ import annotations

from truespec.contract.api import Api
from truespec.contract.behaviour import Place
from truespec.contract.operation import Answer, MediaType, Operation, is_json
from truespec.contract.schema import Schema

__all__ = ["Members"]


class Members:
    """The members of the bodies of one API, those taken from references and alternatives included."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def in_request(self, operation: Operation, place: Place) -> bool:
        """Whether a request has ``place``: a declared parameter, or a member of a declared body."""
        if place.part == "body":
            return operation.body is not None and self._in_content(operation.body.content, place.path)
        wanted = (place.part, _spelled(place.part, ".".join(place.path)))
        return any(wanted == (one.place, _spelled(one.place, one.wire)) for one in operation.parameters)

    def in_answer(self, operation: Operation, place: Place) -> bool:
        """Whether some success answer has ``place``: a declared header, or a member of a JSON body."""
        if place.part == "body":
            return any(
                self._in_content(tuple(media for media in answer.content if is_json(media.name)), place.path)
                for answer in _successes(operation)
            )
        wanted = ".".join(place.path).lower()
        return any(header.wire.lower() == wanted for answer in _successes(operation) for header in answer.headers)

    def _in_content(self, content: tuple[MediaType, ...], path: tuple[str, ...]) -> bool:
        return any(media.schema is None or self.reach(media.schema, path) for media in content)

    def reach(self, schema: Schema, path: tuple[str, ...]) -> bool:
        """Whether a value of ``schema`` can have something at ``path``; one that declares no members can have any."""
        if not path:
            return True
        found = self._named(schema, path[0], frozenset())
        if found:
            return any(self.reach(inner, path[1:]) for inner in found)
        return not self._declares(schema, frozenset())

    def elements(self, schema: Schema, wire: str) -> tuple[Schema, ...]:
        """Return what the elements of a list are declared as; nothing where the member is no declared list."""
        found = self._named(schema, wire, frozenset())
        return tuple(item for one in found for item in self._items(one))

    def _items(self, schema: Schema) -> tuple[Schema, ...]:
        target = self._api.target(schema)
        return () if target.items is None else (target.items,)

    def _parts(self, schema: Schema, seen: frozenset[str]) -> tuple[tuple[Schema, ...], frozenset[str]]:
        """Return the schemas that add to ``schema``, and the references followed so far."""
        parts = (*schema.all_of, *schema.any_of, *schema.one_of)
        if schema.reference and schema.reference not in seen:
            return (self._api.schema(schema.reference).schema, *parts), seen | {schema.reference}
        return parts, seen

    def _named(self, schema: Schema, wire: str, seen: frozenset[str]) -> list[Schema]:
        """Return the schemas that a member is declared with."""
        parts, seen = self._parts(schema, seen)
        own = [member.schema for member in schema.properties if member.wire == wire]
        return own + [found for part in parts for found in self._named(part, wire, seen)]

    def _declares(self, schema: Schema, seen: frozenset[str]) -> bool:
        """Whether a schema says what its members are, or that it is no object at all."""
        parts, seen = self._parts(schema, seen)
        scalar = bool(schema.plain_types) and "object" not in schema.types
        return bool(schema.properties) or scalar or any(self._declares(part, seen) for part in parts)


def _spelled(part: str, name: str) -> str:
    return name.lower() if part == "header" else name


def _successes(operation: Operation) -> tuple[Answer, ...]:
    """Return the answers that say it was done; where none is declared, the one that stands for every status."""
    found = tuple(answer for answer in operation.answers if answer.success)
    return found or tuple(answer for answer in operation.answers if answer.status == "default")
