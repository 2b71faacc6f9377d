"""What describes a thing may be a word of the page, and what a value is may hold the word before another value."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}
_WITH_ANSWERS = [era for era in ERAS if not era.button_answers]


def _object(**members: object) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def _answer(schema: object, description: str = "Fine") -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _surface(form: str, era: Era, *operations: dict[str, Any], expanded: bool = False) -> Surface:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {
            f"/things/{number}": {operation.pop("method", "get"): operation}
            for number, operation in enumerate(operations)
        },
    }
    printed = print_page(document, RowPrinter(era, Words("en"), expanded=expanded))
    report = Report()
    page = decode(save_text(printed, form).text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert [] == list(report)
    return surface


def _said(surface: Surface) -> dict[tuple[str, str], Any]:
    return {
        (fact.place, fact.attribute): fact.value
        for fact in surface.facts
        if (fact.visibility, fact.evidence) == (Visibility.SHOWN, Evidence.STATED)
    }


@pytest.mark.parametrize("expanded", [False, True])
@pytest.mark.parametrize("era", _WITH_ANSWERS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", FORMS)
def test_an_answer_that_is_described_as_a_method_begins_no_samples(form: str, era: Era, expanded: bool) -> None:  # noqa: FBT001
    answers = {"200": _answer(_object(id=_TEXT)), "403": {"description": "Get"}}
    operation = {"summary": "List all", "responses": answers}
    described_first = {"summary": "List more", "responses": {"200": _answer(_object(id=_TEXT), "Get")}}
    surface = _surface(form, era, operation, described_first, {**operation}, expanded=expanded)
    known = {fact.operation for fact in surface.facts if fact.attribute == "present" and not fact.place}
    assert {f"GET /things/{number}" for number in range(3)} == known


@pytest.mark.parametrize("expanded", [False, True])
@pytest.mark.parametrize("era", ERAS[3:6], ids=lambda era: era.date)
def test_a_body_that_is_described_in_one_word_has_no_member_of_that_name(era: Era, expanded: bool) -> None:  # noqa: FBT001
    schema = {"allOf": [_object(id=_TEXT), _object(name=_TEXT)]}
    body = {"description": "Booking", "content": {"application/json": {"schema": schema}}}
    operation = {"summary": "Book", "method": "post", "requestBody": body, "responses": {"204": {"description": "Ok"}}}
    said = _said(_surface("innertext", era, operation, expanded=expanded))
    assert (digest("Booking"), "object") == (said["body", "description"], said["body", "type"])
    assert ("body.Booking", "type") not in said


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
def test_the_description_of_a_body_is_no_member_of_a_copy(era: Era) -> None:
    schemas = (
        {"allOf": [_object(id={**_TEXT, "readOnly": True}, name=_TEXT, end=_TEXT)]},
        {"anyOf": [_object(name=_TEXT, end=_TEXT), {"type": "null"}]},
    )
    for schema in schemas:
        for words in ("Booking", "The booking that is made"):
            body = {"description": words, "content": {"application/json": {"schema": schema}}}
            answers = {"204": {"description": "Ok"}}
            operation = {"summary": "Book", "method": "post", "requestBody": body, "responses": answers}
            said = _said(_surface("clipboard", era, operation, expanded=True))
            assert said.get(("body", "description"), digest(words)) == digest(words)
            assert {place for place, _ in said if words in place} == set()


def test_a_member_that_opens_and_that_no_sample_has_is_left_where_a_copy_has_it_first() -> None:
    schema = _object(audit={**_object(by=_TEXT, at=_TEXT), "readOnly": True}, name=_TEXT, end=_TEXT)
    body = {"content": {"application/json": {"schema": schema}}}
    operation = {"summary": "Book", "method": "post", "requestBody": body, "responses": {"204": {"description": "Ok"}}}
    surface = _surface("clipboard", ERAS[-1], operation, expanded=True)
    assert {"body.name", "body.end"} == {place for place, kind in _said(surface) if kind == "type"}
    assert ("at", "audit", "by") == next(fact.value for fact in surface.facts if fact.attribute == "unplaced")


@pytest.mark.parametrize("form", FORMS)
def test_a_pattern_may_hold_the_word_before_a_default(form: str) -> None:
    schema = {**_TEXT, "example": "Pattern", "pattern": "a: b|Default: c"}
    operation = {
        "summary": "List all",
        "parameters": [{"name": "q", "in": "query", "schema": schema}],
        "responses": {"200": _answer(_object(id=_TEXT))},
    }
    said = _said(_surface(form, ERAS[-1], operation))
    assert ("a: b|Default: c", "Pattern") == (said["query.q", "pattern"], said["query.q", "example"])
    assert ("query.q", "default") not in said


@pytest.mark.parametrize("form", ["crawl", "crawl-buttons"])
def test_a_request_within_a_description_is_no_sign_of_a_converter(form: str) -> None:
    """Which would have put a stroke before each mark that is none."""
    operation = {
        "summary": "List all",
        "description": "Like this:\n\n```http\nGET /things/1 HTTP/1.1\nHost: api.example.test\n```\n\nand no more.",
        "parameters": [{"name": "q", "in": "query", "schema": {**_TEXT, "pattern": r"^\d+\.\d{2}$"}}],
        "responses": {"200": _answer(_object(id=_TEXT))},
    }
    said = _said(_surface(form, ERAS[-1], operation))
    assert (r"^\d+\.\d{2}$", digest(str(operation["description"]))) == (
        said["query.q", "pattern"],
        said["", "description"],
    )


@pytest.mark.parametrize("form", ["crawl", "crawl-buttons"])
def test_values_on_several_lines_are_the_end_of_a_description_or_may_be(form: str) -> None:
    """Where the pieces of a row are run together, they all stand on one."""
    told = "Which day.\n\nDefault: today\n\nExample: 2024-01-01\n\nPattern: ISO"
    listed = {"type": "integer", "description": "How many.\n\nPossible values: any"}
    parameters = [
        {"name": "day", "in": "query", "description": told, "schema": {**_TEXT, "format": "date"}},
        {"name": "size", "in": "query", "schema": listed},
    ]
    operation = {"summary": "List all", "parameters": parameters, "responses": {"200": _answer(_object(id=_TEXT))}}
    said = _said(_surface(form, ERAS[-1], operation))
    assert {"type", "format", "required"} == {attribute for place, attribute in said if place == "query.day"}
    assert digest("How many. Possible values: any") == said["query.size", "description"]


@pytest.mark.parametrize("form", FORMS)
def test_marks_of_code_within_an_example_are_of_it(form: str) -> None:
    """Only a value that is all within them was written by a converter."""
    schema = {**_TEXT, "example": "search for `database:production`"}
    parameters = [{"name": "q", "in": "query", "description": "What.", "schema": schema}]
    operation = {"summary": "List all", "parameters": parameters, "responses": {"200": _answer(_object(id=_TEXT))}}
    said = _said(_surface(form, ERAS[-1], operation))
    assert "search for `database:production`" == said["query.q", "example"]


@pytest.mark.parametrize(("items", "told"), [("* **loan**\n* **cash**", True), ("loan, cash", False)])
def test_values_that_are_told_in_a_list_are_of_the_description_where_those_below_it_are_lost(
    items: str,
    told: bool,  # noqa: FBT001
) -> None:
    words = f"The kind of it.\n\nPossible values:\n{items}"
    kind = {**_TEXT, "description": words, "enum": ["loan", "cash"]}
    operation = {"summary": "List all", "responses": {"200": _answer(_object(id=_TEXT, kind=kind))}}
    said = _said(_surface("crawl", ERAS[-1], operation))
    assert (digest(words) if told else None) == said.get(("response.200.kind", "description"))


@pytest.mark.parametrize("flag", ["readOnly", "writeOnly", "deprecated"])
def test_a_page_that_needs_nothing_has_flags_where_it_shows_another(flag: str) -> None:
    parameters = [{"name": "size", "in": "query", "schema": {"type": "integer"}}]
    schema = _object(id={**_TEXT, flag: True, "description": "Which."}, name=_TEXT)
    operation = {"summary": "List all", "parameters": parameters, "responses": {"200": _answer(schema)}}
    said = _said(_surface("innertext", ERAS[0], operation, expanded=True))
    assert (True, False, digest("Which.")) == (
        said["response.200.id", flag],
        said["query.size", "required"],
        said["response.200.id", "description"],
    )


@pytest.mark.parametrize("schema", [_TEXT, {**_TEXT, "format": "binary"}])
def test_a_body_that_has_no_flag_tells_that_a_page_does_not_say_optional(schema: dict[str, Any]) -> None:
    body = {"content": {"application/octet-stream": {"schema": {**schema, "description": "The content of the file."}}}}
    parameters = [{"name": "size", "in": "query", "required": True, "schema": {"type": "integer"}}]
    operation = {
        "summary": "Store it",
        "method": "put",
        "parameters": parameters,
        "requestBody": body,
        "responses": {"204": {"description": "Ok"}},
    }
    said = _said(_surface("crawl", ERAS[0], operation))
    assert ("string", digest("The content of the file.")) == (said["body", "type"], said["body", "description"])


def test_one_value_that_is_told_in_a_description_and_printed_below_it_leaves_the_description_untold() -> None:
    words = "The kind of it.\n\nPossible values: **loan**"
    kind = {**_TEXT, "description": words, "enum": ["loan"]}
    operation = {"summary": "List all", "responses": {"200": _answer(_object(id=_TEXT, kind=kind))}}
    said = _said(_surface("crawl-buttons", ERAS[-1], operation))
    assert ("response.200.kind", "description") not in said


@pytest.mark.parametrize("era", _WITH_ANSWERS, ids=lambda era: era.date)
@pytest.mark.parametrize("form", FORMS)
def test_a_member_that_is_called_as_a_badge_stands_below_a_description(form: str, era: Era) -> None:
    word = "discriminator" if form == "innertext" else "Discriminator"
    schema = _object(avatar={**_TEXT, "description": "the hash"}, **{word: _TEXT}, flags={"type": "integer"})
    said = _said(_surface(form, era, {"summary": "List", "responses": {"200": _answer(schema)}}, expanded=True))
    types = {name: said.get((f"response.200.{name}", "type")) for name in ("avatar", word, "flags")}
    assert {"avatar": "string", word: "string", "flags": "integer"} == types
    assert digest("the hash") == said["response.200.avatar", "description"]
