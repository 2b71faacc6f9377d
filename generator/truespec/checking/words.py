"""The words of a contract: names of members and listed values, which are nobody's secret wherever they turn up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truespec.contract.api import Api
from truespec.contract.schema import Schema

__all__ = ["contract_words", "member_names"]


def contract_words(api: Api) -> Iterator[str]:
    """Yield the names and the listed values of a contract, and the steps of its paths."""
    for operation in api.operations:
        yield from (parameter.wire for parameter in operation.parameters)
        yield from (step for step in operation.path.split("/") if step)
    for schema in _schemas(_roots(api)):
        yield from (value for value in schema.enum or () if isinstance(value, str))
        for member in schema.properties:
            yield from (member.wire, f"-{member.wire}")


def member_names(api: Api, schema: Schema) -> Iterator[str]:
    """Yield the names of all members that a schema, or any named one, declares."""
    for found in _schemas([schema, *_roots(api)]):
        yield from (member.wire for member in found.properties)


def _roots(api: Api) -> list[Schema]:
    named = [item.schema for item in api.schemas]
    return [*named, *(parameter.schema for operation in api.operations for parameter in operation.parameters)]


def _schemas(roots: Iterable[Schema]) -> Iterator[Schema]:
    """Yield each schema and all inside it once."""
    waiting = list(roots)
    seen: set[int] = set()
    while waiting:
        schema = waiting.pop()
        if id(schema) not in seen:
            seen.add(id(schema))
            yield schema
            waiting.extend(child for _, child in schema.children())
