"""Of several values in one filter, and of several filters, none can be lost unseen beside the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from collins_told import told
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import keeping

Server = Callable[[Request], Response]


def keeping_only(which: int | None) -> Callable[[Server, Request], Response]:
    """Return what keeps only one of several preferences that a list is asked for.

    Who is made with a list of preferences to agree to, and others besides, agrees to those that are listed.
    """

    def answer(server: Server, request: Request) -> Response:
        body: Any = request.json() if request.body else {}
        if request.method == "POST" and "marketing_preference_ids" in body:
            listed = {name: value for name, value in body.items() if name != "marketing_preferences"}
            return server(replace(request, body=json.dumps(listed).encode()))
        if request.method != "GET" or which is None or not request.query:
            return server(request)
        query = [(name, text.split(",")[which] if name == "opted_in" else text) for name, text in request.query]
        return server(replace(request, target=f"{request.path}?{urlencode(query)}"))

    return answer


@pytest.mark.parametrize("which", [0, -1], ids=["the first", "the last"])
def test_a_list_that_looks_for_one_of_several_values_is_told(which: int) -> None:
    assert "GetAllCustomers.filters.query.opted_in" in told(keeping.FAMILY, keeping_only(which))


def test_a_list_that_looks_for_all_of_them_is_not() -> None:
    assert not told(keeping.FAMILY, keeping_only(None))


def apart(server: Server, request: Request) -> Response:
    """Look for nobody where a list is asked for an address and a name at once."""
    query = dict(request.query)
    if request.method == "GET" and {"email", "full_name"} <= query.keys():
        query["email"] = "nobody@example.org"
        return server(replace(request, target=f"{request.path}?{urlencode(query)}"))
    return server(request)


def test_filters_that_find_a_record_apart_and_not_together_are_told() -> None:
    lost = [one for one in told(keeping.FAMILY, apart) if "GetAllCustomers.filters." in one]
    assert lost


def by_the_first_booking(server: Server, request: Request) -> Response:
    """Look at the first booking of a customer alone, where a list is asked for those on or after a day."""
    day, found = dict(request.query).get("booking_date_from"), server(request)
    shown: Any = found.json()
    if request.method != "GET" or day is None or not isinstance(shown, dict) or "customers" not in shown:
        return found
    listed = [one for one in shown["customers"] if one["bookings"][0]["date"] >= day]
    counts = {"X-Pagination-Total-Results": str(len(listed)), "X-Pagination-Total-Pages": "1"}
    headers = tuple((name, counts.get(name, text)) for name, text in found.headers)
    return replace(found, headers=headers, body=json.dumps({"customers": listed}).encode())


def in_another_zone(server: Server, request: Request) -> Response:
    """Leave out what lies at the ends of a span, as a server may that reckons in another time zone."""
    query = dict(request.query)
    for name in query.keys() & {"booking_date", "booking_date_from", "booking_date_to"}:
        moved = date.fromisoformat(query[name]) + timedelta(days=1 if name == "booking_date_from" else -1)
        query[name] = moved.isoformat()
    return server(replace(request, target=f"{request.path}?{urlencode(query)}" if query else request.path))


def test_a_list_that_looks_at_the_first_of_several_elements_is_told() -> None:
    assert "GetAllCustomers.filters.query.booking_date_from" in told(keeping.FAMILY, by_the_first_booking)


def test_an_element_near_the_end_of_a_span_may_be_of_another_day() -> None:
    assert not told(keeping.FAMILY, in_another_zone)
