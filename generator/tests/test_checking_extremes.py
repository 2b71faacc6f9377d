"""What is odd or at the end of a range is kept, read time and again, and the same the second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from test_checking_afterwards import ids_of
from test_checking_between import members
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.access import credentials
from truespec.checking.rules.ground.world import Family
from truespec.checking.rules.identity import joining
from truespec.checking.rules.records import alone, consenting, extremes, missing, reading, storing, taking
from truespec.contract.schema import Json
from twisted import Twist, Twisted, answering, sending

GONE = Response(404, (("Content-Type", "application/json"),), b"{}")


def keeping(name: str, change: Callable[[Any], Json], method: str = "") -> Twist:
    """Return a twist that keeps a member otherwise than it was sent."""

    def twisted(server: Twisted, request: Request) -> Response:
        sent = members(request)
        meant = name in sent and method in request.method
        return server.healthy(sending(request, {**sent, name: change(sent[name])}) if meant else request)

    return twisted


def _no_leap(day: Json) -> Json:
    return day.replace("-02-29", "-03-01") if isinstance(day, str) else day


@pytest.mark.parametrize(
    ("rule", "twist", "rounds"),
    [
        ("createCustomer.keeps.PhoneCountryCode", keeping("PhoneCountryCode", lambda code: code % 2**16), 1),
        ("updateCustomer.keeps.MobileCountryCode", keeping("MobileCountryCode", lambda code: code % 256, "PUT"), 1),
        ("createCustomer.keeps.PhoneCountryCode", keeping("PhoneCountryCode", lambda code: min(code, 2**24)), 3),
        ("createCustomer.keeps.Birthday", keeping("Birthday", _no_leap), 1),
    ],
)
def test_what_is_at_the_end_of_a_range_is_kept(rule: str, twist: Twist, rounds: int) -> None:
    assert rule in accused("resdiary", twist, extremes.FAMILY, rounds)


@pytest.mark.parametrize("rounds", [1, 3])
def test_a_healthy_server_keeps_all_of_them(rounds: int) -> None:
    assert [] == accused("resdiary", healthy, extremes.FAMILY, rounds)


def _reading_thrice(server: Twisted, request: Request) -> Response:
    """Have a record no longer that was read four times."""
    if request.method == "GET":
        server.kept[request.path] = server.kept.get(request.path, 0) + 1
    return GONE if server.kept.get(request.path, 0) > 4 and request.method == "GET" else server.healthy(request)


def _turning(server: Twisted, request: Request) -> Response:
    """Turn a flag that is to become what it is."""
    sent = members(request)
    if request.method == "PUT" and sent.get("IsVip") is True and server.kept.get(request.path):
        sent = {**sent, "IsVip": False}
        request = sending(request, sent)
    if request.method == "PUT" and "IsVip" in sent:
        server.kept[request.path] = sent["IsVip"]
    return server.healthy(request)


def _stopping(server: Twisted, request: Request) -> Response:
    """Do nothing more from the first id on that nobody has."""
    ids = ids_of(request)
    if not request.path.endswith("/Unsubscribe"):
        return server.healthy(request)
    far = next((place for place, key in enumerate(ids) if isinstance(key, int) and key > 10**6), len(ids))
    return server.healthy(sending(request, {**members(request), "CustomerIds": ids[:far]}))


def _stopping_at_the_first(server: Twisted, request: Request) -> Response:
    """Do nothing more from the first on that agrees to nothing."""
    if not request.path.endswith("/Unsubscribe"):
        return server.healthy(request)
    ids, at = ids_of(request), request.path.removesuffix("s/Unsubscribe")
    agreed = [_agrees(server.healthy(replace(request, method="GET", target=f"{at}/{key}", body=b""))) for key in ids]
    named = ids[: agreed.index(False)] if False in agreed else ids
    return server.healthy(sending(request, {**members(request), "CustomerIds": named}))


def _agrees(response: Response) -> bool:
    shown = response.json()
    return isinstance(shown, dict) and any(shown[name] is True for name in shown if name.startswith("Receive"))


def _not_who_is_named_twice(server: Twisted, request: Request) -> Response:
    ids = ids_of(request)
    if not request.path.endswith("/Unsubscribe"):
        return server.healthy(request)
    once = [key for key in ids if ids.count(key) == 1]
    return server.healthy(sending(request, {**members(request), "CustomerIds": once}))


def _inventing(server: Twisted, request: Request) -> Response:
    """Show a record that others were merged into as a VIP."""
    response = server.healthy(request)
    if request.path.endswith("/Merge") and response.success:
        server.kept[str(members(request).get("MasterCustomerId"))] = True
    shown = response.json()
    anew = isinstance(shown, dict) and str(shown.get("Id")) in server.kept
    return answering(response, {**shown, "IsVip": True}) if isinstance(shown, dict) and anew else response


def _any_master(server: Twisted, request: Request) -> Response:
    """Merge into the first of the others where there is no master."""
    response = server.healthy(request)
    ids = ids_of(request)
    if not request.path.endswith("/Merge") or response.status != 404 or not ids:
        return response
    start = request.path.partition("/Customers")[0]
    return server.healthy(Request("GET", f"{start}/Customer/{ids[0]}", request.headers, b""))


def _long_ago(server: Twisted, request: Request) -> Response:
    """Leave the time a record was made what it was before anything was."""
    response = server.healthy(request)
    shown = response.json()
    made = {"CreatedDateTime": "0001-01-01T00:00:00Z"}
    return answering(response, {**shown, **made}) if isinstance(shown, dict) and "Id" in shown else response


def _in_vain(server: Twisted, request: Request) -> Response:
    """Answer a change of a customer whom nobody has as if it were done."""
    response = server.healthy(request)
    if request.method != "PUT" or response.status != 404:
        return response
    shown = {**members(request), "Id": int(request.path.rpartition("/")[2])}
    server.kept[request.path] = shown
    return answering(replace(response, status=200), shown)


def _made_by_a_change(server: Twisted, request: Request) -> Response:
    """Make a customer of a change that names nobody, and show that one from then on."""
    response = _in_vain(server, request)
    kept = server.kept.get(request.path)
    return answering(replace(response, status=200), kept) if request.method == "GET" and kept else response


def test_a_change_may_make_what_it_names() -> None:
    assert [] == accused("resdiary", _made_by_a_change, missing.FAMILY, 1)


def _failing_at_the_last_number(server: Twisted, request: Request) -> Response:
    """Fail where one is added to the number that is asked for."""
    last = request.path.endswith(f"/Customer/{2**31 - 1}")
    return Response(500, (("Content-Type", "application/json"),), b"{}") if last else server.healthy(request)


@pytest.mark.parametrize(
    ("rule", "twist", "family", "rounds"),
    [
        ("updateCustomer.missing", _in_vain, missing.FAMILY, 1),
        ("getCustomer.server-error", _failing_at_the_last_number, missing.FAMILY, 1),
        ("getCustomer", _reading_thrice, reading.FAMILY, 2),
        ("updateCustomer.again", _turning, alone.FAMILY, 1),
        ("unsubscribeCustomers.each", _stopping, consenting.FAMILY, 1),
        ("unsubscribeCustomers.each", _stopping_at_the_first, consenting.FAMILY, 2),
        ("unsubscribeCustomers.each", _not_who_is_named_twice, consenting.FAMILY, 2),
        ("mergeCustomers.invents", _inventing, joining.FAMILY, 1),
        ("mergeCustomers.missing", _any_master, missing.FAMILY, 1),
        ("customer.sets.CreatedDateTime.real", _long_ago, storing.FAMILY, 1),
    ],
)
def test_what_shows_at_a_second_look_is_told(rule: str, twist: Twist, family: Family, rounds: int) -> None:
    assert rule in accused("resdiary", twist, family, rounds)


@pytest.mark.parametrize("family", [reading.FAMILY, missing.FAMILY, storing.FAMILY])
def test_a_second_look_tells_nothing_of_a_healthy_server(family: Family) -> None:
    assert [] == accused("resdiary", healthy, family, 1)


def _marking_between(server: Twisted, request: Request) -> Response:
    """Tell of every id between the lowest and the highest that it was marked as deleted."""
    response = server.healthy(request)
    shown = response.json()
    marked = shown.get("DeletedCustomerIds") if isinstance(shown, dict) else None
    made = shown.get("Id") if isinstance(shown, dict) else None
    if isinstance(made, int):
        server.kept[str(made)] = made
    if not isinstance(shown, dict) or not isinstance(marked, list) or not marked:
        return response
    ids = [int(str(key)) for key in marked]
    between = [key for key in server.kept.values() if min(ids) <= key <= max(ids)]
    return answering(response, {**shown, "DeletedCustomerIds": between})


def _no_apostrophe(server: Twisted, request: Request) -> Response:
    refused = "'" in str(members(request).get("Surname", ""))
    return Response(400, (), b"") if refused else server.healthy(request)


def _letting_nothing_in(server: Twisted, request: Request) -> Response:
    """Take a header without anything in it for the credential."""
    token = request.header("Authorization")
    if token:
        server.kept.setdefault("token", token)
    elif token is not None and "token" in server.kept:
        request = replace(request, headers=(*_others(request), ("Authorization", server.kept["token"])))
    return server.healthy(request)


def _others(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.headers if name.lower() != "authorization"]


@pytest.mark.parametrize(
    ("rule", "twist", "family"),
    [
        ("scheduleCustomerDeletion.deletion", _marking_between, joining.FAMILY),
        ("createCustomer.takes.Surname.type", _no_apostrophe, taking.FAMILY),
        ("getCustomerSetup.needs.jwt", _letting_nothing_in, credentials.FAMILY),
    ],
)
def test_what_nobody_named_and_what_anybody_may_be_called_is_told(rule: str, twist: Twist, family: Family) -> None:
    assert rule in accused("resdiary", twist, family, 1)
