"""What the server sends by itself as the constants of one module."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.contract.api import Api
from truespec.contract.names import Namespace, constant
from truespec.contract.schema import Schema
from truespec.rendering.code import docstring, fragment, identifier, literal
from truespec.rendering.imports import Imports
from truespec.rendering.shaping import Shaper
from truespec.rendering.types import Annotator
from truespec.rendering.views import EventView

__all__ = ["event_views"]


def event_views(api: Api, shaper: Shaper, imports: Imports) -> Iterator[tuple[str, EventView]]:
    """Yield the name and the view of each event, and collect what they import."""
    imports.add("._runtime.events", "Event", local="Event_")
    taken = Namespace(("UUID",))
    names = [taken.take(constant(event.id, "EVENT")) for event in api.events]
    annotator = Annotator(imports, taken=names)
    for name, event in zip(names, api.events, strict=True):
        schema = event.media.schema or Schema(location=event.location)
        type_ = annotator.answer(shaper.shape(schema))
        words = event.description.strip() or f"The body of the {event.kind} {event.id}."
        arguments = fragment("{}, {}, {}", literal(event.id), literal(event.method), type_)
        yield name, EventView(identifier(name), type_, arguments, docstring([words], ""))
