"""Which words of a saved text are flags: a description may be such a word, and older pages have few of them."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Era, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_OLDEST, _NEWEST = ERAS[0], ERAS[-1]
_MEMBERS: dict[str, Any] = {
    "size": {"type": "integer"},
    "glaze": {"type": "string"},
    "oven": {"type": "string", "maxLength": 9},
    "shelf": {"type": "number"},
}


def _operation(**members: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": {**members, **_MEMBERS}}
    return {
        "summary": "Make a pot",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"201": {"description": "Made"}},
    }


def _facts(form: str, era: Era, operation: dict[str, Any]) -> dict[tuple[str, str], object]:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Pots"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/pots": {"post": operation}},
    }
    report = Report()
    page = decode(save_text(print_page(document, RowPrinter(era, Words("en"))), form).text.encode(), "p.txt", report)
    assert page is not None
    surface: Surface = read(page, report)
    assert ([], []) == (list(report), list(surface.not_understood))
    return {
        (fact.place, fact.attribute): fact.value
        for fact in surface.facts
        if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)
    }


@pytest.mark.parametrize("word", ["Optional", "Required", "optional"])
@pytest.mark.parametrize("era", [_OLDEST, _NEWEST], ids=lambda era: era.date)
def test_a_description_of_one_word_is_no_flag_in_a_copy_that_has_none(era: Era, word: str) -> None:
    facts = _facts("clipboard", era, _operation(store={"type": "string", "description": word}))
    assert [] == [key for key in facts if key[1] == "required"]
    assert {"digest", "words", "codes"} == facts["body.store", "description"].keys()  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", ["Optional", "Required"])
def test_nor_where_an_older_page_says_only_what_is_required(word: str) -> None:
    operation = _operation(store={"type": "string", "description": word})
    operation["requestBody"]["content"]["application/json"]["schema"]["required"] = ["size"]
    facts = _facts("innertext", _OLDEST, operation)
    assert {"body.size"} == {place for (place, attribute), value in facts.items() if attribute == "required" and value}
    assert ("body.store", "description") in facts


def test_deprecated_alone_is_a_flag_on_an_older_page_saved_with_its_menus() -> None:
    lid = {"type": "string", "deprecated": True, "description": "What is put on it."}
    facts = _facts("innertext", _OLDEST, _operation(lid=lid))
    assert (True, False) == (facts["body.lid", "deprecated"], facts["body.size", "required"])
    assert (
        facts["body.lid", "description"] == _facts("innertext", _NEWEST, _operation(lid=lid))["body.lid", "description"]
    )
