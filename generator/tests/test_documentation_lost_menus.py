"""An answer of several media types has a menu, which a crawler drops: what is below it is read all the same."""

from __future__ import annotations

import pytest
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Surface, Visibility
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import decode
from truespec.documentation.reading import read

TOP = "Pots\n\nGet a pot\n\nget\n/pots\n\nGets it.\n\nResponses\nchevron-right\n200\n\nOK\n\n"
BELOW = "get\n/pots\n200\n\nOK\n\n"
END = "Last updated\n\nWas this helpful?\n"
MEMBERS = "Idinteger · int32Optional\n\nThe number.\n\nNamestringOptional\n"


def surface(text: str) -> Surface:
    """Read a page that is whole, of which every line is understood."""
    report = Report()
    found = read(decode(text.encode(), "pots.txt", report), report)
    assert not list(report)
    return found


def stated(found: Surface) -> dict[tuple[str, str], object]:
    """Return what the page states of answers, by place and attribute."""
    shown = (one for one in found.facts if one.visibility is Visibility.SHOWN and one.evidence is Evidence.STATED)
    return {(one.place, one.attribute): one.value for one in shown if one.place.startswith("response")}


def test_members_below_an_answer_whose_media_type_was_lost_are_read() -> None:
    found = surface(TOP + MEMBERS + BELOW + END)
    facts = stated(found)
    assert not found.not_understood
    assert (facts["response.200.Id", "type"], facts["response.200.Id", "format"]) == ("integer", "int32")
    assert facts["response.200.Name", "required"] is False
    assert ("response.200", "media") not in facts


def test_words_of_the_schema_behind_those_of_the_answer_do_not_describe_the_answer() -> None:
    facts = stated(surface(TOP + "All that is known of a pot.\n\n" + MEMBERS + BELOW + END))
    assert facts["response.200", "description"] == digest("OK")


def test_an_answer_described_in_two_paragraphs_keeps_both() -> None:
    top, below = (text.replace("OK\n", "OK\n\nIt may be old.\n") for text in (TOP, BELOW))
    facts = stated(surface(top + MEMBERS + below + END))
    assert facts["response.200", "description"] == digest("OK\nIt may be old.")


@pytest.mark.parametrize(
    ("row", "place", "kind"),
    [
        ("string[]Optional", "response.200", "array"),
        ("integer · int32Optional", "response.200", "integer"),
        ("Other propertiesbooleanOptional", "response.200{}", "boolean"),
    ],
)
def test_what_an_answer_is_itself_is_no_part_of_its_description(row: str, place: str, kind: str) -> None:
    facts = stated(surface(f"{TOP}{row}\n{BELOW}{END}"))
    assert facts[place, "type"] == kind
    assert facts["response.200", "description"] == digest("OK")


def test_headers_of_an_answer_that_has_no_content_are_no_members() -> None:
    facts = stated(surface(TOP + "PlacestringOptional\n" + BELOW + "No content\n\n" + END))
    assert not [place for place, _ in facts if place != "response.200"]


def test_a_heading_that_is_a_method_in_other_letters_begins_no_operation() -> None:
    first = TOP.replace("Get a pot\n\nget\n/pots\n", "GET\n\nGet a pot\n\nget\n")
    page = (
        first
        + MEMBERS
        + 'get\nGET /pots HTTP/1.1\nHost: api.example.test\nAccept: */*\n200\n\nOK\n\n{\n  "Id": 1\n}\n\n'
    )
    summaries = [one for one in surface(page + END).facts if one.attribute == "summary"]
    assert [(one.operation, one.value) for one in summaries] == [("GET /pots", digest("Get a pot"))]


def test_values_in_a_description_are_not_those_that_a_crawler_lost() -> None:
    row = "kindstring · enumOptional\n\nWhat it is.\n\nPossible values: clay, iron.\n\nPossible values:\n"
    found = surface(TOP + row + BELOW + END)
    assert not found.not_understood
    assert stated(found)["response.200.kind", "description"] == digest("What it is.\nPossible values: clay, iron.")


def test_what_stands_where_an_alternative_does_and_is_no_row_is_left_over() -> None:
    rows = "kindone ofOptional\n\nstringOptional\n\nor\n\n{row}\n\nnamestringOptional\n"
    whole, torn = (surface(TOP + rows.format(row=row) + BELOW + END) for row in ("integerOptional", "integer????????"))
    assert stated(whole)["response.200.kind|2", "type"] == "integer"
    assert len(torn.not_understood) == 1


def test_values_told_in_a_description_and_printed_below_it_are_the_values_once() -> None:
    told = "Possible values: * 'fresh' - not fired. * 'in work' - being fired. * 'done' - fired."
    row = f"kindstring · enumOptional\n\n{told}\n\nExample: fresh\n\nPossible values: freshin workdone\n"
    found = surface(TOP + row + "sizestringOptional\n\nHow tall.\n" + BELOW + END)
    facts = stated(found)
    assert not found.not_understood
    assert facts["response.200.kind", "description"] == digest(told)
    assert facts["response.200.size", "description"] == digest("How tall.")


def test_values_of_a_row_that_is_not_there_are_not_those_of_the_one_before() -> None:
    row = "kindstring · enumOptional\n\nPossible values: clayiron\n\nHow 'tall'.\n\nPossible values: talliron\n"
    found = surface(TOP + row + BELOW + END)
    assert found.not_understood
