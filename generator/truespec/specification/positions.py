"""Where each value of a text stands: character offsets, turned into lines and columns on demand."""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeAlias

__all__ = ["Entry", "LineTable", "Token", "Trouble", "repeated_key"]

Token: TypeAlias = str | int
"""One step from a value to a value inside it: a mapping's key or a sequence's index."""

_DEPTH_OF_NAMES: Final = 3
_LINE_BREAK: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a text at a character offset, before the offset has become a line and a column.

    ``fatal`` trouble leaves no value worth looking at; after any other the rest of the text is still of use.
    """

    offset: int
    id: str
    message: str
    advice: str
    fatal: bool = False


def repeated_key(depth: int, first: object, second: object) -> str:
    """Return the id of the trouble with a key given twice in a mapping at ``depth``, where the root is 1.

    So near the root stand paths, methods and components: of two that differ, one would be lost.
    """
    lost = depth <= _DEPTH_OF_NAMES and first != second and isinstance(second, dict | list)
    return "key-duplicate" if lost else "key-repeated"


class Entry:
    """The offsets of one value and of the key it stands under (-1 without key), and the entries inside it."""

    __slots__ = ("children", "key", "value")
    children: "dict[Token, Entry] | None"

    def __init__(self, value: int, key: int = -1, children: "dict[Token, Entry] | None" = None) -> None:
        self.value = value
        self.key = key
        self.children = children

    def inside(self) -> "dict[Token, Entry]":
        """Return the entries of what is directly inside the value."""
        return self.children or {}

    def find(self, tokens: Sequence[Token]) -> "Entry":
        """Follow ``tokens`` downwards as far as they lead; the nearest existing value answers for a missing one."""
        entry = self
        for token in tokens:
            inner = entry.inside().get(token)
            if inner is None:
                break
            entry = inner
        return entry


class LineTable:
    """Turns character offsets of one text into lines and columns, both counted from 1 in characters."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        if "\r" in text:
            self._starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]
        else:
            self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of the character at ``offset``."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place; one beyond the last line is the end of the last line."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1
