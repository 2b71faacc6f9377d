"""Markup that lost an element in its middle is not whole, though all its tags fit together."""

from __future__ import annotations

import re
from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Surface
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.rendered.words import LANGUAGES

_TAG = re.compile(r"<(/?)(\w+)[^>]*?(/?)>")
_VOID = {"input", "br", "hr", "img", "meta", "link"}
_TEXT = {"type": "string"}


def _document() -> dict[str, Any]:
    part = {"type": "object", "properties": {"size": _TEXT}}
    choice = {"oneOf": [{"type": "integer"}, _TEXT]}
    members = {"name": _TEXT, "part": part, "pick": choice, "rest": {"type": "object", "additionalProperties": _TEXT}}
    content = {"application/json": {"schema": {"type": "object", "properties": members}}}
    listed = {"application/json": {"schema": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}}}}
    made = {"200": {"description": "Made", "content": content}}
    post = {"summary": "Make", "requestBody": {"content": content}, "responses": made}
    put = {"summary": "List", "requestBody": {"content": listed}, "responses": {"200": {"description": "All"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"post": post, "put": put}},
    }


def _page(era: Era, *, expanded: bool, language: str = "en") -> str:
    return save_markup(print_page(_document(), RowPrinter(era, Words(language), expanded=expanded))).text


def _read(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.html", report)
    assert page is not None
    return read(page, report)


def _without(text: str, start: int) -> str:
    """Return markup without the element that begins at a place."""
    depth = 0
    for tag in _TAG.finditer(text, start):
        if tag[3] or tag[2] in _VOID:
            continue
        depth += -1 if tag[1] else 1
        if not depth:
            return text[:start] + text[tag.end() :]
    raise AssertionError(start)


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
@pytest.mark.parametrize("expanded", [False, True])
def test_a_page_that_lost_nothing_is_whole(era: Era, expanded: bool) -> None:  # noqa: FBT001 - a parameter of a test
    assert all(_read(_page(era, expanded=expanded, language=language)).page.whole for language in LANGUAGES)


@pytest.mark.parametrize("lost", ["openapi-schema-alternatives", "openapi-disclosure-panel", "openapi-schema-name"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_that_lost_an_element_is_not_whole(lost: str, language: str) -> None:
    text = _page(ERAS[-1], expanded=True, language=language)
    starts = [tag.start() for tag in re.finditer(rf"<\w+ class=\"[^\"]*\b{lost}\"", text)]
    found = [_read(_without(text, start)).page.whole for start in starts]
    assert (True, set[bool]()) == (len(starts) > 1, set(found) - {False})


def test_an_answer_with_an_object_without_members_is_whole() -> None:
    document = _document()
    answer = document["paths"]["/things"]["put"]["responses"]["200"]
    answer["content"] = {"application/json": {"schema": {"type": "object", "properties": {}}}}
    parts = {"allOf": [{"type": "object", "properties": {}}, {"type": "object"}]}
    document["paths"]["/things"]["post"]["responses"]["200"]["content"] = {"application/json": {"schema": parts}}
    for era in ERAS:
        assert _read(save_markup(print_page(document, RowPrinter(era, Words("en")))).text).page.whole, era.date


@pytest.mark.parametrize("expanded", [False, True])
@pytest.mark.parametrize(
    "lost", ['openapi-disclosure-trigger"><div class="openapi-schema-presentation', "openapi-schema-type"]
)
def test_a_page_that_lost_a_row_or_its_type_is_not_whole(lost: str, expanded: bool) -> None:  # noqa: FBT001
    text = _page(ERAS[-1], expanded=expanded)
    starts = [text.rindex("<", 0, found.end()) for found in re.finditer(rf"<\w+ class=\"{lost}\"", text)]
    found = [_read(_without(text, start)).page.whole for start in starts]
    named = [text[:start].endswith("</span><span>") or "presentation" in lost for start in starts]
    assert any(named)
    assert not any(whole for whole, needed in zip(found, named, strict=True) if needed)


def test_a_page_that_lost_an_answer_of_which_a_sample_is_left_is_not_whole() -> None:
    document = _document()
    answers = document["paths"]["/things"]["post"]["responses"]
    answers["404"] = {"description": "None", "content": {"application/json": {"schema": _TEXT}}}
    text = save_markup(print_page(document, RowPrinter(ERAS[-1], Words("en")))).text
    start = next(found.start() for found in re.finditer(r'<div class="openapi-disclosure-group"', text))
    assert (True, False) == (_read(text).page.whole, _read(_without(text, start)).page.whole)
