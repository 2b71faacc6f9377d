"""What ends a description may look like a default or an example: the sample tells, and nothing else is changed."""

from __future__ import annotations

import json

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Value, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_PAGE = """Guests
Add a guest
post
https://api.example.test
/guests
Body
phone
string
optional
How to reach the guest.
{said}
nights
integer
optional
How long.
{counted}
Responses
201
Added
post
/guests
HTTP
POST /guests HTTP/1.1
Host: api.example.test
Content-Type: application/json
Accept: */*
Content-Length: {length}

{sample}
201
Added
No content
Last updated 2 months ago
"""


def _page(said: str, phone: str, counted: str = "", nights: int | str = 1) -> str:
    sample = {"phone": phone, "nights": nights}
    length = len(json.dumps(sample, separators=(",", ":")))
    return _PAGE.format(said=said, counted=counted, sample=json.dumps(sample, indent=2), length=length)


def _facts(text: str) -> dict[tuple[str, str], Value]:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    facts = read(page, report).facts
    assert [] == list(report)
    told = [one for one in facts if (one.evidence, one.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {(one.place.removeprefix("body."), one.attribute): one.value for one in told}


def _told(said: str, phone: str, counted: str = "", nights: int = 1) -> dict[tuple[str, str], Value]:
    facts = _facts(_page(said, phone, counted, nights))
    return {key: value for key, value in facts.items() if key[1] in {"example", "default"}}


@pytest.mark.parametrize("word", ["Example", "Default"])
def test_the_end_of_a_description_is_no_value_where_the_sample_has_a_text_like_any(word: str) -> None:
    assert {} == _told(f"{word}: +4915112345678", "text")


def test_both_are_words_where_the_sample_has_neither() -> None:
    assert {} == _told("Default: none\nExample: +4915112345678", "text")


def test_a_value_that_the_sample_has_is_one() -> None:
    assert {("phone", "example"): "+49151"} == _told("Example: +49151", "+49151")


def test_a_default_beside_the_example_that_the_sample_has_is_left() -> None:
    told = _told("Default: +49\nExample: +49151", "+49151")
    assert {("phone", "default"): "+49", ("phone", "example"): "+49151"} == told


def test_a_sample_of_the_vendors_own_making_tells_nothing() -> None:
    assert {("phone", "example"): "+49151"} == _told("Example: +49151", "+3120")
    assert {("phone", "example"): "+49151", ("nights", "default"): 3} == _told("Example: +49151", "+3120", "Default: 3")


def test_a_number_like_any_tells_where_a_text_beside_it_was_made() -> None:
    assert {} == _told("", "text", "Default: 3")
    assert {("nights", "default"): 3} == _told("", "text", "Default: 3", 3)


def test_what_is_null_by_default_has_another_sample() -> None:
    assert {("phone", "default"): None} == _told("Default: null", "text")


def test_the_words_are_those_of_the_description() -> None:
    apart = _facts(_page("Example: +49151", "text"))
    together = _facts(_page("", "text").replace("the guest.", "the guest. Example: +49151"))
    assert apart["phone", "description"] == together["phone", "description"]


def test_an_address_is_not_several_words() -> None:
    text = _page("Default: that of the account", "a@b.test").replace("phone\nstring\n", "phone\nstring · email\n")
    assert ("phone", "default") not in _facts(text)


def test_a_sentence_before_the_values_is_of_the_description() -> None:
    text = _page("Possible values: see the list of phones.\nOptions: homework", "home")
    text = text.replace("phone\nstring\n", "phone\nstring · enum\n")
    apart = _facts(text)
    together = _facts(text.replace("the guest.\nPossible", "the guest. Possible"))
    assert apart["phone", "description"] == together["phone", "description"]
    assert (apart.keys(), ("nights", "type") in apart) == (together.keys(), True)


_UNFLAGGED = """Guests

Add a guest

post

Body

phonestringrequired

extraany

kindany · enum

nightsinteger

How long a
companyany
stays.

Responses

post

POST /guests HTTP/1.1
Host: api.example.test
Content-Type: application/json
Accept: */*
Content-Length: 51

{
  "phone": "text",
  "extra": null,
  "kind": "a",
  "nights": 1
}

No content
"""


def test_a_row_that_ends_as_a_word_may_is_one_where_a_sample_has_its_name_or_more_is_said() -> None:
    facts = _facts(_UNFLAGGED)
    assert ["phone", "extra", "kind", "nights"] == [
        place for place, attribute in facts if attribute == "type" and place
    ]


def test_the_request_tells_of_parameters_that_are_required() -> None:
    row = "Query parameters\nq\nstring\nrequired\nWhat to look for.\nDefault: none\nBody\n"
    text = _page("", "text").replace("Body\n", row, 1)
    assert ("query.q", "default") not in _facts(text.replace("POST /guests HTTP", "POST /guests?q=text HTTP"))
    assert "none" == _facts(text.replace("POST /guests HTTP", "POST /guests?q=none HTTP"))["query.q", "default"]


@pytest.mark.parametrize("made", ["https://example.com", "127.0.0.1", "2026-01-01"])
def test_what_a_sample_has_of_a_format_is_like_any(made: str) -> None:
    kind = "string · date" if made.startswith("2026") else "string"
    page = _page("Example: 2024-05-01", made, nights="text").replace("phone\nstring\n", f"phone\n{kind}\n")
    assert ("phone", "example") not in _facts(page.replace("nights\ninteger\n", "nights\nstring\n"))


def test_what_stands_between_two_lines_of_a_description_is_of_it() -> None:
    apart = _facts(_page("Example: +49151\nSo do others.", "+3120"))
    together = _facts(_page("", "+3120").replace("the guest.", "the guest. Example: +49151 So do others."))
    assert apart == together


@pytest.mark.parametrize("word", ["none", "None", "n/a", "-"])
def test_a_default_that_is_a_word_for_none_is_left_where_nothing_says_that_it_is_one(word: str) -> None:
    row = f"Query parameters\nq\nstring\noptional\nWhat to look for.\nDefault: {word}\nBody\n"
    report = Report()
    page = decode(_page("", "text").replace("Body\n", row, 1).encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    said = {fact.attribute for fact in surface.facts if fact.place == "query.q" and fact.visibility is Visibility.SHOWN}
    assert ({"type", "required"}, 2) == (said, len(surface.not_understood))


def test_a_default_that_is_a_word_for_none_is_one_where_the_sample_has_it_or_nothing_is_said_before() -> None:
    assert {("phone", "default"): "none"} == _told("Default: none", "none")
    row = "Query parameters\nq\nstring\noptional\nDefault: none\nBody\n"
    assert "none" == _facts(_page("", "text").replace("Body\n", row, 1))["query.q", "default"]


def test_a_value_within_what_describes_an_answer_is_not_its_sample() -> None:
    words = 'Added. As:\n{"id": 4}'
    rows = "next\nobject\noptional\nHide properties\nid\ninteger\noptional\nlast\ninteger\noptional\n"
    rows = f"application/json\nResponse\nobject\nHide properties\nid\ninteger\noptional\n{rows}"
    text = _page("", "text").replace("Added\npost", f"{words}\n{rows}post")
    text = text.replace("Added\nNo content", words + '\n{\n  "id": 1,\n  "next": {\n    "id": 2\n  },\n  "last": 3\n}')
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    typed = {fact.place for fact in surface.facts if fact.attribute == "type" and fact.place.startswith("response.")}
    assert ([], []) == (list(report), list(surface.not_understood))
    assert {"response.201", *(f"response.201.{name}" for name in ("id", "next", "next.id", "last"))} == typed


def test_a_request_has_no_example_of_a_parameter() -> None:
    row = "Query parameters\nq\nstring\nrequired\nWhat to look for.\nExample: soap\nBody\n"
    text = _page("", "text").replace("Body\n", row, 1).replace("POST /guests HTTP", "POST /guests?q=text HTTP")
    assert "soap" == _facts(text)["query.q", "example"]


def test_a_made_text_in_a_list_tells_as_well_that_the_renderer_made_the_values_beside_it() -> None:
    page = _page("", "text", "Default: 3").replace("phone\nstring", "phone\nstring[]")
    listed = page.replace('"phone": "text"', '"phone": [\n    "text"\n  ]').replace("27\n\n{", "29\n\n{")
    assert [] == [key for key in _facts(listed) if key[1] == "default"]
