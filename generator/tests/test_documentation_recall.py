"""What a saved text shows is found where it looks like something else, or where only another part of the page tells."""

from __future__ import annotations

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Form, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_PAGE = """Things
List all
GET
https://api.example.test
/things
{sections}
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


def _read(sections: str, sample: str = '{\n  "id": "text"\n}') -> Surface:
    report = Report()
    page = decode(_PAGE.format(sections=sections.strip("\n"), sample=sample).encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _shown(surface: Surface) -> set[str]:
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {fact.place for fact in facts if fact.attribute == "type"}


def test_a_description_may_be_the_word_of_a_heading() -> None:
    surface = _read(
        """
Responses
200
Body
application/json
object[]
optional
Hide properties
id
string
optional
""",
        sample='[\n  {\n    "id": "text"\n  }\n]',
    )
    assert (True, {"response.200", "response.200[]", "response.200[].id"}) == (surface.page.whole, _shown(surface))


_COPIED = """Things
List all
get
https://api.example.test
/things
Responses
200
Fine
application/json
404
Gone
get
/things
HTTP
default-http
GET /things HTTP/1.1
Host: api.example.test
Accept: */*

Test it
200
Fine
200
{value}
Last updated 2 months ago
"""


@pytest.mark.parametrize("value", ['"active"', "5", "true", '{\n  "id": 1\n}'])
def test_a_menu_that_was_copied_names_the_chosen_status_twice(value: str) -> None:
    report = Report()
    page = decode(_COPIED.format(value=value).encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert (True, []) == (surface.page.whole, list(report))


@pytest.mark.parametrize("value", ['"active"', "5", '{\n  "id": 1\n}', "No content"])
def test_a_menu_that_was_copied_may_have_words_of_several_lines(value: str) -> None:
    report = Report()
    text = _COPIED.format(value=value).replace("Fine", "Fine, and all that\nthere was of it.")
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert (True, [], ()) == (surface.page.whole, list(report), surface.not_understood)


_WITHOUT_OPTIONAL = """Things

List all

get

Query parameters

limitinteger

sortstringrequired

Responses

200

Fine

application/json

{row}

get

/things

GET /things?sort=text HTTP/1.1
Host: api.example.test
Accept: */*

200

Fine

"text"

Last updated 2 months ago
"""


@pytest.mark.parametrize("tail", ["", "Default: a b", "Example: a@b.test"])
def test_the_heading_of_an_answer_is_no_member_where_pages_do_not_say_optional(tail: str) -> None:
    report = Report()
    page = decode(_WITHOUT_OPTIONAL.format(row=f"Responsestring · uuid · min: 3{tail}").encode(), "page.txt", report)
    assert page is not None
    assert {"query.limit", "query.sort", "response.200"} == _shown(read(page, report))


def test_other_properties_are_a_name_where_only_names_and_types_were_copied() -> None:
    rows = "labels\nobject\nHide properties\nOther properties\nany\nany\nobject\nsize\nnumber"
    value = '{\n  "labels": {\n    "ANY_ADDITIONAL_PROPERTY": null\n  },\n  "any": {},\n  "size": 1\n}'
    report = Report()
    text = _COPIED.format(value=value).replace("application/json", f"application/json\n{rows}", 1)
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    expected = {"labels", "labels{}", "any", "size"}
    assert {f"response.200.{place}" for place in expected} == _shown(read(page, report))


@pytest.mark.parametrize("name", ["any", "string", "object"])
@pytest.mark.parametrize("heading", ["cookie", "Query parameters", "Header parameters"])
def test_the_first_parameter_may_be_named_as_a_type_where_pages_do_not_say_optional(heading: str, name: str) -> None:
    kind = {"cookie": "cookie", "Query parameters": "query", "Header parameters": "header"}[heading]
    parameters = f"{heading}\n{name}\nstring\nWhich\nlimit\ninteger\nrequired\n"
    surface = _read(f"{parameters}Responses\n200\nFine\napplication/json\nid\nstring\nrequired\n")
    assert {f"{kind}.{name}", f"{kind}.limit", "response.200.id"} == _shown(surface)


def test_a_short_page_with_flags_in_lower_case_is_none_of_docusaurus() -> None:
    rows = "Query parameters\n\nlimitintegerrequired\n\nsortstringrequired\n\n"
    text = _WITHOUT_OPTIONAL.format(row="idstring").replace(
        "Query parameters\n\nlimitinteger\n\nsortstringrequired\n\n", rows
    )
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    assert Form.TEXT_GITBOOK is read(page, report).page.form


def test_a_member_that_is_named_as_a_choice_is_left_where_no_flag_tells_it_from_one() -> None:
    rows = "id\nstring\nWhich of them\none of\nstring · email\nname\nstring"
    value = '{\n  "id": "text",\n  "one of": "name@gmail.com",\n  "name": "text"\n}'
    report = Report()
    text = _COPIED.format(value=value).replace("application/json", f"application/json\n{rows}", 1)
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert ({"response.200.id", "response.200.name"}, 2) == (_shown(surface), len(surface.not_understood))


def test_a_parameter_named_as_a_choice_is_no_description_where_pages_do_not_say_optional() -> None:
    text = _WITHOUT_OPTIONAL.format(row="idstring").replace("limitinteger", "limitinteger\n\none ofstring")
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    assert 'query."one of"' in _shown(read(page, report))


_BARE_BODY = """Things

Change it

patch

Query parameters

X-Tenantstring · default: Examplerequired

sortstringrequired

Body

{row}

Responses

patch

PATCH /things?X-Tenant=Example&sort=text HTTP/1.1
Host: api.example.test
Content-Type: application/json
Accept: */*
Content-Length: 6

"text"

No content
"""


@pytest.mark.parametrize(
    "row",
    [
        "stringExample: 2024",
        "string · enumOptions:",
        "string · min: 3Pattern: ^a$",
        "application/json\n\nstring · email[]",
    ],
)
def test_a_body_without_a_flag_is_no_description_where_pages_do_not_say_optional(row: str) -> None:
    report = Report()
    page = decode(_BARE_BODY.format(row=row).encode(), "page.txt", report)
    assert page is not None
    facts = {fact.attribute: fact.value for fact in read(page, report).facts if fact.place == "body"}
    assert ("array" if "[]" in row else "string", None) == (facts.get("type"), facts.get("description"))
