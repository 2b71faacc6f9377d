"""What is meant for one record is not done to others that share a name, a key or a place with it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.ground.world import Family
from truespec.checking.rules.identity import joining
from truespec.checking.rules.records import consenting, needing, optional, together
from twisted import Twist, Twisted, answering, sending

_PLACES = (("micrositeName", "one"), ("micrositeName", "two"))


def _takes_namesakes(server: Twisted, request: Request) -> Response:
    """Do to all of one surname what is asked for one of them."""
    names: dict[int, str] = server.kept.setdefault("names", {})
    body: dict[str, Any] = json.loads(request.body or b"{}")
    ids = body.get("CustomerIds")
    if request.target.endswith(("/Merge", "/Unsubscribe")) and ids:
        named = {names.get(id_) for id_ in (*ids, body.get("MasterCustomerId")) if isinstance(id_, int)} - {None, ""}
        known = {*ids, body.get("MasterCustomerId")}
        others = [key for key, name in names.items() if name in named and key not in known]
        # A mock merges no more than ten.
        most = max(len(ids), 10) if request.target.endswith("/Merge") else None
        body["CustomerIds"] = [*ids, *others][:most]
        return server.healthy(sending(request, body))
    response = server.healthy(request)
    if request.method == "POST" and request.target.endswith("/Customer") and response.success:
        customer = json.loads(response.body)
        names[customer["Id"]] = customer.get("Surname") or ""
    return response


@pytest.mark.parametrize(
    ("family", "fact"),
    [(joining.FAMILY, "mergeCustomers.only"), (consenting.FAMILY, "unsubscribeCustomers.only")],
)
def test_what_is_done_to_namesakes_is_told(family: Family, fact: str) -> None:
    assert fact in accused("resdiary", _takes_namesakes, family, 2)


def _takes_more_than_twenty(server: Twisted, request: Request) -> Response:
    """Refuse exactly eleven, and merge some of what is beyond that."""
    body: dict[str, Any] = json.loads(request.body or b"{}")
    if request.target.endswith("/Merge") and len(body.get("CustomerIds") or ()) > 11:
        request = sending(request, {**body, "CustomerIds": body["CustomerIds"][:10]})
    return server.healthy(request)


def test_a_limit_that_is_looked_at_only_where_it_ends_is_told() -> None:
    fact = "mergeCustomers.limits.body.CustomerIds.most"
    assert fact in accused("resdiary", _takes_more_than_twenty, needing.FAMILY, 2)
    assert fact not in accused("resdiary", healthy, needing.FAMILY, 2)


def _shows_the_last_address(server: Twisted, request: Request) -> Response:
    """Show, where a record has no address, the one that was read last."""
    response = server.healthy(request)
    value: dict[str, Any] = json.loads(response.body or b"{}")
    if request.method != "GET" or not response.success or "Id" not in value:
        return response
    if value.get("Email"):
        server.kept["last"] = value["Email"]
    elif "last" in server.kept:
        return answering(response, {**value, "Email": server.kept["last"]})
    return response


def test_a_record_that_shows_what_was_read_before_it_is_told() -> None:
    assert "createCustomer.own" in accused("resdiary", _shows_the_last_address, optional.FAMILY, 1)


def _counts_anew(server: Twisted, request: Request) -> Response:
    """Give what is made at the second place the key of what was made last, which it takes the place of."""
    if request.method == "POST" and request.target.endswith("/two/Customer") and "last" in server.kept:
        path = f"{request.target}/{server.kept['last']}"
        return server.healthy(replace(request, method="PUT", target=path))
    response = server.healthy(request)
    if request.method == "POST" and request.target.endswith("/Customer") and response.success:
        server.kept["last"] = json.loads(response.body)["Id"]
    return response


@pytest.mark.parametrize(("twist", "expected"), [(_counts_anew, True), (healthy, False)])
def test_a_key_that_two_places_give_is_told(twist: Twist, *, expected: bool) -> None:
    found = accused("resdiary", twist, together.FAMILY, 1, parameters=_PLACES)
    assert expected == ("customer.shared.createCustomer" in found)
