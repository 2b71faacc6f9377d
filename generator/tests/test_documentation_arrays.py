"""What is inside an array or a map has its own place: what may be null there, what goes round, what may be either."""

from __future__ import annotations

import json
from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}
_CITY = {"type": "object", "properties": {"city": _TEXT, "code": _TEXT}}
_FORMS = ("html", "innertext", "clipboard", "crawl-buttons")
_TOLD = frozenset({"type", "nullable", "circular"})
_LISTS: dict[str, dict[str, Any]] = {
    "may hold null": {"type": "array", "items": {"type": ["string", "null"]}},
    "may be null and hold it": {"type": "array", "items": {"type": ["string", "null"]}, "nullable": True},
    "goes round": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
    "holds either": {"type": "array", "items": {"oneOf": [_CITY, _TEXT]}},
    "holds what is merged": {"type": "array", "items": {"allOf": [_CITY, {"properties": {"no": _TEXT}}]}},
    "is merged and may be null": {"allOf": [_CITY, {"properties": {"no": _TEXT}, "nullable": True}]},
    "is a map of objects": {"type": "object", "additionalProperties": _CITY},
    "is a map of lists": {"type": "object", "additionalProperties": {"type": "array", "items": _CITY}},
}


def _document(listed: dict[str, Any]) -> dict[str, Any]:
    thing = {"type": "object", "title": "Thing", "properties": {"id": _TEXT, "list": listed, "note": _TEXT}}
    answer = {
        "description": "Fine",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {
            "/things": {"get": {"summary": "List", "responses": {"200": answer, "404": {"description": "None"}}}}
        },
        "components": {"schemas": {"Thing": thing}},
    }


def _stated(text: str) -> set[tuple[str, str, str]]:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    found = read(page, report).facts
    assert [] == list(report)
    told = [one for one in found if (one.evidence, one.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {(one.place, one.attribute, str(one.value)) for one in told if one.attribute in _TOLD}


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("listed", _LISTS)
def test_what_is_inside_has_its_place(listed: str, form: str, era: Any) -> None:
    printed = print_page(_document(_LISTS[listed]), RowPrinter(era, Words("en"), expanded=True))
    saved = save_markup(printed) if form == "html" else save_text(printed, form)
    assert {(place, name, str(value)) for _, place, name, value in saved.facts if name in _TOLD} == _stated(saved.text)


@pytest.mark.parametrize("listed", [name for name in _LISTS if "merged" not in name])
def test_a_page_says_of_it_what_the_document_says(listed: str) -> None:
    document = _document(_LISTS[listed])
    printed = print_page(document, RowPrinter(ERAS[-1], Words("en"), expanded=True))
    whole = _stated(f"# Things\n\n## All\n\n````json\n{json.dumps(document)}\n````\n")
    assert _stated(save_markup(printed).text) <= whole


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_one_word_may_head_all_answers_and_the_value_of_one(language: str) -> None:
    schema = {"oneOf": [_CITY, {"type": "object", "properties": {"id": _TEXT}}]}
    document = _document(_TEXT)
    document["paths"]["/things"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = schema
    era = next(one for one in ERAS if one.date == "2026-02")
    saved = save_text(print_page(document, RowPrinter(era, Words(language))), "innertext")
    assert {("response.200", "type", "one of"), ("response.200|2", "type", "object")} <= _stated(saved.text)


def test_a_choice_whose_parts_have_buttons_is_what_a_body_is_in_a_copy() -> None:
    document = _document(_TEXT)
    either = {"oneOf": [_CITY, {"type": "object", "properties": {"id": _TEXT}}]}
    operation = document["paths"]["/things"].pop("get")
    document["paths"]["/things"]["post"] = {
        **operation,
        "requestBody": {"content": {"application/json": {"schema": either}}},
    }
    era = next(one for one in ERAS if one.date == "2025-03")
    saved = save_text(print_page(document, RowPrinter(era, Words("en"))), "clipboard")
    assert {("body", "type", "one of"), ("body|1", "type", "object")} <= _stated(saved.text)
