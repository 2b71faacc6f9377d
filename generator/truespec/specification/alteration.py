"""Replaces, removes and renames in the text of a YAML or JSON file; comments, order and everything else stay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from truespec.specification.amendment import (
    Addition,
    AmendmentError,
    amended,
    child_of,
    end_of,
    phrasing_of,
    root_of,
    spans_of,
    step_of,
)
from truespec.specification.phrasing import Phrasing, phrase

__all__ = ["removed", "renamed", "replaced", "without_element"]

_KEPT_EMPTY: Final = frozenset({"paths", "responses", "components", "properties", "security"})
"""Mappings and lists that mean something while they are empty, or that a document needs."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A pair of a mapping, or an element of a list (``key`` is then the element), with what is around it."""

    owner: Any
    position: int
    key: Any
    value: Any
    way: tuple[str, ...]


def replaced(text: str, steps: Sequence[str], value: Any) -> str:
    """Return the text with another value at a place; where there is none yet, it is added.

    Raises:
        AmendmentError: The place is of a kind that cannot take the value.
    """
    spot = _spot(text, steps)
    if spot is None:
        return amended(text, Addition(tuple(steps[:-1]), steps[-1], value))
    node, style = spot.value, phrasing_of(text, spot.owner)
    if _stands_elsewhere(spot):
        raise AmendmentError("the value is an alias of another one")
    if isinstance(node, yaml.ScalarNode) and isinstance(value, str) and _is_quoted(text, node):
        return _put(text, node.start_mark.index, node.end_mark.index, _in_quotes(text, node, value))
    whole = isinstance(node, yaml.CollectionNode) and not node.flow_style
    folded = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
    end = end_of(text, node, spot.key)
    if not (whole or folded):
        return _put(text, node.start_mark.index, end, phrase([value], style).inner)
    if isinstance(spot.owner, yaml.SequenceNode):
        raise AmendmentError("the element is written in a block")
    start = spot.key.start_mark.index
    block = Phrasing(" " * spot.key.start_mark.column, step_of(text), flow=False, json=False)
    written = phrase({steps[-1]: value}, block).block.strip().replace("\n", _break_of(text))
    return _put(text, start, start + len(text[start:end].rstrip()), written)


def removed(text: str, steps: Sequence[str]) -> str:
    """Return the text without a pair or an element, and without what would be empty then; unchanged if it is not there.

    Raises:
        AmendmentError: It stands where the rest of the text depends on it.
    """
    spot = _spot(text, steps)
    if spot is None:
        return text
    if len(spot.owner.value) == 1:
        if not spot.way:
            raise AmendmentError("nothing would be left of the file")
        if spot.way[-1] in _KEPT_EMPTY or spot.way[-1].isdigit():
            return replaced(text, spot.way, {} if isinstance(spot.owner, yaml.MappingNode) else [])
        return removed(text, spot.way)
    return _cut_flow(text, spot) if spot.owner.flow_style else _cut_block(text, spot)


def without_element(text: str, steps: Sequence[str], value: Any) -> str:
    """Return the text without the elements of a list that are equal to a value."""
    while True:
        position = _position(text, steps, value)
        if position is None:
            return text
        shorter = removed(text, (*steps, str(position)))
        if shorter == text:
            return text
        text = shorter


def renamed(text: str, steps: Sequence[str], old: str, new: str) -> str:
    """Return the text with another key in a mapping, or another text in a list; unchanged where there is none.

    Raises:
        AmendmentError: The new name is there already.
    """
    owner = _follow(root_of(text), steps)
    if isinstance(owner, yaml.SequenceNode):
        position = _position(text, steps, old)
        return text if position is None else replaced(text, (*steps, str(position)), new)
    if not isinstance(owner, yaml.MappingNode):
        return text
    keys = {key.value: key for key, _ in owner.value}
    if new in keys:
        raise AmendmentError(f"the key {new!r} is there already")
    key = keys.get(old)
    if key is None:
        return text
    quoted = _in_quotes(text, key, new) if _is_quoted(text, key) else phrase([new], phrasing_of(text, owner)).inner
    return _put(text, key.start_mark.index, key.end_mark.index, quoted)


def _follow(node: Any, steps: Sequence[str]) -> Any:
    for step in steps:
        node = child_of(node, step)
    return node


def _spot(text: str, steps: Sequence[str]) -> _Spot | None:
    owner, last = _follow(root_of(text), steps[:-1]), steps[-1]
    if isinstance(owner, yaml.MappingNode):
        pairs: list[Any] = owner.value
        for position, (key, value) in enumerate(pairs):
            if key.value == last:
                return _Spot(owner, position, key, value, tuple(steps[:-1]))
    if isinstance(owner, yaml.SequenceNode) and last.isdigit() and int(last) < len(owner.value):
        element = owner.value[int(last)]
        return _Spot(owner, int(last), element, element, tuple(steps[:-1]))
    return None


def _position(text: str, steps: Sequence[str], value: Any) -> int | None:
    """Return which element of a list is equal to a value."""
    owner = _follow(root_of(text), steps)
    if not isinstance(owner, yaml.SequenceNode):
        return None
    maker: Any = yaml.CSafeLoader("")
    made = [maker.construct_object(one, deep=True) for one in owner.value]
    return next((number for number, one in enumerate(made) if one == value and type(one) is type(value)), None)


def _stands_elsewhere(spot: _Spot) -> bool:
    return bool(spot.value.start_mark.index < spot.key.start_mark.index)


def _cut_flow(text: str, spot: _Spot) -> str:
    """Cut between braces, with the comma before it or behind it."""
    spans = spans_of(text, spot.owner)
    start, end = spans[spot.position]
    if spot.position + 1 < len(spans):
        return _put(text, start, spans[spot.position + 1][0], "")
    return _put(text, spans[spot.position - 1][1], end, "")


def _cut_block(text: str, spot: _Spot) -> str:
    """Cut whole lines; of the first pair behind a dash, up to where the next one begins."""
    start, end = spans_of(text, spot.owner)[spot.position]
    if isinstance(spot.owner, yaml.SequenceNode):
        start = text.rindex("-", 0, start + (text[start] == "-"))
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        if isinstance(spot.owner, yaml.SequenceNode) or spot.position:
            raise AmendmentError("it does not begin a line")
        return _put(text, start, spot.owner.value[1][0].start_mark.index, "")
    stop = text.find("\n", len(text[:end].rstrip()))
    return _put(text, line, len(text) if stop < 0 else stop + 1, "")


def _is_quoted(text: str, node: Any) -> bool:
    return text[node.start_mark.index : node.start_mark.index + 1] in {'"', "'"}


def _in_quotes(text: str, node: Any, value: str) -> str:
    """Write a text in the quotes that another one has."""
    if text[node.start_mark.index] == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=not value.isprintable())


def _put(text: str, start: int, end: int, written: str) -> str:
    """Exchange a part of a text.

    Raises:
        AmendmentError: What follows has aliases of something in the part.
    """
    made = text[:start] + written + text[end:]
    if "&" in text[start:end]:
        try:
            root_of(made)
        except AmendmentError:
            raise AmendmentError("other places are aliases of it") from None
    return made


def _break_of(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
