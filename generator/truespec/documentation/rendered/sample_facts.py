"""What a sample says of a body or an answer: names and JSON types, where the page does not state them."""

from __future__ import annotations

from typing import Final

from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.surface import Evidence
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["say_sample"]

_CIRCULAR: Final = "[Circular Reference]"
_OTHERS: Final = "ANY_ADDITIONAL_PROPERTY"
_DEPTH: Final = 30


def say_sample(value: object, place: str, into: Gathering, line: int) -> None:
    """Say the names and JSON types in a sample, where the page does not state them."""
    _say(value, place, into, line, ())


def _say(value: object, place: str, into: Gathering, line: int, above: tuple[frozenset[str], ...]) -> None:
    kind = _json_type(value)
    if value == _CIRCULAR or len(above) > _DEPTH or into.knows(place, "circular"):
        return
    if not kind:
        if not into.knows(place, "type"):
            into.say(place, "present", True, line, Evidence.SAMPLE)
        return
    if not into.knows(place, "type"):
        into.say(place, "type", kind, line, Evidence.SAMPLE)
    if is_sequence(value):
        for item in value:
            _say(item, place + places.ITEMS, into, line, above)
    elif is_mapping(value):
        names = frozenset(value)
        if names not in above:  # else the same kind of object again
            for name, member in value.items():
                inner = place + places.OTHERS if name == _OTHERS else places.member(place, name)
                _say(member, inner, into, line, (*above, names) if names else above)


def _json_type(value: object) -> str:
    kinds: dict[type, str] = {
        bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"
    }  # fmt: skip
    return kinds.get(type(value), "")
