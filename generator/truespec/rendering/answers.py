"""What a method gives back: the types of an operation's answers, and of the items of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truespec.contract.api import Api
from truespec.contract.json_schema import json_schema
from truespec.contract.operation import Answer, MediaType, Operation, StreamKind, is_json, is_text, stream_kind
from truespec.rendering.shapes import ANYTHING, NULL, Either, Listing, Named, Scalar, Shape, either
from truespec.rendering.shaping import Shaper

if TYPE_CHECKING:
    from truespec.contract.behaviour import Paging  # most documents have none, and it is large

__all__ = [
    "DeclaredAnswer",
    "Returned",
    "asked_for",
    "declared_answers",
    "is_streamed",
    "paging_of",
    "returned",
]


@dataclass(frozen=True, slots=True)
class DeclaredAnswer:
    """One row of an operation's answers; ``shape`` is ``None`` where the answer has no body.

    Of a ``stream`` that is read item by item it is the shape of an item, or of the data of an event.
    """

    status: str
    media_type: str
    shape: Shape | None
    success: bool
    stream: StreamKind | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What a call returns: ``shape``, which is at ``path`` (wire names) inside an answer of the shape ``body``.

    Where the answer comes in pages, ``shape`` is that of an item.  Of a stream (``streams`` are its kinds) both are the
    shape of an item, or of the data of an event.
    """

    shape: Shape
    body: Shape
    path: tuple[str, ...] = ()
    paging: Paging | None = None
    streams: tuple[StreamKind, ...] = ()


def declared_answers(operation: Operation, shaper: Shaper) -> tuple[DeclaredAnswer, ...]:
    """Return every answer an operation declares, one row for each media type."""
    streamed = is_streamed(operation)
    return tuple(row for answer in operation.answers for row in _rows(answer, shaper, streamed=streamed))


def asked_for(answer: Answer) -> tuple[MediaType, ...]:
    """Return the media types that a client asks for and reads: not those that say in XML or text what is there as JSON.

    They have the schema of the JSON, which no text has: what a caller gets would be of the one type or the other.
    """
    if len(answer.content) < 2:
        return answer.content
    as_json = [
        json_schema(media.schema) for media in answer.content if is_json(media.name) and media.schema is not None
    ]
    return tuple(
        media
        for media in answer.content
        if is_json(media.name) or media.schema is None or json_schema(media.schema) not in as_json
    )


def is_streamed(operation: Operation) -> bool:
    """Say whether an operation is read item by item: whatever body its successes have is a stream."""
    content = _success_content(operation)
    return operation.method != "HEAD" and bool(content) and all(stream_kind(media.name) for media in content)


def _success_content(operation: Operation) -> list[MediaType]:
    return [media for answer in operation.answers if answer.success for media in answer.content]


def _rows(answer: Answer, shaper: Shaper, *, streamed: bool) -> Iterator[DeclaredAnswer]:
    if not answer.content:
        yield DeclaredAnswer(answer.status, "", None, answer.success)
    for media in asked_for(answer):
        kind = stream_kind(media.name) if streamed and answer.success else None
        shape = _shape(media, shaper) if kind is None else _item_shape(media, kind, shaper)
        yield DeclaredAnswer(answer.status, media.name, shape, answer.success, kind)


def _item_shape(media: MediaType, kind: StreamKind, shaper: Shaper) -> Shape:
    if kind == "events" and (media.item is None or set(media.item.types) == {"string"}):
        return Scalar("str")  # whatever its format: data is text as it stands, not JSON
    return ANYTHING if media.item is None else shaper.shape(media.item)


def _shape(media: MediaType, shaper: Shaper) -> Shape:
    if is_json(media.name):
        return ANYTHING if media.schema is None else shaper.shape(media.schema)
    return Scalar("str") if is_text(media.name) else Scalar("bytes")


def returned(operation: Operation, api: Api, shaper: Shaper) -> Returned:
    """Return what a call returns: the items of its pages, the record inside its answer, or the whole answer."""
    rows = declared_answers(operation, shaper)
    kinds: list[StreamKind] = [row.stream for row in rows if row.stream is not None]
    streams = tuple(dict.fromkeys(kinds))
    if streams:
        items = either(tuple(row.shape for row in rows if row.stream is not None and row.shape is not None))
        return Returned(items, items, streams=streams)
    body = _body_shape(operation, rows)
    paging = paging_of(operation, api)
    if paging is not None:
        listing = _shape_at(body, paging.items.path, shaper)
        return Returned(listing.item if isinstance(listing, Listing) else ANYTHING, body, (), paging)
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    path = action.answer.path if action is not None and action.answer is not None else ()
    found = _shape_at(body, path, shaper) if path else None
    if found is None:
        return Returned(body, body)
    # An answer without the record is an error, so that what is returned is never null.
    solid = either(found.solid, found.tag) if isinstance(found, Either) else found
    return Returned(solid, body, path)


def _body_shape(operation: Operation, rows: tuple[DeclaredAnswer, ...]) -> Shape:
    """Return what an answer holds: that of any success; without a declared one, what ``default`` says."""
    if operation.method == "HEAD":
        return NULL
    chosen = [row for row in rows if row.success] or [row for row in rows if row.status == "default"]
    shapes = tuple(NULL if row.shape is None else row.shape for row in chosen)
    return either(shapes) if shapes else NULL


def paging_of(operation: Operation, api: Api) -> Paging | None:
    """Return how the list comes in pages, where the client can follow them: page and size in one place, by one name."""
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    paging = action.paging if action is not None else None
    if (
        paging is None
        or paging.style != "page"
        or paging.page.part not in {"query", "body"}
        or len(paging.page.path) != 1
    ):
        return None
    if paging.limit is not None and (paging.limit.part != paging.page.part or len(paging.limit.path) != 1):
        return None
    return paging if paging.items.part == "body" else None


def _shape_at(shape: Shape, path: tuple[str, ...], shaper: Shaper) -> Shape | None:
    """Return the shape of what is at ``path`` in a value, or ``None`` where no class says."""
    for wire in path:
        shape = _written_out(shape, shaper)
        model = shaper.models.get(shape.name) if isinstance(shape, Named) else None
        member = next((m for m in model.members if m.wire == wire), None) if model is not None else None
        if member is None:
            return None
        shape = member.shape
    found = _written_out(shape, shaper)
    return found if isinstance(found, Listing) else shape


def _written_out(shape: Shape, shaper: Shaper) -> Shape:
    seen: set[str] = set()
    while isinstance(shape, Named) and shape.name in shaper.aliases and shape.name not in seen:
        seen.add(shape.name)
        shape = shaper.aliases[shape.name].shape
    return shape
