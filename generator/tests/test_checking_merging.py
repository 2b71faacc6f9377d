"""What is merged, marked or shown otherwise than it was sent: whatever is left open, it is done to all alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from test_checking_afterwards import ids_of
from test_checking_between import members
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.identity import joining
from truespec.checking.rules.records import needing, storing
from truespec.contract.schema import Json
from twisted import Twist, Twisted, answering, sending


def _first_only(server: Twisted, request: Request) -> Response:
    if request.path.endswith("/Merge"):
        request = sending(request, {**members(request), "CustomerIds": ids_of(request)[:1]})
    return server.healthy(request)


def _answering_other(server: Twisted, request: Request) -> Response:
    """Answer with one of those that were merged into another."""
    if not request.path.endswith("/Merge") or not ids_of(request):
        return server.healthy(request)
    at = request.path.removesuffix("s/Merge")
    other = server.healthy(replace(request, method="GET", target=f"{at}/{ids_of(request)[0]}", body=b""))
    done = server.healthy(request)
    return other if done.success else done


def _into_any(server: Twisted, request: Request) -> Response:
    """Merge into the first of the others where no number names the master."""
    if (
        request.path.endswith("/Merge")
        and isinstance(members(request).get("MasterCustomerId"), str)
        and ids_of(request)
    ):
        request = sending(request, {"MasterCustomerId": ids_of(request)[0], "CustomerIds": []})
    return server.healthy(request)


def _marking_all(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    shown = response.json()
    if not request.path.endswith("/Delete") or not isinstance(shown, dict) or not response.success:
        return response
    return answering(response, {"DeletedCustomerIds": list(ids_of(request)), "SkippedCustomerIds": []})


@pytest.mark.parametrize(
    ("rule", "twist"),
    [
        ("mergeCustomers.each", _first_only),
        ("mergeCustomers.there", _answering_other),
        ("mergeCustomers.into", _into_any),
        ("scheduleCustomerDeletion.deletion.real", _marking_all),
    ],
)
def test_what_is_merged_or_marked_otherwise_than_was_asked_is_told(rule: str, twist: Twist) -> None:
    assert [rule] == accused("resdiary", twist, joining.FAMILY, 1)


def _keeping_all(server: Twisted, request: Request) -> Response:
    """Leave those that are merged as they are, and answer with one of them."""
    named = members(request).get("MasterCustomerId")
    if not request.path.endswith("/Merge") or not ids_of(request) or not isinstance(named, int):
        return server.healthy(request)
    at = request.path.removesuffix("s/Merge")
    return server.healthy(replace(request, method="GET", target=f"{at}/{ids_of(request)[0]}", body=b""))


def _leaving_out(name: str) -> Twist:
    """Leave a list out, whoever is in it."""

    def twisted(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        shown = response.json()
        if not request.path.endswith("/Delete") or not isinstance(shown, dict) or not response.success:
            return response
        return answering(response, {**shown, name: None} if len(ids_of(request)) % 2 else _but(shown, name))

    return twisted


def _but(shown: dict[str, Json], name: str) -> dict[str, Json]:
    return {key: value for key, value in shown.items() if key != name}


def test_a_list_of_nobody_may_be_left_out_and_one_of_somebody_may_not() -> None:
    assert [] == accused("resdiary", _leaving_out("SkippedCustomerIds"), joining.FAMILY, 1)
    assert "scheduleCustomerDeletion.deletion" in accused(
        "resdiary", _leaving_out("DeletedCustomerIds"), joining.FAMILY, 1
    )


@pytest.mark.parametrize("twist", [healthy, _keeping_all])
def test_what_becomes_of_those_that_are_merged_is_left_open(twist: Twist) -> None:
    assert [] == accused("resdiary", twist, joining.FAMILY, 1)


def _nine_of_ten(server: Twisted, request: Request) -> Response:
    if request.path.endswith("/Merge") and len(ids_of(request)) == 10:
        request = sending(request, {**members(request), "CustomerIds": ids_of(request)[:9]})
    return server.healthy(request)


def test_the_last_of_as_many_as_can_be_merged_at_once_is_merged_like_the_first() -> None:
    assert ["mergeCustomers.each"] == accused("resdiary", _nine_of_ten, needing.FAMILY, 1)


@pytest.mark.parametrize("twist", [healthy, _keeping_all])
def test_many_that_are_merged_may_all_stay_as_they_are(twist: Twist) -> None:
    assert "mergeCustomers.each" not in accused("resdiary", twist, needing.FAMILY, 1)


def _writing_days(write: Callable[[datetime], Json]) -> Twist:
    """Return a twist that writes the day of birth in another way when a record is read."""

    def twisted(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        shown = response.json()
        day = shown.get("Birthday") if isinstance(shown, dict) else None
        if request.method != "GET" or not isinstance(shown, dict) or not isinstance(day, str):
            return response
        return answering(response, {**shown, "Birthday": write(datetime.fromisoformat(day))})

    return twisted


@pytest.mark.parametrize("write", [lambda _: "some day", lambda day: f"{day:%d %B} {day.year + 7}"])
def test_a_day_that_comes_back_as_no_day_or_in_another_year_is_not_kept(write: Callable[[datetime], Json]) -> None:
    assert ["createCustomer.keeps.Birthday"] == accused("resdiary", _writing_days(write), storing.FAMILY, 1)


@pytest.mark.parametrize(
    "write", [lambda day: f"{day:%d %B %Y}", lambda day: f"{day:%d.%m.%y}", lambda day: f"/Date({day:%s}000)/"]
)
def test_a_day_may_be_written_in_other_ways(write: Callable[[datetime], Json]) -> None:
    assert [] == accused("resdiary", _writing_days(write), storing.FAMILY, 1)
