"""Where a line is a name or a word of the page, and nothing tells which, it is left and no fact is made up from it."""

from __future__ import annotations

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.text.text_lines import is_media

_PAGE = """Things
List all
GET
https://api.example.test
/things
{sections}
Responses
200
Fine
application/json
{rows}
GET
/things
HTTP
GET /things HTTP/1.1
Host: api.example.test
Accept: */*

Test it
200
Fine
{sample}
Last updated 2 months ago
"""
_IN_ROWS = """Things

List all

GET
/things

Query parameters

limitintegerrequired

{row}

sortstring

Responses

200
Fine

application/json

idstringrequired

GET
/things

GET /things?limit=1 HTTP/1.1
Host: api.example.test
Accept: */*

200
Fine

{{
  "id": "text"
}}

Last updated 2 months ago
"""
_CHOICE = "one of\nobject\nHide properties\na\nstring\nor\nobject\nHide properties\nb\nstring"


def _read(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _answer(rows: str, sample: str = '{\n  "id": "text"\n}', sections: str = "Query parameters\nq\nstring") -> set[str]:
    """Return the places in the answer that a page without flags shows with their types."""
    places = _shown(_read(_PAGE.format(rows=rows, sample=sample, sections=sections)))
    return {place.removeprefix("response.200") for place in places if place.startswith("response")}


def _shown(surface: Surface, attribute: str = "type") -> set[str]:
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {fact.place for fact in facts if fact.attribute == attribute}


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ('{\n  "a": "text"\n}', {"", "|1", "|1.a", "|2", "|2.b"}),
        ('{\n  "a": "text",\n  "or": {\n    "b": "text"\n  }\n}', set[str]()),
    ],
)
def test_a_word_between_alternatives_that_a_sample_has_as_a_name_parts_none(sample: str, expected: set[str]) -> None:
    assert expected == _answer(_CHOICE, sample)


def test_a_word_between_alternatives_right_below_an_open_one_is_a_name() -> None:
    rows = f"{_CHOICE}\nor\nobject\nHide properties\nor\nstring"
    assert {"", "|1", "|1.a", "|2", "|2.b"} == _answer(rows, '{\n  "a": "text"\n}')


def test_members_below_an_open_row_that_is_left_are_left_too() -> None:
    rows = "id\nstring\nWhich of them\none of\nobject\nHide properties\ncity\nstring\ncode\nstring"
    sample = '{\n  "id": "text",\n  "one of": {\n    "city": "text"\n  },\n  "code": "text"\n}'
    assert set[str]() == _answer(rows, sample)


def test_a_name_of_two_words_stands_before_an_odd_number_of_types() -> None:
    sample = '{\n  "Possible values": true,\n  "string": "https://a.test"\n}'
    assert {'."Possible values"', ".string"} == _answer("Possible values\nboolean\nstring\nstring · uri", sample)


def test_a_heading_with_a_media_type_behind_it_begins_a_body_though_the_request_has_none() -> None:
    sections = "Query parameters\nor\nstring · max: 17\nBody\napplication/json\napplication/json\nany"
    shown = _shown(_read(_PAGE.format(rows="id\nstring", sample='{\n  "id": "text"\n}', sections=sections)))
    assert {"query.or", "body", "response.200.id"} == shown


def test_a_flag_before_a_type_is_a_name_where_pages_do_not_say_optional() -> None:
    sections = "Query parameters\nlimit\nstring\nDeprecated\nstring\nold\ninteger\nDeprecated\nsort\nstring\nRequired"
    surface = _read(_PAGE.format(rows="id\nstring\nRequired", sample='{\n  "id": "text"\n}', sections=sections))
    expected = {"query.limit", "query.Deprecated", "query.old", "query.sort", "response.200.id"}
    assert (expected, {"query.old"}) == (_shown(surface), _shown(surface, "deprecated"))


@pytest.mark.parametrize("row", ["first_nameany", "a.bany\nWhat it is", "e-mail 2object", "e-mail 2any"])
def test_a_row_that_may_be_a_word_describes_nothing(row: str) -> None:
    surface = _read(_IN_ROWS.format(row=row))
    assert {"response.200"} == _shown(surface, "description")
    assert {"query.limit", "query.sort", "response.200.id"} == _shown(surface)


@pytest.mark.parametrize("words", ["The name of the company", "What it is of any"])
def test_a_sentence_that_ends_as_a_type_does_is_a_description(words: str) -> None:
    assert {"query.limit", "response.200"} == _shown(_read(_IN_ROWS.format(row=words)), "description")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a/b", False), ("a/bbooleanRequired", False), ("text/csv", True), ("*/*", True), ("x-gzip/any", True)],
)
def test_a_stroke_makes_no_media_type_of_a_name(text: str, expected: bool) -> None:  # noqa: FBT001
    assert expected == is_media(text)


def test_a_row_of_two_words_with_a_format_is_no_end_of_a_description() -> None:
    surface = _read(_IN_ROWS.format(row="agestring\n\nHow old it is\n\nfirst namestring · email · enum[]"))
    assert {"response.200"} == _shown(surface, "description")
    assert {"query.limit", "query.age", "query.sort", "response.200.id"} == _shown(surface)


@pytest.mark.parametrize("row", ["Which of them\nobject[]\ninteger", "Which of them\nnot\nnumber\nNo number"])
def test_a_type_that_may_be_the_name_of_the_next_makes_no_fact(row: str) -> None:
    sections = f"Query parameters\nq\nstring\n{row}\nlimit\ninteger"
    surface = _read(_PAGE.format(rows="id\nstring", sample='{\n  "id": "text"\n}', sections=sections))
    assert {"query.q", "query.limit", "response.200.id"} == _shown(surface)
    assert {"response.200"} == _shown(surface, "description")


def test_a_heading_before_one_type_is_a_name_in_a_copy() -> None:
    rows = "q\nstring\nPath parameters\ninteger · max: 41\nDefault: 7\nlimit\nstring"
    sections = f"cookie\n{rows}\nQuery parameters\nsort\nstring"
    surface = _read(_PAGE.format(rows="id\nstring", sample='{\n  "id": "text"\n}', sections=sections))
    expected = {"cookie.q", 'cookie."Path parameters"', "cookie.limit", "query.sort", "response.200.id"}
    assert expected == _shown(surface)


@pytest.mark.parametrize(
    ("root", "sample"), [("const: a b", '{\n  "plus": "a b"\n}'), ("boolean", '[\n  {\n    "plus": true\n  }\n]')]
)
def test_what_a_sample_contradicts_is_the_type_of_a_member_whose_name_was_not_seen(root: str, sample: str) -> None:
    sections = "Query parameters\nlimit\nstring\nOptional"
    surface = _read(_PAGE.format(rows=f"plus\n{root}\nRequired", sample=sample, sections=sections))
    assert {"query.limit"} == _shown(surface)
    assert set[str]() == _shown(surface, "const")


def test_a_word_that_marks_a_discriminator_marks_no_sentence() -> None:
    rows = "id\nstring\nRequired\nWhich of them\nDiscriminator\nstring\nRequired"
    sections = "Query parameters\nlimit\nstring\nOptional"
    surface = _read(_PAGE.format(rows=rows, sample='{\n  "id": "text"\n}', sections=sections))
    assert {"query.limit", "response.200.id"} == _shown(surface)
    assert set[str]() == _shown(surface, "discriminator")


def test_a_constant_is_no_member_without_a_name() -> None:
    rows = "objectRequired\n\nHide properties\n\nidstringRequired\n\nconst: aboolean[]Required"
    sample = '{\n  "id": "text",\n  "const: a": [\n    true\n  ]\n}'
    page = _IN_ROWS.replace("idstringrequired", rows).replace('{{\n  "id": "text"\n}}', "{sample}")
    surface = _read(page.format(row="agestringRequired", sample=sample))
    assert set[str]() == {place for place in _shown(surface, "const") if place.startswith("response")}


def test_a_word_with_a_full_stop_before_two_types_ends_a_description() -> None:
    rows = "id\nstring\nSome.\nstring\nstring · uuid\nIts key.\nany\nobject"
    sample = '{\n  "id": "text",\n  "string": "text",\n  "any": {}\n}'
    assert {".id", ".string", ".any"} == _answer(rows, sample)


@pytest.mark.parametrize("mark", ["-", ">", "#", "+", "*"])
def test_a_row_behind_a_mark_describes_nothing(mark: str) -> None:
    surface = _read(_IN_ROWS.format(row=f"agestringRequired\n\n{mark} astringRequired"))
    assert {"response.200"} == _shown(surface, "description")
    assert {"query.limit", "query.age", "query.sort", "response.200.id"} == _shown(surface)
