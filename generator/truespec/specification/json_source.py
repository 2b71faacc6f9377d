"""Reads JSON text strictly: at C speed while all is well, token by token to say where it is not."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from truespec.specification.limits import Limits
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.positions import Entry, Token, Trouble, repeated_key

__all__ = ["index", "parse"]

_TOKEN: Final = re.compile(
    r'[ \t\n\r]*(?:(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<mark>[{}\[\],:])|(?P<word>[^\s{}\[\],:"]+))',
    re.DOTALL,
)
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_DECODER: Final = json.JSONDecoder()
_SURROGATE: Final = re.compile(r"\\+u[dD][89a-fA-F][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?")
_PAIR: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_DIGITS: Final = frozenset("0123456789")


class _NotStrictError(ValueError):
    """Something that JSON forbids or that is out of bounds was met; where, the slow way tells."""


@dataclass(slots=True)
class _Strict:
    """What the C scanner calls back for; remembers whether a key was given twice."""

    repeated: bool = False

    def mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Build an object; the last of equal keys wins."""
        result = dict(pairs)
        if len(result) != len(pairs):
            self.repeated = True
        return result

    @staticmethod
    def constant(name: str) -> NoReturn:
        """Refuse NaN and the infinities, which Python reads and JSON does not have."""
        raise _NotStrictError(name)

    @staticmethod
    def number(text: str) -> float:
        """Read a number with a fraction or exponent that fits a double."""
        value = float(text)
        if math.isinf(value):
            raise _NotStrictError(text)
        return value


def parse(text: str, limits: Limits) -> tuple[object, list[Trouble]]:
    """Return the value of ``text`` and what is wrong with it; the value is None after fatal trouble."""
    if _has_digits(text, limits.digits + 1):
        troubles = _Scanner(text, limits).troubles()
        if any(trouble.fatal for trouble in troubles):
            return None, troubles
    strict = _Strict()
    try:
        value = json.loads(
            text, object_pairs_hook=strict.mapping, parse_constant=strict.constant, parse_float=strict.number
        )
    except json.JSONDecodeError as error:
        troubles = _Scanner(text, limits).troubles()
        if any(trouble.fatal for trouble in troubles):
            return None, troubles
        return None, [*troubles, _syntax(error)]
    except (_NotStrictError, RecursionError, ValueError):
        return None, _Scanner(text, limits).troubles()
    if strict.repeated or _may_hold_half_a_pair(text) or _out_of_bounds(value, limits):
        troubles = _Scanner(text, limits).troubles()
        return (None if any(trouble.fatal for trouble in troubles) else value), troubles
    return value, []


def _has_digits(text: str, count: int) -> bool:
    """Say whether so many digits follow one another; one of them would stand where a stride of that length treads."""
    for place in range(count - 1, len(text), count):
        if text[place] in _DIGITS and re.search(rf"[0-9]{{{count}}}", text[place - count + 1 : place + count]):
            return True
    return False


def _may_hold_half_a_pair(text: str) -> bool:
    """Say whether a surrogate may be written without the other of its pair; behind other backslashes nobody knows."""
    return ("\\ud" in text or "\\uD" in text) and not all(_PAIR.fullmatch(found) for found in _SURROGATE.findall(text))


def index(text: str) -> Entry:
    """Return the place of every value of ``text``, which :func:`parse` has read without fatal trouble.

    Only what is on the way to a place that is asked for is looked at; siblings are stepped over at C speed.
    """
    return _Unread(text, _solid(text, 0))


class _Unread(Entry):
    """An entry that finds what is inside when it is first asked."""

    __slots__ = ("_text",)

    def __init__(self, text: str, value: int, key: int = -1) -> None:
        super().__init__(value, key)
        self._text = text

    def inside(self) -> dict[Token, Entry]:
        """Return the entries of what is directly inside the value; of equal keys, that of the last."""
        if self.children is None:
            found: dict[Token, Entry] = {}
            for token, key, value in self._steps():
                found[token] = _Unread(self._text, value, key)
            self.children = found
            return found
        return self.children

    def _steps(self) -> Iterator[tuple[Token, int, int]]:
        """Yield key or index, the offset of the key (-1 without) and that of the value."""
        text, opening = self._text, self._text[self.value : self.value + 1]
        if opening not in {"{", "["}:
            return
        token: Token = 0
        key, position = -1, _solid(text, self.value + 1)
        while text[position] not in "}]":
            if opening == "{":
                key = position
                token, position = _DECODER.raw_decode(text, key)
                position = _solid(text, _solid(text, position) + 1)
            yield token, key, position
            if isinstance(token, int):
                token += 1
            _, position = _DECODER.raw_decode(text, position)
            position = _solid(text, position)
            if text[position] == ",":
                position = _solid(text, position + 1)


def _solid(text: str, position: int) -> int:
    """Return the offset of the first character at or behind ``position`` that is no white space."""
    match = _SPACE.match(text, position)
    return position if match is None else match.end()


def _syntax(error: json.JSONDecodeError) -> Trouble:
    reason = error.msg[:1].lower() + error.msg[1:]
    return Trouble(error.pos, "json-syntax", f"not valid JSON: {reason}", "correct the JSON at this place", fatal=True)


def _out_of_bounds(value: object, limits: Limits) -> bool:
    """Say whether a value holds too many values or nests them too deeply."""
    nodes, depth = 1, 0
    level: list[Any] = [value] if is_mapping(value) or is_sequence(value) else []
    while level:
        depth += 1
        below: list[Any] = []
        for container in level:
            nodes += len(container)
            inside = container.values() if is_mapping(container) else container
            below.extend(inner for inner in inside if is_mapping(inner) or is_sequence(inner))
        if nodes > limits.nodes or depth > limits.depth:
            return True
        level = below
    return False


class _Scanner:
    """Walks the tokens of a JSON text without recursion, noting whatever is out of order.

    It need not notice bad syntax, which the C scanner has found already: it stops where it no longer understands.
    """

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._troubles: list[Trouble] = []
        self._stack: list[Entry] = []
        self._lists: list[bool] = []
        self._key: tuple[int, str] | None = None
        self._nodes = 0

    def troubles(self) -> list[Trouble]:
        """Return what is out of order, in the order of the text."""
        self._run()
        return self._troubles

    def _run(self) -> None:
        position = 0
        while match := _TOKEN.match(self._text, position):
            position = match.end()
            offset = match.start(match.lastgroup or 0)
            lexeme = match[match.lastgroup or 0]
            if match.lastgroup == "mark":
                self._mark(lexeme, offset)
            elif match.lastgroup == "text":
                self._string(lexeme, offset)
            else:
                self._word(lexeme, offset)
            if self._troubles and self._troubles[-1].fatal:
                return

    def _mark(self, lexeme: str, offset: int) -> None:
        if lexeme in "{[":
            entry = self._place(offset)
            entry.children = {}
            self._stack.append(entry)
            self._lists.append(lexeme == "[")
            if len(self._stack) > self._limits.depth:
                self._stop(offset, "depth-limit", f"nested more than {self._limits.depth} levels deep")
        elif lexeme in "}]" and self._stack:
            self._stack.pop()
            self._lists.pop()

    def _string(self, lexeme: str, offset: int) -> None:
        try:
            text: str = json.loads(lexeme) if "\\" in lexeme else lexeme[1:-1]
        except ValueError:
            return
        if "\\" in lexeme and any("\ud800" <= character <= "\udfff" for character in text):
            self._stop(offset, "text-surrogate", "half of a surrogate pair is not a character")
        elif self._stack and not self._lists[-1] and self._key is None:
            self._key = (offset, text)
        else:
            self._place(offset)

    def _word(self, lexeme: str, offset: int) -> None:
        self._place(offset)
        if lexeme in {"NaN", "Infinity", "-Infinity"}:
            self._stop(offset, "number-not-finite", f"{lexeme} is not a JSON number")
        elif re.fullmatch(r"-?[0-9]+", lexeme):
            if len(lexeme.lstrip("-")) > self._limits.digits:
                self._stop(offset, "number-too-long", f"a whole number of more than {self._limits.digits} digits")
        elif re.fullmatch(r"-?[0-9.eE+-]{2,}", lexeme) and _is_infinite(lexeme):
            self._stop(offset, "number-not-finite", "the number is too large for a 64-bit float")

    def _place(self, offset: int) -> Entry:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            self._stop(offset, "node-limit", f"more than {self._limits.nodes} values")
        entry = Entry(offset)
        if not self._stack:
            return entry
        children = self._stack[-1].children
        if children is None:
            return entry
        token: Token = len(children)
        if self._key is not None:
            entry.key, token = self._key
            self._key = None
            if token in children:
                self._repeated(entry.key, token, offset)
        children[token] = entry
        return entry

    def _repeated(self, offset: int, key: str, value_offset: int) -> None:
        shown = key if len(key) <= 60 else f"{key[:59]}…"
        is_collection = self._text[value_offset : value_offset + 1] in {"{", "["}
        id_ = repeated_key(len(self._stack), None, {} if is_collection else "")
        self._troubles.append(Trouble(offset, id_, f"the key '{shown}' is given twice", "keep one, or rename one"))

    def _stop(self, offset: int, id_: str, message: str) -> None:
        advice = {
            "depth-limit": "refer to the inner parts, or allow it with --max-depth",
            "node-limit": "split the document, or allow it with --max-nodes",
            "number-too-long": "write it as a text, or allow it with --max-digits",
        }.get(id_, "write a value that JSON has")
        self._troubles.append(Trouble(offset, id_, message, advice, fatal=True))


def _is_infinite(lexeme: str) -> bool:
    try:
        return math.isinf(float(lexeme))
    except ValueError:
        return False
