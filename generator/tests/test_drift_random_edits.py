"""One edit of each kind, at a random place of a random document, shows as exactly that drift however it is saved."""

from __future__ import annotations

import copy
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from drift_documents import api_of, surface_of
from drift_random_edits import KINDS, edited
from drift_shown import FORMS, shown_of, told_by, words_of
from drift_sites import rich, sites
from printing.era import ERAS
from test_drift_forms import of_printer
from test_drift_hostile_names import renamed, renaming, spelled
from truespec.catalogue import file_entry
from truespec.cli.applying import amend
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import capture
from truespec.documentation.rendered.words import LANGUAGES
from truespec.drift.compare import Pair, compare
from truespec.drift.page_changes import page_changes

SEEDS = range(int(os.environ.get("DRIFT_SEEDS", "1")))


def one_edit(dice: random.Random, name: str) -> tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]:
    """Return a random document before and after an edit, and the differences that it comes to."""
    while True:
        before = rich(dice)
        after = copy.deepcopy(before)
        expected = edited(dice, after, name)
        if expected is not None:
            return before, after, expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(3))
def test_a_page_of_the_spec_agrees_with_it_whichever_alternative_a_sample_shows(
    seed: int, form: str, tmp_path: Path
) -> None:
    dice = random.Random(f"{seed} {form} agrees")
    whole = rich(dice)
    page = told_by(of_printer(whole), form, dice.choice(ERAS), dice.choice(LANGUAGES)).surface
    found = compare([Pair("page", page, page)], api_of(whole, tmp_path)).changes
    assert [] == [(one.kind, one.operation, one.place, one.attribute) for one in found if one.drift]


@pytest.mark.parametrize("form", FORMS)
def test_an_operation_that_a_saved_page_adds_is_applied_with_its_body(form: str, tmp_path: Path) -> None:
    dice = random.Random(f"{form} operation")
    before = rich(dice)
    after = copy.deepcopy(before)
    KINDS["an operation"](dice, sites(after)[0])
    was, now = (told_by(of_printer(one), form, ERAS[5]).surface for one in (before, after))
    path = tmp_path / "openapi.json"
    found = compare([Pair("page", was, now)], api_of(before, tmp_path)).changes
    amend(file_entry(path), found, Report())
    left = compare([Pair("page", now, now)], api_of(json.loads(path.read_text("utf-8")), tmp_path)).changes
    assert [] == [(one.kind, one.operation, one.place, one.attribute) for one in left if one.drift]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_edit_to_a_document_is_exactly_that_drift(name: str, seed: int) -> None:
    before, after, expected = one_edit(random.Random(f"{seed} {name} document"), name)
    changes = page_changes(capture(surface_of(before)), capture(surface_of(after)))
    assert sorted(expected) == words_of(changes)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_edit_to_a_page_in_any_form_and_language_is_exactly_what_it_shows(name: str, seed: int) -> None:
    dice = random.Random(f"{seed} {name}")
    before, after, expected = one_edit(dice, name)
    form, era, language = dice.choice(FORMS), dice.choice(ERAS), dice.choice(LANGUAGES)
    names = renaming(dice, form, flagged=era.says_optional) if dice.random() < 0.5 else {}
    was, now = (told_by(renamed(of_printer(one), names), form, era, language) for one in (before, after))
    changes = page_changes(capture(was.surface), capture(now.surface))
    told = shown_of([spelled(one, names) for one in expected], was, now, form)
    assert told == words_of(changes), (form, era.date, language, expected)
