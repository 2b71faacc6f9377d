"""Choices in choices, and arrays of them, have their places in every form."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}
_MAIL = {"type": "object", "required": ["kind"], "properties": {"kind": _TEXT, "value": _TEXT, "checked": _TEXT}}
_CALL = {"type": "object", "required": ["kind"], "properties": {"kind": _TEXT, "value": _TEXT, "extension": _TEXT}}
_LEVEL = {"oneOf": [{"oneOf": [{"const": "low"}, {"const": "high"}]}]}
_BODIES: dict[str, dict[str, Any]] = {
    "an array of choices": {"type": "array", "items": {"oneOf": [_MAIL, _CALL]}},
    "a choice in a choice, and what is beside it": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": _TEXT, "level": _LEVEL, "note": _TEXT, "other": _LEVEL, "last": _TEXT},
    },
}


def _document(body: dict[str, Any]) -> dict[str, Any]:
    operation = {
        "summary": "Set",
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"204": {"description": "Done"}},
    }
    return {
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"put": operation}},
    }


def _lost_and_invented(body: dict[str, Any], form: str, era: Era, *, opened: bool) -> tuple[set[Any], set[Any]]:
    printed = print_page(_document(body), RowPrinter(era, Words("en"), expanded=opened))
    saved = save_markup(printed) if form == "markup" else save_text(printed, form)
    report = Report()
    page = decode(saved.text.encode(), "page.txt", report)
    assert page is not None
    told = [one for one in read(page, report).facts if one.visibility is Visibility.SHOWN]
    found = {(one.place, one.attribute) for one in told if one.evidence is Evidence.STATED and one.operation}
    assert [] == list(report)
    shown = {(place, attribute) for operation, place, attribute, _ in saved.facts if operation}
    owed = {(place, attribute) for operation, place, attribute, _ in saved.owed if operation}
    return owed - found, found - shown


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("name", _BODIES)
@pytest.mark.parametrize("form", [*FORMS, "markup"])
def test_choices_have_their_places(form: str, name: str, era: Era) -> None:
    assert (set(), set()) == _lost_and_invented(_BODIES[name], form, era, opened=False)


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", ["innertext", "crawl-buttons", "markup"])
def test_arrays_of_choices_have_their_members_where_they_are_open(form: str, era: Era) -> None:
    assert (set(), set()) == _lost_and_invented(_BODIES["an array of choices"], form, era, opened=True)
