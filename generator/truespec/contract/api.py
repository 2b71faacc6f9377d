"""The meaning of one spec and its behaviour: the only thing renderers, mock, checks and diff may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from truespec.contract.event import Event
from truespec.contract.history import ApiChange
from truespec.contract.operation import Operation
from truespec.contract.provenance import Assumption
from truespec.contract.schema import NamedSchema, Schema
from truespec.contract.security import SecurityScheme
from truespec.diagnostics import Location

if TYPE_CHECKING:
    from truespec.contract.behaviour import Behaviour  # most documents have none, and it is large

__all__ = ["Api", "ClientNames", "Server"]


@dataclass(frozen=True, slots=True)
class Server:
    """An address an API is served from, with its variables filled by their defaults.

    ``variants`` are the addresses that other listed values of the variables make.
    """

    url: str
    description: str
    location: Location
    assumptions: tuple[Assumption, ...] = ()
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientNames:
    """The names of the client package, decided once.

    ``package`` is the import name, ``distribution`` the name on an index, ``client`` the class of the synchronous
    client (``Async`` + ``client`` is its twin), ``environment`` the prefix of the environment variables it reads.
    """

    package: str
    distribution: str
    client: str
    environment: str


@dataclass(frozen=True, slots=True)
class Api:
    """One API.

    ``name`` is its name in the catalogue (a folder of ``specs/``), ``version`` the document's own version of the API.
    ``schemas`` are in the order of the document, each component followed by the schemas written in place below it.
    ``events`` are what the server sends by itself, as far as it is JSON; ``changes`` what changed in it, as recorded.
    """

    name: str
    title: str
    version: str
    names: ClientNames
    location: Location
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    schemas: tuple[NamedSchema, ...]
    description: str = ""
    behaviour: Behaviour | None = None
    assumptions: tuple[Assumption, ...] = ()
    events: tuple[Event, ...] = ()
    changes: tuple[ApiChange, ...] = ()
    _by_name: dict[str, NamedSchema] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the schemas by name: references are followed often."""
        object.__setattr__(self, "_by_name", {schema.name: schema for schema in self.schemas})

    def schema(self, name: str) -> NamedSchema:
        """Return the schema that a :attr:`Schema.reference` names.

        Raises:
            KeyError: No schema has the name; interpretation never makes such a reference.
        """
        return self._by_name[name]

    def target(self, schema: Schema) -> Schema:
        """Follow references to a schema that is written out (a cycle of bare references ends where it began)."""
        seen: set[str] = set()
        while schema.reference and schema.reference not in seen:
            seen.add(schema.reference)
            schema = self._by_name[schema.reference].schema
        return schema

    def operation(self, id_: str) -> Operation | None:
        """Return an operation by its id."""
        return next((operation for operation in self.operations if operation.id == id_), None)

    def scheme(self, wire: str) -> SecurityScheme | None:
        """Return a security scheme by its key in the document."""
        return next((scheme for scheme in self.security_schemes if scheme.wire == wire), None)

    def resources(self) -> Iterator[tuple[str, tuple[Operation, ...]]]:
        """Yield each resource namespace of the client with its operations, in the order of the document."""
        grouped: dict[str, list[Operation]] = {}
        for operation in self.operations:
            grouped.setdefault(operation.resource, []).append(operation)
        for resource, operations in grouped.items():
            yield resource, tuple(operations)
