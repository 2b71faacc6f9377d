"""What leads to itself is followed in a document as far as a page prints it."""

from __future__ import annotations

import json
from typing import Any

from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from test_documentation_round_trip import markdown_of, read_page
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_TEXT = {"type": "string"}


def _object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _document(**schemas: Any) -> dict[str, Any]:
    answer = {"description": "Fine", "content": {"application/json": {"schema": _object(pots=_list("Pot"))}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pots", "version": "1"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": {"/pots": {"get": {"summary": "List", "responses": {"200": answer}}}},
        "components": {"schemas": schemas},
    }


def _typed(surface: Surface) -> set[tuple[str, str, str]]:
    return {
        (fact.place, fact.attribute, str(fact.value))
        for fact in surface.facts
        if fact.attribute in {"type", "circular"}
        and (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)
    }


def test_a_list_within_what_comes_again_is_followed_as_a_page_does() -> None:
    part = _object(label=_TEXT, choices={"type": "array", "items": _object(pot={"$ref": "#/components/schemas/Pot"})})
    document = _document(Pot=_object(name=_TEXT, parts=_list("Part")), Part=part)
    printed = save_markup(print_page(document, RowPrinter(ERAS[-1], Words("en"), expanded=True)))
    itself = ("response.200", "type", "object")  # which its members tell on the page
    assert _typed(read_page(printed.text)) | {itself} == _typed(read_page(markdown_of(document)))


def test_a_part_that_leads_to_itself_ends() -> None:
    whole = {"allOf": [{"$ref": "#/components/schemas/Pot"}]}
    document = _document(Pot=_object(lid=whole, lids={"type": "array", "items": whole}))
    report = Report()
    page = decode(json.dumps(document).encode(), "openapi.json", report)
    assert page is not None
    circular = {place for place, attribute, _ in _typed(read(page, report)) if attribute == "circular"}
    assert "response.200.pots[].lid.lid" in circular
