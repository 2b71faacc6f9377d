"""Diagnostics that are kept beside a document, so that nobody has to find them again after an edit elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias, cast

from truespec.diagnostics import Diagnostic, Location, Report, Severity
from truespec.specification import pointer
from truespec.specification.plain import is_sequence
from truespec.specification.source import Source
from truespec.specification.text_units import Spans, TextEdit, place_of

__all__ = ["Said", "exchanged", "found_again", "moved", "placed", "said", "told"]

Said: TypeAlias = tuple[str, str, str, bool, str, str, int, int]
"""A diagnostic: id, severity, pointer, whether the key is meant, message, advice, line, column."""

_Words: TypeAlias = tuple[str, str, str, str, str]
"""What of a diagnostic does not depend on the layout of the document."""

_LOCAL: Final = frozenset(
    {"enum-duplicate", "enum-type-mismatch", "pattern-invalid", "range-empty", "ref-siblings"}
    | {"required-property-undeclared"}
)
"""What is said of a schema whatever else there is in a document, beside what refers to it."""


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


def exchanged(kept: Sequence[Said], before: Report, after: Report, source: Source) -> list[Said] | None:
    """Return what is to be said after an edit, from what was said ``before`` and ``after`` it of the part it reaches.

    ``source`` is that part as it is after the edit.  ``None`` where it is not certain: something was not said of the
    whole, or was said already, or is of a kind that depends on more than what it is said of.
    """
    old, new = ({_words_of(one): one for one in report} for report in (before, after))
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    known = {_words(one): one for one in kept}
    added = [said(new[words], source) for words in new if words in come]
    if not gone <= known.keys() or known.keys() & come or not _LOCAL.issuperset(words[0] for words in gone | come):
        return None
    found = [one for words, one in known.items() if words not in gone]
    found += [(*one[:6], 0, 0) for one in added if one is not None]
    return found if len(found) == len(kept) - len(gone) + len(come) else None


def _words(one: Said) -> _Words:
    id_, severity, way, _, message, advice, _, _ = one
    return id_, severity, way, message, advice


def _words_of(one: Diagnostic) -> _Words:
    return one.id, one.severity.value, one.location.pointer, one.message, one.advice


def found_again(kept: Sequence[Said], source: Source) -> list[Said] | None:
    """Return diagnostics in a document that was read again; ``None`` where the place of one is no more."""
    try:
        places = [source.locate(_tokens(source, one[2]), key=one[3]) for one in kept]
    except (ValueError, LookupError, TypeError):
        return None
    return [(*one[:6], place.line, place.column) for one, place in zip(kept, places, strict=True)]


def placed(kept: Sequence[Said], text: bytes, spans: Spans) -> list[Said] | None:
    """Return diagnostics with their places in a text; ``None`` where that of one is not in a part that has a span."""
    places = [place_of(one[2], text, spans, key=one[3]) for one in kept]
    return [(*one[:6], *place) for one, place in zip(kept, places, strict=True) if place] if all(places) else None


def moved(kept: Sequence[Said], edit: TextEdit, text: bytes) -> list[Said] | None:
    """Return diagnostics in a text after an edit of it; ``None`` where the place of one is no more.

    Those without a line, in the unit that was edited, or on a line that was, are looked for; others keep their place.
    """
    first, last = edit.lines
    inside = pointer.join(edit.unit)
    found: list[Said] = []
    for one in kept:
        way, line = one[2], one[6]
        if line > last:
            line += edit.growth
        if one[6] and not first <= one[6] <= last and not f"{way}/".startswith(f"{inside}/"):
            found.append((*one[:6], line, one[7]))
            continue
        place = place_of(way, text, edit.spans, key=one[3])
        if place is None:
            return None
        found.append((*one[:6], *place))
    return found


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
