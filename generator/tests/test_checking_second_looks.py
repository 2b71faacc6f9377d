"""What one look does not tell: pages in an order, a second member to order by, what a list and a record both show."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from collins_told import told
from truespec.checking.exchange import Request, Response
from truespec.checking.rules import as_sent, consenting, ordering, untouched

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
