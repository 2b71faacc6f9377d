"""What an update loses on its way from another place, and what it does to a record for good."""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import alone, together
from twisted import Twist, Twisted, answering, sending

_PLACES = (("micrositeName", "one"), ("micrositeName", "two"))


def _loses_the_company(server: Twisted, request: Request) -> Response:
    """Pass over the company where it is changed from the second place."""
    body: dict[str, Any] = json.loads(request.body or b"{}")
    if request.method == "PUT" and "/two/" in request.target:
        request = sending(request, {name: value for name, value in body.items() if name != "Company"})
    return server.healthy(request)


@pytest.mark.parametrize(("twist", "expected"), [(_loses_the_company, True), (healthy, False)])
def test_what_is_lost_from_another_place_is_told(twist: Twist, *, expected: bool) -> None:
    found = accused("resdiary", twist, together.FAMILY, 1, parameters=_PLACES)
    assert expected == ("updateCustomer.keeps.Company" in found)


def _blocks_whose_name_changes(server: Twisted, request: Request) -> Response:
    """Block a customer for good whose first name is changed."""
    blocked, key = server.kept.setdefault("blocked", set()), request.path.rpartition("/")[2]
    body: dict[str, Any] = json.loads(request.body or b"{}")
    if request.method == "PUT" and "FirstName" in body:
        blocked.add(key)
    response = server.healthy(request)
    value: dict[str, Any] = json.loads(response.body or b"{}")
    if key in blocked and response.success:
        return answering(response, {**value, "IsBlocked": True})
    return response


@pytest.mark.parametrize(("twist", "expected"), [(_blocks_whose_name_changes, True), (healthy, False)])
def test_what_no_update_sets_back_is_looked_at_on_a_new_record(twist: Twist, *, expected: bool) -> None:
    assert expected == ("updateCustomer.alone" in accused("resdiary", twist, alone.FAMILY, 1))
