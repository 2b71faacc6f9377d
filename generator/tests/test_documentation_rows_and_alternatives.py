"""Pages on which there are more alternatives than rows with a name, and addresses that begin with a variable."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from test_documentation_round_trip import read_page, shown, stated

WITH_PATHS = sorted(set(FORMS) - {"crawl"})
"""The forms that show the path of an operation in its own row at every date."""


def _document() -> dict[str, Any]:
    choice = {"oneOf": [{"type": "object", "properties": {"name": {"type": "string"}}} for _ in range(9)]}
    body = {"type": "object", "properties": {"shape": choice}}
    answer = {"description": "Made.", "content": {"application/json": {"schema": {"type": "object"}}}}
    pot = {"name": "pot", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z]+$"}}
    change = {
        "summary": "Change a pot",
        "parameters": [pot],
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"200": answer},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pots", "version": "1", "description": "All pots."},
        "servers": [{"url": "https://pots.example.test/v1"}],
        "paths": {"/pots/{pot}": {"put": change}},
    }


@pytest.mark.parametrize("form", WITH_PATHS)
@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
def test_alternatives_without_names_do_not_make_a_page_one_of_pieces(era: Any, form: str) -> None:
    saved = save_text(print_page(_document(), RowPrinter(era, Words("en"))), form)
    read, wanted = stated(read_page(saved.text)), shown(saved)
    place = ("PUT /pots/{pot}", "path.pot", "type")
    assert wanted[place] == read.get(place)


@pytest.mark.parametrize("form", WITH_PATHS)
@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
def test_the_scheme_of_an_address_may_be_a_variable(era: Any, form: str) -> None:
    document = {**_document(), "servers": [{"url": "{scheme}://pots.example.test"}]}
    saved = save_text(print_page(document, RowPrinter(era, Words("en"))), form)
    read, wanted = stated(read_page(saved.text)), shown(saved)
    assert {key: value for key, value in wanted.items() if key[:2] == ("", "")} == {
        key: value for key, value in read.items() if key[:2] == ("", "")
    }
    assert ("PUT /pots/{pot}", "", "present") in read


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.date)
def test_other_properties_of_a_made_sample_do_not_make_a_crawled_page_suspect(era: Any) -> None:
    """Beside them stands a body whose sample, an author's, leaves some members out."""
    members = {"name": {"type": "string"}, "glazed": {"type": "boolean"}}
    body = {"type": "object", "properties": members, "additionalProperties": True}
    document = _document()
    change = document["paths"]["/pots/{pot}"]["put"]
    change["requestBody"] = {"content": {"application/json": {"schema": {**body, "example": {"name": "Blue"}}}}}
    answers = {"200": {"description": "Made."}}
    make = {"summary": "Make a pot", "requestBody": {"content": {"application/json": {"schema": body}}}}
    document["paths"]["/pots"] = {"post": {**make, "responses": answers}}
    surface = read_page(save_text(print_page(document, RowPrinter(era, Words("en"))), "crawl").text)
    named = [place for operation, place, attribute in stated(surface) if attribute == "type"]
    assert [named.count("body.name"), named.count("body.glazed")] == [2, 2]
