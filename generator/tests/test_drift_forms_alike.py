"""What two pages print in their own ways, or cannot place, is no drift between them."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.capture import Capture, capture
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.drift.page_changes import page_changes

_FORMS = ("html", "innertext", "clipboard", "crawl-buttons", "crawl")


def _captured(operation: dict[str, Any], form: str, *, language: str = "en", expanded: bool = False) -> Capture:
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"post": {"summary": "Do it", **operation}}},
    }
    printed = print_page(document, RowPrinter(ERAS[-2], Words(language), expanded=expanded))
    saved = save_markup(printed) if form == "html" else save_text(printed, form)
    report = Report()
    page = decode(saved.text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert not report.failed, [str(one) for one in report]
    return capture(surface)


def _drift(before: Capture, now: Capture) -> list[str]:
    return [f"{one.kind.value} {one.place} {one.attribute}".strip() for one in page_changes(before, now) if one.drift]


@pytest.mark.parametrize("form", _FORMS)
def test_an_answer_may_be_described_by_the_word_for_one_that_is_not_described(form: str) -> None:
    member = {"type": "object", "properties": {"id": {"type": "string"}}}
    words = {"200": "Success", "422": "Error"}
    answers = {
        status: {"description": text, "content": {"application/json": {"schema": member}}}
        for status, text in words.items()
    }
    english, german = (_captured({"responses": answers}, form, language=one) for one in ("en", "de"))
    assert ([], []) == (_drift(english, german), _drift(german, english))
    answers["422"] = {**answers["422"], "description": "Wrong"}
    other = _captured({"responses": answers}, form, language="en")
    assert ["reworded response.422 description"] == _drift(other, english)


@pytest.mark.parametrize("form", ["innertext", "clipboard", "crawl-buttons"])
def test_what_may_be_below_a_parameter_or_beside_it_is_not_gone(form: str) -> None:
    page = {"type": "object", "properties": {"number": {"type": "integer"}, "size": {"type": "integer"}}}
    parameters = [
        {"name": "from", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "page", "in": "query", "schema": page},
    ]
    operation = {"parameters": parameters, "responses": {"204": {"description": "Done"}}}
    html, text = _captured(operation, "html", expanded=True), _captured(operation, form, expanded=True)
    assert ([], []) == (_drift(html, text), _drift(text, html))


@pytest.mark.parametrize("form", _FORMS)
def test_an_alternative_more_is_drift_where_the_words_between_them_tell_how_many_there_were(form: str) -> None:
    parts: list[dict[str, Any]] = [
        {"type": "object", "properties": {one: {"type": "string"}}} for one in ("card", "desk")
    ]

    def _paid(*more: dict[str, Any]) -> dict[str, Any]:
        whole = {"type": "object", "properties": {"pay": {"oneOf": [*parts, *more]}, "note": {"type": "string"}}}
        content = {"application/json": {"schema": whole}}
        return {"requestBody": {"content": content}, "responses": {"204": {"description": "Done"}}}

    before, now = _captured(_paid(), form), _captured(_paid({"type": "integer"}), form)
    assert (["added body.pay|3"], ["removed body.pay|3"]) == (_drift(before, now), _drift(now, before))


def _of_blocks(*members: str) -> Capture:
    """Return what the source of a page says, with a block for each member of the body."""
    rows = [
        f'{{% swagger-parameter in="body" name="{one}" type="string" %}}\n{{% endswagger-parameter %}}'
        for one in members
    ]
    head = '{% swagger method="post" path="/things" baseUrl="https://api.example.test" summary="Do it" %}'
    answer = '{% swagger-response status="200" description="Fine" %}\n{% endswagger-response %}'
    report = Report()
    page = decode("\n".join([head, *rows, answer, "{% endswagger %}\n"]).encode(), "page.md", report)
    assert page is not None
    return capture(read(page, report))


@pytest.mark.parametrize("form", _FORMS)
def test_blocks_have_no_row_for_a_body_that_is_no_object(form: str) -> None:
    member = {"type": "object", "properties": {"id": {"type": "string"}}}
    answers = {"200": {"description": "Fine"}}
    for schema in ({"type": "array", "items": member}, {"type": "string"}):
        rendered = _captured(
            {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": answers}, form
        )
        assert ([], []) == (_drift(rendered, _of_blocks()), _drift(_of_blocks(), rendered))
    assert ["removed body.id"] == _drift(_of_blocks("id", "name"), _of_blocks("name"))
    assert ["removed body.id"] == _drift(_of_blocks("id"), _of_blocks())
