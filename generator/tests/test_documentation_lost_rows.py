"""Where a way of saving lost rows or flags, what is left is put in its place as far as a sample tells."""

from __future__ import annotations

from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.nested.nesting import nest
from truespec.documentation.nested.nesting_rows import Rows
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.rendered.fields import Field
from truespec.documentation.rendered.sample_values import fits_type
from truespec.documentation.rendered.type_line import TypeLine

_PAGE = """Things

Make a thing

post

Body

{body}

Responses

{answers}

post
/things

POST /things HTTP/1.1
Host: api.example.test
Content-Type: application/json
Accept: */*
Content-Length: 18

{sample}

200
Fine

{{
  "id": "text"
}}

Last updated 2 months ago
"""
_ANSWERS = "200\nFine\n\napplication/json\n\nidstringOptional"


def _row(name: str, *flags: str, opened: bool = False, kind: str = "string") -> Field:
    return Field(name, TypeLine((kind,)), 1, set(flags), opened=opened)


def _places(rows: list[Field], sample: object, *, owners: bool = True) -> tuple[list[str], list[str]]:
    """Return the places of the rows that have one, and the names of those that have none."""
    nested = nest(Rows(rows, sample, None, owners, flagged=not owners), opened=True)
    placed: list[str] = []

    def walk(fields: list[Field], above: str) -> None:
        for field in fields:
            if "silent" not in field.flags:
                placed.append(above + field.name)
            walk(field.children, f"{above}{field.name}.")

    walk(nested.members, "")
    return placed, [field.name for field in nested.unplaced]


def _read(body: str, sample: str = '{\n  "a": "text"\n}', answers: str = _ANSWERS) -> Surface:
    report = Report()
    page = decode(_PAGE.format(body=body, sample=sample, answers=answers).encode(), "page.txt", report)
    assert page is not None
    return read(page, report)


def _shown(surface: Surface) -> set[str]:
    facts = [fact for fact in surface.facts if (fact.evidence, fact.visibility) == (Evidence.STATED, Visibility.SHOWN)]
    return {fact.place for fact in facts if fact.attribute == "type"}


def test_without_flags_a_member_that_a_sample_leaves_out_may_have_the_name_of_one_that_comes_later() -> None:
    rows = [_row("shift", opened=True, kind="object"), _row("roles"), _row("price"), _row("roles"), _row("total")]
    sample = {"shift": {"price": "text"}, "roles": "text", "total": "text"}
    assert (["shift", "shift.roles", "shift.price", "roles", "total"], []) == _places(rows, sample)


def test_rows_below_one_that_was_lost_and_that_no_sample_has_are_left_and_the_others_read() -> None:
    rows = [_row("id"), _row("city"), _row("zip"), _row("price"), _row("city")]
    sample = {"id": "text", "address": {"zip": "text", "price": "text"}, "city": "text"}
    assert (["id", "address.zip", "address.price", "city"], ["city"]) == _places(rows, sample, owners=False)


def test_what_a_sample_leaves_out_has_no_place_beside_a_row_that_has_none() -> None:
    rows = [_row("id"), _row("code", "write_only"), _row("other"), _row("name")]
    assert (["id", "name"], ["other", "code"]) == _places(rows, {"id": "text", "name": "text"}, owners=False)


def test_members_of_an_alternative_whose_row_was_lost_are_left_but_for_the_first_that_the_sample_is_of() -> None:
    surface = _read("one ofOptional\n\nastringOptional\n\nor\n\nbstringOptional")
    lines = sorted(left.line for left in surface.not_understood)
    assert ({"body", "body|1.a", "response.200.id"}, [15]) == (_shown(surface), lines)


def test_rows_of_an_answer_without_content_are_headers_whose_heading_was_lost() -> None:
    answers = f"{_ANSWERS}\n\n201\nMade\n\nX-TotalintegerOptional\n\n404\nNone"
    surface = _read("astringOptional", answers=answers)
    assert ({"body.a", "response.200.id"}, 1) == (_shown(surface), len(surface.not_understood))


def test_what_looks_like_a_header_before_the_members_of_an_answer_is_left() -> None:
    answers = "200\nFine\n\napplication/json\n\nX-TotalintegerOptional\n\nidstringOptional"
    surface = _read("astringOptional", answers=answers)
    assert ({"body.a", "response.200.id"}, 1) == (_shown(surface), len(surface.not_understood))


def test_a_row_that_cannot_be_a_member_of_what_the_sample_shows_is_left() -> None:
    for sample in ("{}", '"text"'):
        surface = _read("astringOptional", sample)
        assert ({"response.200.id"}, 1) == (_shown(surface), len(surface.not_understood))


def test_a_section_that_was_moved_is_read_where_it_stands() -> None:
    surface = _read("astringOptional\n\ncookie\n\nsidstringOptional")
    assert ({"body.a", "cookie.sid", "response.200.id"}, 0) == (_shown(surface), len(surface.not_understood))


def test_what_stands_below_a_heading_that_is_there_twice_is_read_once() -> None:
    surface = _read("astringOptional\n\ncookie\n\nsidstringOptional\n\ncookie\n\nkeystringOptional")
    assert ({"body.a", "cookie.key", "response.200.id"}, 2) == (_shown(surface), len(surface.not_understood))


def test_a_member_beside_a_closed_choice_is_no_member_of_it() -> None:
    surface = _read("aone ofOptional\n\nstringOptional\n\nor\n\nbstringOptional", '{\n  "a": "text",\n  "b": "text"\n}')
    assert ({"body.a", "body.a|1", "body.b", "response.200.id"}, 0) == (_shown(surface), len(surface.not_understood))


def test_so_it_is_where_the_sample_has_null_and_not_where_it_has_nothing() -> None:
    rows = "aone ofOptional\n\nstringOptional\n\nor\n\nbanyOptional\n\ncany ofOptional\n\nbooleanOptional\n\nor"
    beside = {"body.a", "body.a|1", "body.b", "body.c", "body.c|1", "response.200.id"}
    assert beside == _shown(_read(rows, '{\n  "a": "text",\n  "b": null,\n  "c": true\n}'))
    assert "body.b" not in _shown(_read(rows, '{\n  "a": "text",\n  "c": true\n}'))


def test_an_alternative_whose_row_was_lost_is_counted_by_the_word_behind_it() -> None:
    surface = _read("aone ofOptional\n\nor\n\nstringOptional\n\nbstringOptional", '{\n  "a": {},\n  "b": "text"\n}')
    assert {"body.a", "body.a|2", "body.b", "response.200.id"} == _shown(surface)


def test_members_of_the_whole_are_found_where_the_row_of_its_one_part_was_lost() -> None:
    rows = "aall ofOptional\n\nidstringOptional\n\ncitystringOptional\n\nbstringOptional"
    sample = '{\n  "a": {\n    "id": "text",\n    "place": {\n      "city": "text"\n    }\n  },\n  "b": "text"\n}'
    expected = {"body.a.id", "body.a.place.city", "body.b", "response.200.id"}
    assert expected == _shown(_read(rows, sample))


def test_the_sample_of_a_body_has_what_can_only_be_written() -> None:
    sample = '{\n  "place": {\n    "id": "text"\n  },\n  "b": "text"\n}'
    surface = _read("idstringWrite-onlyOptional\n\nbstringOptional", sample)
    assert {"body.place.id", "body.b", "response.200.id"} == _shown(surface)


def test_a_row_that_shows_an_example_has_that_value_or_one_of_its_type() -> None:
    row = _row("place")
    row.tail["example"] = ("30", 1)
    assert [True, True, False] == [fits_type(row, value) for value in ("here", "30", {"city": "text"})]
