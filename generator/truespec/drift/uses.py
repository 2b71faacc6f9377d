"""Where the spec says one thing for several places: schemas that are referred to, members that are written once."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.contract.api import Api
from truespec.contract.schema import Property, Schema
from truespec.diagnostics import Location

__all__ = ["Homes", "Spot", "all_schemas", "spot_of"]

Spot = tuple[str, int, int]
"""File, line and column at which a member is written."""
Homes = tuple[
    dict[Location, tuple[frozenset[Spot], list[tuple[str, str]]]], dict[frozenset[Spot], list[tuple[str, str]]]
]
"""Operation and place of each object by the schema that declares its members, and by where all of them are written."""


def spot_of(member: Property) -> Spot:
    """Return where a member is written; an alias has the spots of its anchor."""
    return member.location.file, member.location.line, member.location.column


def all_schemas(api: Api) -> Iterator[Schema]:
    """Yield every schema of a contract, those below others too; some more than once."""
    waiting = [one.schema for one in api.schemas]
    for operation in api.operations:
        waiting += [parameter.schema for parameter in operation.parameters]
        bodies = (
            operation.body.content if operation.body is not None else (),
            *(one.content for one in operation.answers),
        )
        waiting += [media.described for content in bodies for media in content if media.described is not None]
        headers = (header.schema for answer in operation.answers for header in answer.headers)
        waiting += [schema for schema in headers if schema is not None]
    while waiting:
        schema = waiting.pop()
        yield schema
        waiting += [inner for _, inner in schema.children()]
