"""The type of a field as a rendered page prints it: ``string · email · max: 255 · nullable``, ``object · Pet[]``."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from typing import Final

from truespec.documentation.facts.plain import plain
from truespec.documentation.facts.surface import Value
from truespec.documentation.rendered.words import Words

__all__ = ["FLOW", "SCALARS", "TypeLine", "parse_type", "starts_of_type", "value_of"]

_BASES: Final = (
    "string", "integer", "number", "boolean", "object", "array", "null", "any of", "one of", "all of", "any", "not",
    "file",
)  # fmt: skip
_BASE: Final = re.compile("|".join(_BASES))
_UNION: Final = re.compile(rf"(?:{_BASE.pattern})(?: \| (?:{_BASE.pattern}))*\Z")
_ARRAYS: Final = re.compile(r"(?:\[\])+\Z")

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")
FLOW: Final = re.compile(r"(?:implicit|password|clientCredentials|authorizationCode|deviceAuthorization)\Z")
"""What stands where a type would, of a scheme of OAuth2."""
_CONST: Final = "const: "
_STARTS: Final = (*_BASES, _CONST)
_ANY_START: Final = re.compile(f"{_BASE.pattern}|{_CONST}")
_LONGEST: Final = 400
SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})
"""The types of values that have nothing below them."""
_JSON_TYPES: Final = frozenset({"integer", "number", "boolean", "object", "array"})
_UNTYPED: Final = frozenset({"any", "any of", "one of", "all of"})


@dataclasses.dataclass(frozen=True, slots=True)
class TypeLine:
    """What a type line says; ``depth`` counts the ``[]`` behind it, ``detail`` is a format or a title."""

    bases: tuple[str, ...] = ()
    depth: int = 0
    detail: str = ""
    enum: bool = False
    nullable: bool = False
    null: bool = False
    """Whether what is inside all arrays may be null."""
    minimum: int | float | None = None
    maximum: int | float | None = None
    default: str | None = None
    const: str | None = None

    @property
    def base(self) -> str:
        """The one type there is, or empty."""
        return self.bases[0] if len(self.bases) == 1 else ""

    @property
    def is_special(self) -> bool:
        """Whether more is said than the name of a type."""
        return bool(self.depth or self.detail or self.enum or self.minimum or self.maximum)

    @property
    def is_choice(self) -> bool:
        """Whether alternatives follow."""
        return self.base in {"any of", "one of", "all of", "not"}

    def goes_on(self, markers: tuple[str, ...], flag: str) -> bool:
        """Whether it goes on into what stands behind it, so that a flag is a word of that.

        So is one with a capital behind a default: pages that print defaults in the row begin no flag with one.
        """
        if self.default is not None and flag != flag.lower():
            return True
        return any(marker.strip() in text for marker in markers for text in (self.detail, self.default or ""))


def parse_type(text: str, words: Words) -> TypeLine | None:
    """Read a whole type line; None where ``text`` is anything else."""
    if len(text) > _LONGEST or not text.strip().startswith(_STARTS):
        return None
    if text.startswith(_CONST):
        value = text.removeprefix(_CONST)
        return _limits(TypeLine(const=value), words) if value else None
    first, *rest = text.strip().split(" · ")
    details: list[str] = []
    kept: list[str] = []
    for part in rest:
        (kept if _is_limit(part, words) else details).append(part)
    head = " · ".join((first, *details))
    nullable = False
    for word, name in words.limits.items():
        if name == "nullable" and head.lower().endswith(f" | {word}"):
            head, nullable = head[: -len(word) - 3], True
            break
    arrays = _ARRAYS.search(head)
    depth = len(arrays[0]) // 2 if arrays else 0
    head = head[: arrays.start()] if arrays else head
    base, *named = head.split(" · ")
    if not _UNION.match(base):
        return None
    bases = tuple(dict.fromkeys(base.split(" | ")))
    null = False
    if "null" in bases and len(bases) > 1:
        bases, null = tuple(name for name in bases if name != "null"), True
    enum = "enum" in named
    special = [name for name in named if name != "enum"]
    if len(special) > 1:
        return None  # a format or a title is one piece
    detail = "".join(special)
    line = TypeLine(bases, depth, detail, enum, nullable or (null and not depth), null)
    for part in kept:
        line = _with_limit(line, part, words)
    return line


def starts_of_type(text: str) -> list[int]:
    """Return where in a line a type may begin."""
    if _ANY_START.search(text) is None:
        return []
    return sorted({match for word in _STARTS for match in _all(text, word)})


def value_of(text: str, line: TypeLine | None, parts: Sequence[TypeLine | None] = ()) -> Value:
    """Return a printed default, example or value as the type says: text is printed bare, anything else as JSON.

    Where no type tells, nor those of the alternatives, which are ``parts``, what reads as JSON is rather that than a
    text which looks like it.
    """
    texts = {part.base for part in parts if part is not None and part.base != "null"} == {"string"}
    bases = ("string",) if texts else () if line is None else ("array",) if line.depth else line.bases
    if text == "null":
        return None
    if bases and "string" not in bases and (_JSON_TYPES.issuperset(bases) or bases[0] in _UNTYPED):
        try:
            value = plain(json.loads(text))
        except ValueError:
            return text
        return text if isinstance(value, str) else value
    return text


def _all(text: str, word: str) -> list[int]:
    found: list[int] = []
    start = text.find(word)
    while start >= 0:
        found.append(start)
        start = text.find(word, start + 1)
    return found


def _limits(line: TypeLine, words: Words) -> TypeLine:
    value = line.const or ""
    while " · " in value or " | " in value:
        mark = " · " if " · " in value else " | "
        head, last = value.rsplit(mark, 1)
        if not _is_limit(last, words):
            break
        line = _with_limit(line, last, words)
        value = head
    return dataclasses.replace(line, const=value) if value else line


def _is_limit(part: str, words: Words) -> bool:
    word, colon, value = part.partition(":")
    name = words.limits.get(word.strip().lower())
    if name == "nullable":
        return not colon
    return (name is not None and bool(_NUMBER.match(value.strip()))) or word == "default"


def _with_limit(line: TypeLine, part: str, words: Words) -> TypeLine:
    word, _, value = part.partition(":")
    name = words.limits.get(word.strip().lower(), word)
    if name == "nullable":
        return dataclasses.replace(line, nullable=True)
    if name == "default":
        return dataclasses.replace(line, default=value.strip())
    number: int | float = json.loads(value)
    if name == "min":
        return dataclasses.replace(line, minimum=number)
    return dataclasses.replace(line, maximum=number)
