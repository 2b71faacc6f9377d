"""Two ways to save one page have no drift where one of them does not tell what is below what, or lacks alternatives."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import Capture, capture
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.drift.change import Kind
from truespec.drift.page_changes import page_changes

_TEXT = {"type": "string"}
_TABLE = "| ENUM | Description |\n| --- | --- |\n| A | first |\n| B | second |"
_QUIET = {Kind.NEWLY_VISIBLE, Kind.NO_LONGER_VISIBLE}
_CITY = {"type": "object", "properties": {"city": _TEXT, "code": _TEXT}}
_WORD = {**_TEXT, "enum": ["A", "C"]}
_STAGE = {"type": "object", "properties": {"from": {"anyOf": [_CITY, {"type": "object", "properties": {"of": _WORD}}]}}}
_TOLD = "Possible values:\n* 'A' - the first.\n* 'C' - the third."
_SAID = "What.\nDefault: **none** if it is none."
_SCHEMAS: dict[str, dict[str, Any]] = {
    "members of an open object": {"type": "object", "properties": {"of": _CITY, "note": _TEXT, "last": _TEXT}},
    "alternatives of which one opens": {
        "type": "object",
        "properties": {"of": {"oneOf": [_TEXT, _CITY]}, "note": _TEXT},
    },
    "open alternatives": {"oneOf": [_CITY, {"type": "object", "properties": {"of": _CITY, "id": _TEXT}}]},
    "other properties": {"type": "object", "properties": {"of": _CITY}, "additionalProperties": _TEXT},
    "values in the words": {"type": "object", "properties": {"of": {**_TEXT, "description": _TABLE}}},
    "values in the words and in a list": {
        "type": "object",
        "properties": {"of": {**_TEXT, "description": _TABLE, "enum": ["A", "C"]}},
    },
    "a choice of one": {
        "type": "object",
        "properties": {"of": {"oneOf": [{**_CITY, "description": "Where."}], "description": "Of one."}, "last": _TEXT},
    },
    "a choice of one with choices below it": {
        "type": "object",
        "properties": {
            "of": {"oneOf": [{"type": "object", "properties": {"on": {"anyOf": [_STAGE, _STAGE]}, "unit": _WORD}}]},
        },
    },
    "values told in the words and printed": {
        "type": "object",
        "properties": {"of": {**_WORD, "description": _TOLD, "example": "A"}, "last": _TEXT},
    },
    "a default told in the words": {
        "type": "object",
        "properties": {
            "of": {"type": "array", "items": _WORD, "description": "What.\nDefault: **none** if it is none."}
        },
    },
    "words of which one is null": {
        "type": "object",
        "properties": {"of": {**_TEXT, "nullable": True, "enum": ["A", "C", None], "example": "A"}, "last": _TEXT},
    },
    "a list of what is enumerated": {
        "type": "object",
        "properties": {"of": {"type": "array", "items": {**_TEXT, "enum": ["A", "C"]}, "description": _TABLE}},
    },
}


def _captures(schema: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Capture]:
    answers = {
        "200": {"description": "Done"},
        "404": {"description": "None", "content": {"application/json": {"schema": schema}}},
    }
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"get": {"summary": "List all", "parameters": parameters, "responses": answers}}},
    }
    found: dict[str, Capture] = {}
    for expanded in (False, True):
        printed = print_page(document, RowPrinter(ERAS[-1], Words("en"), expanded=expanded))
        for form in (*FORMS, "html"):
            text = (save_markup(printed) if form == "html" else save_text(printed, form)).text
            report = Report()
            page = decode(text.encode(), "page.txt", report)
            assert page is not None
            found[f"{form} {expanded}"] = capture(read(page, report))
            assert [] == list(report)
    return found


@pytest.mark.parametrize("what", _SCHEMAS)
def test_each_way_to_save_a_page_agrees_with_each(what: str) -> None:
    for (one, before), (other, now) in itertools.permutations(_captures(_SCHEMAS[what]).items(), 2):
        changes = [change for change in page_changes(before, now) if change.kind not in _QUIET]
        assert [] == [(one, other, str(change.kind), change.place, change.attribute) for change in changes]


def test_what_no_row_is_called_is_gone_where_other_rows_have_no_place() -> None:
    before = _captures(_SCHEMAS["members of an open object"])["html True"]
    fewer = {"type": "object", "properties": {"of": _CITY, "last": _TEXT}}
    now = _captures(fewer)["innertext True"]
    gone = [(change.kind, change.place) for change in page_changes(before, now) if change.kind not in _QUIET]
    assert [(Kind.REMOVED, "response.404.note")] == gone


def test_a_parameter_that_lists_words_opens_and_a_crawler_loses_it() -> None:
    """Its items have a row of their own, so that its row is a button; a plain one beside it is shown."""
    listed = {"type": "array", "items": {**_TEXT, "enum": ["A", "C"]}}
    both = ({"name": name, "in": "query", "schema": kind} for name, kind in (("of", listed), ("note", _TEXT)))
    found = _captures(_CITY, *both)
    for one, other in itertools.permutations(("html True", "crawl False"), 2):
        assert not [change for change in page_changes(found[one], found[other]) if change.kind not in _QUIET]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_words_beside_a_reference_are_those_of_a_document_too(version: str) -> None:
    """They are what is printed, and a page in Markdown has both."""
    members = {"of": {"$ref": "#/components/schemas/City", "description": "Where it is."}}
    answer = {"description": "Done", "content": {"application/json": {"schema": {"properties": members}}}}
    document = {
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"get": {"summary": "List all", "responses": {"200": answer}}}},
        "components": {"schemas": {"City": {**_CITY, "description": "A city."}}},
    }
    printed = print_page(document, RowPrinter(ERAS[-1], Words("en")))
    texts = [json.dumps(document), *(save_text(printed, form).text for form in FORMS), save_markup(printed).text]
    found = [capture(read(decode(text.encode(), "page.txt", Report()), Report())) for text in texts]
    for before, now in itertools.permutations(found, 2):
        assert not [change for change in page_changes(before, now) if change.kind not in _QUIET]
    assert digest("Where it is.") == found[0].places("GET /things")["response.200.of"]["description"].value


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answer_that_only_a_sample_shows_has_lost_its_media_type(era: Era, language: str) -> None:
    content = {"application/json": {"schema": {"type": "array", "items": _CITY}}}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"get": {"responses": {"200": {"description": "Response", "content": content}}}}},
    }
    printed = print_page(document, RowPrinter(era, Words(language)))
    texts = [save_text(printed, form).text for form in FORMS]
    found = [capture(read(decode(text.encode(), "page.txt", Report()), Report())) for text in texts]
    for before, now in itertools.permutations(found, 2):
        assert not [change for change in page_changes(before, now) if change.kind not in _QUIET]
