"""A list that trips over a page far beyond its end."""

from __future__ import annotations

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.pages import paging
from twisted import Twist, Twisted, query_of


def _trips_far_out(server: Twisted, request: Request) -> Response:
    """Fail where more than ten thousand records would have to be passed over."""
    page = query_of(request).get("page", "1")
    return Response(500) if page.isdecimal() and int(page) > 10_000 else server.healthy(request)


@pytest.mark.parametrize(("twist", "expected"), [(_trips_far_out, True), (healthy, False)])
def test_a_page_far_out_that_fails_is_told(twist: Twist, *, expected: bool) -> None:
    assert expected == ("GetAllCustomers.server-error" in accused("collins", twist, paging.FAMILY, 1))
