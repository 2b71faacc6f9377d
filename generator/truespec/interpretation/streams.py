"""Find what a document says of one item of a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.operation import stream_kind
from truespec.diagnostics import Report
from truespec.specification.document import Document, Node

__all__ = ["item_nodes"]

_EVENT: Final = frozenset({"data", "event", "id", "retry", "comment"})
_DEEPEST: Final = 20


def item_nodes(media: Node, media_type: str, document: Document) -> list[Node]:
    """Return the schemas of an item of a stream: of its JSON, or of the data of each kind of event it may be.

    ``itemSchema`` (OpenAPI 3.2) says it, else the items of a ``schema`` that is a list; any other ``schema`` is taken
    for that of an item, for nothing else can be meant.
    """
    item = media.get("itemSchema")
    if item is None:
        item = media.get("schema")
        whole = _meant(item, document)
        inner = whole.get("items") if whole is not None and whole.text("type") == "array" else None
        item = inner or item
    if item is None:
        return []
    if stream_kind(media_type) != "events":
        return [item]
    return list(dict.fromkeys(_data(item, document, 0))) or [item]


def _data(node: Node, document: Document, depth: int) -> Iterator[Node]:
    """Yield the schemas of the data of an event, best those of its alternatives; none where it is no event."""
    schema = _meant(node, document)
    if schema is None or depth > _DEEPEST:
        return
    alternatives = [
        found
        for keyword in ("oneOf", "anyOf", "allOf")
        if (branches := schema.get(keyword)) is not None and branches.is_sequence
        for branch in branches.elements()
        for found in _data(branch, document, depth + 1)
    ]
    yield from alternatives
    properties = schema.get("properties")
    if alternatives or properties is None or not properties.is_mapping:
        return
    members = dict(properties.items())
    if "data" in members and members.keys() <= _EVENT:
        data = members["data"]
        meant = _meant(data, document)
        content = None if meant is None else meant.get("contentSchema")
        yield content or data


def _meant(node: Node | None, document: Document) -> Node | None:
    found = None if node is None else document.resolve(node, Report())
    return found if found is not None and found.is_mapping else None
