"""Where alternatives were saved without their rows, what is told all the same is read, and nothing more."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.rendered.type_line import TypeLine, value_of

_TEXT = {"type": "string"}


def _object(**members: object) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def _document(schema: object, schemas: dict[str, Any]) -> dict[str, Any]:
    answer = {"description": "Fine", "content": {"application/json": {"schema": schema}}}
    operation = {"summary": "Read all", "responses": {"200": answer}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "description": ""},
        "servers": [{"url": "https://api.example.test"}],
        "components": {"securitySchemes": {}, "schemas": schemas},
        "paths": {"/things": {"get": operation}},
    }


def _crawled(schema: object, schemas: dict[str, Any] | None = None) -> dict[str, Any]:
    """Print an answer, save it without its buttons, and return the types that are read of it."""
    page = print_page(_document(schema, schemas or {}), RowPrinter(ERAS[-1], Words("en"), expanded=True))
    saved = save_text(page, "crawl")
    whole = decode(saved.text.encode(), "page.txt", Report())
    assert whole is not None
    surface = read(whole, Report())
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    found = {fact.place.removeprefix("response.200"): fact.value for fact in facts if fact.attribute == "type"}
    printed = {place.removeprefix("response.200") for _, place, attribute, _ in saved.facts if attribute == "type"}
    assert found.keys() <= printed
    return found


def test_a_list_that_was_not_saved_may_be_empty_in_the_sample() -> None:
    values = {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "default": []}
    found = _crawled(_object(id=_TEXT, tags=values, place=_object(city=_TEXT), name=_TEXT))
    assert {".id", ".place.city", ".name"} == found.keys()


def test_what_stands_before_and_behind_alternatives_has_its_place() -> None:
    choice = {"oneOf": [_object(token=_TEXT, holder=_TEXT), _object(company=_TEXT, holder=_TEXT)]}
    found = _crawled(_object(id=_TEXT, payment=choice, note=_TEXT, total={"type": "integer"}))
    assert {".id", ".payment", ".payment|1.token", ".payment|1.holder", ".note", ".total"} == found.keys()


def _much(name: str, **first: object) -> dict[str, Any]:
    return _object(**first, **{f"{name}{number}": _TEXT for number in range(50)})


def test_many_rows_behind_alternatives_have_their_places_with_an_example_of_the_vendor_among_them() -> None:
    choice = {"oneOf": [_object(token=_TEXT, name=_TEXT), _much("more", company=_TEXT)]}
    rights = {**_object(more1=_TEXT, more2=_TEXT, more3=_TEXT), "example": {"more1": "all"}}
    payment = _object(id=_TEXT, by=choice, name={**_TEXT, "example": "Card"}, rights=rights, at=_TEXT)
    found = _crawled(_object(payment=payment, **_much("more")["properties"]))
    inside = {f".payment{place}" for place in (".id", ".by", ".by|1.token", ".by|1.name", ".name", ".at")}
    assert found.keys() == {*inside, ".payment.rights.more1", *(f".more{number}" for number in range(50))}


def test_a_row_that_may_be_of_a_lost_alternative_or_behind_it_has_no_place() -> None:
    note = {**_TEXT, "deprecated": True}  # which no sample has
    choice = {"oneOf": [_object(token=_TEXT), _object(company=_TEXT, note=note)]}
    found = _crawled(_object(by=choice, **_much("more", older=note)["properties"]))
    assert found.keys() == {".by", ".by|1.token", *(f".more{number}" for number in range(50))}


@pytest.mark.parametrize("last", [{}, {"lines": {"type": "array", "items": _object(sku=_TEXT)}}])
def test_where_nothing_tells_what_is_behind_alternatives_the_first_rows_have_their_places(last: dict[str, Any]) -> None:
    choice = {"oneOf": [_object(token=_TEXT), _object(company=_TEXT, sku={"type": "string", "deprecated": True})]}
    found = _crawled(_object(id=_TEXT, payment=choice, **last))
    assert {".id", ".payment", ".payment|1.token"} == found.keys() - {".lines[].sku"}


def test_what_stands_between_parts_of_the_whole_and_alternatives_has_its_place() -> None:
    guest = {"oneOf": [_object(id=_TEXT), _object(name=_TEXT, phone=_TEXT)]}
    parts = {"allOf": [_object(at=_TEXT), _object(guest=guest, coupon=_TEXT)]}
    answer = print_page(_document(parts, {}), RowPrinter(ERAS[4], Words("en"), expanded=True))
    whole = decode(save_text(answer, "crawl").text.encode(), "page.txt", Report())
    assert whole is not None
    shown = {fact.place for fact in read(whole, Report()).facts if fact.visibility is Visibility.SHOWN}
    assert {f"response.200.{name}" for name in ("at", "guest", "guest|1.id", "coupon")} <= shown


def test_a_row_that_leads_back_may_be_below_one_that_was_not_saved() -> None:
    item = {"$ref": "#/components/schemas/Item"}
    schemas = {"Item": _object(sku=_TEXT, parts={"type": "array", "items": item}, price=_TEXT)}
    deep = _object(a=_object(b=_object(c=_object(d=_object(e={"type": "array", "items": item})))))
    around = {f"n{number}": _TEXT for number in range(8)}
    found = _crawled(_object(id=_TEXT, deep=deep, **around), schemas)
    assert {".id", *(f".{name}" for name in around)} <= found.keys()
    assert not any(place.endswith(".parts") for place in found)


def test_a_value_of_no_type_is_what_it_reads_as_unless_all_alternatives_are_texts() -> None:
    choice, text, number = TypeLine(("any of",)), TypeLine(("string",)), TypeLine(("number",))
    assert [0.6, {"a": 1}, "here"] == [value_of(one, choice) for one in ("0.6", '{"a":1}', "here")]
    assert [0.6, "0.6", "0.6"] == [value_of("0.6", choice, parts) for parts in ([text, number], [text], [text, None])]
    assert ["7", 7] == [value_of("7", TypeLine(bases)) for bases in (("string", "integer"), ("integer", "boolean"))]
