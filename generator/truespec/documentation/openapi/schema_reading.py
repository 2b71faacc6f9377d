"""Schemas of an OpenAPI document as a page shows them: references followed, the parts of "all of" put together."""

from __future__ import annotations

import dataclasses
from typing import Final

from truespec.diagnostics import Report
from truespec.specification import pointer
from truespec.specification.node import Node
from truespec.specification.positions import Token

__all__ = ["Resolver", "Shape", "shape_of"]

_HOPS: Final = 50
_PARTS: Final = 200


@dataclasses.dataclass(slots=True)
class Resolver:
    """Follows references inside one document; what leads elsewhere is reported once and left unread."""

    root: Node
    report: Report

    def resolve(self, node: Node) -> Node | None:
        """Return what ``node`` means, itself where it is no reference; None where a reference leads nowhere."""
        for _ in range(_HOPS):
            reference = node.reference
            if reference is None:
                return node
            target = self._find(reference)
            if target is None:
                message = f"the reference {reference[:100]} leads nowhere in this page"
                advice = "read the whole document, or a page that holds what it refers to"
                self.report.warning("page-reference-unresolved", node.location, message, advice)
                return None
            node = target
        return None

    def _find(self, reference: str) -> Node | None:
        if not reference.startswith("#"):
            return None
        try:
            tokens = pointer.from_fragment(reference[1:])
        except ValueError:
            return None
        node = self.root
        for token in tokens:
            found = _step(node, token)
            if found is None:
                return None
            node = found
        return node


def _step(node: Node, token: str) -> Node | None:
    if node.is_mapping:
        return node.get(token)
    if node.is_sequence and token.isdigit() and int(token) < len(node.value):
        return node.child(int(token))
    return None


@dataclasses.dataclass(slots=True)
class Shape:
    """A schema put together: the first value of each keyword, all properties, and the parts it came from."""

    node: Node
    keywords: dict[str, Node] = dataclasses.field(default_factory=dict[str, Node])
    properties: dict[str, Node] = dataclasses.field(default_factory=dict[str, Node])
    required: set[str] = dataclasses.field(default_factory=set[str])
    parts: set[tuple[Token, ...]] = dataclasses.field(default_factory=set[tuple[Token, ...]])
    nullable: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        """The types the schema names, without ``null``."""
        node = self.keywords.get("type")
        if node is None:
            return ()
        names = (node.value,) if isinstance(node.value, str) else node.value if node.is_sequence else ()
        return tuple(name for name in names if isinstance(name, str) and name != "null")

    def value(self, keyword: str) -> object:
        """Return the plain value of a keyword, or None."""
        node = self.keywords.get(keyword)
        return None if node is None else node.value


def shape_of(node: Node, resolver: Resolver) -> Shape | None:
    """Put the schema at ``node`` together; None where it cannot be found."""
    resolved = resolver.resolve(node)
    if resolved is None:
        return None
    shape = Shape(resolved)
    beside = node.get("description") if node.reference is not None else None
    if beside is not None:
        shape.keywords["description"] = beside  # which says it better for this very use, and is what is printed
    if resolved.is_mapping:
        _gather(resolved, shape, resolver)
        _unwrap_nullable(shape, resolver)
    return shape


def _gather(node: Node, shape: Shape, resolver: Resolver) -> None:
    if node.tokens in shape.parts or len(shape.parts) > _PARTS:
        return
    shape.parts.add(node.tokens)
    for key, value in node.items():
        if key == "properties":
            for name, schema in value.items():
                shape.properties[name] = schema
        elif key == "required":
            shape.required.update(value_ for value_ in node.texts("required"))
        elif key not in {"allOf", "$ref"}:
            shape.keywords.setdefault(key, value)
    whole = node.get("type")
    if node.flag("nullable") or (whole is not None and ("null" in whole.value if whole.is_sequence else False)):
        shape.nullable = True
    parts = node.get("allOf")
    for part in parts.elements() if parts is not None else ():
        resolved = resolver.resolve(part)
        if resolved is not None and resolved.is_mapping:
            _gather(resolved, shape, resolver)


def _unwrap_nullable(shape: Shape, resolver: Resolver) -> None:
    """Take "one of X and null" for a nullable X, as a reader of the page would."""
    for keyword in ("oneOf", "anyOf"):
        node = shape.keywords.get(keyword)
        choices = [] if node is None else list(node.elements())
        others = [choice for choice in choices if choice.value != {"type": "null"}]
        if len(others) < len(choices):
            shape.nullable = True
            if len(others) == 1:
                del shape.keywords[keyword]
                resolved = resolver.resolve(others[0])
                if resolved is not None and resolved.is_mapping:
                    _gather(resolved, shape, resolver)
