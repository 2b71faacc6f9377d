"""Names that look like statuses, and values that look like flags or defaults: nothing is read that was not printed."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import Saved, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Value, Visibility
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}
_NEWEST = ERAS[-1]
_SPLIT = ("innertext", "clipboard")
_BEFORE_MEMBERS = [era for era in ERAS if not era.members_at_once][-1]
_DEFAULTS_IN_ROWS = [era for era in ERAS if era.default_in_row]


def _object(members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, **more}


def _answer(schema: dict[str, Any], words: str = "Fine") -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _saved(form: str, operation: dict[str, Any], era: Era, schemas: dict[str, Any]) -> Saved:
    described = {"summary": "Do it", "responses": {"200": {"description": "Done"}}, **operation}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"post": described}},
        "components": {"schemas": schemas},
    }
    printed = print_page(document, RowPrinter(era, Words("en"), expanded=True))
    return save_markup(printed) if form == "html" else save_text(printed, form)


def _text_of(form: str, operation: dict[str, Any], *, era: Era = _NEWEST, **schemas: Any) -> str:
    return _saved(form, operation, era, schemas).text


def _said(form: str, operation: dict[str, Any], *, era: Era = _NEWEST, **schemas: Any) -> dict[tuple[str, str], Value]:
    """Print an operation with all opened, save and read it, and return what is stated; all of that has to be so."""
    saved = _saved(form, operation, era, schemas)
    true = [(f[1], f[2], digest(f[3]) if f[2] in {"description", "summary"} else f[3]) for f in saved.facts]
    report = Report()
    page = decode(saved.text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert [] == list(report)
    stated = {
        (fact.place, fact.attribute): fact.value
        for fact in surface.facts
        if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)
    }
    assert [] == [one for one in ((*key, value) for key, value in stated.items()) if one not in true]
    return stated


@pytest.mark.parametrize("era", _DEFAULTS_IN_ROWS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", ["crawl", "crawl-buttons", *_SPLIT])
def test_a_default_may_be_called_like_a_flag(form: str, era: Era) -> None:
    parameters = [
        {"name": "size", "in": "query", "schema": {"type": "integer", "default": 20}},
        {"name": "mode", "in": "query", "schema": {**_TEXT, "default": "Optional"}},
        {"name": "way", "in": "query", "schema": {**_TEXT, "default": "Required"}, "required": True},
    ]
    said = _said(form, {"parameters": parameters}, era=era)
    expected = {
        ("query.size", "default"): 20,
        ("query.mode", "default"): "Optional",
        ("query.way", "default"): "Required",
    }
    assert expected == {key: value for key, value in said.items() if key[1] == "default"}


@pytest.mark.parametrize("form", _SPLIT)
@pytest.mark.parametrize("described", [True, False])
@pytest.mark.parametrize("era", [ERAS[0], _NEWEST], ids=["2025-02", "2026-08"])
def test_a_member_may_be_called_like_a_status(form: str, era: Era, described: bool) -> None:  # noqa: FBT001 - a case
    member = {**_TEXT, "description": "Never there"} if described else _TEXT
    answers = {"201": {"description": "Made"}, "402": _answer(_object({"title": _TEXT, "200": member, "why": _TEXT}))}
    assert ("response.200", "present") not in _said(form, {"responses": answers}, era=era)


@pytest.mark.parametrize("form", _SPLIT)
def test_an_answer_may_be_described_as_a_type(form: str) -> None:
    answers = {"201": {"description": "string"}, "402": _answer(_object({"title": _TEXT}), "object")}
    said = _said(form, {"responses": answers})
    assert {("response.201", "present"), ("response.402", "present")} <= said.keys()


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", ["crawl-buttons", *_SPLIT])
def test_what_looks_like_a_default_below_parts_of_a_whole_is_the_end_of_a_description(form: str, era: Era) -> None:
    base = _object({"id": _TEXT, "sale": _object({"at": _TEXT, "why": {**_TEXT, "description": "Default: sale"}})})
    parts = {"allOf": [{"$ref": "#/components/schemas/Base"}, _object({"state": {**_TEXT, "default": "new"}})]}
    said = _said(form, {"responses": {"200": _answer(parts)}}, era=era, Base=base)
    assert (None, "new") == tuple(said.get((f"response.200.{one}", "default")) for one in ("sale.why", "state"))


@pytest.mark.parametrize("form", ["crawl-buttons", *_SPLIT])
def test_an_example_of_an_object_may_leave_out_its_other_properties(form: str) -> None:
    theme = _object({}, additionalProperties=_TEXT, example={"color": "#504CCA"}, nullable=True)
    pot = _object({"name": _TEXT, "form": _object({"css": _TEXT, "theme": theme, "more": _object({"id": _TEXT})})})
    answers = {
        "200": _answer({"$ref": "#/components/schemas/Pot"}),
        "201": _answer({"$ref": "#/components/schemas/Pot"}),
    }
    said = _said(form, {"responses": answers}, Pot=pot)
    assert all((f"response.{status}.form.theme{{}}", "type") in said for status in answers)
    assert ("response.201.form.more.id", "type") in said


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
def test_what_stands_before_a_choice_has_its_place_though_another_choice_follows(era: Era) -> None:
    guests = {"type": "array", "items": _object({"name": _TEXT, "child": {"type": "boolean"}})}
    pay = [_object({"token": _TEXT}), _object({"deposit": {"type": "number"}, "until": _TEXT})]
    reach = {"anyOf": [{**_TEXT, "format": "email"}, {**_TEXT, "pattern": "^[0-9]+$"}]}
    body = _object({"hotel": _TEXT, "guests": guests, "payment": {"oneOf": pay}, "contact": reach, "note": _TEXT})
    said = _said("crawl", {"requestBody": {"content": {"application/json": {"schema": body}}}}, era=era)
    places = {place for place, attribute in said if attribute == "type"}
    assert {"body.hotel", "body.guests[].name", "body.guests[].child", "body.payment"} <= places


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", ["crawl-buttons", *_SPLIT, "html"])
def test_the_one_part_of_a_whole_may_be_a_choice(form: str, era: Era) -> None:
    choice = {"anyOf": [_object({"name": _TEXT}), _object({"name": _TEXT, "trial": _TEXT})], "properties": {"k": _TEXT}}
    plan = {"allOf": [{"$ref": "#/components/schemas/Plan"}]}
    said = _said(form, {"responses": {"200": _answer(_object({"note": _TEXT, "plan": plan}))}}, era=era, Plan=choice)
    places = {place for place, attribute in said if attribute == "type"}
    flagged = form in {"html", "crawl-buttons"} or (form == "innertext" and era.says_optional)
    expected = {"response.200.plan|1.name", "response.200.plan|2.name", "response.200.plan|2.trial"}
    assert not flagged or expected <= places


@pytest.mark.parametrize("era", [era for era in ERAS if not era.titles], ids=lambda era: era.date)
@pytest.mark.parametrize("form", ["crawl-buttons", *_SPLIT])
def test_the_title_in_a_button_may_be_a_sentence(form: str, era: Era) -> None:
    words = "What was used. It may be several things, even those that nobody has heard of before."
    used = _object({"models": _object({"name": _TEXT}), "processor": _TEXT}, description=words, title=words)
    body = _object({"id": _TEXT, "used": used})
    answers = {"200": _answer(body), "201": _answer(_object({"used": used}))}
    said = _said(form, {"responses": answers}, era=era)
    assert ("response.200.used.models.name", "type") in said


@pytest.mark.parametrize("form", _SPLIT)
def test_what_follows_the_button_of_a_row_is_no_description_of_it(form: str) -> None:
    why = {**_TEXT, "description": "What was wrong"}
    answers = {"200": {"description": "Done"}, "400": _answer(_object({"why": why}))}
    whole = _text_of(form, {"responses": answers}, era=_BEFORE_MEMBERS)
    report = Report()
    page = decode(whole.replace("\nwhy\nstring\n", "\nwhy\nstri\n").encode(), "page.txt", report)
    assert page is not None
    left = {entry.line for entry in read(page, report).not_understood}
    assert whole.split("\n").index("why") + 1 in left


def test_what_is_below_a_parameter_that_was_not_saved_is_none_itself() -> None:
    page = _object({"number": {"type": "integer"}, "size": {"type": "integer", "default": 20}})
    parameters = [
        {"name": "from", "in": "query", "required": True, "schema": _TEXT},
        {"name": "page", "in": "query", "required": True, "schema": page},
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
    ]
    said = _said("crawl", {"parameters": parameters})
    assert {"query.from", "query.limit"} == {place for place, attribute in said if attribute == "type"}
