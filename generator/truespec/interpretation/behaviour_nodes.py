"""Read what every rule of a behaviour file is made of: its sentence, its entries, the places it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from truespec.contract.rule import BODY, Place
from truespec.interpretation.assumptions import read_assumptions
from truespec.specification.node import Node

__all__ = ["elements", "entries", "optional_place", "place_at", "read_place", "rule_of"]


def entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    """Yield the entries of the mapping under a key; none where there is no such key."""
    child = node.get(key)
    return iter(()) if child is None else child.items()


def elements(node: Node, key: str) -> Iterator[Node]:
    """Yield the elements of the list under a key; none where there is no such key."""
    child = node.get(key)
    return iter(()) if child is None else child.elements()


def read_place(word: str) -> Place:
    """Return the place that ``query.page`` or ``body.meta.page`` means."""
    part, _, rest = word.partition(".")
    if part != "body":
        return Place(part, (rest,) if rest else ())
    return Place(part, tuple(rest.split(".")) if rest else ())


def optional_place(node: Node, key: str) -> Place | None:
    """Return the place under a key, if there is one."""
    word = node.text(key)
    return None if word is None else read_place(word)


def place_at(node: Node, key: str) -> Place:
    """Return the place under a key that the form requires."""
    return optional_place(node, key) or BODY


def rule_of(node: Node, id_: str) -> dict[str, Any]:
    """Return what every rule has, as keywords for its class."""
    return {
        "id": id_,
        "states": node.text("states") or "",
        "location": node.key_location,
        "assumptions": read_assumptions(node),
    }
