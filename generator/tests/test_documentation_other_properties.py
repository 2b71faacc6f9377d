"""The row of the properties that an object does not name is told from a member of that very name."""

from __future__ import annotations

import pytest
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import Saved, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_OTHERS = "Other properties"
_TEXT = {"type": "string"}


def _saved(form: str, members: dict[str, object], *, answers: int = 1, **more: object) -> Saved:
    """Save an opened page of which the last answer has these members; only the first has a sample."""
    schema = {"type": "object", "properties": members, **more}
    last = {"description": "Fine", "content": {"application/json": {"schema": schema}}}
    statuses = {"200": {"description": "Done"}} if answers > 1 else {}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/things": {"get": {"summary": "List all", "responses": {**statuses, "404": last}}}},
    }
    printed = print_page(document, RowPrinter(ERAS[-1], Words("en"), expanded=True))
    return save_markup(printed) if form == "html" else save_text(printed, form)


def _read(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _typed(surface: Surface) -> set[str]:
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {fact.place.removeprefix("response.404") for fact in facts if fact.attribute == "type"}


_FORMS = ["html", "clipboard", "innertext", "crawl-buttons"]


@pytest.mark.parametrize("form", _FORMS)
def test_members_of_other_properties_are_below_them(form: str) -> None:
    others = {"type": "object", "properties": {"city": _TEXT, "code": _TEXT}}
    members = {"id": _TEXT, "places": {"type": "object", "additionalProperties": others}, "name": _TEXT}
    surface = _read(_saved(form, members).text)
    assert {".id", ".places", ".places{}", ".places{}.city", ".places{}.code", ".name"} == _typed(surface)


@pytest.mark.parametrize("form", _FORMS)
def test_a_sample_tells_a_member_of_the_name_of_other_properties(form: str) -> None:
    surface = _read(_saved(form, {"id": _TEXT, "place": {"type": "object", "properties": {_OTHERS: _TEXT}}}).text)
    assert _typed(surface) <= {".id", ".place", f'.place."{_OTHERS}"'}


@pytest.mark.parametrize("form", [form for form in _FORMS if form != "clipboard"])
def test_other_properties_that_are_required_are_a_member(form: str) -> None:
    surface = _read(_saved(form, {"id": _TEXT, _OTHERS: _TEXT}, answers=2, required=[_OTHERS]).text)
    assert {".id", f'."{_OTHERS}"'} == _typed(surface)


def test_other_properties_before_another_member_are_a_member() -> None:
    surface = _read(_saved("html", {_OTHERS: _TEXT, "id": _TEXT}, answers=2).text)
    assert {".id", f'."{_OTHERS}"'} == _typed(surface)


def test_a_parameter_may_have_the_name_of_other_properties() -> None:
    text = _saved("html", {_OTHERS: _TEXT, "id": _TEXT}).text
    section = text.index('<div class="openapi-section openapi-responses')
    row = (
        '<div class="openapi-schema"><div class="openapi-schema-presentation"><span class="openapi-schema-name">'
        f'<span class="openapi-schema-propertyname">{_OTHERS}</span><span class="openapi-schema-type">string</span>'
        "</span></div></div>"
    )
    heading = '<div class="openapi-section-header-content">Query parameters</div>'
    parameters = f'<div class="openapi-section openapi-parameters">{heading}<div class="openapi-parameters-body">{row}'
    surface = _read(f"{text[:section]}{parameters}</div></div>{text[section:]}")
    assert f'query."{_OTHERS}"' in _typed(surface)
