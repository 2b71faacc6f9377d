"""Read what carries data: media types, examples, headers and parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, cast

from truespec.contract.names import Namespace, snake
from truespec.contract.operation import (
    Encoding,
    Example,
    Header,
    MediaType,
    Parameter,
    ParameterPlace,
    StreamKind,
    is_json,
    stream_kind,
)
from truespec.contract.schema import Schema
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import shared_assumptions
from truespec.interpretation.class_names import class_below, shared_name
from truespec.interpretation.schemas import SchemaReader
from truespec.interpretation.streams import item_nodes
from truespec.interpretation.unrendered import note_unrendered
from truespec.specification.document import Document, Node

__all__ = ["BodyReader", "described"]

_STYLES: Final = {"path": "simple", "query": "form", "querystring": "form", "header": "simple", "cookie": "form"}
_KNOWN_STYLES: Final = frozenset(
    {"simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"}
)
_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
_STREAMS: Final[dict[str, frozenset[StreamKind | None]]] = {
    "": frozenset(),
    "sent": frozenset({"lines", "sequence"}),
    "read": frozenset({"events", "lines", "sequence"}),
}
"""Kinds of streams that a client sends and reads item by item."""
_EXPLODED: Final = frozenset({"form", "deepObject", "cookie"})
"""Styles that write each value apart if ``explode`` is not given; OpenAPI defines ``deepObject`` in no other way."""


def described(written: Node, meant: Node) -> str:
    """Return the description of an object; that beside a reference says it better for this very use."""
    return written.text("description") or meant.text("description") or ""


class BodyReader:
    """Reads parameters, headers and media types of one document."""

    def __init__(self, document: Document, schemas: SchemaReader, report: Report) -> None:
        self._document = document
        self._schemas = schemas
        self._report = report

    def parameters(self, nodes: list[Node], names: Namespace, prefix: str) -> tuple[Parameter, ...]:
        """Read parameter nodes (references followed); a later one replaces an earlier one of the same name and place.

        The headers that OpenAPI tells tools to ignore are left out; lint says so.
        """
        merged: dict[tuple[str, str], tuple[Node, Node]] = {}
        for written in nodes:
            node = self._document.resolve(written, self._report)
            if node is None or not node.is_mapping:
                continue
            place, wire = (node.text("in") or "").lower(), node.text("name") or ""
            if place == "header":
                wire = wire.lower()  # the same header however it is spelled
            if place == "querystring" and node.get("content") is None:
                message = "a parameter that is the whole query has no content, and is left out"
                self._report.note("querystring-not-rendered", node.location, message, "say in `content` what it is")
            elif place in _STYLES and wire and not (place == "header" and wire in _IGNORED_HEADERS):
                merged[place, wire] = written, node
        return tuple(self._parameter(written, node, names, prefix) for written, node in merged.values())

    def _parameter(self, written: Node, node: Node, names: Namespace, prefix: str) -> Parameter:
        wire = node.text("name") or ""
        place = cast("ParameterPlace", (node.text("in") or "").lower())
        schema_name = shared_name(written, node) or class_below(prefix, wire)
        content = self.content(node, schema_name)
        style = node.text("style")
        if style is None or style not in _KNOWN_STYLES:
            style = _STYLES[place]
        return Parameter(
            wire=wire,
            name=names.take(snake(wire)),
            place=place,
            schema=self._schema(node, content, schema_name),
            required=place == "path" or node.flag("required") is True,
            style=style,
            explode=_explode(node, style),
            location=node.location,
            allow_reserved=node.flag("allowReserved") is True
            and (place == "query" or self._document.version.minor > 1),
            content_type=content[0].name if content else "",
            encoding=content[0].encoding if content and place == "querystring" else (),
            description=described(written, node),
            deprecated=node.flag("deprecated") is True,
            examples=tuple(self._examples(node)),
            assumptions=shared_assumptions(written, node),
        )

    def _schema(self, node: Node, content: tuple[MediaType, ...], name: str) -> Schema:
        schema = node.get("schema")
        if schema is not None:
            return self._schemas.read(schema, name)
        if content and content[0].schema is not None:
            return content[0].schema
        if node.get("type") is not None:
            return self._schemas.read(node, name)  # as Swagger 2.0 wrote parameters and headers
        return Schema(location=node.location)

    def headers(self, node: Node, prefix: str) -> tuple[Header, ...]:
        """Read the ``headers`` of an answer or an encoding; ``Content-Type`` is described by ``content`` alone."""
        found: list[Header] = []
        for wire, written in self._entries(node, "headers"):
            header = self._document.resolve(written, self._report)
            if header is None or not header.is_mapping or wire.lower() == "content-type":
                continue
            name = shared_name(written, header) or class_below(prefix, wire)
            content = self.content(header, name)
            found.append(
                Header(
                    wire=wire,
                    schema=self._schema(header, content, name),
                    required=header.flag("required") is True,
                    location=header.location,
                    explode=header.flag("explode") is True,
                    content_type=content[0].name if content else "",
                    description=described(written, header),
                    assumptions=shared_assumptions(written, header),
                )
            )
        return tuple(found)

    def content(self, node: Node, name: str, use: Literal["", "sent", "read"] = "") -> tuple[MediaType, ...]:
        """Read ``content``, JSON first; ``name`` is the class name of a schema written in place there.

        ``use`` says if it is a body: of streams, which are sent or read item by item, the items are read.
        """
        found: list[MediaType] = []
        for media_type, written in self._entries(node, "content"):
            media = self._document.resolve(written, self._report)
            if media is None or not media.is_mapping:
                continue
            own_name = shared_name(written, media) or name
            is_multipart = use == "sent" and media_type.lower().startswith("multipart/")
            is_stream = stream_kind(media_type) in _STREAMS[use] or (is_multipart and media.get("schema") is None)
            if not is_stream:
                note_unrendered(media, "whole media type", self._report)
            if not is_multipart:
                note_unrendered(media, "nameless media type", self._report)
            schema = None if is_stream else media.get("schema")
            found.append(
                MediaType(
                    name=media_type,
                    schema=None if schema is None else self._schemas.read(schema, own_name),
                    location=media.location,
                    item=self._item(media, media_type, own_name) if is_stream else None,
                    examples=tuple(self._examples(media)),
                    encoding=tuple(self._encoding(media, media_type, name)),
                    assumptions=shared_assumptions(written, media),
                )
            )
        return tuple(sorted(found, key=lambda media: not is_json(media.name)))

    def _item(self, media: Node, media_type: str, name: str) -> Schema | None:
        """Read the schema of one item; that of several kinds of events is any of theirs."""
        nodes = item_nodes(media, media_type, self._document)
        if len(nodes) == 1:
            return self._schemas.read(nodes[0], f"{name}Item")
        options = tuple(self._schemas.read(node, f"{name}Item") for node in nodes)
        return Schema(location=media.location, any_of=options) if options else None

    def _encoding(self, media: Node, media_type: str, name: str) -> Iterator[Encoding]:
        places = media.get("prefixEncoding")
        for place, node in enumerate(places.elements() if places is not None and places.is_sequence else ()):
            note_unrendered(node, "encoding", self._report)
            yield Encoding(wire=str(place), content_type=node.text("contentType") or "")
        rest = media.get("itemEncoding")
        if rest is not None and rest.is_mapping:
            note_unrendered(rest, "encoding", self._report)
            yield Encoding(wire="", content_type=rest.text("contentType") or "")
        is_multipart = media_type.lower().startswith("multipart/")
        for wire, node in self._entries(media, "encoding"):
            if not node.is_mapping:
                continue
            style = node.text("style") or "form"
            if not is_multipart:
                note_unrendered(node, "encoding", self._report)
            # OpenAPI 3.0 has styles for urlencoded forms alone.
            has_styles = not is_multipart or (self._document.version.minor and "form-data" in media_type.lower())
            is_styled = has_styles and any(k in node.value for k in ("style", "explode", "allowReserved"))
            yield Encoding(
                wire=wire,
                content_type=node.text("contentType") or "",
                style=style if is_styled else "",
                explode=_explode(node, style),
                allow_reserved=node.flag("allowReserved") is True,
                headers=self.headers(node, class_below(name, wire)),
            )

    def _examples(self, node: Node) -> Iterator[Example]:
        single = node.get("example")
        if single is not None:
            yield Example("example", single.value, single.location)
        for name, written in self._entries(node, "examples"):
            example = self._document.resolve(written, self._report)
            if example is None:
                continue
            value = example.get("value") or example.get("dataValue")
            if value is None:
                note_unrendered(example, "example", self._report)
            else:
                yield Example(name, value.value, value.location)

    @staticmethod
    def _entries(node: Node, keyword: str) -> Iterator[tuple[str, Node]]:
        child = node.get(keyword)
        if child is not None and child.is_mapping:
            yield from child.items()


def _explode(node: Node, style: str) -> bool:
    explode = node.flag("explode")
    return style in _EXPLODED if explode is None else explode
