"""The fenced code blocks of a Markdown page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["Fence", "fences"]

# Inside a list a block stands as far to the right as the list does, so no indent is too deep here.
_OPEN: Final = re.compile(r"( *)(`{3,}|~{3,})[ \t]*([^`]*)\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Fence:
    """A code block: ``first`` is the number of the line after the opening one, ``closed`` whether it ends.

    ``nested`` says that another block seems to open in it: a line that ends or begins one is missing.
    """

    info: str
    first: int
    lines: tuple[str, ...]
    closed: bool
    nested: bool = False

    @property
    def text(self) -> str:
        """The code, its lines joined."""
        return "\n".join(self.lines)


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """Yield the fenced blocks of Markdown lines; a block is closed by a fence of its kind that is at least as long."""
    number = 0
    while number < len(lines):
        opening = _OPEN.match(lines[number])
        number += 1
        if opening is None:
            continue
        first = number
        mark = opening[2]
        closing = re.compile(rf" *{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\Z")
        while number < len(lines) and not closing.match(lines[number]):
            number += 1
        indent = len(opening[1])
        inside = tuple(_outdented(line, indent) for line in lines[first:number])
        another = re.compile(rf" *{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\w")
        nested = any(another.match(line) for line in lines[first:number])
        yield Fence(opening[3].strip(), first + 1, inside, number < len(lines), nested)
        number += 1


def _outdented(line: str, indent: int) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(indent, blanks) :]
