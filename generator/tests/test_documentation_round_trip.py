"""What is printed of a random document is read back: every fact that the form shows, and none that it does not."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from printing.documents import HOSTILE, PLAIN, documents
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, Saved, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Form, Surface, Visibility
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.rendered.words import LANGUAGES

_LIKE_A_ROW = {"clipboard": {"one of", "Responses", "Body", "e-mail 2", "Possible values"}, "innertext": {"one of"}}
"""Names that no rule tells from a row, in texts that have every piece on a line of its own.

A copy has no flags: there a name with a blank before a member whose name is a type reads as the end of a description.
"""
_LIKE_A_SEPARATOR = {"or"}
"""Names that look like the word between two alternatives of which one is open."""
_TEXTS = frozenset({"description", "summary"})
_EXAMPLES = int(os.environ.get("PAGE_EXAMPLES", "8"))
_SLOW = settings(
    max_examples=_EXAMPLES,
    database=None,
    derandomize=True,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a failing page is small enough as it is
    suppress_health_check=list(HealthCheck),
)


def read_page(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def stated(surface: Surface) -> dict[tuple[str, str, str], Any]:
    return {
        (fact.operation, fact.place, fact.attribute): fact.value
        for fact in surface.facts
        if fact.visibility is Visibility.SHOWN and fact.evidence is Evidence.STATED
    }


def shown(saved: Saved) -> dict[tuple[str, str, str], Any]:
    return {
        (operation, place, attribute): digest(value) if attribute in _TEXTS else value
        for operation, place, attribute, value in saved.facts
    }


def markdown_of(document: dict[str, Any]) -> str:
    return f"# Things\n\n## All\n\n````json\n{json.dumps(document, ensure_ascii=False)}\n````\n"


def _names(form: str, era: Era, *, opened: bool) -> tuple[str, ...]:
    """Where a page prints no flag behind a name, only the name tells where a field begins."""
    if not era.says_optional:
        return PLAIN
    without = _LIKE_A_ROW.get(form, set()) | (_LIKE_A_SEPARATOR if opened else set())
    return tuple(name for name in HOSTILE if name not in without)


@st.composite
def _pages(draw: st.DrawFn, form: str, *, opened: bool = False) -> tuple[dict[str, Any], Era, str]:
    era = draw(st.sampled_from(ERAS))
    return draw(documents(_names(form, era, opened=opened))), era, draw(st.sampled_from(LANGUAGES))


@pytest.mark.parametrize("form", FORMS)
@_SLOW
@given(data=st.data())
def test_what_a_text_shows_is_read_and_nothing_else(form: str, data: st.DataObject) -> None:
    document, era, language = data.draw(_pages(form))
    words = Words(language)
    saved = save_text(print_page(document, RowPrinter(era, words)), form)
    surface = read_page(saved.text)
    facts, found = shown(saved), stated(surface)
    if form == "crawl" and era.button_path:
        # The path is known from the request alone, which has that of the server before it.
        found = {(operation.replace(" /v1/", " /"), *rest): value for (operation, *rest), value in found.items()}
    assert {} == {key: value for key, value in found.items() if facts.get(key) != value}
    missed = {one[:3] for one in saved.owed} - found.keys()
    if form == "crawl" and era.button_answers and surface.not_understood:
        # A row without the status that it belongs to, or a member without a flag whose name may be a sentence's end:
        # nothing is said of it, and its line is left over, never passed over in silence.
        answers = {key for key in missed if key[1].startswith("response.")}
        missed = missed - answers if era.says_optional else set()
    assert set() == missed


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"crawl", "clipboard"}])
@_SLOW
@given(data=st.data())
def test_what_is_open_in_a_text_with_its_buttons_has_its_place(form: str, data: st.DataObject) -> None:
    document, era, language = data.draw(_pages(form, opened=True))
    words = Words(language)
    saved = save_text(print_page(document, RowPrinter(era, words, expanded=True)), form)
    facts = shown(saved)
    assert {} == {key: value for key, value in stated(read_page(saved.text)).items() if facts.get(key) != value}


@_SLOW
@given(data=st.data())
def test_what_markup_shows_is_read_and_nothing_else(data: st.DataObject) -> None:
    document, era, language = data.draw(_pages("html"))
    rows = RowPrinter(era, Words(language), expanded=data.draw(st.booleans()))
    saved = save_markup(print_page(document, rows))
    assert shown(saved) == stated(read_page(saved.text))


@_SLOW
@given(data=st.data())
def test_two_forms_of_a_document_say_the_same_where_both_speak(data: st.DataObject) -> None:
    document, era, language = data.draw(_pages("crawl-buttons"))
    words = Words(language)
    saved = save_text(print_page(document, RowPrinter(era, words)), "crawl-buttons")
    whole = read_page(markdown_of(document))
    said = stated(whole)
    differing = {key: value for key, value in stated(read_page(saved.text)).items() if said.get(key) != value}
    assert (whole.page.form, differing) == (Form.MD_OPENAPI, {})
