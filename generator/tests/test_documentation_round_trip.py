"""What is printed of a random document is read back: every fact that the form shows, and none that it does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printing.documents import documents
from printing.era import ERAS, Era, Words
from printing.page import print_page
from printing.texts import FORMS, Saved, save_text

from truespec.diagnostics import Report
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.surface import Evidence, Surface, Visibility
from truespec.documentation.wording import digest
from truespec.documentation.words import LANGUAGES

_TEXTS = frozenset({"description", "summary"})
_SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read_text(text: str) -> Surface:
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
        (operation, place, attribute): digest(value) if attribute in _TEXTS else _frozen(value)
        for operation, place, attribute, value in saved.facts
    }


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("form", FORMS)
@_SLOW
@given(document=documents(), era=st.sampled_from(ERAS), language=st.sampled_from(LANGUAGES))
def test_what_a_text_shows_is_read_and_nothing_else(
    form: str, document: dict[str, Any], era: Era, language: str
) -> None:
    words = Words(language)
    saved = save_text(print_page(document, era, words), form, era, words)
    surface = read_text(saved.text)
    assert shown(saved) == stated(surface)
