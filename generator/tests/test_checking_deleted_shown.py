"""What was deleted is shown nowhere: not where else it is read, nor in a list that is asked for an order."""

from __future__ import annotations

from typing import Any

import pytest
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import found_again
from truespec.checking.rules.records import changes
from twisted import Twist, Twisted, answering, query_of


def remembering(*, marked: bool = False, turns: int = 1000) -> Twist:
    """Return a twist whose stores show a customer as it was before it was deleted, ``turns`` times."""
    shown, left = dict[str, Any](), [turns]

    def done(server: Twisted, request: Request) -> Response:
        response, key = server.healthy(request), request.path.rpartition("/")[2]
        if "/stores/" not in request.path:
            record: Any = response.json()
            if isinstance(record, dict) and "customerUid" in record:
                shown[record["customerUid"]] = (response, record)
            return response
        if response.status == 404 and key in shown and left[0] > 0:
            left[0] -= 1
            usual, record = shown[key]
            return answering(usual, {**record, "deletedAt": "2026-01-01T00:00:00Z"} if marked else record)
        return response

    return done


def test_a_store_shows_no_customer_who_was_deleted() -> None:
    assert "deleteCustomer" in told_by(changes.FAMILY, remembering(), name="flowretail")


@pytest.mark.parametrize("twist", [remembering(marked=True), remembering(turns=2)], ids=["marked", "late"])
def test_it_may_say_that_it_was_deleted_or_take_a_moment(twist: Twist) -> None:
    assert "deleteCustomer" not in told_by(changes.FAMILY, twist, name="flowretail")


def test_nor_does_a_list_in_an_order() -> None:
    gone = dict[str, Any]()

    def done(server: Twisted, request: Request) -> Response:
        if request.method == "DELETE":
            before = server.healthy(Request("GET", request.target, request.headers)).json()
            gone["record"] = before
        response = server.healthy(request)
        listed: Any = response.json()
        if "sortBy" in query_of(request) and request.method == "GET" and gone and isinstance(listed, dict):
            return answering(response, {**listed, "items": [gone["record"], *listed["items"]]})
        return response

    assert "deleteCustomer" in told_by(found_again.FAMILY, done, name="flowretail")
    assert "deleteCustomer" not in told_by(
        found_again.FAMILY, lambda server, request: server.healthy(request), name="flowretail"
    )
