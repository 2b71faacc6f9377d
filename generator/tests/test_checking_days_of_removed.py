"""What somebody removes while days are asked for is of no day any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from collins_told import Between, told
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import days
from twisted import answering, query_of

_FACT = "GetAllCustomers.filters.query.booking_date_to.same-day"


def losing(*, removed: bool) -> Between:
    """Return what lists nobody with a booking up to a day, and nobody with one ever after where they are removed."""
    asked = list[bool]()

    def between(server: Callable[[Request], Response], request: Request) -> Response:
        response, query = server(request), query_of(request)
        body: Any = response.json()
        if "booking_date_to" in query:
            asked.append(True)
        gone = "booking_date_to" in query or (removed and asked)
        if not gone or not response.success or not isinstance(body, dict) or "customers" not in body:
            return response
        return answering(response, {"customers": [one for one in body["customers"] if not one.get("bookings")]})

    return between


def test_what_is_removed_meanwhile_is_of_no_day() -> None:
    assert _FACT in told(days.FAMILY, losing(removed=False))
    assert _FACT not in told(days.FAMILY, losing(removed=True))
