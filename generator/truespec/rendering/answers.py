"""What a method gives back: the types of an operation's answers, and of the items of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truespec.contract.api import Api
from truespec.contract.behaviour import Paging
from truespec.contract.operation import Answer, MediaType, Operation, is_json, is_text
from truespec.rendering.shapes import ANYTHING, NULL, Listing, Named, Scalar, Shape, either
from truespec.rendering.shaping import Shaper

__all__ = ["DeclaredAnswer", "declared_answers", "item_shape", "paging_of", "result_shape"]


@dataclass(frozen=True, slots=True)
class DeclaredAnswer:
    """One row of an operation's answers; ``shape`` is ``None`` where the answer has no body."""

    status: str
    media_type: str
    shape: Shape | None
    success: bool


def declared_answers(operation: Operation, shaper: Shaper) -> tuple[DeclaredAnswer, ...]:
    """Return every answer an operation declares, one row for each media type."""
    return tuple(row for answer in operation.answers for row in _rows(answer, shaper))


def _rows(answer: Answer, shaper: Shaper) -> Iterator[DeclaredAnswer]:
    if not answer.content:
        yield DeclaredAnswer(answer.status, "", None, answer.success)
    for media in answer.content:
        yield DeclaredAnswer(answer.status, media.name, _shape(media, shaper), answer.success)


def _shape(media: MediaType, shaper: Shaper) -> Shape:
    if is_json(media.name):
        return ANYTHING if media.schema is None else shaper.shape(media.schema)
    return Scalar("str") if is_text(media.name) else Scalar("bytes")


def result_shape(operation: Operation, rows: tuple[DeclaredAnswer, ...]) -> Shape:
    """Return what a call returns: any of its successes; without a declared one, what ``default`` says."""
    if operation.method == "HEAD":
        return NULL
    chosen = [row for row in rows if row.success] or [row for row in rows if row.status == "default"]
    shapes = tuple(NULL if row.shape is None else row.shape for row in chosen)
    return either(shapes) if shapes else NULL


def paging_of(operation: Operation, api: Api) -> Paging | None:
    """Return how the list comes in pages, where the client can follow them: page and size in one place, by one name."""
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    paging = action.paging if action is not None else None
    if paging is None or paging.page.part not in {"query", "body"} or len(paging.page.path) != 1:
        return None
    if paging.limit is not None and (paging.limit.part != paging.page.part or len(paging.limit.path) != 1):
        return None
    return paging if paging.items.part == "body" else None


def item_shape(result: Shape, path: tuple[str, ...], shaper: Shaper) -> Shape:
    """Return the shape of the items of the list at ``path`` in a result."""
    shape = _written_out(result, shaper)
    for wire in path:
        model = shaper.models.get(shape.name) if isinstance(shape, Named) else None
        member = next((m for m in model.members if m.wire == wire), None) if model is not None else None
        if member is None:
            return ANYTHING
        shape = _written_out(member.shape, shaper)
    return shape.item if isinstance(shape, Listing) else ANYTHING


def _written_out(shape: Shape, shaper: Shaper) -> Shape:
    seen: set[str] = set()
    while isinstance(shape, Named) and shape.name in shaper.aliases and shape.name not in seen:
        seen.add(shape.name)
        shape = shaper.aliases[shape.name].shape
    return shape
