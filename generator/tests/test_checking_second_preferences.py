"""Of several names that somebody agrees to each is kept, also where records of others show one name alone."""

from __future__ import annotations

import pytest
from test_checking_between import members
from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import consenting
from twisted import Twist, Twisted, answering, sending

_KNOWN = "5c8015f15dbf3bec42c4c66f"


def _showing_one_name(server: Twisted, request: Request) -> Response:
    """Have a record of somebody else's, who agreed to one thing."""
    response = server.healthy(request)
    shown = response.json()
    if request.method != "GET" or not request.path.endswith("/customers") or not isinstance(shown, dict):
        return response
    other = {"id": "5314491e0a8efb6d7c19c39c", "marketing_preferences": [{"id": _KNOWN, "opted_in": True}]}
    listed = shown.get("customers")
    return answering(response, {**shown, "customers": [other, *(listed if isinstance(listed, list) else [])]})


def _keeping_the_first(server: Twisted, request: Request) -> Response:
    named = members(request).get("marketing_preference_ids")
    if isinstance(named, list):
        request = sending(request, {**members(request), "marketing_preference_ids": named[:1]})
    return _showing_one_name(server, request)


def _knowing_one_name(server: Twisted, request: Request) -> Response:
    """Keep the one name that is known, and none that is made up."""
    body = members(request)
    if request.method == "POST" and body:
        ids, answers = body.get("marketing_preference_ids"), body.get("marketing_preferences")
        body = {name: value for name, value in body.items() if not name.startswith("marketing")}
        if isinstance(ids, list):
            body["marketing_preference_ids"] = [name for name in ids if name == _KNOWN]
        if isinstance(answers, dict):
            body["marketing_preferences"] = {name: value for name, value in answers.items() if name == _KNOWN}
        request = sending(request, body)
    return _showing_one_name(server, request)


def test_the_second_name_is_kept_where_others_show_one_alone() -> None:
    assert "CreateCustomer.consents.body.marketing_preference_ids" in accused(
        "collins", _keeping_the_first, consenting.FAMILY, 2
    )


@pytest.mark.parametrize("twist", [_showing_one_name, _knowing_one_name])
def test_a_server_may_know_one_name_alone(twist: Twist) -> None:
    assert [] == accused("collins", twist, consenting.FAMILY, 2)
