"""A reference is recognised also where its words are those of a page that holds none."""

from __future__ import annotations

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Form, Surface
from truespec.documentation.page import decode
from truespec.documentation.reading import read

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


def _said(data: bytes) -> str:
    report = Report()
    page = decode(data, "page.txt", report)
    if page is not None:
        read(page, report)
    assert report.failed
    return " ".join(str(one.message) for one in report)


def _html(body: str) -> str:
    return f"<!DOCTYPE html>\n<html><head><title>Docs</title></head><body>{body}</body></html>\n"


REASONS = {
    _html('<form action="https://sp.example/acs"><input name="SAMLResponse" value="x"></form>'): "to log in",
    "Google\n\nSign in\n\nUse your Google Account\n\nEmail or phone\n\nNext\n": "to log in",
    "This content is private\n\nYou need to be authenticated to view this page.\n": "to log in",
    _html("<h1>Access Denied</h1>You don\u2019t have permission to access this."): "(403)",
    "Too Many Requests\n\nTry again later.\n": "(429)",
    _html('<p>Überprüfen, ob Sie ein Mensch sind.</p><div id="cf-turnstile"></div>'): "Cloudflare",
    _html("<h1>Making sure you're not a bot!</h1>"): "a person reads it",
    "Wir respektieren deine Privatsphäre\n\nAlle akzeptieren\n\nAblehnen\n": "consent to cookies",
    _html('<div id="app"></div><script src="/main.js"></script>'): "a program adds",
    "ページが見つかりません\n\nお探しのページは存在しません。\n": "(404)",
    "This site can\u2019t be reached\n\nERR_NAME_NOT_RESOLVED\n": "could not be reached",
}


@pytest.mark.parametrize("text", REASONS)
def test_a_page_that_is_no_reference_is_refused_with_the_reason_why_it_is_none(text: str) -> None:
    assert REASONS[text] in _said(text.encode())


def test_words_of_such_pages_in_a_reference_refuse_nothing() -> None:
    page = _PAGE.replace("All of them", "All of them; else access denied, too many requests, sign in with a key")
    assert {"response.200"} <= _places(_read(page.format(text="401 Unauthorized, authentication required")))


@pytest.mark.parametrize("codec", ["mac-roman", "cp437", "koi8-r", "gbk"])
def test_dots_that_were_read_in_another_encoding_are_told(codec: str) -> None:
    text = _PAGE.format(text="Them.").replace(
        "limitinteger · min: 1", "keystring · uuidOptional\n\nlimitinteger · min: 1"
    )
    assert "wrong encoding" in _said(text.encode().decode(codec, "replace").encode())


def test_dots_that_people_write_are_theirs() -> None:
    lines = "string \u2013 date or time\n\nstring 或 uuid\n\nstring — email\n\nstring \u2013 uuid\n"
    assert _read(_PAGE.format(text=lines)).facts


def test_a_pdf_behind_blanks_is_one() -> None:
    assert "PDF" in _said(b"\n\n  %PDF-1.5\n1 0 obj\n")


_OF_PLAIN_TYPES = """Things

List things
GET
https://api.example.test
/things
Query parameters
ids
string
Array of strings
Responses
200
Array of strings
GET
/things
HTTP
cURL
GET /things?ids=text HTTP/1.1
Host: api.example.test
{accept}

200
Array of strings
[
  "text"
]
"""


@pytest.mark.parametrize(
    ("accept", "form"), [("Accept: */*", Form.TEXT_GITBOOK), ("Accept: application/json", Form.UNKNOWN)]
)
def test_a_page_of_plain_types_with_words_of_another_renderer_is_told_by_its_requests(accept: str, form: Form) -> None:
    assert form is _read(_OF_PLAIN_TYPES.format(accept=accept)).page.form


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "List pots\nGET\nResponse\nThis endpoint returns an object.\nBuilt with Fern\n",
            "Fern",
        ),
        ("<!doctype html><html><body><rapi-doc spec-url='openapi.json'></rapi-doc></body></html>", "RapiDoc"),
    ],
)
def test_another_renderer_is_named(text: str, name: str) -> None:
    surface = _read(text)
    assert (Form.UNKNOWN, True) == (surface.page.form, f"rendered by {name}" in "; ".join(surface.page.reasons))
