"""A page that was saved before all of it was there is never taken for one that says less."""

from __future__ import annotations

import pytest
from test_documentation_furniture import said
from test_drift_lost_lines import lines_of, printed, verdict, whole
from truespec.cli.console import Exit
from truespec.cli.pages import read_bytes
from truespec.diagnostics import Report
from truespec.documentation.rendered.furniture import is_furniture
from truespec.documentation.rendered.loading import is_waiting

FORMS = ("crawl", "crawl-buttons", "innertext", "clipboard")
WORDS = ["Loading...", "Loading…", "Please wait…", "Wird geladen…", "Cargando...", "読み込み中…"]


def page(text: str) -> Exit:
    return read_bytes(text.encode(), "page.txt", Report()).exit


@pytest.mark.parametrize("word", WORDS)
def test_words_for_what_is_to_come_have_dots_behind_them(word: str) -> None:
    assert is_furniture(word)
    assert (True, False) == (is_waiting(word), is_waiting(word.rstrip(".…")))
    assert not is_furniture(word.rstrip(".…"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("word", WORDS)
def test_what_was_being_loaded_when_a_page_was_saved_is_not_gone(form: str, word: str) -> None:
    text = printed(whole(), form)
    lines = lines_of(text)
    rows = [number for number, line in enumerate(lines) if line.startswith(("X-Shelf", "oven", "size"))]
    assert rows, text
    for at in rows:
        saved = "\n".join([*lines[:at], word, *lines[at + 2 :]])
        assert not verdict(text, saved)[0], lines[at : at + 2]


@pytest.mark.parametrize("form", FORMS)
def test_a_heading_or_an_answer_below_which_something_was_being_loaded_needs_no_lock_to_be_told(form: str) -> None:
    text = printed(whole(), form)
    lines = lines_of(text)
    first = next(number for number, line in enumerate(lines) if line == "Responses")
    behind = next(number for number in range(first + 1, len(lines)) if lines[number].lower().startswith("post"))
    assert page(text) is Exit.HOLDS
    assert page("\n".join([*lines[: first + 1], "Loading…", *lines[behind:]])) is Exit.COULD_NOT_TELL


@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_has_all_it_had_may_be_waiting_for_more(form: str) -> None:
    text = printed(whole(), form)
    lines = lines_of(text)
    assert said(text) == said("\n".join([*lines[:9], "Loading…", *lines[9:]]))
    assert verdict(text, "\n".join([*lines[:9], "Loading…", *lines[9:]])) == (True, "")
