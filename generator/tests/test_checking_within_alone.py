"""What is lost only in some company: a text alone in an object, a long one in a list, a day beside another one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import keeping
from truespec.checking.rules.lists import listed_alike
from truespec.checking.rules.records import within_alone
from twisted import Twist, Twisted, answering, query_of, sending


def _city_needs_a_code(server: Twisted, request: Request) -> Response:
    """Keep the city of an address only beside its code."""
    body: dict[str, Any] = json.loads(request.body or b"{}")
    address = body.get("company_address")
    if request.method == "POST" and address and "post_code" not in address:
        kept = {name: value for name, value in address.items() if name != "city"}
        return server.healthy(sending(request, {**body, "company_address": kept}))
    return server.healthy(request)


def _asks_for_a_code(server: Twisted, request: Request) -> Response:
    """Refuse an address without its code."""
    body: dict[str, Any] = json.loads(request.body or b"{}")
    address = body.get("company_address")
    if request.method == "POST" and address and "post_code" not in address:
        return Response(422, (("Content-Type", "application/json"),), b'{"message": "the code is missing"}')
    return server.healthy(request)


def test_a_text_that_an_object_keeps_only_beside_another_is_told() -> None:
    assert ["CreateCustomer.keeps.company_address"] == accused("collins", _city_needs_a_code, within_alone.FAMILY, 1)


@pytest.mark.parametrize("twist", [healthy, _asks_for_a_code])
def test_an_object_that_is_kept_or_refused_as_a_whole_is_not_accused(twist: Twist) -> None:
    assert [] == accused("collins", twist, within_alone.FAMILY, 1)


def _lists_beginnings(server: Twisted, request: Request) -> Response:
    """Show of each note what fits a column."""
    response = server.healthy(request)
    value: dict[str, Any] = json.loads(response.body or b"{}")
    if request.method != "GET" or "customers" not in value:
        return response
    for customer in value["customers"]:
        if customer.get("notes"):
            customer["notes"] = customer["notes"][:80]
    return answering(response, value)


def test_a_list_that_shows_the_beginning_of_a_long_text_is_told() -> None:
    assert ["GetAllCustomers.consistent.shown"] == accused("collins", _lists_beginnings, listed_alike.FAMILY, 2)


def _old(number: int) -> dict[str, Any]:
    """Return somebody else's customer, who agreed twice, long apart, and was changed long after that."""
    days = {"a" * 24: "2020-03-01 10:00:00", "b" * 24: "2020-09-01 10:00:00"}
    return {
        "id": f"{number:024}",
        "email": f"old{number}@example.org",
        "created_date": "2020-01-01 10:00:00",
        "last_updated": "2021-01-01 10:00:00",
        "marketing_preferences": [{"id": key, "opt_in_date": day, "opted_in": True} for key, day in days.items()],
    }


def _with_others(server: Twisted, request: Request, *, loosely: bool, by_creation: bool) -> Response:
    """List customers of others, who are found by the days that they show.

    ``loosely`` any day will do for any name, ``by_creation`` the last change is looked for where they were made.
    """
    if request.method == "GET" and request.path.endswith(f"/{1:024}"):
        return Response(200, (("Content-Type", "application/json"),), json.dumps({"customer": _old(1)}).encode())
    response, query, old = server.healthy(request), query_of(request), _old(1)
    value: dict[str, Any] = json.loads(response.body or b"{}")
    if request.method != "GET" or "customers" not in value:
        return response
    name, since = query.get("opted_in"), query.get("opted_in_date_from") or query.get("opted_in_date")
    held = [one for one in old["marketing_preferences"] if loosely or name in {None, one["id"]}]
    fits = not since or any(one["opt_in_date"][:10] >= since for one in held)
    fits &= name is None or any(name == one["id"] for one in old["marketing_preferences"])
    changed = old["created_date" if by_creation else "last_updated"]
    fits &= changed[:10] >= query.get("last_updated_from", "")
    fits &= old["created_date"][:10] <= query.get("created_date_to", "9999")
    known = {"created_date_to", "opted_in", "opted_in_date", "opted_in_date_from", "last_updated_from", "page", "limit"}
    fits &= set(query) <= known and query.get("page", "1") == "1"
    total = (("X-Pagination-Total-Results", str(len(value["customers"]) + fits)),)
    headers = (*(pair for pair in response.headers if pair[0] != total[0][0]), *total)
    shown = [old, *value["customers"]] if fits else value["customers"]
    return Response(200, headers, json.dumps({"customers": shown}).encode())


@pytest.mark.parametrize(
    ("loosely", "by_creation", "fact"),
    [
        (True, False, "GetAllCustomers.filters.query.opted_in_date_from.named"),
        (False, True, "GetAllCustomers.filters.query.last_updated_from.time"),
        (False, False, None),
    ],
)
def test_days_are_those_of_what_is_named_and_meant(*, loosely: bool, by_creation: bool, fact: str | None) -> None:
    def twist(server: Twisted, request: Request) -> Response:
        return _with_others(server, request, loosely=loosely, by_creation=by_creation)

    found = {id_ for id_ in accused("collins", twist, keeping.FAMILY, 1) if id_.endswith((".named", ".time"))}
    assert (fact is None and not found) or fact in found
