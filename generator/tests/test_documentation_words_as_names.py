"""A name that is a word of the page is read as a name where it is one, and makes no fact where it may be either."""

from __future__ import annotations

import json
from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}
_JSON = "application/json"
_OTHERS = "Other properties"
_NEWEST = ERAS[-1]
_BEFORE_MENUS = next(era for era in ERAS if era.date == "2025-04-26")
_SPLIT = ("innertext", "clipboard")
_TEXTS = (*_SPLIT, "crawl-buttons")


def _object(members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, **more}


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "Fine", "content": {_JSON: {"schema": schema}}}


def _types(form: str, operation: dict[str, Any], *, era: Era = _NEWEST, expanded: bool = True) -> set[str]:
    """Print an operation, save and read it, and return where it has types; all that is read has to be so."""
    described = {"summary": "Do it", "responses": {"200": {"description": "Done"}}, **operation}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"post": described}},
    }
    printed = print_page(document, RowPrinter(era, Words("en"), expanded=expanded))
    true = {(f[1], f[2], str(f[3])) for f in save_markup(printed).facts if f[2] in {"type", "media"}}
    report = Report()
    saved = save_markup(printed) if form == "html" else save_text(printed, form)
    page = decode(saved.text.encode(), "page.txt", report)
    assert page is not None
    assert [] == list(report)
    stated = [
        fact
        for fact in read(page, report).facts
        if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)
    ]
    assert {(f.place, f.attribute, str(f.value)) for f in stated if f.attribute in {"type", "media"}} <= true
    assert [] == list(report)
    return {fact.place for fact in stated if fact.attribute == "type"}


@pytest.mark.parametrize("form", [*_TEXTS, "crawl"])
def test_a_parameter_may_be_called_like_a_media_type(form: str) -> None:
    parameters = [{"name": name, "in": "query", "description": "It.", "schema": _TEXT} for name in ("id", _JSON)]
    assert {"query.id", f"query.{_JSON}"} == _types(form, {"parameters": parameters})


@pytest.mark.parametrize("form", _SPLIT)
def test_a_media_type_that_a_sample_has_as_a_name_is_one_in_a_body(form: str) -> None:
    body = {"content": {_JSON: {"schema": _object({_JSON: _TEXT, "id": _TEXT})}}}
    assert {f"body.{_JSON}", "body.id"} == _types(form, {"requestBody": body}, era=_BEFORE_MENUS)


@pytest.mark.parametrize("name", ["Test it", "Last updated", "Copy", "HTTP", "Python"])
@pytest.mark.parametrize("form", _SPLIT)
def test_the_first_member_may_be_called_like_a_button(form: str, name: str) -> None:
    members = _object({name: _object({"id": _TEXT}), "note": _TEXT})
    place = json.dumps(name) if " " in name else name
    body = {f"body.{place}", f"body.{place}.id", "body.note"}
    assert body == _types(form, {"requestBody": {"content": {_JSON: {"schema": members}}}}, era=_BEFORE_MENUS)
    found = _types(form, {"responses": {"404": _answer(_object({name: _TEXT, "note": _TEXT}))}})
    assert {f"response.404.{place}", "response.404.note"} == found


@pytest.mark.parametrize("form", _SPLIT)
def test_below_the_heading_of_a_body_its_word_is_a_name(form: str) -> None:
    header = {"name": "X-Of", "in": "header", "description": "It.", "schema": _TEXT}
    body = {"content": {_JSON: {"schema": _object({"Body": {"type": "array", "items": _TEXT}, "id": _TEXT})}}}
    found = _types(form, {"parameters": [header], "requestBody": body}, era=_BEFORE_MENUS)
    assert {"header.X-Of", "body.Body", "body.Body[]", "body.id"} == found


@pytest.mark.parametrize("form", _TEXTS)
def test_other_properties_with_a_member_behind_them_are_a_member(form: str) -> None:
    answers = {"200": {"description": "Done"}, "404": _answer(_object({_OTHERS: _TEXT, "id": _TEXT}))}
    assert {f'response.404."{_OTHERS}"', "response.404.id"} == _types(form, {"responses": answers})


@pytest.mark.parametrize("form", [*_TEXTS, "html"])
def test_what_is_called_other_properties_and_only_read_ends_no_object(form: str) -> None:
    inner = _object({_OTHERS: {**_TEXT, "readOnly": True}, "id": _TEXT, "code": _TEXT})
    body = {"content": {_JSON: {"schema": _object({"of": inner, "note": _TEXT})}}}
    assert {"body.of", "body.of.id", "body.of.code", "body.note"} <= _types(form, {"requestBody": body})


@pytest.mark.parametrize("form", [*_TEXTS, "html"])
def test_where_a_parameter_is_called_other_properties_none_are_told_without_a_sample(form: str) -> None:
    parameter = {"name": _OTHERS, "in": "query", "schema": _TEXT}
    answers = {"200": {"description": "Done"}, "404": _answer(_object({"id": _TEXT, _OTHERS: _TEXT}))}
    found = _types(form, {"parameters": [parameter], "responses": answers})
    assert {f'query."{_OTHERS}"', "response.404.id"} == found


def test_members_that_a_crawler_kept_stand_below_the_name_in_the_sample() -> None:
    inner = _object({"id": _TEXT, "code": _TEXT})
    found = _types("crawl", {"responses": {"200": _answer(_object({_OTHERS: inner, "note": _TEXT}))}})
    assert {f'response.200."{_OTHERS}".id', f'response.200."{_OTHERS}".code', "response.200.note"} == found


@pytest.mark.parametrize("form", _SPLIT)
def test_an_object_called_headers_has_members(form: str) -> None:
    answers = {"404": _answer(_object({"Headers": _object({"id": _TEXT}), "note": _TEXT}))}
    found = _types(form, {"responses": answers})
    assert {"response.404.Headers", "response.404.Headers.id", "response.404.note"} == found


@pytest.mark.parametrize("form", _SPLIT)
def test_behind_what_opens_nothing_a_button_is_a_name(form: str) -> None:
    part = {"allOf": [_object({"id": _TEXT})]}
    answers = {"200": _answer(_object({"any": {"type": "number"}, "Show more": part, "Hide it": _TEXT}))}
    assert {"any", '"Show more"', '"Hide it"'} <= {
        place.removeprefix("response.200.") for place in _types(form, {"responses": answers})
    }


def test_members_of_a_part_that_a_sample_leaves_out_are_not_those_of_what_is_around_it() -> None:
    part = {"allOf": [_object({"id": {**_TEXT, "writeOnly": True}})]}
    era = next(one for one in ERAS if one.all_of and one.titles)
    answers = {"200": _answer(_object({"of": _object({"part": part}), "note": _TEXT}))}
    found = _types("crawl", {"responses": answers}, era=era)
    assert "response.200.of.id" not in found


@pytest.mark.parametrize("form", [*_TEXTS, "html"])
def test_a_body_that_is_no_json_leaves_the_sample_of_an_answer_alone(form: str) -> None:
    body = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
    answers = {"200": _answer(_object({"id": _TEXT}))}
    found = _types(form, {"requestBody": body, "responses": answers}, expanded=False, era=_BEFORE_MENUS)
    assert "body" in found
