"""A page that was cut anywhere, or lost a piece in the middle, never reads as one that is whole."""

from __future__ import annotations

from typing import Any

import pytest
from printing.era import ERAS, Words
from printing.markup import save_markup
from printing.page import print_page
from printing.rows import RowPrinter
from printing.texts import FORMS, save_text
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Grade, Surface
from truespec.documentation.page import decode
from truespec.documentation.reading import read

_CUSTOMER: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "vip": {"type": "boolean"}},
}
_BODY = {"application/json": {"schema": _CUSTOMER}}
_DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Customers", "version": "1", "description": "All that can be done."},
    "servers": [{"url": "https://api.example.test"}],
    "paths": {
        "/customers": {
            "get": {
                "summary": "List customers",
                "parameters": [{"name": "limit", "in": "query", "required": True, "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "All of them", "content": _BODY}, "404": {"description": "None"}},
            },
            "post": {
                "summary": "Create a customer",
                "requestBody": {"content": _BODY},
                "responses": {"201": {"description": "Created", "content": _BODY}},
            },
        },
    },
}


def _lines(form: str, era: int = -1) -> list[str]:
    page = print_page(_DOCUMENT, RowPrinter(ERAS[era], Words("en")), frame=False)
    return save_text(page, form).text.rstrip("\n").split("\n")


def _read(text: str) -> tuple[Surface, Report]:
    report = Report()
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    return read(page, report), report


def _is_clean(text: str) -> bool:
    surface, report = _read(text)
    return surface.page.grade is not Grade.D and surface.page.whole and not report.failed and not surface.not_understood


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_page_is_whole(form: str) -> None:
    assert _is_clean("\n".join(_lines(form)))


@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_is_cut_within_an_operation_is_not_whole(form: str) -> None:
    lines = _lines(form)
    second = lines.index("Create a customer")
    samples = next(number for number, line in enumerate(lines) if line.startswith("GET /customers?"))
    cuts = [*range(8, samples - 6), *range(samples + 1, second - 2), *range(second + 1, len(lines))]
    assert [] == [number for number in cuts if _is_clean("\n".join(lines[:number]))]


@pytest.mark.parametrize("form", ["innertext", "clipboard"])
def test_a_method_without_its_path_does_not_end_a_page(form: str) -> None:
    lines = _lines(form)
    path = len(lines) - lines[::-1].index("/customers") - 1
    assert not _is_clean("\n".join(lines[:path]))


@pytest.mark.parametrize("form", ["innertext", "crawl-buttons", "clipboard"])
def test_a_page_that_lost_what_is_between_two_operations_is_not_whole(form: str) -> None:
    lines = _lines(form)
    first = next(number for number, line in enumerate(lines) if line == "Query parameters")
    second = len(lines) - lines[::-1].index("Responses") - 1
    path = "/customers/all"
    torn = "\n".join([*lines[:first], *lines[second:]]).replace("/customers", path, 1)
    surface, report = _read(torn)
    assert (False, ["page-cut"]) == (surface.page.whole, [one.id for one in report])
    assert not [fact for fact in surface.facts if path in fact.operation]


@pytest.mark.parametrize("form", ["innertext", "crawl-buttons"])
def test_a_page_that_begins_within_an_operation_is_not_whole(form: str) -> None:
    lines = _lines(form)
    starts = [lines.index("Responses"), lines.index("{") + 1]
    assert [False, False] == [_is_clean("\n".join(lines[start:])) for start in starts]


@pytest.mark.parametrize("glue", ["", " "])
@pytest.mark.parametrize("form", FORMS)
def test_a_page_without_ends_of_lines_is_refused(form: str, glue: str) -> None:
    surface, report = _read(glue.join(line for line in _lines(form) if line))
    assert (Grade.D, (), ["page-refused"]) == (surface.page.grade, surface.facts, [one.id for one in report])


def _without(lines: list[str], first: str, last: str) -> str:
    """Return a page without the lines from one that begins with ``first`` to before one that does with ``last``."""
    start = next(number for number, line in enumerate(lines) if line.startswith(first))
    end = next(number for number, line in enumerate(lines) if number > start and line.startswith(last))
    return "\n".join([*lines[:start], *lines[end:]])


LOST = {
    "the head of a section": ("Query parameters", "limit"),
    "the row of a section": ("limit", "Responses"),
    "the end of an answer's words": ("All of them", "application/json"),
    "the request": ("GET /customers?", "Accept"),
    "the beginning of a request": ("GET /customers?", "Host"),
    "the end of a request": ("Accept", "200"),
    "the beginning of a sample": ("{", '  "name"'),
    "the end of a sample": ('  "vip"', "Create a customer"),
    "from the head to a sample": ("List customers", "200"),
    "from section to section": ("limit", "Create a customer"),
}


@pytest.mark.parametrize("form", ["innertext", "crawl-buttons", "clipboard"])
@pytest.mark.parametrize("name", LOST)
def test_a_page_that_lost_lines_within_an_operation_is_told_and_says_nothing_of_it(form: str, name: str) -> None:
    lines = _lines(form)
    surface, report = _read(_without(lines, *LOST[name]))
    assert (False, {"page-cut"}) == (surface.page.whole, {one.id for one in report})
    whole, _ = _read("\n".join(lines))
    values = {(fact.operation, fact.place, fact.attribute): fact.value for fact in whole.facts}
    assert [] == [
        fact for fact in surface.facts if values.get((fact.operation, fact.place, fact.attribute)) != fact.value
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_lost_its_head_begins_within_an_operation(form: str) -> None:
    lines = _lines(form)
    second = lines.index("Create a customer")
    samples = next(number for number, line in enumerate(lines) if line.startswith("GET /customers?"))
    described = next(
        (number for number, line in enumerate(lines) if number > samples and line.startswith("All of them")), 0
    )
    starts = [start for start in range(4, second - 1) if start != described]  # which is like a title with a code block
    assert [] == [start for start in starts if lines[start] and _is_clean("\n".join(lines[start:]))]


@pytest.mark.parametrize("form", ["innertext", "crawl-buttons"])
def test_one_member_that_a_vendor_adds_or_takes_away_by_hand_tears_no_page(form: str) -> None:
    text = "\n".join(_lines(form))
    row = "age\ninteger\noptional\n" if form == "innertext" else "ageintegerOptional\n"
    assert row in text
    added = text.replace(row, row.replace("age", "size") + row)
    without = text.replace(row, "").replace('  "age": 1,\n', "")
    needed = text.replace("limit\ninteger\nrequired", "limit\ninteger\noptional").replace(
        "limitintegerRequired", "limitintegerOptional"
    )
    assert [True, True, True] == [_is_clean(one) for one in (added, without, needed)]


@pytest.mark.parametrize("body", [{"type": "integer"}, {"type": "boolean"}, {"type": "number", "example": 1.5}])
@pytest.mark.parametrize("form", FORMS)
def test_a_body_may_be_a_bare_value(form: str, body: dict[str, Any]) -> None:
    post = {
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"204": {"description": "Kept"}},
    }
    document = {**_DOCUMENT, "paths": {"/sizes": {"post": post}}}
    page = print_page(document, RowPrinter(ERAS[-1], Words("en")), frame=False)
    assert _is_clean(save_text(page, form).text)


def _markup() -> str:
    return save_markup(print_page(_DOCUMENT, RowPrinter(ERAS[-1], Words("en")))).text


def test_whole_markup_is_whole() -> None:
    assert _is_clean(_markup())
    assert _is_clean(_markup().replace("<body>", "<body><p>One<br>Two<ul><li>Three<li>Four</ul>"))


@pytest.mark.parametrize("share", [0.1, 0.25, 0.4, 0.55, 0.7, 0.9])
@pytest.mark.parametrize("lost", ["head", "middle", "end"])
def test_markup_that_lost_a_part_is_not_whole_and_says_nothing_wrong(lost: str, share: float) -> None:
    text = _markup()
    at = int(len(text) * share)
    pieces = {"head": text[at:], "middle": text[:at] + text[at + 700 :], "end": text[:at]}
    surface, report = _read(pieces[lost])
    assert (False, True) == (surface.page.whole and not report.failed, report.failed)
    whole, _ = _read(text)
    values = {(fact.operation, fact.place, fact.attribute): fact.value for fact in whole.facts}
    assert [] == [
        fact for fact in surface.facts if values.get((fact.operation, fact.place, fact.attribute)) != fact.value
    ]


def test_two_fields_of_markup_that_run_into_each_other_are_told() -> None:
    text = _markup()
    first, second = (text.index(f">{name}</span>") for name in ("name", "age"))
    glued = text[: first + 12] + text[text.rindex("<span", 0, second) :]
    assert not _is_clean(glued)


def test_elements_that_are_nested_too_deep_leave_those_around_them_whole() -> None:
    deep = "<div>" * 2_000 + "x" + "</div>" * 2_000
    assert _is_clean(_markup().replace("<body>", f"<body>{deep}"))


_PLAIN = """Get all

get
/customers

All of them.

Responses
200

All

get
/customers

Get one

get
/customers/{id}

One of them.

Path parameters
idstringRequired
Responses
200

One

get
/customers/{id}

Last updated
"""
"""A page without code and media types: little is left in each operation that tells it from another."""


@pytest.mark.parametrize("end", [number for number, line in enumerate(_PLAIN.split("\n")[:13], start=1) if line])
def test_a_page_of_bare_operations_that_begins_within_one_is_told(end: int) -> None:
    assert not _is_clean("\n".join(_PLAIN.split("\n")[end:]))
