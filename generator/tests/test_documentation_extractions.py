"""What a program took for the article of a page is refused for what it is: its lines run into each other."""

from __future__ import annotations

import pytest
from test_drift_lost_lines import printed, whole
from truespec.cli.console import Exit
from truespec.cli.pages import read_bytes
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Grade

_ROWS = """\
Make a pot
Header parameters
X-ShopstringRequiredExample:
Which of the shops it is for.
northX-ShelfstringRequiredExample:
Which of the shelves.
topResponses
201
Made.
application/json
422
Refused.
application/json
post
/potsLast updated
"""
_HEADS = """\
Pots
Authorizations
AuthorizationstringRequired
Query parameters
loudstringOptionalPattern:
Whether everybody is told.
^[a-z]+$dryintegerOptionalExample:
Whether it is only tried.
3Responses
200
All of them.
application/json
get
/potsAuthorizations
AuthorizationstringRequired
Body
Responses
201
Made.
application/json
post
/potsLast updated
"""
_ONE_LINE = """\
# Pots

### Pots[#get-pots](#get-pots)
gethttps://pots.example.test/potsAuthorizationsKeyX-KEYstringRequiredResponses200

All of them
application/jsonget/potsHTTPCopy
```
GET /pots HTTP/1.1
Host: pots.example.test
```
### Make a pot[#post-pots](#post-pots)
posthttps://pots.example.test/potsAuthorizationsKeyX-KEYstringRequiredBodyapplication/jsonlidstringOptionalResponses201

Made
application/jsonpost/potsHTTPCopy
"""


@pytest.mark.parametrize("text", [_ROWS, _HEADS, _ONE_LINE], ids=["rows", "heads", "one line"])
def test_an_article_without_the_ends_of_its_lines_is_refused_as_one(text: str) -> None:
    page = read_bytes(text.encode(), "page.txt", Report())
    assert page.surface is not None
    assert (Exit.COULD_NOT_TELL, Grade.D, ()) == (page.exit, page.surface.page.grade, page.surface.facts)
    assert [one.id for one in page.report] == ["page-refused"]
    assert "a program took the article out of it" in " ".join(page.surface.page.reasons)


@pytest.mark.parametrize("form", ["crawl", "crawl-buttons", "innertext", "clipboard"])
def test_a_page_that_is_cut_is_no_article(form: str) -> None:
    text = printed(whole(), form)
    page = read_bytes(text[: text.index("Break a pot")].encode()[:-40], "page.txt", Report())
    assert {one.id for one in page.report} == {"page-cut"}
