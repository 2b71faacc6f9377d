"""What comes after: a consent stays withdrawn, a merged record keeps its time, and one member changes nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from test_checking_between import members
from test_checking_closely import accused, healthy
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.ground.world import Family
from truespec.checking.rules.identity import joining
from truespec.checking.rules.records import alone, changes, consenting, lettering, storing, taking
from truespec.contract.schema import Json
from twisted import Twist, Twisted, answering, refusing, sending

CONSENTS = (
    "ReceiveEmailMarketing",
    "ReceiveRestaurantEmailMarketing",
    "ReceiveSmsMarketing",
    "ReceiveRestaurantSmsMarketing",
)


def ids_of(request: Request) -> list[Json]:
    ids = members(request).get("CustomerIds")
    return ids if isinstance(ids, list) else []


def _putting(server: Twisted, request: Request, key: Json, body: dict[str, Json]) -> Response:
    """Change a record behind the back of whoever asks."""
    start = request.path.partition("/Customer")[0]
    return server.healthy(sending(replace(request, method="PUT", target=f"{start}/Customer/{key}"), body))


def _reviving(server: Twisted, request: Request) -> Response:
    """Write back, with the next change, what somebody agreed to before unsubscribing."""
    response = server.healthy(request)
    if request.path.endswith("/Unsubscribe") and response.success:
        server.kept.update({str(key): True for key in ids_of(request)})
    key = request.path.rpartition("/")[2]
    if request.method == "PUT" and response.success and server.kept.pop(key, None):
        return _putting(server, request, key, dict.fromkeys(CONSENTS, True))
    return response


def _once(server: Twisted, request: Request) -> Response:
    """Remember who unsubscribed, and do nothing for them ever after."""
    if not request.path.endswith("/Unsubscribe"):
        return server.healthy(request)
    new = [key for key in ids_of(request) if str(key) not in server.kept]
    response = server.healthy(sending(request, {**members(request), "CustomerIds": new}))
    server.kept.update({str(key): True for key in new if response.success})
    return response


def _blocking(server: Twisted, request: Request) -> Response:
    """Show who unsubscribed as blocked."""
    response = server.healthy(request)
    if request.path.endswith("/Unsubscribe"):
        server.kept.update({str(key): True for key in ids_of(request)})
    shown = response.json()
    blocked = isinstance(shown, dict) and str(shown.get("Id")) in server.kept
    return answering(response, {**shown, "IsBlocked": True}) if isinstance(shown, dict) and blocked else response


def _lowest(server: Twisted, request: Request) -> Response:
    """Merge into the record with the lowest id."""
    sent = members(request)
    keys = [sent.get("MasterCustomerId"), *ids_of(request)]
    if request.path.endswith("/Merge") and all(isinstance(key, int) for key in keys) and len(set(map(str, keys))) > 1:
        first, *others = sorted({int(str(key)) for key in keys})
        request = sending(request, {"MasterCustomerId": first, "CustomerIds": others})
    return server.healthy(request)


def _highest(server: Twisted, request: Request) -> Response:
    """Merge into the record with the highest id."""
    sent = members(request)
    keys = [sent.get("MasterCustomerId"), *ids_of(request)]
    if request.path.endswith("/Merge") and all(isinstance(key, int) for key in keys) and len(set(map(str, keys))) > 1:
        *others, last = sorted({int(str(key)) for key in keys})
        request = sending(request, {"MasterCustomerId": last, "CustomerIds": others})
    return server.healthy(request)


def _made_anew(server: Twisted, request: Request) -> Response:
    """Show a record that others were merged into as one that was made only then."""
    response = server.healthy(request)
    if request.path.endswith("/Merge") and response.success:
        server.kept[str(members(request).get("MasterCustomerId"))] = True
    shown = response.json()
    anew = isinstance(shown, dict) and str(shown.get("Id")) in server.kept
    made = {"CreatedDateTime": "2031-01-01T00:00:00Z"}
    return answering(response, {**shown, **made}) if isinstance(shown, dict) and anew else response


@pytest.mark.parametrize(
    ("rule", "twist", "family"),
    [
        ("unsubscribeCustomers.stays", _reviving, consenting.FAMILY),
        ("unsubscribeCustomers.anew", _once, consenting.FAMILY),
        ("unsubscribeCustomers.leaves-rest", _blocking, consenting.FAMILY),
        ("mergeCustomers", _lowest, joining.FAMILY),
        ("mergeCustomers", _highest, joining.FAMILY),
        ("customer.sets.CreatedDateTime.stays", _made_anew, joining.FAMILY),
    ],
)
def test_what_goes_wrong_only_afterwards_is_told(rule: str, twist: Twist, family: Family) -> None:
    assert rule in accused("resdiary", twist, family, 1)


def _oldest(server: Twisted, request: Request) -> Response:
    """Show a record that others were merged into as old as the oldest of them."""
    response = server.healthy(request)
    shown = response.json()
    if not isinstance(shown, dict) or "CreatedDateTime" not in shown:
        return response
    if not request.path.endswith("/Merge"):
        server.kept.setdefault(str(shown["Id"]), shown["CreatedDateTime"])
    else:
        keys = [str(key) for key in (shown["Id"], *ids_of(request))]
        server.kept[keys[0]] = min(server.kept[key] for key in keys if key in server.kept)
    return answering(response, {**shown, "CreatedDateTime": server.kept[str(shown["Id"])]})


def _hard_to_please(server: Twisted, request: Request) -> Response:
    """Take nobody's word for a consent that was withdrawn once."""
    sent = members(request)
    if request.method == "PUT":
        sent = {name: value for name, value in sent.items() if name not in CONSENTS or value is not True}
        request = sending(request, sent)
    return server.healthy(request)


@pytest.mark.parametrize(
    ("twist", "family"),
    [
        (healthy, consenting.FAMILY),
        (_hard_to_please, consenting.FAMILY),
        (healthy, joining.FAMILY),
        (_oldest, joining.FAMILY),
        (healthy, alone.FAMILY),
    ],
)
def test_what_a_server_may_do_afterwards_is_not_told(twist: Twist, family: Family) -> None:
    assert [] == accused("resdiary", twist, family, 1)


def _clearing(given: str, lost: str, value: Any = None) -> Twist:
    """Return a twist that changes one member whenever another is changed, or only when it gets a value."""

    def twisted(server: Twisted, request: Request) -> Response:
        sent = members(request)
        meant = given in sent and lost not in sent and (value is None or sent[given] is value)
        if request.method == "PUT" and meant:
            request = sending(request, {**sent, lost: ""})
        return server.healthy(request)

    return twisted


@pytest.mark.parametrize("twist", [_clearing("Company", "Department"), _clearing("IsVip", "Comments", value=True)])
def test_an_update_of_one_member_that_changes_a_stranger_is_told(twist: Twist) -> None:
    assert ["updateCustomer.alone"] == accused("resdiary", twist, alone.FAMILY, 1)


def test_members_that_are_called_alike_may_go_together() -> None:
    assert [] == accused("resdiary", _clearing("MobileCountryCode", "Mobile"), alone.FAMILY, 1)


def _replacing(server: Twisted, request: Request) -> Response:
    """Clear what an update leaves out."""
    if request.method == "PUT":
        start = dict.fromkeys(("Title", "FirstName", "Surname", "Company", "Department", "Comments", "Phone"), "")
        request = sending(request, {**start, **members(request)})
    return server.healthy(request)


def test_an_update_that_clears_all_it_does_not_name_treats_all_alike() -> None:
    assert [] == accused("resdiary", _replacing, alone.FAMILY, 1)


def _frugal(server: Twisted, request: Request) -> Response:
    """Leave out of a record what is false."""
    response = server.healthy(request)
    shown = response.json()
    if not isinstance(shown, dict) or "Id" not in shown:
        return response
    return answering(response, {name: value for name, value in shown.items() if value is not False})


@pytest.mark.parametrize("family", [storing.FAMILY, changes.FAMILY, consenting.FAMILY])
def test_a_no_may_be_left_out_of_a_record(family: Family) -> None:
    assert [] == accused("resdiary", _frugal, family, 1)


def _old(_: Request, body: dict[str, Any]) -> bool:
    return str(body.get("Birthday", "2000"))[:4] < "1970"


def test_a_day_of_birth_before_1970_has_to_be_taken() -> None:
    told = accused("resdiary", refusing(400, _old), taking.FAMILY, 1)
    assert {"createCustomer.takes.Birthday.born", "updateCustomer.takes.Birthday.born"} == set(told)


def _rewriting(name: str, change: Callable[[str], Json]) -> Twist:
    """Return a twist that keeps a text otherwise than it was sent."""

    def twisted(server: Twisted, request: Request) -> Response:
        sent = members(request)
        text = sent.get(name)
        return server.healthy(sending(request, {**sent, name: change(text)}) if isinstance(text, str) else request)

    return twisted


def _as_number(text: str) -> str:
    return f"{float(text):.0f}" if text.isdecimal() and not text.startswith("0") else text


@pytest.mark.parametrize(
    ("rule", "twist"),
    [
        ("createCustomer.keeps.MembershipId", _rewriting("MembershipId", _as_number)),
        ("createCustomer.keeps.Email", _rewriting("Email", lambda text: text.replace("+", " "))),
        ("createCustomer.keeps.Email", _rewriting("Email", lambda text: text.replace("+", "%2B"))),
    ],
)
def test_digits_that_are_rounded_and_a_plus_that_is_lost_are_told(rule: str, twist: Twist) -> None:
    assert rule in accused("resdiary", twist, lettering.FAMILY, 1)


@pytest.mark.parametrize("change", [str.upper, lambda text: re.sub(r"\+[^@]*", "", text)])
def test_an_address_may_be_written_otherwise(change: Callable[[str], Json]) -> None:
    assert [] == accused("resdiary", _rewriting("Email", change), lettering.FAMILY, 1)
