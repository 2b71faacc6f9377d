"""Lists that any of three values opens, and that count the pages of what fits."""

from __future__ import annotations

import math
from dataclasses import replace
from urllib.parse import quote

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import keeping
from twisted import Twist, Twisted, asking, query_of

_TOTALS = ("X-Pagination-Total-Results", "X-Pagination-Total-Pages")


def _counts_all_pages(server: Twisted, request: Request) -> Response:
    """Tell how many pages there are without the filters."""
    response, query = server.healthy(request), query_of(request)
    if request.method != "GET" or response.header(_TOTALS[1]) is None:
        return response
    paged = {name: value for name, value in query.items() if name in {"page", "limit"}}
    every = server.healthy(asking(request, paged)).header(_TOTALS[0]) or "0"
    pages = str(math.ceil((int(every) + 200) / int(query.get("limit", "30"))))
    headers = tuple((name, pages if name == _TOTALS[1] else value) for name, value in response.headers)
    return replace(response, headers=headers)


@pytest.mark.parametrize(("twist", "expected"), [(_counts_all_pages, True), (healthy, False)])
def test_pages_that_are_counted_without_the_filters_are_told(twist: Twist, *, expected: bool) -> None:
    found = accused("collins", twist, keeping.FAMILY, 1)
    assert expected == ("GetAllCustomers.paging.totals.pages-fitting" in found)


def _looks_for_two(server: Twisted, request: Request) -> Response:
    """Look for the first two labels alone."""
    query = query_of(request)
    if query.get("labels", "").count(",") > 1:
        two = ",".join(query["labels"].split(",")[:2])
        rest = {name: value for name, value in query.items() if name != "labels"}
        request = asking(request, rest)
        joint = "&" if rest else "?"
        request = replace(request, target=f"{request.target}{joint}labels={quote(two, safe=',')}")
    return server.healthy(request)


def test_a_list_that_looks_for_two_of_three_values_is_told() -> None:
    assert "GetAllCustomers.filters.query.labels" in accused("collins", _looks_for_two, keeping.FAMILY, 1)
