"""The names that schemas and documents give themselves, found when first asked for: ``$id``, ``$anchor``, ``$self``."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from truespec.specification import pointer
from truespec.specification.node import Node
from truespec.specification.source import Source

__all__ = ["Identifiers"]


class Identifiers:
    """Remembers, for each file, which nodes carry an ``$id`` or an ``$anchor``, and what the file calls itself."""

    def __init__(self) -> None:
        self._ids: dict[Path, dict[str, Node]] = {}
        self._anchors: dict[Path, dict[str, list[Node]]] = {}

    def with_id(self, sources: Sequence[Source], identifier: str) -> Node | None:
        """Return the schema that declares exactly this ``$id`` in one of the files, or the file with this ``$self``."""
        for source in sources:
            self._read(source)
            if identifier in self._ids[source.path]:
                return self._ids[source.path][identifier]
        return None

    def with_anchor(self, inside: Node, anchor: str) -> Node | None:
        """Return the schema at or below ``inside`` that declares this ``$anchor`` or ``$dynamicAnchor``."""
        self._read(inside.source)
        depth = len(inside.tokens)
        for node in self._anchors[inside.source.path].get(anchor, ()):
            if node.tokens[:depth] == inside.tokens:
                return node
        return None

    def below_id(self, node: Node, reference: str) -> Node | None:
        """Read a ``#/...`` reference from the nearest schema above that has an ``$id``, as JSON Schema would."""
        self._read(node.source)
        if not self._ids[node.source.path] or not reference.startswith("#/"):
            return None
        bases = [
            base for base in self._ids[node.source.path].values() if base.tokens == node.tokens[: len(base.tokens)]
        ]
        if not bases:
            return None
        target: Node | None = max(bases, key=lambda base: len(base.tokens))
        try:
            tokens = pointer.from_fragment(reference[1:])
        except ValueError:
            return None
        for token in tokens:
            target = target.get(token) if target else None
        return target

    def base(self, node: Node) -> str:
        """Return the address that references in ``node`` start from by the ``$id`` of what it is in; "" without one."""
        self._read(node.source)
        found = [
            (len(inside.tokens), identifier)
            for identifier, inside in self._ids[node.source.path].items()
            if inside.tokens == node.tokens[: len(inside.tokens)]
        ]
        address = ""
        try:
            for _, identifier in sorted(found):
                address = urljoin(address, identifier)
            return address if urlsplit(address).scheme else ""
        except ValueError:  # no address at all
            return ""

    def _read(self, source: Source) -> None:
        if source.path in self._ids:
            return
        ids: dict[str, Node] = {}
        anchors: dict[str, list[Node]] = {}
        pending = [Node(source.value, source)]
        while pending:
            node = pending.pop()
            pending.extend(inner for inner in node.inside() if inner.is_mapping or inner.is_sequence)
            if (identifier := node.text("$id")) is not None:
                ids.setdefault(identifier.removesuffix("#"), node)
            for keyword in ("$anchor", "$dynamicAnchor"):
                if (name := node.text(keyword)) is not None:
                    anchors.setdefault(name, []).append(node)
        own = Node(source.value, source)
        if (name := own.text("$self")) is not None:
            ids.setdefault(name.partition("#")[0], own)
        self._ids[source.path] = ids
        self._anchors[source.path] = anchors
