"""A list that is open to everybody who searches it, and refuses values that nobody documented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.access import credentials
from twisted import Twist, Twisted, query_of


def _open_to_searches(server: Twisted, request: Request) -> Response:
    """Let everybody search, with a page that is a number."""
    query, token = query_of(request), ("Authorization", "Bearer everybody")
    if query.get("query") and request.header("Authorization") is None:
        if not query.get("page", "1").isdecimal():
            return Response(422)
        request = replace(request, headers=(*request.headers, token))
    return server.healthy(request)


@pytest.mark.parametrize(("twist", "expected"), [(_open_to_searches, True), (healthy, False)])
def test_a_search_that_needs_no_token_is_told(twist: Twist, *, expected: bool) -> None:
    assert expected == ("GetAllCustomers.needs.BearerAuth" in accused("collins", twist, credentials.FAMILY, 1))
