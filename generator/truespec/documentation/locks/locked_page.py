"""One page in a lock: its canonical text, and what it is told by without reading the rest of it."""

from __future__ import annotations

import functools
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from truespec.documentation.facts.capture import condensed
from truespec.documentation.facts.operations import ending
from truespec.documentation.facts.surface import (
    Evidence,
    Fact,
    Form,
    Grade,
    Leftover,
    PageFacts,
    Surface,
    Value,
    Visibility,
)

__all__ = ["Contents", "FactError", "LockedPage", "PackedPage", "page_text", "read_page_text"]

_FAST: Final = 1
"""The level of compression: a lock of a thousand pages is packed at once."""


class FactError(Exception):
    """A line of a lock cannot be taken for a fact."""

    def __init__(self, line: object) -> None:
        super().__init__()
        self._line = line

    def line_in(self, text: str) -> int:
        """Return the number of the line in the file; 1 where it is not written as a lock writes it."""
        written = json.dumps(self._line, ensure_ascii=True)
        found = (number for number, one in enumerate(text.splitlines(), 1) if one.strip().rstrip(",") == written)
        return next(found, 1)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a page is told by: its operations in their order, what they end with, and the digest of its file."""

    operations: tuple[str, ...]
    endings: frozenset[str]
    sha256: str


@dataclass(frozen=True)
class LockedPage:
    """One page as last accepted; a fact whose line is 0 was shown by an earlier, better capture of it."""

    name: str
    surface: Surface
    address: str = ""

    @functools.cached_property
    def contents(self) -> Contents:
        """What the page is told by."""
        operations = tuple(dict.fromkeys(fact.operation for fact in self.surface.facts if fact.operation))
        return Contents(operations, frozenset(map(ending, operations)), self.surface.page.sha256)


@dataclass(frozen=True, slots=True)
class PackedPage:
    """One page of a lock that nobody is looking at: of many, only their compressed texts are in memory."""

    name: str
    contents: Contents
    data: bytes
    canonical: bool

    @classmethod
    def of(cls, page: LockedPage) -> PackedPage:
        """Pack a page."""
        return cls(page.name, page.contents, _packed(page_text(page)), canonical=True)

    @classmethod
    def of_text(cls, name: str, text: str, document: object) -> PackedPage:
        """Pack a page that was read: ``text`` is what stands in the file, and ``document`` its value.

        Raises:
            FactError: A line of it cannot be taken for a fact.
            KeyError, TypeError, ValueError, AttributeError: It is not what a lock holds of a page.
        """
        return cls(name, _page(name, document).contents, _packed(text), canonical=False)

    @property
    def page(self) -> LockedPage:
        """The page, read anew each time."""
        return read_page_text(self.name, self._text)

    @property
    def text(self) -> str:
        """The canonical text of the page."""
        return self._text if self.canonical else page_text(self.page)

    @property
    def _text(self) -> str:
        return zlib.decompress(self.data).decode()


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode(), _FAST)


def read_page_text(name: str, text: str) -> LockedPage:
    """Return the page of which a lock holds this text."""
    return _page(name, json.loads(text))


def page_text(page: LockedPage) -> str:
    """Write what a lock holds of a page: operations sorted, one fact a line, ASCII."""
    operations: dict[str, list[str]] = {}
    for fact in page.surface.facts:
        operations.setdefault(fact.operation, []).append(_fact_text(fact))
    blocks = [
        f"    {json.dumps(operation)}: [\n" + ",\n".join(f"     {line}" for line in sorted(set(lines))) + "\n    ]"
        for operation, lines in sorted(operations.items())
    ]
    stated = "{\n" + ",\n".join(blocks) + "\n   }" if blocks else "{}"
    left = _line([{"at": leftover.line, "digest": leftover.digest} for leftover in page.surface.not_understood])
    return (
        f'{{\n   "address": {json.dumps(page.address)},\n   "not-understood": {left},\n   "operations": {stated},\n'
        f'   "page": {_line(_page_json(page.surface.page))}\n  }}'
    )


def _line(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=dict)


def _page_json(page: PageFacts) -> dict[str, Any]:
    return {
        **({"bottom": page.bottom} if page.bottom else {}),
        **({"footer": True} if page.footer else {}),
        **({"titled": True} if page.titled else {}),
        **({"top": page.top} if page.top else {}),
        "form": page.form.value,
        "grade": page.grade.value,
        "language": page.language,
        "lines": page.lines,
        "printer": page.printer,
        "reasons": list(page.reasons) if page.grade is Grade.D else [],
        "sha256": page.sha256,
        "understood": page.understood,
        "whole": page.whole,
    }


def _fact_text(fact: Fact) -> str:
    """Write a fact on one line, place and attribute first, so that lines sort by them."""
    written: dict[str, Any] = {"of": [fact.place, fact.attribute], "value": condensed(fact.attribute, fact.value)}
    if fact.evidence is not Evidence.STATED:
        written["evidence"] = fact.evidence.value
    if fact.visibility is not Visibility.SHOWN:
        written["visibility"] = fact.visibility.value
    if fact.line:
        written["at"] = fact.line
    return json.dumps(written, ensure_ascii=True, default=dict)


def _page(name: str, document: Any) -> LockedPage:
    page = document["page"]
    facts = [fact for operation, lines in document["operations"].items() for fact in _facts(operation, lines)]
    known = PageFacts(
        form=Form(page["form"]),
        grade=Grade(page["grade"]),
        language=str(page["language"]),
        printer=str(page["printer"]),
        reasons=tuple(map(str, page["reasons"])),
        sha256=str(page["sha256"]),
        lines=int(page["lines"]),
        understood=int(page["understood"]),
        whole=bool(page["whole"]),
        footer=bool(page.get("footer", False)),
        titled=bool(page.get("titled", False)),
        top=str(page.get("top", "")),
        bottom=str(page.get("bottom", "")),
    )
    left = tuple(Leftover(int(one["at"]), str(one["digest"])) for one in document["not-understood"])
    in_order = tuple(sorted(facts, key=lambda fact: fact.line or 1 << 60))
    return LockedPage(name, Surface(known, in_order, left), str(document["address"]))


def _facts(operation: str, lines: Iterable[Any]) -> Iterator[Fact]:
    for line in lines:
        try:
            yield _fact(operation, line)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FactError(line) from error


def _fact(operation: str, line: Any) -> Fact:
    place, attribute = line["of"]
    return Fact(
        operation=operation,
        place=str(place),
        attribute=str(attribute),
        value=_frozen(line["value"]),
        line=int(line.get("at", 0)),
        visibility=Visibility(line.get("visibility", "shown")),
        evidence=Evidence(line.get("evidence", "stated")),
    )


def _frozen(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(_frozen(one) for one in cast("list[object]", value))
    if isinstance(value, dict):
        return {str(key): _frozen(one) for key, one in cast("dict[str, Any]", value).items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(type(value).__name__)
