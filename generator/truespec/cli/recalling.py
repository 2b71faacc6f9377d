"""Diagnostics that are kept beside a document, so that nobody has to find them again after an edit elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, cast

from truespec.diagnostics import Diagnostic, Location, Severity
from truespec.specification import pointer
from truespec.specification.plain import is_sequence
from truespec.specification.source import Source

__all__ = ["Said", "found_again", "moved", "said", "told"]

Said: TypeAlias = tuple[str, str, str, bool, str, str, int, int]
"""A diagnostic: id, severity, pointer, whether the key is meant, message, advice, line, column."""


def said(diagnostic: Diagnostic, source: Source) -> Said | None:
    """Return what is kept of a diagnostic; ``None`` where its place could not be found again."""
    place = diagnostic.location
    try:
        tokens = _tokens(source, place.pointer)
    except (ValueError, LookupError, TypeError):
        return None
    for is_key in (False, True):
        if source.locate(tokens, key=is_key) == place:
            found = (diagnostic.id, diagnostic.severity.value, place.pointer, is_key)
            return (*found, diagnostic.message, diagnostic.advice, place.line, place.column)
    return None


def found_again(kept: Sequence[Said], source: Source) -> list[Said] | None:
    """Return diagnostics in a document that was read again; ``None`` where the place of one is no more."""
    try:
        places = [source.locate(_tokens(source, one[2]), key=one[3]) for one in kept]
    except (ValueError, LookupError, TypeError):
        return None
    return [(*one[:6], place.line, place.column) for one, place in zip(kept, places, strict=True)]


def moved(kept: Sequence[Said], lines: tuple[int, int], growth: int) -> list[Said] | None:
    """Return diagnostics after an edit of the text from one line to another, by which it grew.

    ``None`` where one of them stands on such a line.
    """
    if any(lines[0] <= one[6] <= lines[1] for one in kept):
        return None
    return [(*one[:6], one[6] + growth if one[6] > lines[1] else one[6], one[7]) for one in kept]


def told(kept: Sequence[Said], name: str) -> Iterator[Diagnostic]:
    """Yield diagnostics as they were kept, of the file called ``name``."""
    for id_, severity, way, _, message, advice, line, column in kept:
        yield Diagnostic(id_, Severity(severity), Location(name, line, column, way), message, advice)


def _tokens(source: Source, way: str) -> list[str | int]:
    """Return the steps of a pointer, with numbers for the places of sequences."""
    value: Any = source.value
    tokens: list[str | int] = []
    for word in pointer.parse(way):
        token = int(word) if is_sequence(value) else word
        tokens.append(token)
        value = cast("Any", value)[token]
    return tokens
