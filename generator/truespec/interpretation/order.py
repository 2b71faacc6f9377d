"""The order of schemas that have names: that of the document, whoever comes to them first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from truespec.contract.schema import NamedSchema
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping
from truespec.specification.source import Source

__all__ = ["in_order"]

_Place: TypeAlias = tuple[int, str, tuple[int, ...]]

_FILES: Final = 2
_PARTS: Final = {"paths": 3, "webhooks": 4}
_REST: Final = 5
"""Where the parts of the root document come among the others."""


def in_order(
    named: Iterable[NamedSchema], places: Mapping[str, Node], lent: Mapping[Node, Node], root: Source
) -> tuple[NamedSchema, ...]:
    """Return schemas in the order of their ``places``, which are nodes by class name.

    Components come first, then what stands in further files, then what is written in place below paths: so a new
    operation that refers to something moves nothing.  What stands in another file and is a component all the same
    counts as standing there; ``lent`` has the component for it.
    """
    finder = _Finder(lent, root)
    keys = {name: finder.place(node) for name, node in places.items()}
    return tuple(sorted(named, key=lambda each: keys[each.name]))


class _Finder:
    """Tells the place of a node by the positions of the keys on the way to it; nobody has to read the text for that."""

    def __init__(self, lent: Mapping[Node, Node], root: Source) -> None:
        self._lent = lent
        self._root = root
        self._positions: dict[int, dict[str, int]] = {}

    def place(self, node: Node) -> _Place:
        """Return what sorts as the node stands."""
        way = self._way(node)
        if node.source is not self._root:
            for length in range(len(way), -1, -1):
                component = self._lent.get(Node(None, node.source, node.tokens[:length]))
                if component is not None:
                    part, name, above = self.place(component)
                    return part, name, (*above, *way[length:])
            return _FILES, node.source.name, way
        if node.tokens[:1] == ("components",):
            return int(node.tokens[1:2] != ("schemas",)), "", way
        return _PARTS.get(str(node.tokens[0]) if node.tokens else "", _REST), "", way

    def _way(self, node: Node) -> tuple[int, ...]:
        value: Any = node.source.value
        found: list[int] = []
        for token in node.tokens:
            if is_mapping(value):
                known = self._positions.get(id(value))
                if known is None:
                    known = self._positions[id(value)] = {key: number for number, key in enumerate(value)}
                found.append(known[str(token)])
                value = value[str(token)]
            else:
                found.append(int(token))
                value = value[int(token)]
        return tuple(found)
