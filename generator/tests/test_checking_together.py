"""What several places share is the same from each of them, as far as a second one is named to the run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from mock_apis import catalogued
from test_checking_between import members
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.access import credentials
from truespec.checking.rules.records import together
from truespec.checking.run import check
from truespec.checking.sharding import Shard
from truespec.checking.targets import mock_target
from twisted import Twist, Twisted, answering, sending

BOTH = (("micrositeName", "Harbour"), ("micrositeName", "Station"))
_JSON = (("Content-Type", "application/json"),)
GONE, DENIED, DONE, INVALID = (Response(status, _JSON, b"{}") for status in (404, 403, 200, 400))


def _is_away(request: Request) -> bool:
    return "/Restaurant/Station/" in request.path


def _away(method: str, end: str, twist: Twist) -> Twist:
    """Return a twist of what is asked for from the second place."""

    def twisted(server: Twisted, request: Request) -> Response:
        meant = _is_away(request) and request.method == method and end in request.path
        return twist(server, request) if meant else server.healthy(request)

    return twisted


def _losing(server: Twisted, request: Request) -> Response:
    """Answer with the record as it is."""
    return server.healthy(replace(request, method="GET", body=b""))


def _skipping(server: Twisted, request: Request) -> Response:
    ids = members(request).get("CustomerIds")
    return answering(server.healthy(sending(request, {"CustomerIds": []})), {**_NONE, "SkippedCustomerIds": ids})


def _plain(server: Twisted, request: Request) -> Response:
    return server.healthy(sending(request, {**members(request), "IsVip": False}))


_NONE = {"DeletedCustomerIds": [], "SkippedCustomerIds": []}


@pytest.mark.parametrize(
    ("rule", "twist"),
    [
        ("customer.shared.getCustomer", _away("GET", "/Customer/", lambda *_: GONE)),
        ("customer.shared.updateCustomer", _away("PUT", "/Customer/", _losing)),
        ("customer.shared.updateCustomer", _away("PUT", "/Customer/", lambda *_: INVALID)),
        ("customer.shared.mergeCustomers", _away("POST", "/Merge", lambda *_: GONE)),
        ("customer.shared.scheduleCustomerDeletion", _away("POST", "/Delete", _skipping)),
        ("customer.shared.unsubscribeCustomers", _away("POST", "/Unsubscribe", lambda *_: DONE)),
        ("createCustomer.keeps.IsVip", _away("POST", "/Customer", _plain)),
    ],
)
def test_what_does_not_work_from_another_place_that_shares_the_records_is_told(rule: str, twist: Twist) -> None:
    assert [rule] == accused("resdiary", twist, together.FAMILY, 1, parameters=BOTH)


def _copying(server: Twisted, request: Request) -> Response:
    """Show at the second place what a record was when it was first read there."""
    if not _is_away(request) or request.method != "GET":
        return server.healthy(request)
    kept: Response = server.kept.setdefault(request.path, server.healthy(request))
    return kept


def test_a_copy_that_does_not_follow_is_no_shared_record() -> None:
    def stale(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        made = response.json() if request.method == "POST" and request.path.endswith("/Customer") else None
        if isinstance(made, dict) and isinstance(made.get("Id"), int):
            # A copy is taken when the record is made.
            _copying(server, replace(request, method="GET", target=f"{_STATION}/{made['Id']}", body=b""))
        return _copying(server, request) if _is_away(request) and request.method == "GET" else response

    assert ["customer.shared.updateCustomer"] == accused("resdiary", stale, together.FAMILY, 1, parameters=BOTH)


_STATION = "/api/ConsumerApi/v1/Restaurant/Station/Customer"


def _own_consents(server: Twisted, request: Request) -> Response:
    """Keep the consents of a restaurant by restaurant."""
    response = server.healthy(request)
    shown = response.json()
    if not isinstance(shown, dict) or "Id" not in shown:
        return response
    home = server.kept.setdefault(shown["Id"], _is_away(request))
    own = shown if home == _is_away(request) else {**shown, "ReceiveRestaurantSmsMarketing": False}
    return replace(response, body=json.dumps(own).encode())


def _closed(server: Twisted, request: Request) -> Response:
    return DENIED if _is_away(request) else server.healthy(request)


def _of_another_owner(server: Twisted, request: Request) -> Response:
    """Know at the second place only what was made there, as a restaurant of another group does."""
    key = request.path.rpartition("/")[2]
    if _is_away(request) and key != "Customer" and key not in server.kept:
        return GONE
    response = server.healthy(request)
    made = response.json() if _is_away(request) and key == "Customer" else None
    if isinstance(made, dict):
        server.kept[str(made.get("Id"))] = True
    return response


def _never_changing(_: Twisted, request: Request) -> bool:
    return request.method == "PUT"


def _busy_once(server: Twisted, request: Request) -> bool:
    meant = _is_away(request) and request.method == "PUT"
    return meant and not server.kept.setdefault("refused", []) and not server.kept["refused"].append(request)


def _refusing(meant: Callable[[Twisted, Request], bool], server: Twisted, request: Request) -> Response:
    return INVALID if meant(server, request) else server.healthy(request)


@pytest.mark.parametrize("meant", [_never_changing, _busy_once])
def test_a_change_that_is_refused_at_home_or_but_once_says_nothing_of_places(
    meant: Callable[[Twisted, Request], bool],
) -> None:
    told = accused("resdiary", partial(_refusing, meant), together.FAMILY, 1, parameters=BOTH)
    assert "customer.shared.updateCustomer" not in told


@pytest.mark.parametrize("twist", [healthy, _own_consents, _closed, _of_another_owner])
def test_a_place_may_have_consents_of_its_own_and_be_closed_to_us(twist: Twist) -> None:
    assert [] == accused("resdiary", twist, together.FAMILY, 1, parameters=BOTH)


def test_without_a_second_place_it_is_said_what_is_missing() -> None:
    api = catalogued("resdiary")
    share = next(one for one in (Shard(number, 90) for number in range(1, 91)) if one.takes("behaviour: together"))
    verdict = check(api, mock_target(api), parts=("rules",), shard=share)
    reasons = [one.reason for one in verdict.not_checked if one.fact.id == "customer.shared"]
    assert ["it takes --param micrositeName=... twice, with two that share their records"] == reasons


def _letting_in(meant: Callable[[Request], bool]) -> Twist:
    """Return a twist that needs no token for some requests."""

    def twisted(server: Twisted, request: Request) -> Response:
        token = request.header("Authorization")
        if token is not None:
            server.kept.setdefault("token", token)
        elif meant(request) and "token" in server.kept:
            headers = (*request.headers, ("Authorization", server.kept["token"]))
            request = replace(request, headers=headers)
        return server.healthy(request)

    return twisted


@pytest.mark.parametrize("meant", [_is_away, lambda request: "api-version" in request.target])
def test_who_needs_no_credential_in_another_form_of_a_request_is_told(meant: Callable[[Request], bool]) -> None:
    found = accused("resdiary", _letting_in(meant), credentials.FAMILY, 1, parameters=BOTH)
    assert {"getCustomer.needs.jwt", "mergeCustomers.needs.jwt", "getCustomerSetup.needs.jwt"} <= set(found)
