"""Makes a text that matches a regular expression, for the plain expressions that specs use."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

__all__ = ["UnsupportedPatternError", "matching_text"]

_CANDIDATES: Final = string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_.:/@+# " + string.punctuation
_CLASSES: Final[dict[str, Callable[[str], bool]]] = {
    "d": lambda character: character in string.digits,
    "D": lambda character: character not in string.digits,
    "w": lambda character: character.isalnum() or character == "_",
    "W": lambda character: not (character.isalnum() or character == "_"),
    "s": lambda character: character in " \t",
    "S": lambda character: character not in " \t",
}
_CONTROL: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
_LONGEST: Final = 10_000

_Writer = Callable[[int], str]
"""Writes a match; the number is how often beyond the least a repetition repeats, where it may."""


class UnsupportedPatternError(ValueError):
    """The expression uses look-around, back-references or something else a text cannot simply be written for."""


def matching_text(pattern: str, shortest: int = 0, longest: int | None = None) -> str:
    """Return a text the (ECMA-262) ``pattern`` matches, ``shortest`` to ``longest`` characters long where possible.

    Raises:
        UnsupportedPatternError: The pattern is beyond this module; nothing is wrong with it.
    """
    if len(pattern) > _LONGEST:
        raise UnsupportedPatternError("the pattern is too long")
    write = _Parser(pattern).whole()
    text = write(0)
    for extra in (1, 2, 3, 5, 8, 13, 21, 34, 55, 144, 610):
        if len(text) >= shortest:
            break
        text = write(extra)
    if len(text) < shortest and not pattern.endswith("$"):
        text = text.ljust(shortest, "a")
    if longest is not None and len(text) > longest:
        raise UnsupportedPatternError("the shortest match is too long")
    return text


@dataclass(slots=True)
class _Parser:
    """A recursive-descent parser whose result is a function that writes a match."""

    pattern: str
    position: int = 0
    depth: int = 0

    def whole(self) -> _Writer:
        write = self._alternatives()
        if self.position < len(self.pattern):
            raise UnsupportedPatternError("a bracket is closed that was not opened")
        return write

    def _peek(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise UnsupportedPatternError("the pattern ends too early")
        self.position += 1
        return character

    def _alternatives(self) -> _Writer:
        self.depth += 1
        if self.depth > 50:
            raise UnsupportedPatternError("groups are nested too deeply")
        first = self._sequence()
        while self._peek() == "|":
            self.position += 1
            self._sequence()
        self.depth -= 1
        return first

    def _sequence(self) -> _Writer:
        writers = list[_Writer]()
        while self._peek() not in {"", "|", ")"}:
            writers.append(self._quantified(self._atom()))
        return lambda extra: "".join(write(extra) for write in writers)

    def _atom(self) -> _Writer:
        character = self._next()
        if character in "^$":
            return lambda _: ""
        if character == "(":
            return self._group()
        if character == "[":
            return self._fixed(self._class())
        if character == ".":
            return lambda _: "a"
        if character == "\\":
            return self._escape()
        return lambda _: character

    def _group(self) -> _Writer:
        if self._peek() == "?":
            self.position += 1
            kind = self._next()
            if kind == "<" and self._peek() not in {"=", "!"}:
                while self._next() != ">":
                    pass
            elif kind != ":":
                raise UnsupportedPatternError("look-around")
        write = self._alternatives()
        if self._next() != ")":
            raise UnsupportedPatternError("a group is not closed")
        return write

    def _escape(self) -> _Writer:
        character = self._next()
        if character in "bB":
            return lambda _: ""
        if character.isdigit() and character != "0":
            raise UnsupportedPatternError("back-reference")
        self.position -= 1
        return self._fixed(self._escaped())

    def _escaped(self) -> Callable[[str], bool]:
        """Read what follows a backslash as a test of one character."""
        character = self._next()
        if character in "pP":
            raise UnsupportedPatternError("Unicode property")
        if character in _CLASSES:
            return _CLASSES[character]
        exact = self._code_point(character)
        return lambda candidate: candidate == exact

    def _code_point(self, character: str) -> str:
        digits = {"x": 2, "u": 4}.get(character, 0)
        if not digits:
            return _CONTROL.get(character, character)
        text = self.pattern[self.position : self.position + digits]
        if len(text) < digits or not all(digit in string.hexdigits for digit in text):
            raise UnsupportedPatternError("an escape that is not a code point")
        self.position += digits
        return chr(int(text, 16))

    def _class(self) -> Callable[[str], bool]:
        negated = self._peek() == "^"
        self.position += negated
        tests = list[Callable[[str], bool]]()
        while self._peek() != "]":
            tests.append(self._class_member())
        self.position += 1
        return lambda candidate: any(test(candidate) for test in tests) is not negated

    def _class_member(self) -> Callable[[str], bool]:
        character = self._next()
        if character == "\\" and self._peek() in {*_CLASSES, "p", "P"}:
            return self._escaped()
        low = self._code_point(self._next()) if character == "\\" else character
        if self._peek() != "-" or self.pattern[self.position + 1 : self.position + 2] in {"]", ""}:
            return lambda candidate: candidate == low
        self.position += 1
        end = self._next()
        high = self._code_point(self._next()) if end == "\\" else end
        return lambda candidate: low <= candidate <= high

    def _fixed(self, allowed: Callable[[str], bool]) -> _Writer:
        """Write one character that passes, a readable one where there is any."""
        readable = next(filter(allowed, _CANDIDATES), None)
        found = readable or next(filter(allowed, map(chr, range(0x2FFF))), None)
        if found is None:
            raise UnsupportedPatternError("no common character fits")
        return lambda _: found

    def _quantified(self, write: _Writer) -> _Writer:
        least, most = self._bounds()
        if self._peek() == "?":
            self.position += 1

        def repeat(extra: int) -> str:
            times = least + extra if most is None else min(least + extra, most)
            text = write(extra)
            if len(text) * times > _LONGEST:
                raise UnsupportedPatternError("the match would be too long")
            return text * times

        return write if (least, most) == (1, 1) else repeat

    def _bounds(self) -> tuple[int, int | None]:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        character = self._peek()
        if character in simple:
            self.position += 1
            return simple[character]
        end = self.pattern.find("}", self.position)
        inside = self.pattern[self.position + 1 : end] if character == "{" and end > 0 else ""
        least, comma, most = inside.partition(",")
        if not least.isdecimal() or (most and not most.isdecimal()):
            return 1, 1
        self.position = end + 1
        return int(least), int(most) if most else None if comma else int(least)
