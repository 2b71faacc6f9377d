"""What kind of page was saved is told with reasons, and what cannot be read says so."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Fact, Form, Grade, Surface, Visibility
from truespec.documentation.page import MAX_BYTES, decode
from truespec.documentation.reading import read

_PAGE = """Things

Lists and more

List things

get

Authorizations

AuthorizationstringRequired
Bearer authentication header of the form Bearer <token>.

Query parameters

statusstring · enum · nullableOptional
Which
Default: activePossible values: `active``on hold`

limitinteger · min: 1 · max: 30RequiredExample: 3

Responses

200
All of them

application/json

get
/things

GET /v1/things?limit=3 HTTP/1.1
Host: api.example.test
Accept: */*

200
All of them

{
  "id": "text",
  "again": {
    "id": "text",
    "again": {
      "id": "text"
    }
  }
}

Last updated 2 months ago
"""
_DOCUMENT = {
    "openapi": "3.0.3",
    "servers": [{"url": "https://api.example.test/v1"}],
    "paths": {"/things": {"get": {"summary": "List", "responses": {"200": {"description": "Fine"}}}}},
}


def _read(data: str | bytes) -> tuple[Surface, Report]:
    report = Report()
    page = decode(data.encode() if isinstance(data, str) else data, "page.txt", report)
    assert page is not None
    return read(page, report), report


def _facts(surface: Surface, place: str) -> dict[str, object]:
    return {fact.attribute: fact.value for fact in surface.facts if fact.place == place}


def _fact(surface: Surface, place: str, attribute: str) -> Fact:
    return next(fact for fact in surface.facts if (fact.place, fact.attribute) == (place, attribute))


def test_a_rendered_page_is_read_with_the_line_of_each_fact() -> None:
    surface, _ = _read(_PAGE)
    fact = _fact(surface, "query.limit", "max")
    assert ("GET /things", 30, 20) == (fact.operation, fact.value, fact.line)


def test_values_in_backticks_are_told_apart() -> None:
    surface, _ = _read(_PAGE)
    assert ("active", "on hold") == _facts(surface, "query.status")["enum"]


def test_values_that_run_together_are_lost_and_kept_as_one_text() -> None:
    surface, _ = _read(_PAGE.replace("`", ""))
    fact = _fact(surface, "query.status", "enum")
    assert (Visibility.LOST, "activeon hold") == (fact.visibility, fact.value)


def test_a_crawler_that_drops_buttons_makes_a_page_of_grade_c() -> None:
    surface, _ = _read(_PAGE)
    assert (Form.TEXT_GITBOOK, Grade.C, "en") == (surface.page.form, surface.page.grade, surface.page.language)


def test_every_line_of_a_plain_page_is_understood() -> None:
    surface, _ = _read(_PAGE)
    assert ((), surface.page.lines) == (surface.not_understood, surface.page.understood)


def test_a_sample_that_repeats_itself_is_followed_once() -> None:
    surface, _ = _read(_PAGE)
    places = {fact.place for fact in surface.facts if fact.place.startswith("response.200.")}
    assert {"response.200.id", "response.200.again", "response.200.again.id", "response.200.again.again"} >= places


@pytest.mark.parametrize("broken", ["\u00c2\u00b7", "\u0e22\u0e17"])
def test_a_middle_dot_that_was_read_as_something_else_is_mended(broken: str) -> None:
    surface, _ = _read(_PAGE.replace("·", broken))
    assert 30 == _facts(surface, "query.limit")["max"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str) -> None:
    surface, _ = _read(_PAGE.replace("\n", end))
    assert 20 == _fact(surface, "query.limit", "max").line


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_page_may_begin_with_a_byte_order_mark(codec: str) -> None:
    surface, _ = _read(_PAGE.encode(codec))
    assert 30 == _facts(surface, "query.limit")["max"]


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"%PDF-1.7 ...", "page-binary"),
        (b"\x89PNG\r\n\x1a\n", "page-binary"),
        (b"text\0text", "page-binary"),
        (b"a" * (MAX_BYTES + 1), "page-too-large"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, trouble: str) -> None:
    report = Report()
    page = decode(data, "page", report)
    assert (None, [trouble]) == (page, [diagnostic.id for diagnostic in report])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("Just a moment...\nEnable JavaScript and cookies to continue\n", "Cloudflare"),
        ("<!DOCTYPE html><html><body><h1>Page not found</h1></body></html>", "(404)"),
        ('<!DOCTYPE html><html><form><input type="password"></form></html>', "a page to log in"),
        ("The id.\nThe name of it.\nOK\n" * 40, "names cannot be recovered"),
        ('Customer\nlist of strings\nShow 4 properties\nidstringformat: "uuid"\n', "rendered by Fern"),
        ("Add one\nREQUEST BODY SCHEMA: application/json\nname\nExpand all\nCollapse all\n", "rendered by Redoc"),
        ("post\nResponses\nBody\nstring<email>\n>= 1 characters\nSend API Request\n", "rendered by Stoplight"),
        ("post\nResponses\n201\nType: string\nTest Request(post /x)\nShow Schema\n", "rendered by Scalar"),
        ("POST\nBody\nExample Request\nView More\n201 Created\nExample Response\n", "rendered by Postman"),
        ("POST /x\nBody\nemail\nstring(email)\nResponses\nPowered by Bump.sh\n", "rendered by Bump.sh"),
        ("Get it\n200 - application/json\nid\nstring\nheader\nrequired\nenum<string>\n", "rendered by Mintlify"),
        ("Skip to main content\nSchema\nExample (from schema)\n**id** string\nMOD1\n", "rendered by Docusaurus"),
        ("Log in to see full request history\nBody Params\nPowered by ReadMe\n", "rendered by ReadMe"),
        ("Try it out\nNo parameters\nExample Value | Schema\n", "rendered by Swagger UI"),
        ('<html><div id="swagger-ui" class="swagger-ui"></div></html>', "rendered by Swagger UI"),
        ('<!doctype html><html><head><meta content="Docusaurus v3"></head></html>', "rendered by Docusaurus"),
        ("<html><body><p>Hello</p></body></html>", "no operation that GitBook rendered"),
    ],
)
def test_a_page_that_is_no_reference_is_refused_with_the_reason(text: str, reason: str) -> None:
    surface, report = _read(text)
    assert (Grade.D, (), ["page-refused"]) == (surface.page.grade, surface.facts, [one.id for one in report])
    assert reason in "; ".join(surface.page.reasons)


@pytest.mark.parametrize("after", ["Query parameters", "limitinteger", '"again": {'])
def test_a_page_that_ends_in_the_middle_is_not_whole(after: str) -> None:
    surface, report = _read(_PAGE[: _PAGE.index(after) + len(after)])
    assert (False, True) == (surface.page.whole, report.failed)


def test_a_document_in_a_fence_is_read_with_the_line_of_the_page() -> None:
    text = f"# Things\n\n## List\n\n```json\n{json.dumps(_DOCUMENT, indent=2)}\n```\n"
    surface, _ = _read(text)
    line = text.split("\n").index('          "200": {') + 1
    assert (Form.MD_OPENAPI, Grade.A) == (surface.page.form, surface.page.grade)
    assert ("GET /things", line) == (surface.facts[-1].operation, _fact(surface, "response.200", "present").line)


def test_a_document_in_a_longer_fence_may_hold_fences() -> None:
    document = json.dumps(_DOCUMENT).replace("Fine", "```json\\n{}\\n```\\nFine")
    surface, _ = _read(f"# Things\n\n````json\n{document}\n````\n")
    assert _facts(surface, "response.200")["present"]


def test_a_document_that_is_cut_is_an_error_with_its_line_and_gives_nothing() -> None:
    surface, report = _read(f"# Things\n\n```json\n{json.dumps(_DOCUMENT)[:-20]}\n```\n")
    places = {(one.id, one.location.line) for one in report}
    assert ((), False) == (surface.facts, surface.page.whole)
    assert ("page-openapi-broken", 4) in places


def test_a_document_of_a_vendor_is_read_in_either_version() -> None:
    swagger = (
        "swagger: '2.0'\nhost: a.test\nbasePath: /v2\npaths:\n  /x:\n    get:\n      responses:\n        200: {}\n"
    )
    surface, _ = _read(swagger)
    assert (Form.OPENAPI, "https://a.test/v2") == (surface.page.form, _facts(surface, "")["server"])


def test_blocks_of_a_page_s_source_are_read() -> None:
    text = """# Users

{% swagger method="post" path="/users/:id" baseUrl="https://a.test/v1" summary="Create" %}
{% swagger-parameter in="body" name="admin" type="Virtus::Attribute::Boolean" required="true" %}
Whether
{% endswagger-parameter %}
{% swagger-parameter in="body" name="odd" type="Whatever" %}
{% endswagger-parameter %}
{% swagger-response status="201: Created" %}
{% endswagger-response %}
{% endswagger %}
"""
    surface, _ = _read(text)
    assert {"POST /users/{id}", ""} == {fact.operation for fact in surface.facts}
    assert ("boolean", True) == (_facts(surface, "body.admin")["type"], _facts(surface, "body.admin")["required"])
    assert Visibility.LOST is _fact(surface, "body.odd", "type").visibility


def test_a_reference_to_a_document_is_told_without_its_query() -> None:
    text = (
        '{% openapi-operation spec="x" path="/pets" method="get" %}\n'
        "[OpenAPI x](https://a.test/x.yaml?token=secret)\n{% endopenapi-operation %}\n"
    )
    _, report = _read(text)
    assert ["page-refers-to-openapi"] == [one.id for one in report]
    assert "secret" not in str(next(iter(report)))


def test_what_is_inlined_in_markup_makes_it_whole() -> None:
    operation = {"summary": "List", "responses": {"200": {"description": "Fine"}}, "parameters": []}
    row = json.dumps({"path": "/things", "method": "get", "operation": operation, "securities": []})
    script = f"self.__next_f.push([1,{json.dumps('5:' + row + chr(10))}])"
    element = (
        '<div class="openapi-operation"><div class="openapi-summary"><span class="openapi-method">get</span>'
        '<span class="openapi-path-title"><span>/things</span></span></div></div>'
    )
    surface, _ = _read(f"<html><body>{element}<script>{script}</script></body></html>")
    assert (Grade.A, True) == (surface.page.grade, _facts(surface, "response.200")["present"])


def test_a_type_that_is_not_known_in_markup_is_left_over() -> None:
    field = (
        '<div class="openapi-schema"><div class="openapi-schema-presentation"><span class="openapi-schema-name">'
        '<span class="openapi-schema-propertyname">x</span><span class="openapi-schema-type">strange thing</span>'
        "</span></div></div>"
    )
    page = (
        '<html><body><div class="openapi-operation"><div class="openapi-summary">'
        '<span class="openapi-method">get</span><span class="openapi-path-title">/x</span></div>'
        '<div class="openapi-section openapi-requestbody">'
        f'<div class="openapi-requestbody-body">{field}</div></div></div></body></html>'
    )
    surface, _ = _read(page)
    assert (1, {"required": False}) == (len(surface.not_understood), _facts(surface, "body.x"))


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("ENUM Description\nASC Sort upwards\nDESC Sort downwards", ("ASC", "DESC")),
        ("How. Possible values: `up`, `down` or `on hold`.", ("up", "down", "on hold")),
        ("Possible values are many", None),
        ("ENUM Description\nASC Sort upwards\nand more of it", None),
    ],
)
def test_values_that_are_listed_in_words_are_weaker_evidence(words: str, values: tuple[str, ...] | None) -> None:
    surface, _ = _read(_PAGE.replace("Which\n", f"{words}\n").replace("`active``on hold`", ""))
    found = [fact for fact in surface.facts if fact.attribute == "enum" and fact.evidence is Evidence.PROSE]
    assert ([values] if values else []) == [fact.value for fact in found]


def test_a_flag_that_is_glued_to_the_type_of_a_body_is_no_part_of_its_format() -> None:
    page = "Things\n\nMake\n\nput\n\nBody\n\nstring · date[]Optional\n\nResponses\n\n201Success\n\nput\n/things\n"
    surface, _ = _read(page)
    assert ("array", "date") == (_facts(surface, "body")["type"], _facts(surface, "body[]")["format"])


_RENDERED = os.environ.get("RENDERED_PAGES", "")


@pytest.mark.skipif(not _RENDERED, reason="RENDERED_PAGES names no folder with probe.yaml and pages printed from it")
def test_pages_of_the_real_renderer_show_nothing_that_their_document_does_not_say() -> None:
    folder = Path(_RENDERED)
    said = _stated(_read((folder / "probe.yaml").read_bytes())[0])
    differing = {
        (path.name, key): value
        for path in sorted(folder.glob("*/probe*"))
        for key, value in _stated(_read(path.read_bytes())[0]).items()
        if said.get(key) != value
    }
    assert {} == differing


def _stated(surface: Surface) -> dict[tuple[str, str, str], object]:
    """What is shown and stated, each operation without the path of the server, which some forms have in front."""
    return {
        (fact.operation.replace(" /v1/", " /"), fact.place, fact.attribute): fact.value
        for fact in surface.facts
        if fact.visibility is Visibility.SHOWN and fact.evidence is Evidence.STATED
    }
