"""Names for the classes and members of schemas that have no key of their own under ``components/schemas``."""

from __future__ import annotations

from typing import Final

from truespec.contract.names import RESERVED_MEMBERS, Namespace, pascal, snake
from truespec.specification.document import Node

__all__ = ["MemberNames", "class_below", "shared_name", "target_name"]

_KEYED: Final = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas"})
"""Keywords below which the next step is a name."""

_NUMBERED: Final = {"oneOf": "Option", "anyOf": "Option", "prefixItems": "Item", "allOf": ""}
_PLAIN: Final = {"items": "Item", "additionalProperties": "Value"}
_SILENT: Final = frozenset({"schema", "content"})
_NAMELESS_FILES: Final = frozenset({"index", "schema", "openapi"})


class MemberNames:
    """The Python names of one class's members: one for each wire name, however many branches of ``allOf`` repeat it."""

    __slots__ = ("_by_wire", "_names")

    def __init__(self) -> None:
        self._names = Namespace(RESERVED_MEMBERS)
        self._by_wire: dict[str, str] = {}

    def of_exact(self, wire: str) -> None:
        """Let a wire name that is a Python name keep it, whatever stands before: it would be read as another's."""
        if snake(wire, "field") == wire:
            self.of(wire)

    def of(self, wire: str) -> str:
        """Return the name of a member, taking one at first sight."""
        name = self._by_wire.get(wire)
        if name is None:
            name = self._by_wire[wire] = self._names.take(snake(wire, "field"))
        return name


def class_below(owner: str, wire: str) -> str:
    """Return the class name of a schema written in place: ``User`` and ``home_address`` -> ``UserHomeAddress``."""
    return pascal(f"{owner} {wire}") if owner else pascal(wire)


def shared_name(written: Node, meant: Node) -> str:
    """Return the class name for what an object reached by reference holds; empty for one written in place.

    It depends on where the object stands only, so that its first user does not name it.
    """
    return "" if written == meant else target_name(meant, "")


def target_name(target: Node, fallback: str) -> str:
    """Return the class name of something that a reference leads to, by the way to it through its file.

    ``#/components/schemas/Pet/properties/tag`` is ``PetTag``, as if it had been read in place, and a whole file is
    called like the file.  ``fallback`` is for what stands below ``paths``, where nothing on the way is a name.
    """
    if not target.tokens:
        path = target.source.path
        return pascal(path.parent.name if path.stem in _NAMELESS_FILES else path.stem)
    if target.tokens[0] in {"paths", "webhooks"}:
        return fallback
    steps = iter(target.tokens[2:] if target.tokens[0] == "components" else target.tokens)
    words: list[str] = []
    for step in steps:
        if step in _KEYED:
            words.append(str(next(steps, "")))
        elif step in _NUMBERED:
            number = next(steps, 0)
            kind = _NUMBERED[str(step)]
            words.append(f"{kind}{int(number) + 1}" if kind and str(number).isdigit() else "")
        elif step in _PLAIN:
            words.append(_PLAIN[str(step)])
        elif step not in _SILENT and "/" not in str(step):  # a slash: a media type
            words.append(str(step))
    return pascal(" ".join(words)) if any(words) else fallback
