"""What of an edit a saved page can show: told by the printer, which knows the facts of every piece it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from printing.elements import Element, Shown
from printing.era import Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.sample import answer_value, http_request
from printing.shapes import Shapes, as_member
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.drift.change import Change, Kind

__all__ = ["FORMS", "SAID", "Told", "shown_of", "told_by", "words_of"]

FORMS = ("crawl", "crawl-buttons", "innertext", "clipboard", "markup")
_NOTES = {Kind.NEWLY_VISIBLE, Kind.NO_LONGER_VISIBLE, Kind.UNSUPPORTED}
SAID = re.compile(r"(added|removed|changed|reworded|renamed\?) ((?:\"[^\"]*\"|[^\s\"])*) ?(\S*)\Z")

_FLAG = re.compile(r"changed (.+) (?:deprecated|readOnly|writeOnly)")


class Told(NamedTuple):
    """One page as it is saved: its surface, the facts that its words tell, and the places in its samples."""

    surface: Surface
    facts: frozenset[tuple[str, str, str, str]]
    samples: frozenset[tuple[str, str, str]]
    enums: int
    """How many types are printed as those of an enumeration."""


def told_by(whole: dict[str, Any], form: str, era: Era, language: str = "en") -> Told:
    """Print a document of OpenAPI 3.0, save it in a form, and read it."""
    printed: Element = print_page(whole, RowPrinter(era, Words(language)))
    saved = save_markup(printed) if form == "markup" else save_text(printed, form)
    report = Report()
    page = decode(saved.text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert not report.failed, [str(diagnostic) for diagnostic in report]
    samples = frozenset(_samples(whole, menus=form != "crawl"))
    return Told(surface, frozenset(_plain(saved.facts)), samples, saved.text.count(" · enum"))


def _plain(facts: Iterable[Shown]) -> Iterator[tuple[str, str, str, str]]:
    for operation, place, attribute, value in facts:
        yield operation, place, attribute, repr(value)


def _samples(whole: dict[str, Any], *, menus: bool) -> Iterator[tuple[str, str, str]]:
    """Yield operation, place and type of what the samples of a page hold."""
    shapes = Shapes(whole)
    for path, item in whole["paths"].items():
        for method, operation in item.items():
            label = f"{method.upper()} {path}"
            _, body = http_request(label, operation, "", [], shapes)
            for place, kind in _inside("body", body):
                yield label, place, kind
            status, answer = next(iter(operation["responses"].items()))
            named = menus or len(operation["responses"]) == 1  # else a menu says of which status a sample is
            for content in list(answer.get("content", {}).values())[:named]:
                for place, kind in _inside(f"response.{status}", answer_value(content["schema"], shapes)):
                    yield label, place, kind


def _inside(place: str, value: Any) -> Iterator[tuple[str, str]]:
    yield place, type(value).__name__
    if isinstance(value, dict):
        for name, one in value.items():
            if name == "ANY_ADDITIONAL_PROPERTY":
                yield from _inside(f"{place}{{}}", one)
            else:
                yield from _inside(as_member(place, name), one)
    for one in value[:1] if isinstance(value, list) else ():
        yield from _inside(f"{place}[]", one)


def shown_of(expected: Iterable[str], before: Told, now: Told, form: str) -> list[str]:
    """Return those of the expected differences that two saved pages show.

    Where paths stand in samples only, the path of the server is part of them: with another server, all operations move.
    What only samples show comes and goes with the flags for which they leave it out; of alternatives they show the
    first, and do not say so.
    """
    if "changed server" in expected and (was := _sampled(before)) != (moved := _sampled(now)):
        return sorted([*(f"removed {_below_v1(label)}" for label in was), *(f"added {label}" for label in moved)])
    return sorted(
        one
        for said in expected
        for one in ([said] if _is_shown(said, before, now, form) else _sampled_only(said, before, now, form))
    )


def _sampled_only(one: str, before: Told, now: Told, form: str) -> list[str]:
    """Return what a difference that no row shows comes to in the samples."""
    bare = one.replace("|1", "")
    if bare != one and _is_shown(bare, before, now, form):
        return [bare]
    return _left_out(bare, before, now)


def _left_out(one: str, before: Told, now: Told) -> list[str]:
    """Return what a flag that no row shows comes to in the samples."""
    match = _FLAG.fullmatch(one)
    if match is None:
        return []
    stated = {fact[:2] for fact in before.facts | now.facts}
    was, says = ({found[:2] for found in told.samples} - stated for told in (before, now))
    return [
        f"{kind} {match[1]}"
        for kind, differ in (("removed", was - says), ("added", says - was))
        if any(place == match[1] for _, place in differ)
    ]


def _sampled(told: Told) -> set[str]:
    """Return the operations whose paths only samples show."""
    facts = (fact for fact in told.surface.facts if not fact.place and fact.attribute == "present")
    return {fact.operation for fact in facts if fact.evidence is Evidence.SAMPLE}


def _is_shown(one: str, before: Told, now: Told, form: str) -> bool:
    match = SAID.fullmatch(one)
    if one == "changed server":
        return any(fact[2] == "server" for fact in now.facts)
    if match is None or match[2].isupper():  # an operation
        return True
    kind, place, attribute = match.groups()
    if attribute == "enum":
        printed = any(fact[1] == place for fact in before.facts)
        return printed and (form != "crawl" or before.enums != now.enums)
    stated = {fact[2] for fact in before.facts ^ now.facts if fact[1] == place}
    if kind in {"changed", "reworded"}:
        sampled = {found[1] for found in before.samples} & {place} and before.samples ^ now.samples
        return attribute in stated or (attribute == "type" and any(found[1] == place for found in sampled or ()))
    owner = now if kind != "removed" else before
    return any(fact[1] == place for fact in owner.facts) or any(found[1] == place for found in owner.samples)


def words_of(changes: Iterable[Change]) -> list[str]:
    """Return changes of a page as the edits name them, without notes on what is visible.

    The path of an operation that is known from a request alone has that of the server before it.
    """
    return sorted(
        f"{one.kind.value} {one.place} {one.attribute}"
        if one.attribute and one.operation
        else f"{one.kind.value} {one.place or _below_v1(one.operation) or one.attribute}"
        for one in changes
        if one.kind not in _NOTES
    )


def _below_v1(label: str) -> str:
    return label.replace(" /v1/", " /")
