"""Read what the server sends by itself: webhooks, and the callbacks of operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from truespec.contract.event import Event
from truespec.contract.names import pascal
from truespec.contract.operation import is_json
from truespec.diagnostics import Report
from truespec.interpretation.bodies import BodyReader
from truespec.interpretation.class_names import shared_name
from truespec.specification.anatomy import METHODS
from truespec.specification.document import Document, Node

__all__ = ["EventReader"]

_ADVICE: Final = "nothing to do, unless you rely on it"


class EventReader:
    """Reads the events of one document; those without a JSON body have nothing to type and are noted."""

    def __init__(self, document: Document, bodies: BodyReader, report: Report) -> None:
        self._document = document
        self._bodies = bodies
        self._report = report

    def read(self, operations: Mapping[str, Node]) -> tuple[Event, ...]:
        """Return the webhooks, then the callbacks of ``operations`` (nodes by id), in the order of the document."""
        found: list[Event] = []
        for name, item in self._entries(self._document.root, "webhooks"):
            found += self._noted("webhook", item, list(self._item(name, "webhook", item)))
        for id_, operation in operations.items():
            for name, written in self._entries(operation, "callbacks"):
                callback = self._document.resolve(written, self._report)
                events = [
                    event
                    for expression, item in (callback.items() if callback is not None else ())
                    if not expression.startswith("x-")
                    for event in self._item(f"{id_}.{name}", "callback", item)
                ]
                found += self._noted("callback", written, events)
        return tuple(found)

    @staticmethod
    def _entries(node: Node, keyword: str) -> Iterator[tuple[str, Node]]:
        child = node.get(keyword)
        if child is not None:
            yield from ((name, inner) for name, inner in child.items() if not name.startswith("x-"))

    def _noted(self, kind: str, written: Node, events: list[Event]) -> list[Event]:
        if not events:
            message = f"`{kind}s` {written.name}: it has no JSON body, nothing is made of it"
            self._report.note(f"{kind}-not-rendered", written.key_location, message, _ADVICE)
        return events

    def _item(self, id_: str, kind: Literal["webhook", "callback"], written: Node) -> Iterator[Event]:
        item = self._document.resolve(written, self._report)
        for method, reference in item.items() if item is not None else ():
            operation = self._document.resolve(reference, self._report) if method.lower() in METHODS else None
            asked = operation.get("requestBody") if operation is not None else None
            body = self._document.resolve(asked, self._report) if asked is not None else None
            if operation is None or asked is None or body is None:
                continue
            name = shared_name(asked, body) or f"{pascal(operation.text('operationId') or id_)}Event"
            for media in self._bodies.content(body, name)[:1]:
                if is_json(media.name) and media.schema is not None:
                    description = operation.text("summary") or operation.text("description") or ""
                    yield Event(id_, kind, method.upper(), media, operation.key_location, description)
