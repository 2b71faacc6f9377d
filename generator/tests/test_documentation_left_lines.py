"""A line that is left over, or looks like another, takes no more of a saved text with it than it has to."""

from __future__ import annotations

from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.nested.nesting import nest
from truespec.documentation.nested.nesting_rows import BEHIND_LOST, Rows
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.type_line import TypeLine

_PAGE = """Things
Make a thing
post
https://api.example.test
/things
Body
application/json
{body}
Responses
200
Fine
application/json
id
string
409
{answer}
post
/things
HTTP
HTTP
POST /things HTTP/1.1
Host: api.example.test
Content-Type: application/json
Accept: */*
Content-Length: {length}

{sample}

Test it
200
Fine
200
{{
  "id": "text"
}}
Last updated 2 months ago
"""
_BODY = (
    "name\nstring · enum\nPossible values: see below\nPossible values: ab\nplace\nobject\nHide properties\ncity\nstring"
)
_SAMPLE = '{"name":"a","place":{"city":"text"}}'


def _read(body: str, sample: str, answer: str) -> Surface:
    report = Report()
    text = _PAGE.format(body=body, answer=answer, sample=sample, length=len(sample))
    page = decode(text.encode(), "page.txt", report)
    assert page is not None
    surface = read(page, report)
    assert ([], True) == (list(report), surface.page.whole)
    return surface


def _shown(surface: Surface, attribute: str = "type") -> set[str]:
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {fact.place for fact in facts if fact.attribute == attribute}


def _nested(rows: list[Field], sample: object) -> tuple[list[str], list[str]]:
    nested = nest(Rows(rows, sample), opened=True)
    below = [f"{field.name}.{inner.name}" for field in nested.members for inner in field.children]
    return [*(field.name for field in nested.members), *below], [field.name for field in nested.unplaced]


def _row(name: str, *flags: str, opened: bool = False) -> Field:
    return Field(name, TypeLine(("object" if opened else "string",)), 1, set(flags), opened=opened)


def test_an_answer_may_be_described_as_a_type() -> None:
    for answer in ("string", "object", "string\napplication/json\ncode\nstring"):
        surface = _read("name\nstring", '{"name":"text"}', answer)
        assert {"", "response.200", "response.409"} == _shown(surface, "present")
        assert "response.200.409" not in _shown(surface)


def test_a_member_of_the_sample_may_be_called_as_a_status_is() -> None:
    text = _PAGE.format(body="name\nstring", answer="None", sample='{"name":"text"}', length=15)
    text = text.replace("id\nstring\n409\nNone", "id\nstring\n404\nstring\n409\nNone")
    page = decode(text.replace('  "id": "text"', '  "id": "text",\n  "404": "text"').encode(), "page.txt", Report())
    assert page is not None
    assert {"response.200.id", "response.200.404"} <= _shown(read(page, Report()))


def test_rows_behind_a_line_that_is_left_have_the_places_of_the_sample() -> None:
    surface = _read(_BODY, _SAMPLE, "None")
    assert {"body.name", "body.place", "body.place.city"} <= _shown(surface)
    assert surface.not_understood


def test_a_body_whose_rows_have_no_place_is_not_empty() -> None:
    surface = _read(_BODY.replace("city", "town"), _SAMPLE, "None")
    assert {"response.200.id"} == _shown(surface)


def test_what_stands_behind_a_lost_row_has_no_place_unless_the_sample_has_all_rows() -> None:
    rows = [_row("a", opened=True), _row("b"), _row("c", BEHIND_LOST)]
    assert (["a", "c", "a.b"], []) == _nested(rows, {"a": {"b": "text"}, "c": "text"})
    assert ([], ["a", "b", "c"]) == _nested(rows, {"a": {"b": "text"}, "x": {"c": "text"}})
    rows[-1].flags.add("deprecated")
    assert ([], ["a", "b", "c"]) == _nested(rows, {"a": {"b": "text"}})
    assert ([], ["a", "b", "c"]) == _nested(rows, None)
