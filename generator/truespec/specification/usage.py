"""Which schemas of a document anything comes to that is called or sent: the others stand there for nobody yet."""

from collections.abc import Iterator
from typing import Any, Final

from truespec.diagnostics import Report
from truespec.specification import pointer
from truespec.specification.document import Document
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.source import Source

__all__ = ["used_schemas"]

_DATA: Final = frozenset({"const", "default", "enum", "example", "examples"})
"""Keywords with values of the user's own: what looks like a reference there is none."""
_NAMES: Final = frozenset(
    {
        "$defs", "callbacks", "content", "definitions", "dependentSchemas", "encoding", "headers", "links", "paths",
        "patternProperties", "properties", "responses", "webhooks",
    }
)  # fmt: skip
"""Keywords whose value has names for keys."""


def used_schemas(document: Document) -> frozenset[str]:
    """Return the keys of the components among the schemas that operations and webhooks refer to, over any way.

    One that is nothing but a reference to something that is no component counts as used: it gives that a name.
    """
    visit = _Visit(document)
    visit.all()
    return frozenset(visit.found)


class _Visit:
    """Goes through values without making nodes of them; each reference is followed once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = document.root.source
        components = document.root.get("components")
        schemas = None if components is None else components.get("schemas")
        self._schemas: dict[str, Any] = schemas.value if schemas is not None and schemas.is_mapping else {}
        self._followed: set[tuple[Source, str]] = set()
        self._waiting: list[tuple[Source, Any]] = []
        self.found: set[str] = set()

    def all(self) -> None:
        """Visit all that is no component, and whatever is referred to from there."""
        for wire, value in self._schemas.items():
            reference = value.get("$ref") if is_mapping(value) else None
            if isinstance(reference, str) and not reference.startswith("#/components/schemas/"):
                self._use(wire)
        outside = {key: value for key, value in self._document.root.value.items() if key != "components"}
        self._waiting.append((self._root, outside))
        while self._waiting:
            source, value = self._waiting.pop()
            for reference in _references(value):
                self._follow(source, reference)

    def _use(self, wire: str) -> None:
        if wire in self._schemas and wire not in self.found:
            self.found.add(wire)
            self._waiting.append((self._root, self._schemas[wire]))

    def _follow(self, source: Source, reference: str) -> None:
        if (source, reference) in self._followed:
            return
        self._followed.add((source, reference))
        if source is self._root and (wire := _component(reference)) is not None:
            self._use(wire)
            return
        target = self._document.step(Node({"$ref": reference}, source), Report())
        if target is None:
            return
        if target.source is self._root and target.tokens[:2] == ("components", "schemas") and len(target.tokens) > 2:
            self._use(str(target.tokens[2]))
        else:
            self._waiting.append((target.source, target.value))


def _component(reference: str) -> str | None:
    """Return the key of the component that a reference names in plain words, as nearly all do."""
    if not reference.startswith("#/components/schemas/"):
        return None
    try:
        tokens = pointer.from_fragment(reference[1:])
    except ValueError:
        return None
    return tokens[2]


def _references(value: Any) -> Iterator[str]:
    """Yield the references below a value, each as it is written."""
    waiting: list[tuple[Any, bool]] = [(value, False)]
    while waiting:
        one, named = waiting.pop()
        if is_sequence(one):
            waiting.extend((inner, False) for inner in one)
        elif is_mapping(one):
            reference = one.get("$ref")
            if isinstance(reference, str):
                yield reference
            if "discriminator" in one:
                yield from _mapped(one["discriminator"])
            for key, inner in one.items():
                if type(inner) in (dict, list) and (named or key not in _DATA):
                    waiting.append((inner, not named and key in _NAMES))


def _mapped(discriminator: Any) -> Iterator[str]:
    """Yield what the values of a discriminator stand for; a bare word is the key of a component."""
    mapping = discriminator.get("mapping") if is_mapping(discriminator) else None
    for word in mapping.values() if is_mapping(mapping) else ():
        if isinstance(word, str):
            yield f"#/components/schemas/{pointer.escape(word)}" if "/" not in word and "#" not in word else word
