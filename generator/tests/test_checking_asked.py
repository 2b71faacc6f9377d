"""What a list is asked for, and how it answers: its orders, its pages, its searches, one beside the other and alone."""

from __future__ import annotations

import re

import pytest
from test_checking_aside import CUSTOMERS, healthy, shown
from test_checking_between import members
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import crossed
from truespec.checking.rules.lists import asking as asking_lists
from truespec.checking.rules.orders import ordering
from truespec.checking.rules.pages import paging
from truespec.checking.rules.searches import searching
from twisted import Twisted, answering, asking, query_of, refusing, sending


def numbers_by_their_digits(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    response = server.healthy(request)
    if query.get("sortBy") != "paymentTerms" or not response.success:
        return response
    told = shown(response)
    falling = query.get("sortDirection") == "DESC"
    told["items"].sort(key=lambda one: str(one.get("paymentTerms")), reverse=falling)
    return answering(response, told)


def test_numbers_in_the_order_of_their_digits_are_told() -> None:
    found = told_by(ordering.FAMILY, numbers_by_their_digits, rounds=2, name="flowretail")
    assert "listCustomers.order.ascending" in found


def second_page_in_another_order(server: Twisted, request: Request) -> Response:
    """Forget the order from the second page on, where something else is asked for as well."""
    query = query_of(request)
    if "customerExternalId" in query and query.get("pageNumber", "1") != "1":
        query.pop("sortBy", None)
        query.pop("sortDirection", None)
    return server.healthy(asking(request, query) if query != query_of(request) else request)


@pytest.mark.parametrize(("rounds", "told"), [(1, 0), (11, 1)])
def test_a_long_run_crosses_what_is_asked_with_orders_and_pages(rounds: int, told: int) -> None:
    found = told_by(crossed.FAMILY, second_page_in_another_order, rounds=rounds, name="flowretail")
    assert told == found.count("listCustomers.filters.query.customerExternalId.crossed")


@pytest.mark.parametrize("name", ["flowretail", "resdiary", "collins", "fullwhere"])
def test_a_long_run_that_crosses_healthy_lists_tells_nothing(name: str) -> None:
    assert [] == told_by(crossed.FAMILY, healthy, rounds=11, name=name)


def by_notes(server: Twisted, request: Request) -> Response:
    """Find a customer by a word of the note as well."""
    sent = members(request)
    if request.method == "POST" and request.path.endswith(CUSTOMERS):
        response = server.healthy(request)
        server.kept[str(sent.get("internalNote"))] = shown(response)
        return response
    response = server.healthy(request)
    if request.path.endswith("/search") and response.success and sent.get("query") in server.kept:
        told = shown(response)
        told["items"].append(server.kept[sent["query"]])
        return answering(response, told)
    return response


def test_a_search_that_looks_where_nothing_says_it_does_is_told() -> None:
    assert "searchCustomers.search.there" in told_by(searching.FAMILY, by_notes, rounds=2, name="flowretail")


@pytest.mark.parametrize(
    ("alone", "other"), [("pageSize", "pageNumber"), ("pageNumber", "pageSize"), ("sortBy", "sortDirection")]
)
def test_what_a_list_refuses_alone_and_takes_beside_another_is_told(alone: str, other: str) -> None:
    refused = refusing(422, lambda request, _: alone in query_of(request) and other not in query_of(request))
    assert f"listCustomers.asks.{alone}.alone" in told_by(asking_lists.FAMILY, refused, name="flowretail")


def by_another_member(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    other = {**query, "sortBy": "lastname"} if query.get("sortBy") == "city" else query
    return server.healthy(asking(request, other))


def test_an_order_by_another_member_than_was_named_is_told() -> None:
    assert "listCustomers.order.ascending" in told_by(ordering.FAMILY, by_another_member, rounds=2, name="flowretail")


def the_old_are_never_found(server: Twisted, request: Request) -> Response:
    """Search among those alone that were made since the first request, when there was one customer already."""
    path = re.match(r".*/customers", request.target)
    if path is not None and "old" not in server.kept:
        old = {"firstname": "Ingrid", "lastname": "Solheim", "city": "Bergen"}
        server.kept["old"] = server.healthy(sending(Request("POST", path[0], request.headers), old))
    if request.method == "POST" and request.path.endswith(CUSTOMERS):
        response = server.healthy(request)
        server.kept[str((shown(response) or {}).get("customerUid"))] = True
        return response
    response = server.healthy(request)
    if not request.path.endswith("/search") or not response.success:
        return response
    told = shown(response)
    found = [one for one in told["items"] if one.get("customerUid") in server.kept]
    told["paging"]["totalCount"] -= len(told["items"]) - len(found)
    return answering(response, {**told, "items": found})


def test_who_was_there_before_is_found_by_a_search() -> None:
    assert "searchCustomers.search.old" in told_by(searching.FAMILY, the_old_are_never_found, name="flowretail")


def the_last_of_a_full_page_is_lost(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    told = shown(response)
    listed = request.path.endswith(CUSTOMERS) and request.method == "GET" and response.success
    if listed and len(told["items"]) == told["paging"]["totalCount"] == told["paging"]["pageSize"]:
        return answering(response, {**told, "items": told["items"][:-1]})
    return response


def test_a_page_that_is_just_long_enough_holds_all() -> None:
    found = told_by(paging.FAMILY, the_last_of_a_full_page_is_lost, name="flowretail")
    assert "listCustomers.paging.just-full" in found


def digits_looked_for_in_numbers_alone(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    if request.path.endswith("/search") and response.success and str(members(request).get("query")).isdecimal():
        told = shown(response)
        found = [one for one in told["items"] if members(request)["query"] in str(one.get("mobile"))]
        return answering(response, {**told, "items": found})
    return response


def test_digits_are_looked_for_wherever_a_text_is() -> None:
    found = told_by(searching.FAMILY, digits_looked_for_in_numbers_alone, name="flowretail")
    assert "searchCustomers.search.postalCode" in found


def failing_over_letters(server: Twisted, request: Request) -> Response:
    """Fail over the letters of other alphabets in one text that is looked for."""
    query = query_of(request)
    return server.healthy(request) if query.get("query", "").isascii() else Response(500)


def test_a_text_that_is_looked_for_may_have_letters_of_anywhere() -> None:
    assert "GetAllCustomers.server-error" in told_by(asking_lists.FAMILY, failing_over_letters, name="collins")
    assert "GetAllCustomers.server-error" not in told_by(asking_lists.FAMILY, healthy, name="collins")
