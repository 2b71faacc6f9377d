"""Servers that contradict nothing: others are at work, batches are all or nothing, a number is kept in parts."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from test_checking_afterwards import ids_of
from test_checking_between import members
from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.access import tenants
from truespec.checking.rules.batches import batch_lists
from truespec.checking.rules.ground.telephones import is_code_of_number
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.orders import ordering
from truespec.checking.rules.pages import paging
from truespec.checking.rules.records import changes, consenting, extremes, lettering, made_alone, storing
from truespec.checking.rules.records.late_effects import LateEffects
from twisted import Twist, Twisted, answering, sending

_LONG = 10
_BUSY = Response(429, (("Content-Type", "application/json"),), b"{}")


def _others_at_work(first: int, last: int, server: Twisted, request: Request) -> Response:
    """Remove a record of somebody else's at each of some requests for a list."""
    kept, at = server.kept, request.path.removesuffix("/search")
    if at.endswith("/customers") and (request.method == "GET" or at != request.path):
        turn, theirs = kept.setdefault("turns", itertools.count()).__next__(), kept.setdefault("theirs", [])
        ask = partial(replace, request, headers=(*request.headers, ("Content-Type", "application/json")))
        for _ in range(0 if turn else 12):
            made = server.healthy(ask(method="POST", target=at, body=b'{"city": "Oslo"}')).json()
            theirs.append(made["customerUid"] if isinstance(made, dict) else "")
        if first <= turn < last and theirs:
            server.healthy(ask(method="DELETE", target=f"{at}/{theirs.pop(0)}"))
    return server.healthy(request)


@pytest.mark.parametrize("turns", [(1, 5), (3, 4), (7, 8), (9, 12), (1, 99)])
def test_a_list_that_others_take_from_meanwhile_is_not_accused(turns: tuple[int, int]) -> None:
    assert [] == accused("flowretail", partial(_others_at_work, *turns), paging.FAMILY, 1)


def _all_or_nothing(server: Twisted, request: Request) -> Response:
    """Let upserts fail that name a record, and do nothing else of a batch of which one fails."""
    body = members(request) if request.path.endswith("/batch") else {}
    known = server.kept.setdefault("known", set())
    if any(element.get("customerUid") in known for element in body.get("upsert", [])):
        return server.healthy(sending(request, {"delete": [{"customerUid": "nobody"}]}))
    response = server.healthy(request)
    shown = response.json()
    if request.method == "POST" and isinstance(shown, dict) and "customerUid" in shown:
        known.add(shown["customerUid"])
    return response


def test_a_batch_of_which_one_element_fails_may_do_none_of_them() -> None:
    told = accused("flowretail", _all_or_nothing, batch_lists.FAMILY, 1)
    assert [] == [fact for fact in told if fact.endswith(".together")]


def _splitting(server: Twisted, request: Request) -> Response:
    """Take the code of the country out of a number that begins with it, and keep it where codes are kept."""
    body: Any = members(request)
    for name in ("Mobile", "Phone"):
        number = body.get(name)
        if isinstance(number, str) and number.startswith("+") and len(number) > 6:
            body = {**body, f"{name}CountryCode": int(number[1:3]), name: number[3:]}
    return server.healthy(sending(request, body) if request.body and "/Customer" in request.path else request)


@pytest.mark.parametrize("family", [storing.FAMILY, changes.FAMILY, extremes.FAMILY])
def test_a_number_may_be_kept_in_its_parts(family: Family) -> None:
    assert [] == accused("resdiary", _splitting, family, 1)


@pytest.mark.parametrize(
    ("seen", "right"), [(44, True), (4, True), (47, False), (300, False), (True, False), (None, False)]
)
def test_only_the_code_of_the_number_beside_it_is_taken_for_one(seen: Any, right: bool) -> None:  # noqa: FBT001
    sent = {"PhoneCountryCode": 300, "Phone": "+44 (7700) 900-123", "Mobile": "+47 99 88 77 66"}
    assert right == is_code_of_number(sent, "PhoneCountryCode", seen)


_NEEDED = {"Email": "EmailMarketing", "Mobile": "SmsMarketing"}


def _agreeing_with_reason(server: Twisted, request: Request) -> Response:
    """Keep no yes to messages that nobody could send."""
    body: Any = members(request)
    if request.method == "POST" and request.path.endswith("/Customer"):
        for need, ending in _NEEDED.items():
            body = {n: False if n.endswith(ending) and not body.get(need) else value for n, value in body.items()}
        request = sending(request, body)
    return server.healthy(request)


def _agreeing_to_nothing(server: Twisted, request: Request) -> Response:
    body: Any = members(request)
    if request.method == "POST" and request.path.endswith("/Customer"):
        request = sending(request, {**body, "ReceiveSmsMarketing": False})
    return server.healthy(request)


@pytest.mark.parametrize(
    ("twist", "told"),
    [(_agreeing_with_reason, set()), (_agreeing_to_nothing, {"createCustomer.keeps.ReceiveSmsMarketing"})],
)
def test_a_yes_that_needs_another_member_is_a_difference(twist: Twist, told: set[str]) -> None:
    assert told == set(accused("resdiary", twist, made_alone.FAMILY, _LONG))


_TEXTS = {
    f"{place}{kind}MarketingOptInText": f"Receive{place.removeprefix('Group')}{kind}Marketing"
    for place in ("Group", "Restaurant")
    for kind in ("Email", "Sms")
}


def _keeping_pairs(server: Twisted, request: Request) -> Response:
    """Keep the text that was shown beside a yes only, and the code of a country beside a number only."""
    body: Any = members(request)
    if request.method in {"POST", "PUT"} and "/Customer" in request.path and "/Customers" not in request.path:
        known: Any = {} if request.method == "POST" else server.healthy(_reading(request)).json()
        full = {**known, **body} if isinstance(known, dict) else body
        alone = {text for text, flag in _TEXTS.items() if not full.get(flag)}
        alone |= {f"{name}CountryCode" for name in ("Phone", "Mobile") if not full.get(name)}
        request = sending(request, {name: value for name, value in body.items() if name not in alone})
    return server.healthy(request)


def _reading(request: Request) -> Request:
    return replace(request, method="GET", body=b"")


def _forgetting_codes(server: Twisted, request: Request) -> Response:
    body: Any = members(request)
    return server.healthy(sending(request, {**body, "PhoneCountryCode": 1}) if "PhoneCountryCode" in body else request)


@pytest.mark.parametrize("family", [storing.FAMILY, changes.FAMILY, lettering.FAMILY, made_alone.FAMILY])
def test_of_a_pair_one_may_be_kept_beside_the_other_only(family: Family) -> None:
    assert [] == accused("resdiary", _keeping_pairs, family, _LONG)


def test_what_is_not_kept_beside_its_other_half_is_told() -> None:
    told = accused("resdiary", _forgetting_codes, storing.FAMILY, _LONG)
    assert {"createCustomer.keeps.PhoneCountryCode"} == set(told)


def _turning_readers_away(server: Twisted, request: Request) -> Response:
    """Answer every read with what says to come again later, once a batch was done."""
    if request.path.endswith("/batch"):
        server.kept["done"] = True
    elif request.method == "GET" and server.kept.get("done"):
        return _BUSY
    return server.healthy(request)


def test_a_record_that_nobody_may_read_now_is_not_one_that_did_not_change() -> None:
    assert [] == accused("flowretail", _turning_readers_away, batch_lists.FAMILY, 1)


def _withdrawing_later(requests: int, server: Twisted, request: Request) -> Response:
    """Take a withdrawal at once, and do it some requests later."""
    kept = server.kept
    kept["turn"] = turn = kept.get("turn", 0) + 1
    waiting = kept.setdefault("waiting", [])
    for at, asked in [one for one in waiting if one[0] <= turn]:
        waiting.remove((at, asked))
        server.healthy(asked)
    if request.path.endswith("/Unsubscribe") and ids_of(request):
        waiting.append((turn + requests, request))
        return Response(204)
    return server.healthy(request)


def _doubting(world: World) -> None:
    late = LateEffects(world)
    world.session.ledger.doubt = lambda fact, seen, _: late(fact, seen)
    consenting.FAMILY.check(world)


@pytest.mark.parametrize(("requests", "told"), [(2, False), (3, False), (7, False), (10**6, True)])
def test_a_withdrawal_that_is_done_a_little_later_is_a_difference(*, requests: int, told: bool) -> None:
    family = Family("consenting", "as it is told in a run", _doubting)
    assert told == bool(accused("resdiary", partial(_withdrawing_later, requests), family, 1))
    assert accused("resdiary", partial(_withdrawing_later, requests), consenting.FAMILY, 1)


def _filling_in_later(server: Twisted, request: Request) -> Response:
    """Say something of a customer's credit that was not known when the record was new."""
    response = server.healthy(request)
    shown = response.json()
    if request.method != "GET" or not isinstance(shown, dict) or "customerUid" not in shown:
        return response
    reads = server.kept.setdefault(request.path, itertools.count(1)).__next__()
    return answering(response, {**shown, "credit": {"limit": 1000 if reads > 2 else 0, "balance": 0}})


def _changing_from_elsewhere(server: Twisted, request: Request) -> Response:
    """Do what is asked of another tenant for the first one, too."""
    if request.method == "PUT" and _THERE in request.target:
        server.healthy(replace(request, target=request.target.replace(_THERE, "north")))
    return server.healthy(request)


_THERE = "south"


@pytest.mark.parametrize(("twist", "told"), [(_filling_in_later, False), (_changing_from_elsewhere, True)])
def test_what_a_server_fills_in_by_itself_was_not_changed_from_elsewhere(*, twist: Twist, told: bool) -> None:
    parameters = (("tenantUid", "north"), ("tenantUid", _THERE))
    found = accused("flowretail", twist, tenants.FAMILY, 1, parameters=parameters)
    assert told == ("customer.scope.changed" in found)


def _touching_in_between(server: Twisted, request: Request) -> Response:
    """Change the customer that was made last when a list is first asked for by the time of the last change."""
    response = server.healthy(request)
    shown = response.json()
    if request.method == "POST" and isinstance(shown, dict) and "customerUid" in shown:
        server.kept["last"] = f"{request.path}/{shown['customerUid']}"
    if "lastModifiedAt" not in request.target or "last" not in server.kept:
        return response
    headers = (*request.headers, ("Content-Type", "application/json"))
    server.healthy(
        replace(request, method="PUT", target=server.kept.pop("last"), headers=headers, body=b'{"city": "Moss"}')
    )
    return server.healthy(request)


def _by_making(server: Twisted, request: Request) -> Response:
    return server.healthy(replace(request, target=request.target.replace("lastModifiedAt", "createdAt")))


@pytest.mark.parametrize(("twist", "told"), [(_touching_in_between, False), (_by_making, True)])
def test_what_was_changed_again_meanwhile_has_another_place(*, twist: Twist, told: bool) -> None:
    assert told == bool(accused("flowretail", twist, ordering.FAMILY, 1))
