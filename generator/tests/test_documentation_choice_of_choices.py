"""Alternatives that have alternatives: a text does not tell where the inner ones end, and nothing is guessed."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.drift.change import Kind
from truespec.drift.page_changes import page_changes

_TEXT = {"type": "string"}


def _object(**members: object) -> dict[str, Any]:
    return {"type": "object", "properties": members}


_PAIR = {"oneOf": [_object(token=_TEXT), _object(card=_TEXT)]}
_INNER = {
    "first": {"oneOf": [_PAIR, {"oneOf": [_object(code=_TEXT), _object(key=_TEXT)]}, _object(bank=_TEXT)]},
    "last": {"oneOf": [_object(bank=_TEXT), _PAIR]},
}


def _surface(form: str, era: Era, schema: dict[str, Any]) -> tuple[Surface, set[tuple[str, str, str]]]:
    content = {"application/json": {"schema": schema}}
    body = {"requestBody": {"content": content}, "responses": {"204": {"description": "Paid"}}}
    member = {
        "requestBody": {"content": {"application/json": {"schema": _object(by=schema, note=_TEXT)}}},
        "responses": {"204": {"description": "Paid"}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Payments"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/pay": {"post": {"summary": "Pay", **body}}, "/plan": {"post": {"summary": "Plan", **member}}},
    }
    printed = print_page(document, RowPrinter(era, Words("en")))
    saved = save_markup(printed) if form == "html" else save_text(printed, form)
    report = Report()
    page = decode(saved.text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert [] == list(report)
    return surface, {(fact[0], fact[1], str(fact[3])) for fact in saved.facts if fact[2] == "type"}


@pytest.mark.parametrize("inner", _INNER)
@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", [*FORMS, "html"])
def test_alternatives_of_an_alternative_are_not_mistaken_for_others(form: str, era: Era, inner: str) -> None:
    surface, true = _surface(form, era, _INNER[inner])
    found = {
        (fact.operation, fact.place, str(fact.value))
        for fact in surface.facts
        if (fact.attribute, fact.visibility, fact.evidence) == ("type", Visibility.SHOWN, Evidence.STATED)
    }
    assert set() == found - true


@pytest.mark.parametrize("inner", _INNER)
def test_two_ways_to_save_a_choice_of_choices_have_no_drift(inner: str) -> None:
    surfaces = {form: capture(_surface(form, ERAS[-1], _INNER[inner])[0]) for form in (*FORMS, "html")}
    for (one, before), (other, now) in itertools.permutations(surfaces.items(), 2):
        changes = page_changes(before, now)
        drift = [(one, other, str(change.kind), change.place) for change in changes if change.drift]
        assert [] == drift
        assert Kind.REMOVED not in {change.kind for change in changes}


@pytest.mark.parametrize("form", [*FORMS, "html"])
def test_a_choice_behind_null_is_one_that_may_be_null(form: str) -> None:
    surface, true = _surface(form, ERAS[-1], {"oneOf": [{"type": "null"}, {"oneOf": [_TEXT, {"type": "integer"}]}]})
    found = {
        (fact.operation, fact.place, str(fact.value))
        for fact in surface.facts
        if (fact.attribute, fact.visibility, fact.evidence) == ("type", Visibility.SHOWN, Evidence.STATED)
    }
    assert {("POST /plan", f"body.by|2|{number}", kind) for number, kind in ((1, "string"), (2, "integer"))} <= found
    assert {one for one in found if "null" not in one[2]} <= true
