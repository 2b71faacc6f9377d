"""One edit shows as exactly that drift where the names of a spec are words that pages are made of."""

from __future__ import annotations

import copy
import os
import random
from typing import Any

import pytest
from drift_edits import SINGLE_EDITS, prepared
from drift_shown import FORMS, SAID, shown_of, told_by, words_of
from printing.documents import HOSTILE, PLAIN
from printing.era import ERAS
from printing.shapes import as_member
from test_drift_forms import of_printer
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.steps import segments
from truespec.documentation.rendered.words import LANGUAGES
from truespec.drift.page_changes import page_changes

CASES = range(int(os.environ.get("DRIFT_HOSTILE", "60")))
WORDS = (
    "mike november whiskey papa quebec romeo tango left right victor yankee sierra first second uniform xray near far"
    " why zulu wide top third"
)
NAMES = tuple(WORDS.split(" "))
"""The names that the edits are about."""
LIKE_ROWS = {"clipboard": {"one of", "Responses", "Body", "e-mail 2", "Possible values"}, "innertext": {"one of"}}
"""Names that no rule tells from a row of a page that was saved so."""
ELSEWHERE = {"or", "items", "header"}
"""A word between alternatives, and names that stand for other things in the places of the document."""


def renaming(dice: random.Random, form: str, *, flagged: bool) -> dict[str, str]:
    """Return a hostile name for each; a plain one where only its type tells where a row begins."""
    if not flagged:
        return dict(zip(NAMES, [f"{one}{number}" for number in range(4) for one in PLAIN if one != "n1"], strict=False))
    names = [name for name in HOSTILE if name not in LIKE_ROWS.get(form, set()) | ELSEWHERE]
    return dict(zip(NAMES, dice.sample(names, len(NAMES)), strict=True))


def renamed(value: Any, names: dict[str, str], inside: str = "") -> Any:
    """Return a document with other names of its members and of what is in its queries; headers keep theirs."""
    if isinstance(value, list):
        listed = inside == "required"
        return [names.get(one, one) if listed and isinstance(one, str) else renamed(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    if inside == "properties":
        return {names.get(key, key): renamed(one, names) for key, one in value.items()}
    found = {key: renamed(one, names, key) for key, one in value.items()}
    if value.get("in") == "query":
        found["name"] = names.get(value["name"], value["name"])
    return found


def spelled(expected: str, names: dict[str, str]) -> str:
    """Return a difference with those names."""
    match = SAID.fullmatch(expected)
    if match is None or match[2].isupper() or match[2].startswith("header."):
        return expected
    kind, place, attribute = match.groups()
    found = ""
    for step in segments(place):
        name = names.get(step.removeprefix("."))
        found = found + step if name is None else as_member(found, name)
    return f"{kind} {found} {attribute}" if attribute else f"{kind} {found}"


@pytest.mark.parametrize("number", CASES)
def test_one_edit_of_hostile_names_is_exactly_what_its_form_shows(number: int) -> None:
    dice = random.Random(f"hostile {number}")
    name, form = dice.choice(sorted(SINGLE_EDITS)), dice.choice(FORMS)
    era, language = dice.choice(ERAS), dice.choice(LANGUAGES)
    edit, expected = SINGLE_EDITS[name]
    before = prepared(dice)
    after = copy.deepcopy(before)
    edit(after)
    names = renaming(dice, form, flagged=era.says_optional)
    was, now = (told_by(renamed(of_printer(one), names), form, era, language) for one in (before, after))
    changes = page_changes(capture(was.surface), capture(now.surface))
    told = shown_of([spelled(one, names) for one in expected], was, now, form)
    assert told == words_of(changes), (name, form, era.date, language)
