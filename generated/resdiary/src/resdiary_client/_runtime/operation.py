"""Operations as data: what a generated module says about each call, and nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import TypeAdapter

from .omit import OMIT

__all__ = [
    "SAFE_METHODS",
    "Answer",
    "Arguments",
    "Body",
    "Location",
    "Operation",
    "Paging",
    "Parameter",
    "Part",
    "Style",
]

T = TypeVar("T")

Location: TypeAlias = Literal["path", "query", "querystring", "header", "cookie"]
Style: TypeAlias = Literal[
    "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"
]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing on the server."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation, by its name on the wire.

    ``content_type`` is set when the specification gives the parameter a media type instead of a style: its value is
    then written as JSON if that is JSON, and as it is otherwise.  One that is the ``querystring`` is all of the query,
    and always has a media type; ``parts`` are how the members of a form there are written.
    ``default`` is what the server takes where the parameter is left out: nobody sends it unasked.
    """

    name: str
    location: Location
    style: Style = "form"
    explode: bool = True
    allow_reserved: bool = False
    content_type: str | None = None
    parts: tuple[Part, ...] = ()
    required: bool = False
    default: object = OMIT


@dataclass(frozen=True, slots=True)
class Part:
    """How one member of a form or multipart body is written, where the specification says so.

    A member that has a ``style`` is written like a query parameter (in a multipart body, a part for each of its pairs);
    of any other, ``content_type`` names the media type, the first of several if there is a choice.
    In a multipart body whose parts have no names, ``name`` is a place, or empty for all other places; ``headers`` are
    those that a part may have.
    """

    name: str
    content_type: str | None = None
    style: Style | None = None
    explode: bool = True
    allow_reserved: bool = False
    headers: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A further media type of a body; ``place`` is 0 where it is written from the same value as the first one.

    Otherwise it is written from the value at that place of those passed beside it, counted from 1.
    """

    media_type: str
    parts: tuple[Part, ...] = ()
    place: int = 0


@dataclass(frozen=True)
class Answer:
    """One answer an operation declares.

    ``status`` is ``"200"``, ``"4XX"`` or ``"default"``; ``type`` is what a body becomes: any type pydantic validates,
    ``bytes`` or ``str`` for a body that is not JSON, ``None`` for no body.
    """

    status: str
    media_type: str | None = None
    type: Any = None

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What turns JSON into ``type``; made once, at the first answer."""
        return TypeAdapter(self.type)


@dataclass(frozen=True, slots=True)
class Paging:
    """How a list is cut into pages, as data.

    ``page`` and ``size`` are wire names of arguments in ``location``; ``items`` is the path of the list inside the
    answer (``()``: the answer is the list).  Totals are optional paths in the answer or names of response headers.
    ``default_size`` is the page size the server uses when none is asked for; ``as_text`` says that the page's number is
    written as a text.
    """

    page: str
    size: str | None = None
    location: Literal["query", "body"] = "query"
    items: tuple[str, ...] = ()
    first: int = 1
    default_size: int | None = None
    as_text: bool = False
    total_pages: tuple[str, ...] | None = None
    total_items: tuple[str, ...] | None = None
    total_pages_header: str | None = None
    total_items_header: str | None = None


@dataclass(frozen=True)
class Operation(Generic[T]):
    """One operation of the API; ``T`` is the type of a successful answer.

    Write ``GET: Operation[Customer] = Operation(...)``: the annotation names ``T``, whatever form it has (a union, a
    list, None).

    ``security`` lists alternatives, each a tuple of scheme names that go together; ``()`` means no credentials, and an
    empty alternative means they are optional.  ``body`` is the media type of the request body and ``parts`` are how its
    members are written; a body that is ``body_optional`` is left out when none of them is given.
    Of a ``stream`` each item is a ``T``, and the types of the successful answers are those of their items.
    ``result`` is the path of ``T`` inside the answer, by names on the wire, where the answer wraps it.
    ``other_bodies`` are the media types that the caller may choose in place of ``body``.
    ``server`` is where it is sent unless a base URL is given, where that is not the usual one.
    """

    id: str
    method: str
    path: str
    answers: tuple[Answer, ...]
    parameters: tuple[Parameter, ...] = ()
    body: str | None = None
    parts: tuple[Part, ...] = ()
    body_optional: bool = False
    idempotent: bool = False
    security: tuple[tuple[str, ...], ...] = ()
    paging: Paging | None = None
    result: tuple[str, ...] = ()
    stream: bool = False
    idempotency_header: str | None = None
    server: str = ""
    other_bodies: tuple[Body, ...] = ()

    @cached_property
    def accept(self) -> str:
        """The Accept header: every media type that an answer declares."""
        return ", ".join(dict.fromkeys(answer.media_type for answer in self.answers if answer.media_type)) or "*/*"

    def body_for(self, content_type: str | None) -> Body | None:
        """Return how a body is written that is to be sent as ``content_type``; None: as it usually is.

        Raises:
            ValueError: The specification has no such body.
        """
        if self.body is None:
            return None
        known = (Body(self.body, self.parts), *self.other_bodies)
        found = [body for body in known if content_type in {None, body.media_type}]
        if not found:
            raise ValueError(f"{self.id} takes no body of that media type")
        return found[0]

    @property
    def safe(self) -> bool:
        """Whether the operation changes nothing on the server."""
        return self.method in SAFE_METHODS

    @property
    def repeatable(self) -> bool:
        """Whether sending the request twice has the effect of sending it once."""
        return self.safe or self.idempotent or self.idempotency_header is not None


@dataclass(frozen=True, slots=True)
class Arguments:
    """What one call passes, by wire name; :data:`OMIT` values are not sent."""

    path: dict[str, Any] = field(default_factory=dict[str, Any])
    query: dict[str, Any] = field(default_factory=dict[str, Any])
    headers: dict[str, Any] = field(default_factory=dict[str, Any])
    cookies: dict[str, Any] = field(default_factory=dict[str, Any])
    body: Any = OMIT
    others: tuple[Any, ...] = ()
    content_type: str | None = None
    part_headers: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def body_at(self, place: int) -> Any:
        """Return the value that a body is written from; see :class:`Body`."""
        return self.others[place - 1] if place else self.body
