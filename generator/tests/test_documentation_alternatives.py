"""Where the rows of alternatives were not saved, what is below the first is told by the sample, which is of that."""

from __future__ import annotations

import random

import pytest
from drift_edits import prepared
from drift_shown import told_by
from printing.era import ERAS
from test_drift_forms import of_printer
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_PAGE = """Things

Make one

post

Body

one ofOptional

{first}

or

{second}

Responses

201
Made

No content

post/things

POST /things HTTP/1.1
Host: api.example.test
Content-Type: application/json
Accept: */*
Content-Length: {length}

{sample}

201
Made

No content

Last updated 2 months ago
"""
_CITY = "citystringRequired\n\nzipstringOptional"
_SAMPLE = '{\n  "city": "text",\n  "zip": "text"\n}'
_SECOND = "nameintegerRequired"


def _body(first: str, sample: str, second: str = _SECOND) -> set[str]:
    """Return the places in the body that a page states, with their types."""
    text = _PAGE.format(first=first, second=second, sample=sample, length=len("".join(sample.split())))
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    facts = [
        fact
        for fact in read(page, report).facts
        if (fact.evidence, fact.visibility, fact.attribute) == (Evidence.STATED, Visibility.SHOWN, "type")
    ]
    return {fact.place for fact in facts if fact.place.startswith("body")}


def test_what_stands_before_the_word_between_alternatives_is_below_the_first() -> None:
    assert {"body", "body|1.city", "body|1.zip"} == _body(_CITY, _SAMPLE)


def test_what_is_below_a_member_of_the_first_has_its_place_in_the_sample() -> None:
    sample = '{\n  "at": {\n    "city": "text"\n  },\n  "zip": "text"\n}'
    assert {"body", "body|1.at.city", "body|1.zip"} == _body(_CITY, sample)


@pytest.mark.parametrize(
    ("first", "sample"),
    [
        (_CITY, '{\n  "name": 1\n}'),
        (_CITY, '[\n  {\n    "city": "text"\n  }\n]'),
        (f"{_CITY}\n\nkindone ofOptional", _SAMPLE),
    ],
)
def test_what_the_sample_is_no_witness_of_has_no_place(first: str, sample: str) -> None:
    assert {"body"} == {place for place in _body(first, sample) if not place.startswith("body.kind")}


def test_an_alternative_that_is_shown_keeps_its_number() -> None:
    assert {"body", "body|1.city", "body|1.zip", "body|2"} == _body(_CITY, _SAMPLE, "string · dateOptional")


def test_what_stands_above_a_response_that_has_no_flag_is_a_header() -> None:
    answer = "201\nMade\n\napplication/json\n\nX-TotalintegerOptional\nAll\n\nResponseboolean"
    text = _PAGE.replace("201\nMade\n\nNo content", answer, 1)
    report = Report()
    page = decode(text.format(first=_CITY, second=_SECOND, sample=_SAMPLE, length=30).encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    types = {fact.place: fact.value for fact in surface.facts if fact.attribute == "type"}
    assert {"response.201": "boolean"} == {place: kind for place, kind in types.items() if "response" in place}


def test_a_row_whose_name_reads_like_a_button_is_no_button() -> None:
    rows = "idstringRequired\n\nShow propertiesstringOptional"
    assert {"body", "body|1.city", "body|1.zip"} == _body(_CITY, _SAMPLE, rows)


def _beside(rows: str, sample: str) -> set[str]:
    text = _PAGE.replace("one ofOptional\n\n{first}\n\nor\n\n{second}", "{first}{second}")
    report = Report()
    page = decode(text.format(first=rows, second="", sample=sample, length=30).encode(), "page.txt", report)
    assert page is not None
    facts = read(page, report).facts
    stated = (fact for fact in facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN))
    return {fact.place for fact in stated if fact.place.startswith("body") and fact.attribute == "type"}


def test_a_plain_member_that_the_sample_has_is_beside_a_choice_whose_last_alternative_was_not_saved() -> None:
    choice = "one ofOptional\n\nstringOptional\n\nor"
    rows = f"kind{choice}\n\ncitystringRequired\n\nzipstringOptional\n\nat{choice}\n\nnamestringOptional"
    sample = '{\n  "kind": "text",\n  "city": "text",\n  "zip": "text",\n  "at": "text",\n  "name": "text"\n}'
    expected = {"body.kind", "body.kind|1", "body.city", "body.zip", "body.at", "body.at|1", "body.name"}
    assert expected == _beside(rows, sample)


def test_of_two_rows_of_a_name_behind_a_choice_the_first_is_below_an_alternative() -> None:
    rows = "kindone ofOptional\n\nstringOptional\n\nor\n\ncityintegerRequired\n\ncitystringOptional"
    sample = '{\n  "kind": "text",\n  "city": "text"\n}'
    assert {"body.kind", "body.kind|1", "body.city"} == _beside(rows, sample)


@pytest.mark.parametrize("seed", [21, 32])
@pytest.mark.parametrize("form", ["crawl", "crawl-buttons"])
def test_a_name_with_a_blank_is_one_where_no_flag_ends_a_row_and_the_sample_has_it(form: str, seed: int) -> None:
    told = told_by(of_printer(prepared(random.Random(f"oneof {seed}"))), form, ERAS[0])
    shown = {(place, attribute) for _, place, attribute, _ in told.facts}
    stated = {
        (fact.place, fact.attribute)
        for fact in told.surface.facts
        if fact.evidence is Evidence.STATED and fact.visibility is Visibility.SHOWN and fact.operation
    }
    assert set() == stated - shown
    assert () == told.surface.not_understood
    assert any(" " in place for place, attribute in stated if attribute == "type")
