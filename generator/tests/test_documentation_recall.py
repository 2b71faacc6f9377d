"""What a saved text shows is found where it looks like something else, or where only another part of the page tells."""

from __future__ import annotations

from truespec.diagnostics import Report
from truespec.documentation.page import decode
from truespec.documentation.reading import read
from truespec.documentation.surface import Evidence, Surface, Visibility

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
