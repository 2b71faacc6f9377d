"""A reference is recognised also where its words are those of a page that holds none."""

from __future__ import annotations

import pytest
from truespec.diagnostics import Report
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.surface import Form, Surface

_PAGE = """Things

{text}

List things

get

Query parameters

limitinteger · min: 1 · max: 30Required

Responses

200
All of them

get
/things

GET /v1/things?limit=3 HTTP/1.1
Host: api.example.test
Accept: */*

200
All of them

No content
"""


def _read(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _places(surface: Surface) -> set[str]:
    return {fact.place for fact in surface.facts}


def test_blocks_with_an_answer_that_says_not_found_are_no_page_that_is_not_there() -> None:
    block = """{% swagger method="get" path="/users" baseUrl="https://a.test" summary="List" %}
{% swagger-response status="404: Not Found" description="Page not found" %}
{% endswagger-response %}
{% endswagger %}
"""
    surface = _read(block)
    assert (Form.MD_SWAGGER, True) == (surface.page.form, "response.404" in _places(surface))


@pytest.mark.parametrize(
    "text", ["404 Not Found: the thing is gone", "Forgot password: send a link", "Error 404: none"]
)
def test_a_short_reference_may_say_what_pages_say_that_are_none(text: str) -> None:
    surface = _read(_PAGE.format(text=text))
    assert (Form.TEXT_GITBOOK, True) == (surface.page.form, "query.limit" in _places(surface))
