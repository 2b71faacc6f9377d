"""Adds keys and elements to the text of a YAML or JSON file; comments, order and everything else stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from truespec.specification.phrasing import Phrasing, phrase

__all__ = [
    "Addition",
    "AmendmentError",
    "amended",
    "child_of",
    "end_of",
    "insertion",
    "phrasing_of",
    "place_of",
    "root_of",
    "spans_of",
    "step_of",
]


class AmendmentError(Exception):
    """An addition cannot be made in this text; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Addition:
    """One addition: ``steps`` lead to the mapping or list that grows, and may end in keys that are not there yet.

    ``key`` is the new key, placed behind the key ``after`` where the mapping has it; an empty one makes ``value`` the
    last element of a list.
    """

    steps: tuple[str, ...]
    key: str
    value: Any
    after: str = ""


def amended(text: str, addition: Addition) -> str:
    """Return the text with one addition, written as its neighbours are: in a block or in braces, as deep as they stand.

    Raises:
        AmendmentError: The place is not there, not of the right kind, or has the key already.
    """
    owner, missing = place_of(root_of(text), addition.steps)
    index, written = insertion(text, owner, missing, addition)
    return text[:index] + written + text[index:]


def insertion(text: str, owner: Any, missing: Sequence[str], addition: Addition) -> tuple[int, str]:
    """Return where in a text an addition is written, and what; ``owner`` and ``missing`` are its place.

    Raises:
        AmendmentError: The place is not of the right kind, or has the key already.
    """
    key, value = addition.key, addition.value
    if missing:
        inner: Any = [value] if not key else {key: value}
        for step in reversed(missing[1:]):
            inner = {step: inner}
        key, value = missing[0], inner
    if isinstance(owner, yaml.MappingNode) and key:
        return _into_mapping(text, owner, key, value, addition.after)
    if isinstance(owner, yaml.SequenceNode) and not key:
        return _into_sequence(text, owner, value)
    raise AmendmentError("the place is neither a mapping nor a list that could take this")


def root_of(text: str) -> Any:
    """Return the tree of a text, whose nodes know where they begin and end.

    Raises:
        AmendmentError: It is neither YAML nor JSON, or is empty.
    """
    root = _composed(text)
    if root is None:
        raise AmendmentError("the file is not valid YAML")
    return root


@lru_cache(maxsize=4)  # many edits are tried in one text
def _composed(text: str) -> Any:
    if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        text = _ONLY_JSON.sub(lambda found: "\\u003f" if len(found[0]) > 1 else "?", text)
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return None


_ONLY_JSON: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What JSON may have in a text and YAML may not: halves of characters, some controls; as long as what replaces it."""


def place_of(root: Any, steps: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Follow the steps as far as they lead; return where that is, and the steps that are left.

    Raises:
        AmendmentError: They lead into what is no mapping, and no further.
    """
    node = root
    for position, step in enumerate(steps):
        inner = child_of(node, step)
        if inner is None:
            if isinstance(node, yaml.MappingNode):
                return node, tuple(steps[position:])
            raise AmendmentError(f"there is no {step!r} in this place")
        node = inner
    return node, ()


def child_of(node: Any, step: str) -> Any:
    """Return what stands directly below a node, None where that is nothing."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        return node.value[int(step)]
    return None


def _into_mapping(text: str, node: Any, key: str, value: Any, after: str) -> tuple[int, str]:
    pairs = node.value
    if any(known.value == key for known, _ in pairs):
        raise AmendmentError(f"the key {key!r} is there already")
    if any(known.tag.endswith(":merge") for known, _ in pairs):
        raise AmendmentError("the mapping takes over another one (<<), which may have the key")
    position = next((number for number, (known, _) in enumerate(pairs) if known.value == after), len(pairs) - 1)
    if node.flow_style:
        return _into_flow(text, node, position, phrase({key: value}, phrasing_of(text, node)).inner)
    if not pairs:
        raise AmendmentError("the mapping is empty")
    known, neighbour = pairs[position]
    column = known.start_mark.column
    shape = Phrasing(" " * column, step_of(text), flow=_is_flow(neighbour), json=False)
    return _after_line(text, spans_of(text, node)[position][1], phrase({key: value}, shape).block)


def _into_sequence(text: str, node: Any, value: Any) -> tuple[int, str]:
    children = node.value
    if node.flow_style:
        return _into_flow(text, node, len(children) - 1, phrase([value], phrasing_of(text, node)).inner)
    if not children:
        raise AmendmentError("the list is empty")
    last = children[-1]
    shape = Phrasing(" " * node.start_mark.column, step_of(text), flow=_is_flow(last), json=False)
    return _after_line(text, spans_of(text, node)[-1][1], phrase([value], shape).block)


def phrasing_of(text: str, node: Any) -> Phrasing:
    """Return how to write into braces: as JSON, and on lines of its own, where the others are."""
    inner = [child for child in node.value if not isinstance(child, tuple)] or [
        key for key, _ in node.value if isinstance(node, yaml.MappingNode)
    ]
    strict = text.lstrip()[:1] in {"{", "["}
    first = inner[0].start_mark if inner else None
    spread = first is not None and first.line > node.start_mark.line
    indent = _before(text, first.index) if first is not None and spread else ""
    return Phrasing(indent, step_of(text), flow=True, json=strict, spread=spread)


def _into_flow(text: str, node: Any, position: int, written: str) -> tuple[int, str]:
    ends = [end for _, end in spans_of(text, node)]
    if not ends:
        start = node.start_mark.index + 1
        return start, written
    at = ends[position]
    first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
    own_lines = first.start_mark.line > node.start_mark.line and len({_line_of(text, end) for end in ends}) == len(ends)
    break_ = "\n" if "\r\n" not in text else "\r\n"
    gap = f",{break_}{_before(text, first.start_mark.index)}" if own_lines else ", "
    return at, gap + written


def _before(text: str, at: int) -> str:
    """Return what indents a place: blanks or tabs, as the line has them."""
    start = text.rfind("\n", 0, at) + 1
    return "".join(character if character == "\t" else " " for character in text[start:at])


def _line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at)


def _is_flow(node: Any) -> bool:
    """Whether a neighbour is written in one piece: in braces, or as a mere value."""
    return not isinstance(node, yaml.CollectionNode) or bool(node.flow_style)


def end_of(text: str, node: Any, key: Any) -> int:
    """Return where the text of a value really ends: a block's own end lies behind blank lines and comments."""
    if node.start_mark.index < key.start_mark.index:  # an alias: its text is that of the anchor, elsewhere
        found = _ALIAS_OF_KEY.match(text, key.end_mark.index)
        return found.end() if found is not None else int(key.end_mark.index)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        return spans_of(text, node)[-1][1]
    return int(node.end_mark.index)


def spans_of(text: str, owner: Any) -> list[tuple[int, int]]:
    """Return where each pair, or element, of a mapping or list begins and ends; an alias where it is written."""
    if isinstance(owner, yaml.MappingNode):
        pairs: list[Any] = owner.value
        return [(key.start_mark.index, end_of(text, value, key)) for key, value in pairs]
    spans: list[tuple[int, int]] = []
    position = owner.start_mark.index
    for element in owner.value:
        start, end = element.start_mark.index, 0
        alias = _ALIAS_OF_LIST.match(text, position) if start < position else None
        start, end = (start, end_of(text, element, element)) if alias is None else alias.span(1)
        spans.append((start, end))
        position = end
    return spans


_ALIAS_OF_KEY: Final = re.compile(r"[\"']?\s*:\s*\*[^\s,\]}]+")
_ALIAS_OF_LIST: Final = re.compile(r"(?:[\s,\[-]|#[^\n]*\n)*(\*[^\s,\]}]+)")
_TRAILING: Final = re.compile(r"[ \t\r\n]*\Z")


def _after_line(text: str, end: int, written: str) -> tuple[int, str]:
    """Return where whole lines stand behind the line on which the value that ends at ``end`` is finished."""
    end = _TRAILING.sub("", text[:end]).__len__()
    line_end = text.find("\n", end)
    break_ = "\r\n" if "\r\n" in text else "\n"
    if line_end < 0:
        return len(text), break_ + written.replace("\n", break_).rstrip("\r\n") + break_
    return line_end + 1, written.replace("\n", break_)


def step_of(text: str) -> str:
    """Return one level of indentation as the file has it."""
    found = re.search(r"^([ \t]+)\S", text, re.MULTILINE)
    return found[1] if found is not None and len(found[1]) <= 8 else "  "
