"""A line that is damaged, moved or gone is left over, and nothing is read into the lines beside it."""

from __future__ import annotations

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_PIECES = """Things

Get a thing

GET

https://api.example.test

/things/{id}

Authorizations

X-KEY

string

required

Path parameters

id

string · uuid

required

Query parameters

limit

integer · max: 30

optional

How many of them

Default: 20

sort

string

optional

How they are sorted

Example: name

Responses

200

Fine

application/json

state

string · enum

optional

Possible values: onoff

owner

object · Owner

optional

Show properties

GET

/things/{id}

GET /things/1 HTTP/1.1
Host: api.example.test
Accept: */*

200

Fine

{
  "state": "on",
  "owner": {
    "name": "text"
  }
}

Last updated 2 months ago
"""
_ROWS = """Things

Get a thing

get

https://api.example.test/things/{id}

Authorizations

X-KEYstringRequired

Path parameters

idstring · uuidRequired

Query parameters

limitinteger · max: 30Optional
How many of them
Default: 20

sortstring · slugOptional
How they are sorted
Example: name

Responses

200
Fine

application/json

statestringOptional

get
/things/{id}

GET /things/1 HTTP/1.1
Host: api.example.test
Accept: */*

200
Fine

{
  "state": "text"
}

Last updated 2 months ago
"""


def _read(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _stated(text: str) -> dict[tuple[str, str], object]:
    return {
        (fact.place, fact.attribute): fact.value
        for fact in _read(text).facts
        if (fact.visibility, fact.evidence) == (Visibility.SHOWN, Evidence.STATED)
    }


@pytest.mark.parametrize(
    ("page", "whole", "broken"),
    [
        (_PIECES, "sort\n\nstring\n\noptional", "sort\n\nstrin\n\noptional"),
        (_PIECES, "sort\n\nstring\n\noptional", "sort\n\nstring\n\noptinal"),
        (_PIECES, "sort\n\nstring\n\noptional", "string\n\nsort\n\noptional"),
        (_PIECES, "sort\n\nstring\n\noptional\n\nHow they are sorted\n\n", "Default: name\n\n"),
        (_PIECES, "integer · max: 30", "integer · max · 30"),
        (_PIECES, "Possible values: onoff", "⤷ Circular reference to object"),
        (_PIECES, "200\n\nFine\n\napplication/json\n\nstate", "200\n\nFine\n\napplication/json"),
        (_ROWS, "sortstring · slugOptional", "sortstring · slugOptinal"),
        (_ROWS, "Path parameters\n\nid", "id"),
        (_ROWS, "Path parameters\n\n", "Paht parameters\n\n"),
        (_ROWS, "Query parameters\n\n", ""),
    ],
)
def test_what_is_read_of_a_damaged_page_stands_on_the_whole_one_too(page: str, whole: str, broken: str) -> None:
    assert whole in page
    before, after = _stated(page), _stated(page.replace(whole, broken, 1))
    assert {} == {key: value for key, value in after.items() if before.get(key) != value}


@pytest.mark.parametrize("page", [_PIECES, _ROWS], ids=["pieces", "rows"])
def test_lines_around_one_that_is_damaged_are_read(page: str) -> None:
    after = _stated(page.replace("Optional", "Optinal", 1).replace("optional", "optinal", 1))
    assert ("uuid", "string", "Fine") == (
        after["path.id", "format"],
        after["query.sort", "type"],
        "Fine" if ("response.200", "description") in after else "",
    )


def test_a_member_named_items_of_objects_in_a_list_is_no_item_of_the_list() -> None:
    page = _ROWS.replace("statestringOptional", "itemsstringOptional")
    page = page.replace('{\n  "state": "text"\n}', '[\n  {\n    "items": "text"\n  }\n]')
    assert "string" == _stated(page)["response.200[].items", "type"]


def test_a_body_that_is_a_number_is_no_body_of_its_answer() -> None:
    page = _ROWS.replace("Responses\n", "Body\n\nintegerOptional\n\nResponses\n", 1)
    sent = "Content-Type: application/json\nAccept: */*\nContent-Length: 1\n\n5"
    assert "integer" == _stated(page.replace("Accept: */*", sent))["body", "type"]
