"""A page that was saved in part, cut anywhere, glued to another one or half downloaded never reads as clean."""

from __future__ import annotations

import copy
import functools
import json
import os
import random
from typing import Any

import pytest
import yaml
from drift_edits import SINGLE_EDITS, prepared
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from test_documentation_round_trip import markdown_of
from test_drift_forms import of_printer
from truespec.cli.console import Exit
from truespec.cli.pages import ReadPage, check_end, read_bytes
from truespec.diagnostics import Report
from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.locks.lock import Lock, LockedPage
from truespec.drift.page_changes import page_changes

CUTS = int(os.environ.get("DRIFT_CUTS", "4"))
PRINTED = [(form, era) for form in (*FORMS, "markup") for era in (ERAS[1], ERAS[3], ERAS[4], ERAS[6])]
FOOTER = "Last updated"
HELD, DRIFT, UNTOLD = 0, 1, 3


@functools.cache
def document_of(seed: int, edit: str = "") -> dict[str, Any]:
    whole = prepared(random.Random(seed))
    if edit:
        whole = copy.deepcopy(whole)
        SINGLE_EDITS[edit][0](whole)
    return of_printer(whole)


def printed(whole: dict[str, Any], form: str, era: Any, *, frame: bool = True) -> str:
    page = print_page(whole, RowPrinter(era, Words("en")), frame=frame)
    return save_markup(page).text if form == "markup" else save_text(page, form).text


def read(text: str) -> ReadPage:
    return read_bytes(text.encode(), "page.txt", Report())


def surface(text: str) -> Surface:
    page = read(text)
    assert page.surface is not None
    assert page.exit is Exit.HOLDS, [str(diagnostic) for diagnostic in page.report]
    return page.surface


def verdict(before: Surface, text: str) -> int:
    """Return what a comparison with the lock of ``before`` comes to."""
    page = read(text)
    lock = Lock({"page": LockedPage("page", before)})
    if page.exit is not Exit.HOLDS or page.surface is None or not check_end(lock, "page", page):
        return UNTOLD
    return int(any(change.drift for change in page_changes(capture(before), capture(page.surface))))


def stated(surface_: Surface) -> set[tuple[str, str, str, str]]:
    """Return what a page states; a path that is known from a request alone has that of the server before it."""
    return {
        (fact.operation.replace(" /v1/", " /"), fact.place, fact.attribute, repr(fact.value))
        for fact in surface_.facts
        if fact.visibility is Visibility.SHOWN and fact.evidence is Evidence.STATED and fact.operation
    }


def cut_at(text: str, dice: random.Random) -> str:
    """Return a text up to some place above its last lines, at the end of a line or within one."""
    end = text.index(FOOTER) if FOOTER in text else len(text.rstrip())
    at = dice.randrange(2, end)
    return text[: text.rfind("\n", 0, at) + 1 or at] if dice.random() < 0.5 else text[:at]


@pytest.mark.parametrize(("form", "era"), PRINTED)
def test_a_page_that_is_cut_anywhere_could_not_be_told_anything_about(form: str, era: Any) -> None:
    dice = random.Random(f"{form} {era.date}")
    text = printed(document_of(1), form, era)
    before = surface(text)
    assert HELD == verdict(before, text)
    for _ in range(CUTS):
        cut = cut_at(text, dice)
        assert UNTOLD == verdict(before, cut), cut[-200:]


@pytest.mark.parametrize(("form", "era"), PRINTED)
def test_a_page_that_never_had_last_lines_is_clean_only_with_everything_it_said(form: str, era: Any) -> None:
    dice = random.Random(f"{form} {era.date}")
    text = printed(document_of(2), form, era, frame=False)
    before = surface(text)
    for _ in range(CUTS):
        cut = cut_at(text, dice)
        if verdict(before, cut) == HELD:
            assert stated(before) <= stated(surface(cut)), cut[-200:]


@pytest.mark.parametrize(("form", "era"), PRINTED)
def test_a_page_whose_middle_is_missing_is_clean_only_with_everything_it_said(form: str, era: Any) -> None:
    dice = random.Random(f"{form} {era.date}")
    lines = printed(document_of(3), form, era).splitlines(keepends=True)
    before = surface("".join(lines))
    for _ in range(CUTS):
        start, end = sorted(dice.sample(range(1, len(lines) - 1), 2))
        text = "".join([*lines[:start], *lines[end:]])
        if verdict(before, text) == HELD:
            now = surface(text)
            sampled = {
                (fact.operation.replace(" /v1/", " /"), fact.place)
                for fact in now.facts
                if fact.evidence is Evidence.SAMPLE
            }
            gone = {fact[:2] for fact in stated(before)} - {fact[:2] for fact in stated(now)}
            lost = {
                place
                for operation, place in gone
                if not sampled & {(operation, one) for one in (place, *steps.ancestors(place))}
            }
            assert set() == lost, (start, end)


@pytest.mark.parametrize("form", ["markdown", "json", "yaml"])
def test_a_document_that_is_cut_is_broken(form: str) -> None:
    whole = document_of(4)
    reference = {"components": {"schemas": {"Any": {"type": "string"}}}, "one": {"$ref": "#/components/schemas/Any"}}
    text = {
        "markdown": markdown_of(whole),
        "json": json.dumps(whole, indent=1),
        "yaml": yaml.safe_dump({**whole, "x-used": reference["one"], "components": reference["components"]}),
    }[form]
    before = surface(text)
    assert HELD == verdict(before, text)
    dice = random.Random(form)
    for _ in range(CUTS):
        if form == "yaml":  # which is whole after many a line: what it refers to is missing, or operations are
            head, _, rest = text.partition("\npaths:")
            cut = f"{head.replace('components:', 'x-moved:')}\npaths:{rest}"
            assert UNTOLD == verdict(before, cut)
            assert HELD != verdict(before, text[: text.rfind("\n", 0, dice.randrange(2, len(text) * 9 // 10)) + 1])
        else:
            assert UNTOLD == verdict(before, cut_at(text, dice))


@pytest.mark.parametrize("sort_keys", [True, False])
@pytest.mark.parametrize("form", ["json", "yaml"])
def test_a_document_is_one_in_whatever_order_its_keys_stand(form: str, sort_keys: bool) -> None:  # noqa: FBT001 -- a case
    whole = dict(sorted(document_of(4).items(), reverse=not sort_keys))
    text = json.dumps(whole) if form == "json" else yaml.safe_dump(whole, sort_keys=False)
    assert stated(surface(json.dumps(document_of(4)))) == stated(surface(text))


@pytest.mark.parametrize(("form", "era"), [*PRINTED[::3], ("markdown", None)])
def test_two_captures_of_one_page_in_one_file_contradict_each_other(form: str, era: Any) -> None:
    wholes = (document_of(5), document_of(5, "type of a parameter"))
    old, new = (markdown_of(whole) if form == "markdown" else printed(whole, form, era) for whole in wholes)
    for text in (f"{old}\n{new}", f"{new}\n{old}"):
        page = read(text)
        assert (Exit.COULD_NOT_TELL, ["page-twice"]) == (page.exit, [diagnostic.id for diagnostic in page.report])
    assert HELD == verdict(surface(old), f"{old}\n{old}")


def test_a_sample_that_is_broken_now_is_a_part_that_is_missing() -> None:
    text = printed(document_of(6), "crawl", ERAS[4])
    before = surface(text)
    lines = text.splitlines(keepends=True)
    inside = next(number for number, line in enumerate(lines) if line.startswith('  "sure"'))
    assert UNTOLD == verdict(before, "".join([*lines[: inside + 1], *lines[inside + 4 :]]))
