"""What one look does not tell: pages in an order, a second member to order by, what a list and a record both show."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from collins_told import told
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import as_sent, keeping
from truespec.checking.rules.orders import ordering
from truespec.checking.rules.pages import narrowed_pages
from truespec.checking.rules.records import consenting, untouched

Server = Callable[[Request], Response]


def leaping(server: Server, request: Request) -> Response:
    """Leave out the first record of each further page of a list in an order."""
    answer, asked = server(request), dict(request.query)
    if "sort" not in asked or asked.get("page", "1") == "1" or asked.get("limit") == "30":
        return answer
    return replace(answer, body=json.dumps({"customers": json.loads(answer.body)["customers"][1:]}).encode())


def without_bookings(server: Server, request: Request) -> Response:
    """Show a single record as if it had no bookings."""
    answer = server(request)
    told = json.loads(answer.body) if request.method == "GET" and "/customers/" in request.path else {}
    if not told.get("customer"):
        return answer
    return replace(answer, body=json.dumps({"customer": told["customer"] | {"bookings": []}}).encode())


def in_small_letters(server: Server, request: Request) -> Response:
    """Keep labels in small letters."""
    body = json.loads(request.body) if request.method == "POST" else {}
    if "labels" not in body:
        return server(request)
    return server(
        replace(request, body=json.dumps(body | {"labels": [one.lower() for one in body["labels"]]}).encode())
    )


def knowing_no_case(server: Server, request: Request) -> Response:
    """Keep labels in small letters, and know them by any."""
    return in_small_letters(server, replace(request, target=request.target.lower()))


def reading_twice(server: Server, request: Request) -> Response:
    """Read the query as if it had been written for an address once more."""
    query = [(name, value.replace("+", " ")) for name, value in request.query]
    return server(replace(request, target=f"{request.path}?{urlencode(query)}"))


def uncounted_where_empty(server: Server, request: Request) -> Response:
    """Leave out the counts where nothing is listed."""
    answer = server(request)
    if json.loads(answer.body or b"{}").get("customers") != []:
        return answer
    return replace(answer, headers=tuple(one for one in answer.headers if "Pagination" not in one[0]))


def forgetful(server: Server, request: Request) -> Response:
    """Forget the text that is looked for on the second page."""
    query = dict(request.query)
    if query.get("page", "1") != "1":
        query.pop("query", None)
    return server(replace(request, target=f"{request.path}?{urlencode(query)}" if query else request.target))


def one_way_by_birth(server: Server, request: Request) -> Response:
    """Order by the time that records were made in one direction only, and show it as the last member of all."""
    answer = server(replace(request, target=request.target.replace("-created_date", "created_date")))
    one = json.loads(answer.body or b"{}").get("customer")
    if one is None:
        return answer
    return replace(answer, body=json.dumps({"customer": dict(sorted(one.items(), key=is_birth))}).encode())


def is_birth(member: tuple[str, object]) -> bool:
    """Say whether a member is the time that a record was made."""
    return member[0] == "created_date"


def two_values_at_most(server: Server, request: Request) -> Response:
    """Look at no more than two of the labels that are asked for."""
    query = [(name, ",".join(value.split(",")[:2]) if name == "labels" else value) for name, value in request.query]
    return server(replace(request, target=f"{request.path}?{urlencode(query)}" if query else request.target))


def test_a_record_that_pages_in_an_order_leave_out_is_told() -> None:
    assert "GetAllCustomers.order.pages" in told(ordering.FAMILY, leaping)


def test_the_second_member_to_order_by_counts() -> None:
    assert "GetAllCustomers.order.second" in told(ordering.FAMILY, mutant="sort-first-key-only")
    assert not told(ordering.FAMILY)


def test_a_list_and_a_record_that_deny_each_other_are_told() -> None:
    assert "GetCustomer.agrees" in told(untouched.FAMILY, without_bookings)
    assert not told(untouched.FAMILY)


def test_a_word_is_no_consent() -> None:
    fact = "CreateCustomer.consents.body.marketing_preferences.neither"
    assert fact in told(consenting.FAMILY, mutant="accepts-map-texts")
    assert not told(consenting.FAMILY)


def test_a_label_is_found_by_the_letters_it_was_sent_in() -> None:
    assert "CreateCustomer.keeps.labels" in told(as_sent.FAMILY, in_small_letters, variant="exact")
    assert not told(as_sent.FAMILY, knowing_no_case)


def test_a_record_is_found_by_an_address_with_a_plus_sign() -> None:
    assert "GetAllCustomers.filters.query.email.marks" in told(as_sent.FAMILY, reading_twice)


def test_a_list_without_records_has_its_counts_too() -> None:
    assert "GetAllCustomers.paging.totals.items.there" in told(keeping.FIRST, uncounted_where_empty)
    assert not told(keeping.FIRST)


def test_a_text_that_one_record_has_is_asked_for_on_the_second_page_too() -> None:
    assert "GetAllCustomers.filters.query.query.pages" in told(narrowed_pages.FAMILY, forgetful, variant="newest-first")
    assert not told(narrowed_pages.FAMILY, variant="newest-first")


def test_what_a_list_usually_comes_by_is_tried_as_an_order() -> None:
    assert "GetAllCustomers.order.descending" in told(ordering.FAMILY, one_way_by_birth, variant="newest-first")


def test_no_value_of_many_is_lost_where_there_is_time_to_ask() -> None:
    assert "GetAllCustomers.filters.query.labels" in told(keeping.FAMILY, two_values_at_most, rounds=3)
    assert not told(keeping.FAMILY, rounds=3)
