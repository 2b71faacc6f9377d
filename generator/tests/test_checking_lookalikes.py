"""Records that are alike, changed or gone: what is done to one is done to no other, and lists follow at once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from truespec.checking.exchange import Request, Response
from twisted import Twist, Twisted, query_of, refusing, sending, told

_LIST = "/customers"


def _body(response: Response) -> dict[str, dict[str, str]]:
    found = json.loads(response.body or b"{}")
    return found if isinstance(found, dict) else {}


def gone_with_its_name(server: Twisted, request: Request) -> Response:
    """Delete all that have the last name of what is deleted."""
    if request.method != "DELETE":
        return server.healthy(request)
    read = server.healthy(replace(request, method="GET"))
    name = _body(read).get("customer", {}).get("last_name")
    response = server.healthy(request)
    listed = server.healthy(replace(request, method="GET", target=f"{_LIST}?limit=30"))
    for one in _body(listed).get("customers", []):
        if isinstance(one, dict) and name and one.get("last_name") == name:
            server.healthy(replace(request, target=f"{_LIST}/{one['id']}"))
    return response


def found_as_it_was(server: Twisted, request: Request) -> Response:
    """Let a filter by address see the first address that a record had."""
    response, address = server.healthy(request), query_of(request).get("email")
    if request.method == "POST" and response.success:
        made = _body(response)["customer"]
        server.kept[made["id"]] = made.get("email")
    if request.method == "GET" and address and response.success:
        items = [
            one for one in json.loads(response.body)["customers"] if server.kept.get(one["id"]) == one.get("email")
        ]
        return replace(response, body=json.dumps({"customers": items}).encode())
    return response


def found_when_gone(server: Twisted, request: Request) -> Response:
    """Let a filter by address find what was removed."""
    if request.method == "DELETE":
        gone = _body(server.healthy(replace(request, method="GET"))).get("customer", {})
        server.kept[str(gone.get("email"))] = gone
        return server.healthy(request)
    response, address = server.healthy(request), query_of(request).get("email")
    if address in server.kept and response.success:
        items = [*json.loads(response.body)["customers"], server.kept[address]]
        return replace(response, body=json.dumps({"customers": items}).encode())
    return response


def value_alone(server: Twisted, request: Request) -> Response:
    """Forget the text beside a number of its own."""
    body = json.loads(request.body or b"null")
    if request.target.partition("?")[0].endswith("/search") and "mobile" in body and "query" in body:
        return server.healthy(sending(request, {"mobile": body["mobile"]}))
    return server.healthy(request)


def made_all_the_same(server: Twisted, request: Request) -> Response:
    """Make what is asked for, and refuse it afterwards."""
    response = server.healthy(request)
    if request.method == "POST" and response.status == 401:
        server.healthy(replace(request, headers=(*request.headers, ("Authorization", "Bearer anyone"))))
    return response


two_labels_refused = refusing(422, lambda request, _: "," in query_of(request).get("labels", "").replace("%2C", ","))
no_december = refusing(422, lambda request, _: query_of(request).get("dob_month") == "12")
known_preference_refused = refusing(422, lambda request, _: "opted_out" in query_of(request))
one_filter_only = refusing(422, lambda request, _: len(set(query_of(request)) - {"page", "limit", "sort"}) > 1)

TWISTS = [
    ("collins", gone_with_its_name, "DeleteCustomer.only"),
    ("collins", found_as_it_was, "GetAllCustomers.filters.query.email.now"),
    ("collins", found_when_gone, "DeleteCustomer"),
    ("flowretail", value_alone, "searchCustomers.search.body.mobile.beside"),
    ("collins", made_all_the_same, "CreateCustomer.needs.BearerAuth"),
    ("collins", two_labels_refused, "GetAllCustomers.filters.query.labels.several"),
    ("collins", no_december, "GetAllCustomers.asks.dob_month"),
    ("collins", known_preference_refused, "GetAllCustomers.asks.opted_out"),
    ("collins", one_filter_only, "GetAllCustomers.filters.query.associated_venues.beside"),
]


@pytest.mark.parametrize(("name", "twist", "rule"), TWISTS, ids=[f"{name}-{rule}" for name, _, rule in TWISTS])
def test_what_is_done_to_one_record_and_seen_at_another_is_told(name: str, twist: Twist, rule: str) -> None:
    assert [rule] == told(name, twist, rule)
