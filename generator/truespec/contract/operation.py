"""What can be asked of a server and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from truespec.contract.provenance import Assumption
from truespec.contract.schema import Json, Schema
from truespec.contract.security import SecurityNeed
from truespec.diagnostics import Location

__all__ = [
    "Answer",
    "Encoding",
    "Example",
    "Header",
    "MediaType",
    "Operation",
    "Parameter",
    "ParameterPlace",
    "RequestBody",
    "StreamKind",
    "is_json",
    "is_text",
    "stream_kind",
]

ParameterPlace: TypeAlias = Literal["path", "query", "querystring", "header", "cookie"]
"""Where a parameter is; one that is the ``querystring`` is all of the query, whatever it is called."""


@lru_cache(maxsize=256)  # asked of every request, about the few names a spec has
def is_json(media_type: str) -> bool:
    """Say whether a media type is JSON: ``application/json``, any ``+json`` suffix, parameters ignored."""
    return media_type.partition(";")[0].strip().lower().endswith(("/json", "+json"))


def is_text(media_type: str) -> bool:
    """Say whether a media type is text that is not JSON: ``text/csv``, any XML or YAML, parameters ignored."""
    essence = media_type.partition(";")[0].strip().lower()
    if is_json(essence):
        return False
    return essence.startswith("text/") or essence.endswith(("/xml", "+xml", "/yaml", "+yaml"))


StreamKind: TypeAlias = Literal["events", "lines", "sequence"]
"""How the items of a stream are told apart: server-sent events, JSON lines, or a JSON text sequence (RFC 7464)."""

_JSON_LINES: Final = frozenset(
    {"jsonl", "jsonlines", "json-lines", "x-jsonl", "x-jsonlines", "ndjson", "x-ndjson"}  # after application/
)


def stream_kind(media_type: str) -> StreamKind | None:
    """Return what kind of stream a media type is, parameters ignored; None where it is none."""
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "text/event-stream":
        return "events"
    if essence.startswith("application/") and essence.removeprefix("application/") in _JSON_LINES:
        return "lines"
    return "sequence" if essence == "application/json-seq" or essence.endswith("+json-seq") else None


@dataclass(frozen=True, slots=True)
class Example:
    """A value the spec shows for a parameter or a body."""

    name: str
    value: Json
    location: Location


@dataclass(frozen=True, slots=True)
class Header:
    """A header of an answer or of a multipart part; ``content_type`` is set where ``content`` describes it."""

    wire: str
    schema: Schema | None
    required: bool
    location: Location
    explode: bool = False
    content_type: str = ""
    description: str = ""
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one member of a form or multipart body is sent; ``wire`` is its name.

    Where the parts of a multipart body have no names it is a place, counted from 0, or empty for all other places.

    ``style`` is empty where neither it nor ``explode`` nor ``allowReserved`` is given: then ``content_type`` counts, or
    what follows from the member's schema.
    """

    wire: str
    content_type: str = ""
    style: str = ""
    explode: bool = True
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class MediaType:
    """One representation of a body; ``schema`` is ``None`` where the spec gives none.

    Of an answer that is a stream there is ``item`` instead: the schema of one item, or of the data of one event.
    """

    name: str
    schema: Schema | None
    location: Location
    item: Schema | None = None
    examples: tuple[Example, ...] = ()
    encoding: tuple[Encoding, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    @property
    def described(self) -> Schema | None:
        """Whatever the spec says of the content: the schema of all of it, or of one item."""
        return self.schema or self.item


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation: ``wire`` is what is sent, ``name`` the Python keyword.

    ``content_type`` is set where the parameter is described by ``content`` instead of a style; ``encoding`` is how the
    members of a whole query that is a form are written.
    """

    wire: str
    name: str
    place: ParameterPlace
    schema: Schema
    required: bool
    style: str
    explode: bool
    location: Location
    allow_reserved: bool = False
    content_type: str = ""
    encoding: tuple[Encoding, ...] = ()
    description: str = ""
    deprecated: bool = False
    examples: tuple[Example, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What an operation takes; ``content`` is in the order of the document, JSON first where there is any."""

    required: bool
    content: tuple[MediaType, ...]
    location: Location
    description: str = ""
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server may say: ``status`` is ``"201"``, a range such as ``"4XX"``, or ``"default"``."""

    status: str
    description: str
    content: tuple[MediaType, ...]
    headers: tuple[Header, ...]
    location: Location
    assumptions: tuple[Assumption, ...] = ()

    @property
    def success(self) -> bool:
        """Whether this answer says that the request was done (2XX)."""
        return self.status[:1] == "2"

    def covers(self, status: int) -> bool:
        """Say whether this answer describes ``status``, not counting ``default``."""
        return self.status == str(status) or self.status.upper() == f"{status // 100}XX"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    ``id`` is the document's ``operationId`` (made from method and path where it has none, see ``id_is_given``);
    ``resource`` and ``name`` are the Python namespace and method of the client: ``customers`` and ``get``.
    ``security`` lists alternatives, each a set of needs that hold together; empty means open to anyone.
    """

    id: str
    id_is_given: bool
    resource: str
    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    answers: tuple[Answer, ...]
    security: tuple[tuple[SecurityNeed, ...], ...]
    location: Location
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    servers: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    @property
    def label(self) -> str:
        """The wire line: ``POST /partners/customer``."""
        return f"{self.method} {self.path}"

    def answer(self, status: int) -> Answer | None:
        """Return the declared answer for ``status``: exact, then range, then ``default``."""
        exact = next((answer for answer in self.answers if answer.status == str(status)), None)
        ranged = exact or next((answer for answer in self.answers if answer.covers(status)), None)
        return ranged or next((answer for answer in self.answers if answer.status == "default"), None)
