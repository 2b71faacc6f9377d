"""Each of many single edits to a random document shows in every form that can show it, as exactly that drift."""

from __future__ import annotations

import copy
import os
import random
from pathlib import Path

import pytest
from drift_documents import api_of, surface_of
from drift_edits import SINGLE_EDITS, prepared
from drift_shown import FORMS, shown_of, told_by, words_of
from printing.era import ERAS
from test_drift_forms import of_printer
from truespec.documentation.facts.capture import capture
from truespec.documentation.rendered.words import LANGUAGES
from truespec.drift.change import Kind
from truespec.drift.compare import Pair, compare
from truespec.drift.page_changes import page_changes

SEEDS = range(int(os.environ.get("DRIFT_SEEDS", "1")))
ERAS_WITH_FLAGS = [era for era in ERAS if era.says_optional]


@pytest.mark.parametrize("name", SINGLE_EDITS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_edit_to_the_vendors_own_document_is_exactly_that_drift(name: str, seed: int, tmp_path: Path) -> None:
    edit, expected = SINGLE_EDITS[name]
    before = prepared(random.Random(f"{seed} {name}"))
    after = copy.deepcopy(before)
    edit(after)
    pair = Pair("page", surface_of(before), surface_of(after))
    assert sorted(expected) == words_of(page_changes(capture(surface_of(before)), capture(surface_of(after))))
    found = compare([pair], api_of(after, tmp_path)).changes
    assert [] == [one for one in found if one.kind in {Kind.SPEC_BEHIND, Kind.SPEC_CONTRADICTS}]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SINGLE_EDITS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_edit_to_a_printed_page_is_exactly_what_its_form_shows(name: str, form: str, seed: int) -> None:
    edit, expected = SINGLE_EDITS[name]
    dice = random.Random(f"{seed} {name} {form}")
    before = prepared(dice)
    after = copy.deepcopy(before)
    edit(after)
    era = dice.choice(ERAS_WITH_FLAGS)
    was, now = told_by(of_printer(before), form, era), told_by(of_printer(after), form, era)
    changes = page_changes(capture(was.surface), capture(now.surface))
    assert shown_of(expected, was, now, form) == words_of(changes), era.date


def several(dice: random.Random) -> list[str]:
    """Choose two or three edits of different places, none of which is about the whole page."""
    while True:
        names = dice.sample(sorted(set(SINGLE_EDITS) - {"another server"}), dice.choice([2, 3]))
        expected = [one for name in names for one in SINGLE_EDITS[name][1]]
        places = [one.split(" ")[1].replace("whisky", "whiskey") for one in expected]
        pairs = [(one, other) for number, one in enumerate(places) for other in places[number + 1 :]]
        if len(set(expected)) == len(expected) and not any(
            one.startswith(other) or other.startswith(one) for one, other in pairs if one and other
        ):
            return names


@pytest.mark.parametrize("number", range(int(os.environ.get("DRIFT_PAIRS", "40"))))
def test_several_edits_at_once_show_as_exactly_those_in_any_language(number: int) -> None:
    dice = random.Random(number)
    names = several(dice)
    before = prepared(dice)
    after = copy.deepcopy(before)
    expected: list[str] = []
    for name in names:
        edit, shown = SINGLE_EDITS[name]
        try:
            edit(after)
        except (KeyError, StopIteration):  # what it is about went with an edit before
            continue
        expected += shown
    form, language, era = dice.choice(FORMS), dice.choice(LANGUAGES), dice.choice(ERAS_WITH_FLAGS)
    was, now = told_by(of_printer(before), form, era, language), told_by(of_printer(after), form, era, language)
    changes = page_changes(capture(was.surface), capture(now.surface))
    assert shown_of(expected, was, now, form) == words_of(changes), (names, form, language, era.date)
