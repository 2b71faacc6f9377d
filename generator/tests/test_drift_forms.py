"""One document saved in two ways has no drift, whichever comes first; one edit shows in every form of text."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drift_documents import EDITS, OF_SPEC, Edited, api_of, document, surface_of
from drift_shown import shown_of, told_by, words_of
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS as TEXTS
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Surface
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.rendered.words import LANGUAGES
from truespec.drift.change import Kind
from truespec.drift.compare import Pair, compare
from truespec.drift.page_changes import page_changes
from truespec.specification.legacy import in_words_of

FORMS = (*TEXTS, "markup")
FLAGGED = [era for era in ERAS if era.says_optional]
"""Generations that say of each member whether it may be missing, which tells where a member ends."""
QUIET = {Kind.NEWLY_VISIBLE, Kind.NO_LONGER_VISIBLE}


def saved(whole: dict[str, Any], form: str, era: Era, language: str = "en") -> Surface:
    """Return what is read of a document that is printed and saved in one form."""
    words = Words(language)
    printed = print_page(whole, RowPrinter(era, words))
    text = (save_markup(printed) if form == "markup" else save_text(printed, form)).text
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(4))
def test_two_ways_to_save_one_document_have_no_drift(seed: int, form: str) -> None:
    dice = random.Random(seed)
    whole = of_printer(document(dice))
    vendors = capture(surface_of(whole))
    one = capture(saved(whole, form, dice.choice(FLAGGED), dice.choice(LANGUAGES)))
    for era in FLAGGED:
        other = capture(saved(whole, dice.choice(FORMS), era, dice.choice(LANGUAGES)))
        for before, now in ((one, other), (other, one), (other, vendors), (vendors, other)):
            assert [] == [change for change in page_changes(before, now) if change.kind not in QUIET]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
@pytest.mark.parametrize("seed", range(3))
def test_one_edit_shows_in_a_text_as_exactly_that_drift(
    seed: int, edit: Callable[[dict[str, Any]], Edited], form: str, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    before = document(dice)
    after = copy.deepcopy(before)
    expected = edit(after)
    before, after = of_printer(before), of_printer(after)
    era = dice.choice(FLAGGED)
    was, now = told_by(before, form, era), told_by(after, form, era)
    pair = Pair("page", was.surface, now.surface)
    found = compare([pair], api_of(before, tmp_path))
    of_page = [change for change in found.changes if change.kind not in OF_SPEC]
    named = " ".join(word for word in (expected.kind, expected.place or expected.operation, expected.attribute) if word)
    named = named if expected.place or not expected.attribute else f"{expected.kind}  {expected.attribute}"
    assert shown_of([named], was, now, form) == words_of(of_page)
    agreed = compare([Pair("page", pair.now, pair.now)], api_of(after, tmp_path))
    assert [] == [change for change in agreed.changes if change.kind is not Kind.UNSUPPORTED]


def of_printer(whole: dict[str, Any]) -> dict[str, Any]:
    """Return a document as the printer takes them: of OpenAPI 3.0, with a server where it has none."""
    written: dict[str, Any] = in_words_of("3.0", whole)
    return {"servers": [{"url": "https://api.example.test"}], **written, "openapi": "3.0.3"}
