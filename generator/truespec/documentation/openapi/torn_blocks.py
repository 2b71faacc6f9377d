"""Tells where the blocks in the source of a page do not fit together: lines of them, or between them, are lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

__all__ = ["torn_block"]

Block: TypeAlias = tuple[str, int, str]
"""The name of a tag, its line, and the text behind it."""
_OURS: Final = ("swagger", "api-method")
_MARKS: Final = ("{%", "%}")
_FENCE: Final = "```"


def torn_block(tags: Sequence[Block]) -> int:
    """Return the line where a block begins or ends in the middle of one; 0 where all fit together.

    Blocks of a name that are never ended on a page need no end; an end of what never begins is a part of a tag.
    """
    begun = {name for name, _, _ in tags}
    ended = {name.removeprefix("end") for name, _, _ in tags if name.startswith("end")}
    stack: list[str] = []
    for name, line, text in tags:
        kind = name.removeprefix("end")
        if any(mark in text for mark in _MARKS) or kind not in begun:
            return line
        if not kind.startswith(_OURS) or kind not in ended:
            continue
        if name == kind:
            if name in stack or _is_fence_open(text.splitlines()):
                return line
            stack.append(name)
        elif not stack or stack.pop() != kind:
            return line
    return 0


def _is_fence_open(lines: Iterable[str]) -> bool:
    """Whether code begins and does not end, or begins within other code."""
    inside = False
    for line in lines:
        text = line.strip()
        if text.startswith(_FENCE):
            if inside and text.strip("`"):
                return True
            inside = not inside
    return inside
