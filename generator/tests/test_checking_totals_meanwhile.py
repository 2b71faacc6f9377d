"""Servers that others use as well: what they make and remove between two requests is held against nobody."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import partial

import pytest
from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import keeping
from truespec.checking.rules.orders import ordering
from twisted import Twist, Twisted, asking, query_of, sending

_MANY = 110


def _joining(server: Twisted, request: Request) -> None:
    """Make somebody else's customer."""
    number = next(server.kept.setdefault("others", itertools.count()))
    body = {"first_name": "Ada", "last_name": f"Other {number}", "email": f"other{number}@example.org"}
    headers = (*request.headers, ("Content-Type", "application/json"))
    server.healthy(sending(replace(request, method="POST", target="/api/customers", headers=headers), body))


def _others_join(turns: set[int], server: Twisted, request: Request) -> Response:
    """Have many customers, and more with each of some further pages that are asked for."""
    if request.method == "GET" and request.path.endswith("/customers"):
        for _ in range(0 if "others" in server.kept else _MANY):
            _joining(server, request)
        if query_of(request).get("page", "1") != "1":
            turn = next(server.kept.setdefault("turns", itertools.count()))
            if turn in turns:
                _joining(server, request)
    return server.healthy(request)


@pytest.mark.parametrize("turns", [{0}, {0, 2, 4}, set(range(1, 900, 2)), set(range(900))])
def test_a_total_that_others_add_to_is_not_accused(turns: set[int]) -> None:
    assert [] == accused("collins", partial(_others_join, turns), keeping.FAMILY, 1)


def _off_by_one(server: Twisted, request: Request) -> Response:
    response = _others_join(set(), server, request)
    total = response.header("X-Pagination-Total-Results")
    if total is None or len(query_of(request)) < 3:
        return response
    headers = tuple(
        (name, str(int(total) + 1) if name.endswith("Total-Results") else value) for name, value in response.headers
    )
    return replace(response, headers=headers)


def test_a_total_that_counts_one_too_many_of_what_fits_is_told() -> None:
    twist: Twist = _off_by_one
    assert {"GetAllCustomers.paging.totals.fitting"} == set(accused("collins", twist, keeping.FAMILY, 1))


def _others_change(server: Twisted, request: Request) -> Response:
    """Have another order of later pages the first time that each is asked for, as if records were changed meanwhile."""
    query, seen = query_of(request), server.kept.setdefault("seen", set())
    if query.get("page", "1") != "1" and "sort" in query and request.target not in seen:
        seen.add(request.target)
        request = asking(request, {name: value for name, value in query.items() if name != "sort"})
    return server.healthy(request)


def test_an_order_that_others_change_between_two_pages_is_not_accused() -> None:
    assert "GetAllCustomers.order.pages" not in accused("collins", _others_change, ordering.FAMILY, 1)
