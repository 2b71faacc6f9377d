"""What a sample tells of rows at one place of a page is known at the others, and only of the same rows."""

from __future__ import annotations

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_PAGE = """Things
List all
GET
https://api.example.test
/things
Responses
200
Fine
application/json
{shown}
404
Gone
application/json
{unsure}
GET
/things
HTTP
GET /things HTTP/1.1
Host: api.example.test
Accept: */*

Test it
200
Fine
{{
  "fault": {{
    "code": 1,
    "words": "text"
  }},
  "id": "text"
}}
Last updated 2 months ago
"""
_CODE = "code\ninteger\noptional\n"
_WORDS = "words\nstring\noptional\nWhat went wrong\n"
_ID = "id\nstring\noptional"
_FAULT = "fault\nobject\noptional\nHide properties\n"
_NESTED = _FAULT + _CODE + _WORDS + _ID
_BELOW = {"response.404.fault.code", "response.404.fault.words", "response.404.id", "response.404.fault"}


def _read(shown: str, unsure: str) -> Surface:
    report = Report()
    page = decode(_PAGE.format(shown=shown, unsure=unsure).encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _places(surface: Surface) -> set[str]:
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {fact.place for fact in facts if fact.attribute == "type" and fact.place.startswith("response.404")}


def test_the_same_rows_are_nested_as_where_a_sample_tells() -> None:
    surface = _read(_NESTED, _NESTED)
    assert (_BELOW, ()) == (_places(surface), surface.not_understood)


def test_without_the_same_rows_elsewhere_only_the_first_member_is_certain() -> None:
    surface = _read(_ID, _NESTED)
    assert ({"response.404.fault", "response.404.fault.code"}, 2) == (_places(surface), len(surface.not_understood))


@pytest.mark.parametrize("behind", ["id\nstring\nrequired", "other\nstring\noptional", ""])
def test_an_object_may_begin_with_the_same_members_and_have_more(behind: str) -> None:
    surface = _read(_NESTED, _FAULT + _CODE + _WORDS + behind)
    assert {"response.404.fault", "response.404.fault.code"} == _places(surface)


def test_a_row_that_says_something_else_is_another() -> None:
    surface = _read(_NESTED, _NESTED.replace("What went wrong", "What is wrong"))
    assert {"response.404.fault", "response.404.fault.code"} == _places(surface)


def test_a_title_is_enough_to_know_what_is_below_a_member_of_another_name() -> None:
    titled = _NESTED.replace("object", "object · Fault")
    surface = _read(titled, titled.replace("fault", "problem"))
    assert {place.replace("fault", "problem") for place in _BELOW} == _places(surface)


def test_the_title_of_an_older_page_is_in_its_button() -> None:
    fault = _FAULT.replace("properties", "Fault")
    other = fault.replace("fault", "error", 1) + _CODE + _WORDS + "more\nstring\noptional"
    expected = {"response.404.error", "response.404.error.code", "response.404.error.words", "response.404.more"}
    surface = _read(fault + _CODE + _WORDS + _ID, other)
    assert (expected, ()) == (_places(surface), surface.not_understood)
    assert _places(_read(_NESTED, other.replace("Fault", "properties"))) < expected


def test_several_rows_below_the_same_title_end_there_whatever_is_behind_them() -> None:
    titled = _NESTED.replace("object", "object · Fault")
    surface = _read(titled, titled.replace("fault", "problem").replace(_ID, "other\nstring\noptional"))
    expected = {"response.404.problem", "response.404.problem.code", "response.404.problem.words", "response.404.other"}
    assert (expected, ()) == (_places(surface), surface.not_understood)


def test_one_row_below_a_title_may_have_others_behind_it() -> None:
    titled = (_FAULT + _CODE + _ID).replace("object", "object · Fault")
    sample = _PAGE.replace(',\n    "words": "text"', "")
    page = decode(
        sample.format(shown=titled, unsure=titled.replace(_ID, "x\nstring\noptional")).encode(), "p", Report()
    )
    assert page is not None
    assert {"response.404.fault", "response.404.fault.code"} == _places(read(page, Report()))


def test_rows_that_have_no_place_are_no_sign_of_a_part_that_is_missing() -> None:
    rows = "fault\nobject\noptional\nHide properties\ncode\ninteger\noptional\nmore\nobject\noptional\nread-only\n"
    strange = "Hide properties\nwords\nstring\noptional\nid\nstring\noptional\nid\nstring\noptional"
    assert _read(rows + strange, _ID).page.whole
