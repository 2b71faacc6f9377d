"""What a word of a page is there for, its sample tells: a name, what parts alternatives, a flag or a description."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}


def _object(**members: object) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def _content(schema: object) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _answer(schema: object, description: str = "Fine") -> dict[str, Any]:
    return {"description": description, **_content(schema)}


def _said(form: str, operation: dict[str, Any], *, era: Era = ERAS[-1], opened: bool = False) -> dict[Any, Any]:
    """Print, save and read one operation; return what it states by place and attribute."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"post": {"responses": {"200": _answer(_object(id=_TEXT))}, **operation}}},
    }
    printed = print_page(document, RowPrinter(era, Words("en"), expanded=opened))
    report = Report()
    page = decode(save_text(printed, form).text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert [] == list(report)
    return {
        (fact.place, fact.attribute): fact.value
        for fact in surface.facts
        if (fact.visibility, fact.evidence) == (Visibility.SHOWN, Evidence.STATED)
    }


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
def test_the_words_above_a_body_that_is_a_choice_describe_it(era: Era, opened: bool) -> None:  # noqa: FBT001 - a case
    parts = [_object(id=_TEXT), _object(count=_NUMBER)]
    body = {"description": "What is made", **_content({"allOf": parts})}
    said = _said("clipboard", {"requestBody": body}, era=era, opened=opened)
    assert digest("What is made") == said["body", "description"]
    assert "object" == said.get(("body", "type"), "object")
    assert "integer" == said.get(("body.count", "type"), "" if opened else "integer")


@pytest.mark.parametrize("form", ["innertext", "clipboard", "crawl-buttons"])
def test_an_answer_with_content_may_be_described_as_a_type(form: str) -> None:
    answers = {"200": _answer(_object(id=_TEXT)), "402": _answer(_object(why=_TEXT), "object")}
    assert digest("object") == _said(form, {"responses": answers})["response.402", "description"]


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
def test_a_member_that_a_sample_has_is_described_as_deprecated(era: Era) -> None:
    old = {"old": {**_TEXT, "deprecated": True}, "free": {"type": "boolean", "description": "Deprecated"}}
    said = _said("innertext", {"requestBody": _content(_object(id=_TEXT, **old))}, era=era)
    assert ("body.free", "deprecated") not in said
    assert digest("Deprecated") == said["body.free", "description"]
    assert said["body.old", "deprecated"]


@pytest.mark.parametrize("form", ["innertext", "clipboard"])
def test_a_word_that_a_sample_lacks_parts_alternatives_though_another_has_it(form: str) -> None:
    choice = {"oneOf": [_object(card=_TEXT), _object(code=_NUMBER)]}
    body = _content(_object(id=_TEXT, paid=choice, last=_NUMBER))
    answers = {"200": _answer(_object(**{"or": _TEXT}))}
    for opened in (False, True):
        said = _said(form, {"requestBody": body, "responses": answers}, opened=opened)
        assert ["object", "object"] == [said[f"body.paid|{number}", "type"] for number in (1, 2)]
    assert "integer" == said["body.paid|2.code", "type"]


@pytest.mark.parametrize("form", ["innertext", "clipboard"])
def test_the_one_row_that_may_be_a_member_of_the_sample_is_that(form: str) -> None:
    choice = {"oneOf": [_object(card=_TEXT), _object(code=_NUMBER)]}
    said = _said(form, {"requestBody": _content(_object(paid=choice, id=_TEXT, **{"or": _TEXT}))}, opened=True)
    assert {"string"} == {said[place, "type"] for place in ("body.id", "body.or", "body.paid|1.card")}
    assert "integer" == said["body.paid|2.code", "type"]


@pytest.mark.parametrize("form", ["innertext", "clipboard"])
def test_a_member_that_is_described_as_a_type_keeps_what_is_around_it(form: str) -> None:
    memo = {"type": ["string", "null"], "description": "string"}
    inner = _object(gross=_NUMBER, net=_NUMBER)
    said = _said(form, {"responses": {"200": _answer(_object(price=inner, memo=memo, last=_TEXT))}}, opened=True)
    places = [f"response.200.{name}" for name in ("price.gross", "price.net", "memo", "last")]
    assert ["integer", "integer", "string", "string"] == [said[place, "type"] for place in places]


@pytest.mark.parametrize("form", ["innertext", "clipboard"])
def test_a_sign_that_a_sample_has_as_a_name_is_no_icon(form: str) -> None:
    said = _said(form, {"requestBody": _content(_object(**{"〒": _TEXT}, id=_NUMBER))})
    assert ["string", "integer"] == [said[f"body.{name}", "type"] for name in ("〒", "id")]


@pytest.mark.parametrize("form", ["crawl", "crawl-buttons"])
def test_what_stands_below_a_row_with_nothing_behind_it_is_its_description(form: str) -> None:
    parameter = {"name": "note", "in": "query", "schema": {**_TEXT, "description": "Default: none"}}
    said = _said(form, {"parameters": [parameter]})
    assert digest("Default: none") == said["query.note", "description"]
    assert ("query.note", "default") not in said


def test_a_required_row_that_no_request_sends_is_below_a_parameter_that_was_not_saved() -> None:
    near = {**_object(lat=_NUMBER, lng=_NUMBER, radius=_NUMBER), "required": ["lat", "lng"]}
    schemas = {"first": _TEXT, "near": near, "last": _TEXT}
    parameters = [
        {"name": name, "in": "query", "required": name != "near", "schema": schema} for name, schema in schemas.items()
    ]
    answer = _answer(_object(id=_TEXT, inner=_object(name=_TEXT, one=_object(two=_TEXT))))
    said = _said("crawl", {"parameters": parameters, "responses": {"200": answer}}, opened=True)
    assert {"query.first", "query.last"} == {place for place, _ in said if place.startswith("query")}
