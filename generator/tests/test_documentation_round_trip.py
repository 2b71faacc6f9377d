"""What is printed of a random document is read back: every fact that the form shows, and none that it does not."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from printing.documents import HOSTILE, PLAIN, documents
from printing.era import ERAS, Era, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, Saved, save_text
from truespec.diagnostics import Report
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.surface import Evidence, Form, Surface, Visibility
from truespec.documentation.wording import digest
from truespec.documentation.words import LANGUAGES

_LIKE_A_ROW = {"clipboard": {"one of", "Responses", "Body"}, "innertext": {"one of"}}
"""Names that no rule tells from a row, in texts that have every piece on a line of its own."""
_TEXTS = frozenset({"description", "summary"})
_EXAMPLES = int(os.environ.get("PAGE_EXAMPLES", "8"))
_SEED = int(os.environ.get("PAGE_SEED", "1"))
"""The same pages every time, and others for who asks for them."""
_SLOW = settings(
    max_examples=_EXAMPLES,
    database=None,
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


def _names(form: str, era: Era) -> tuple[str, ...]:
    """Where a page prints no flag behind a name, only the name tells where a field begins."""
    if not era.says_optional:
        return PLAIN
    return tuple(name for name in HOSTILE if name not in _LIKE_A_ROW.get(form, set()))


@st.composite
def _pages(draw: st.DrawFn, form: str) -> tuple[dict[str, Any], Era, str]:
    era = draw(st.sampled_from(ERAS))
    return draw(documents(_names(form, era))), era, draw(st.sampled_from(LANGUAGES))


@pytest.mark.parametrize("form", FORMS)
@seed(_SEED)
@_SLOW
@given(data=st.data())
def test_what_a_text_shows_is_read_and_nothing_else(form: str, data: st.DataObject) -> None:
    document, era, language = data.draw(_pages(form))
    words = Words(language)
    saved = save_text(print_page(document, RowPrinter(era, words)), form, era, words)
    assert shown(saved) == stated(read_page(saved.text))


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"crawl", "clipboard"}])
@seed(_SEED)
@_SLOW
@given(data=st.data())
def test_what_is_open_in_a_text_with_its_buttons_has_its_place(form: str, data: st.DataObject) -> None:
    document, era, language = data.draw(_pages(form))
    words = Words(language)
    saved = save_text(print_page(document, RowPrinter(era, words, expanded=True)), form, era, words)
    facts = shown(saved)
    assert {} == {key: value for key, value in stated(read_page(saved.text)).items() if facts.get(key) != value}


@seed(_SEED)
@_SLOW
@given(data=st.data())
def test_what_markup_shows_is_read_and_nothing_else(data: st.DataObject) -> None:
    document, era, language = data.draw(_pages("html"))
    rows = RowPrinter(era, Words(language), expanded=data.draw(st.booleans()))
    saved = save_markup(print_page(document, rows))
    assert shown(saved) == stated(read_page(saved.text))


@seed(_SEED)
@_SLOW
@given(data=st.data())
def test_two_forms_of_a_document_say_the_same_where_both_speak(data: st.DataObject) -> None:
    document, era, language = data.draw(_pages("crawl-buttons"))
    words = Words(language)
    saved = save_text(print_page(document, RowPrinter(era, words)), "crawl-buttons", era, words)
    whole = read_page(markdown_of(document))
    said = stated(whole)
    differing = {key: value for key, value in stated(read_page(saved.text)).items() if said.get(key) != value}
    assert (whole.page.form, differing) == (Form.MD_OPENAPI, {})
