"""A page that a program converted to Markdown is read as the page itself, whatever marks it put around the words."""

from __future__ import annotations

import re

import pytest
from printing.era import ERAS, Words
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Surface
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_PLAIN = """Things

List things

get

https://api.example.test/things

Lists what_is there.

Authorizations

bearer

bearer

AuthorizationstringRequired

Bearer authentication header of the form Bearer <token>.

Query parameters

page_sizeinteger · min: 1Optional

How many.

Default: 20Example: 30

kindstring · enumOptional

Possible values: `red``blue`

Responses

chevron-right

200

All of them

application/json

Responseobject

Show properties

get

/things

HTTP

HTTPcURLJavaScriptPython

GET /things HTTP/1.1
Host: api.example.test
Authorization: Bearer YOUR_SECRET_TOKEN
Accept: */*

Test it

200

All of them

{
  "thing_ids": [
    "text"
  ]
}

Was this helpful?
"""
_CONVERTED = {
    "headings": ("List things\n", "## [hashtag](https://docs.example.test/things\\#list)    List things\n"),
    "an address": ("List things\n", "## [List things](https://docs.example.test/things#list)\n"),
    "icons": ("HTTP\n\nHTTPcURL", "HTTPchevron-down\n\nHTTPcURL"),
    "icons of menus": ("bearer\n\nbearer\n", "bearerchevron-down\n\nbearer\n"),
    "icons of buttons": ("Show properties\n", "Show propertiesplus\n"),
    "escapes": ("page_size", "page\\_size"),
    "code": ("Default: 20Example: 30", "Default:`20`Example: `30`"),
    "a request in a fence": ("GET /things HTTP/1.1", "```http\nGET /things HTTP/1.1"),
    "the end of its fence": ("*/*\n", "*/*\n```\n"),
    "a sample in a fence": ("{\n", "```\n{\n"),
    "the end of that fence": ("\n}\n", "\n}\n```\n"),
}
_FOOTERS = [
    "Zuletzt aktualisiert vor 3 Monaten", "War das hilfreich?", "Última actualización hace 2 meses", "¿Te fue útil?",
    "Mis à jour il y a 2 mois", "Ce contenu vous a-t-il été utile ?", "Atualizado há 8 dias", "Isto foi útil?",
    "Laatst bijgewerkt 3 maanden geleden", "Was dit nuttig?", "Sist oppdatert for 2 måneder siden",
    "Var dette nyttig?", "最終更新 2 か月前", "役に立ちましたか?", "最后更新于2个月前", "这有帮助吗?",
]  # fmt: skip


def _read(text: str) -> Surface:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _told(surface: Surface) -> list[tuple[object, ...]]:
    said = surface.facts
    return sorted((f.operation, f.place, f.attribute, str(f.value), f.visibility.value, f.evidence.value) for f in said)


def _converted() -> str:
    text = _PLAIN
    for what, (plain, marked) in _CONVERTED.items():
        if what != "an address":
            assert plain in text, what
            text = text.replace(plain, marked, 1)
    return text


def test_marks_of_markdown_around_the_words_of_a_page_change_no_fact() -> None:
    page, converted = _read(_PLAIN), _read(_converted())
    assert (True, True) == (page.page.whole, converted.page.whole)
    assert _told(page) == _told(converted)
    assert ((), converted.page.lines) == (converted.not_understood, converted.page.understood)


@pytest.mark.parametrize("what", ["headings", "an address", "a request in a fence", "code"])
def test_one_kind_of_marks_is_enough_to_tell_a_converter(what: str) -> None:
    plain, marked = _CONVERTED[what]
    text = _PLAIN.replace(plain, marked)
    ends = {"a request in a fence": _CONVERTED["the end of its fence"]}
    found = _read(text.replace(*ends[what], 1) if what in ends else text)
    assert (True, _told(_read(_PLAIN))) == (found.page.whole, _told(found))


def test_a_fence_that_never_ends_hides_no_line() -> None:
    plain, marked = _CONVERTED["a request in a fence"]
    surface = _read(_PLAIN.replace(plain, marked))
    assert {"response.200.thing_ids[]"} <= {fact.place for fact in surface.facts}


def test_marks_in_the_words_of_an_author_are_left_alone() -> None:
    text = _PLAIN.replace("How many.\n", "How many:\n```\nten\n```\n").replace("page_size", "page\\_size")
    assert "query.page\\_size" in {fact.place for fact in _read(text).facts}


@pytest.mark.parametrize("words", ["Commas between them. Example: `a,b`", "Example: `a(b)`"])
def test_examples_in_the_words_of_an_author_spoil_no_sample(words: str) -> None:
    text = _PLAIN.replace("How many.\n", f"{words}\n").replace('"text"', r'"\"as\" \\ \/ text"')
    surface = _read(text)
    assert (True, ()) == (surface.page.whole, surface.not_understood)
    assert {"response.200.thing_ids[]"} <= {fact.place for fact in surface.facts}


def test_a_value_within_a_sentence_of_an_author_tells_no_converter() -> None:
    words = "How many.\n\nExample: `size: 10` and `steps: [20, 50]`.\n\nOr more."
    row = "slugstringOptionalPattern: ^[~\\-\\.]+$\n\n"
    surface = _read(_PLAIN.replace("How many.", words).replace("kindstring", f"{row}kindstring"))
    said = {(fact.place, fact.attribute): fact.value for fact in surface.facts}
    assert ("^[~\\-\\.]+$", 30) == (said["query.slug", "pattern"], said["query.page_size", "example"])
    assert digest(words) == said["query.page_size", "description"]


def test_escapes_that_json_has_not_are_those_of_the_converter() -> None:
    converted = _PLAIN.replace("List things\n", "## [List things](https://docs.example.test/things#list)\n")
    surface = _read(converted.replace('"thing_ids"', '"thing\\_ids"'))
    assert {"response.200.thing_ids[]"} <= {fact.place for fact in surface.facts}


@pytest.mark.parametrize("footer", _FOOTERS)
def test_a_page_ends_whole_with_words_of_its_site_in_any_language(footer: str) -> None:
    ended = _read(_PLAIN.replace("Was this helpful?", footer))
    assert (True, True) == (ended.page.whole, ended.page.footer)


def test_a_menu_of_servers_is_no_part_of_the_path() -> None:
    text = _PLAIN.replace(
        "https://api.example.test/things\n",
        "https://api.example.test\n\nhttps://api.example.test\n\nhttps://eu.example.test\n\n/things\n",
    )
    surface = _read(text)
    servers = [fact.value for fact in surface.facts if fact.attribute == "server"]
    assert (True, ["https://api.example.test"]) == (surface.page.whole, servers)
    assert {"GET /things", ""} == {fact.operation for fact in surface.facts}


@pytest.mark.parametrize(
    "below",
    [
        "Authorization URL: https://a.example.test/in\n\nToken URL: https://a.example.test/token\n",
        "Authorization URL: Token URL:\n",
        "Token URL: https://a.example.test\n\nAvailable scopes:\n\n- things:read: Read them\n",
    ],
)
def test_the_addresses_of_a_flow_are_no_part_of_the_words_of_a_scheme(below: str) -> None:
    scheme = "OAuth2authorizationCodeRequired\n\nSign in first.\n"
    start, end = _PLAIN.index("AuthorizationstringRequired"), _PLAIN.index("Query parameters")
    surface = _read(f"{_PLAIN[:start]}{scheme}\n{below}\n{_PLAIN[end:]}")
    said = {fact.attribute: fact.value for fact in surface.facts if fact.place == "auth.OAuth2"}
    assert (True, "authorizationCode", digest("Sign in first.")) == (
        surface.page.whole,
        said["type"],
        said["description"],
    )


def _without_code(text: str) -> str:
    return re.sub(r"GET \S+ HTTP/1\.1\n(?:\S+: .*\n)+|^\"text\"\n", "", text, flags=re.MULTILINE)


def test_pages_of_which_no_code_was_saved_are_whole_where_their_end_is() -> None:
    answer = {"description": "Fine", "content": {"application/json": {"schema": {"type": "string"}}}}
    paths = {f"/{name}": {"get": {"summary": f"List {name}", "responses": {"200": answer}}} for name in "abc"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things"},
        "servers": [{"url": "https://api.example.test"}],
        "paths": paths,
    }
    printed = print_page(document, RowPrinter(ERAS[-1], Words("en")))
    text = _without_code(save_text(printed, "crawl-buttons").text)
    assert "HTTP/1.1" not in text
    one_has_code = text.replace("get/a\n", "get/a\n\nGET /a HTTP/1.1\nHost: api.example.test\n", 1)
    wholes = [_read(one).page.whole for one in (text, text.replace("Last updated", "Lately"), one_has_code)]
    assert [True, False, False] == wholes


def test_a_line_of_a_description_that_begins_with_a_link_is_no_sample() -> None:
    words = "All of them, and no other. Use the\n[fields](#fields) parameter for\nsome of them."
    text = _PLAIN.replace("200\n\nAll of them\n", f"200\n\n{words}\n")
    page = _read(text)
    assert (2, True, ()) == (text.count("[fields]"), page.page.whole, page.not_understood)
