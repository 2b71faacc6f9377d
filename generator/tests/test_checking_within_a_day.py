"""From a day on and up to it, asked for at once, is that day, as it is by either alone."""

from __future__ import annotations

from typing import Any

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import days
from twisted import Twist, Twisted, answering, query_of

_FACT = "GetAllCustomers.filters.query.created_date_from.one-day"
_ENDS = ("created_date_from", "created_date_to")


def _open_at_both(server: Twisted, request: Request) -> Response:
    """List nobody between two days that are one, though either end alone counts."""
    response, query = server.healthy(request), query_of(request)
    shown: Any = response.json()
    if not response.success or query.get(_ENDS[0]) is None or query.get(_ENDS[0]) != query.get(_ENDS[1]):
        return response
    return answering(response, {**shown, "customers": []})


def _refusing_both(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    return Response(422) if all(name in query for name in _ENDS) else server.healthy(request)


def test_a_day_is_between_itself_and_itself() -> None:
    assert [_FACT] == accused("collins", _open_at_both, days.FAMILY, 2)


@pytest.mark.parametrize("twist", [healthy, _refusing_both])
def test_a_server_may_refuse_both_ends_at_once(twist: Twist) -> None:
    assert [] == accused("collins", twist, days.FAMILY, 2)
