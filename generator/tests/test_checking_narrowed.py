"""Lists that are asked for something, updates of nothing, texts of digits: what goes wrong there is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from truespec.checking.exchange import Request, Response
from twisted import Twist, Twisted, answering, asking, query_of, refusing, sending, told


def _body(message: Request | Response) -> Any:
    return json.loads(message.body or b"null")


def page_lost_beside_a_text(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    kept = {name: value for name, value in query.items() if name != "page"}
    return server.healthy(asking(request, kept) if "query" in query else request)


def limit_lost_beside_labels(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    kept = {name: value for name, value in query.items() if name != "limit"}
    return server.healthy(asking(request, kept) if "labels" in query else request)


def filter_lost_on_the_second_page(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    kept = {name: value for name, value in query.items() if name != "email"}
    return server.healthy(asking(request, kept) if query.get("page") == "2" else request)


def in_order_the_page_is_all(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    if "sortBy" not in query_of(request) or not response.success:
        return response
    body = _body(response)
    return answering(response, {**body, "paging": {**body["paging"], "totalCount": len(body["items"])}})


def one_of_each_address(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    return (
        answering(response, {"customers": _body(response)["customers"][:1]})
        if "email" in query_of(request) and response.success
        else response
    )


def nothing_is_everything(server: Twisted, request: Request) -> Response:
    empty = request.method == "PUT" and request.body == b"{}"
    return server.healthy(sending(request, {"internalNote": "", "city": ""}) if empty else request)


def zeros_lost(server: Twisted, request: Request) -> Response:
    body = _body(request)
    if isinstance(body, dict) and isinstance(body.get("postalCode"), str):
        return server.healthy(sending(request, {**body, "postalCode": body["postalCode"].lstrip("0")}))
    return server.healthy(request)


def zero_is_nothing(server: Twisted, request: Request) -> Response:
    body = _body(request)
    change = request.method == "PUT" and isinstance(body, dict)
    said = {name: value for name, value in body.items() if value != 0} if change else {}
    return server.healthy(sending(request, said) if change else request)


def changed_before_made(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    body = _body(response)
    if isinstance(body, dict) and "lastModifiedAt" in body:
        return answering(response, {**body, "lastModifiedAt": "2001-01-01T00:00:00Z"})
    return response


def marked(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    return replace(response, body=b"\xef\xbb\xbf" + response.body) if response.body else response


def fails_on_marks(server: Twisted, request: Request) -> Response:
    return Response(500) if "%" in query_of(request).get("query", "") else server.healthy(request)


def exact_finds_nothing(server: Twisted, request: Request) -> Response:
    body = _body(request)
    exact = isinstance(body, dict) and body.get("exactMatch") and "query" in body
    return server.healthy(sending(request, {**body, "query": "zz-nobody"}) if exact else request)


def any_house(server: Twisted, request: Request) -> Response:
    """Compare no more of an address than what stands before its sign."""
    query = query_of(request)
    name, _, house = query.get("email", "").partition("@")
    return server.healthy(asking(request, {**query, "email": f"{name}@example.com"}) if house else request)


no_addresses = refusing(422, lambda request, _: "@" in query_of(request).get("query", ""))
no_two_values = refusing(
    400, lambda request, body: "/search" in request.target and len({"mobile", "email", "vatNumber"} & body.keys()) > 1
)
no_search_without_a_text = refusing(400, lambda request, body: "/search" in request.target and "query" not in body)
no_single_member = refusing(422, lambda request, body: request.method == "PUT" and len(body) == 1)
no_labels = refusing(422, lambda _, body: "labels" in body)

TWISTS = [
    ("collins", page_lost_beside_a_text, "GetAllCustomers.paging.no-repeat"),
    ("collins", limit_lost_beside_labels, "GetAllCustomers.paging.limit"),
    ("collins", filter_lost_on_the_second_page, "GetAllCustomers.filters.query.email.pages"),
    ("flowretail", in_order_the_page_is_all, "listCustomers.paging.totals.items.least"),
    ("collins", one_of_each_address, "GetAllCustomers.filters.query.email.both"),
    ("flowretail", nothing_is_everything, "updateCustomer.change"),
    ("flowretail", zeros_lost, "createCustomer.keeps.postalCode"),
    ("flowretail", zero_is_nothing, "updateCustomer.keeps.paymentTerms"),
    ("flowretail", changed_before_made, "customer.sets.order"),
    ("collins", marked, "GetAllCustomers.200.body"),
    ("collins", fails_on_marks, "GetAllCustomers.server-error"),
    ("flowretail", exact_finds_nothing, "searchCustomers.search.whole"),
    ("collins", any_house, "GetAllCustomers.filters.query.email"),
    ("collins", no_addresses, "GetAllCustomers.filters.query.query.takes"),
    ("flowretail", no_two_values, "searchCustomers.search.together"),
    ("flowretail", no_search_without_a_text, "searchCustomers.search.body.mobile.alone"),
    ("collins", no_single_member, "UpdateCustomer.takes.example"),
    ("collins", no_labels, "CreateCustomer.takes.labels"),
]


@pytest.mark.parametrize(("name", "twist", "rule"), TWISTS, ids=[f"{name}-{rule}" for name, _, rule in TWISTS])
def test_what_a_server_gets_wrong_in_what_it_is_asked_for_is_told(name: str, twist: Twist, rule: str) -> None:
    assert [rule] == told(name, twist, rule)
