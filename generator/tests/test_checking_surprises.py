"""What a server may do to texts, addresses, maps and credentials that are rare, and what its answers deny."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from mock_apis import catalogued
from test_checking_imports import IMPORT, body_of
from test_checking_single import told_by
from truespec.checking.credentials import Credentials
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access import credentials
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.identity import duplicates
from truespec.checking.rules.records import lettering, storing, taking
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from twisted import Twist, Twisted, answering, refusing, sending

KEEPS = "importCustomer.keeps"
TAKES_NAMES = "importCustomer.takes.lastName"
TAKES_MAPS = "importCustomer.takes.metadata.additionalProperties"
CREDENTIALS = {"X-API-KEY": "truespec-dummy-credential", "X-API-SECRET": "truespec-dummy-credential"}


def imports(request: Request) -> bool:
    return request.path == IMPORT and request.method == "POST"


def kept_as(change: Any) -> Twist:
    """Return a twist that keeps the texts of an import as ``change`` has them."""

    def done(server: Twisted, request: Request) -> Response:
        if not imports(request):
            return server.healthy(request)
        changed = {name: change(value) if isinstance(value, str) else value for name, value in body_of(request).items()}
        return server.healthy(sending(request, changed))

    return done


def through_numbers(text: str) -> str:
    return str(int(float(text))) if text.isdecimal() and text[0] != "0" else text


def without_plus(text: str) -> str:
    local, at, host = text.partition("@")
    return f"{local.partition('+')[0]}{at}{host}" if at else text


def denies_optins(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    denied = {"smsOptin": None, "emailOptin": None}
    return answering(response, {**json.loads(response.body), **denied}) if imports(request) else response


def another_time(server: Twisted, request: Request, change: Any) -> Response:
    response = server.healthy(request)
    shown: Any = response.json()
    if request.method == "GET" and isinstance(shown, dict) and "createdAt" in shown:
        return answering(response, {**shown, "createdAt": change(datetime.fromisoformat(shown["createdAt"]))})
    return response


def made_two_hours_later(server: Twisted, request: Request) -> Response:
    return another_time(server, request, lambda moment: (moment + timedelta(hours=2)).isoformat())


def made_in_another_zone(server: Twisted, request: Request) -> Response:
    zone = timezone(timedelta(hours=2))
    return another_time(server, request, lambda moment: moment.astimezone(zone).replace(microsecond=0).isoformat())


def leaves_optins_out(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    shown = json.loads(response.body)
    shown = {name: value for name, value in shown.items() if not name.endswith("Optin")} if imports(request) else shown
    return answering(response, shown)


@pytest.mark.parametrize(
    ("family", "twist", "fact"),
    [
        (lettering.FAMILY, kept_as(through_numbers), f"{KEEPS}.zenchefId"),
        (lettering.FAMILY, kept_as(lambda text: None if text.lower() == "null" else text), f"{KEEPS}.lastName"),
        (taking.FAMILY, kept_as(without_plus), f"{KEEPS}.email"),
        (taking.FAMILY, refusing(422, lambda _, sent: sent.get("metadata") == {}), "importCustomer.takes.metadata"),
        (
            taking.FAMILY,
            refusing(422, lambda _, sent: len(sent.get("metadata", {})) > 1),
            "importCustomer.takes.metadata",
        ),
        (
            taking.FAMILY,
            refusing(422, lambda _, sent: "'" in str(sent.get("lastName"))),
            "importCustomer.takes.lastName",
        ),
        (lettering.FAMILY, kept_as(lambda text: text[:1000]), f"{KEEPS}.description"),
        (storing.FAMILY, denies_optins, "importCustomer.consistent.shown"),
        (storing.FAMILY, made_two_hours_later, "importCustomer.consistent.shown"),
    ],
)
def test_what_is_rare_in_a_request_and_lost_is_told(family: Family, twist: Twist, fact: str) -> None:
    assert [one for one in told_by(family, twist, name="fullwhere") if one.startswith(fact)]


@pytest.mark.parametrize(
    ("family", "twist"),
    [
        (lettering.FAMILY, refusing(422, lambda _, sent: any(len(str(one)) == 21 for one in sent.values()))),
        (lettering.FAMILY, refusing(422, lambda _, sent: "Null" in sent.values())),
        (taking.FAMILY, kept_as(lambda text: text.lower() if "@" in text else text)),
        (lettering.FAMILY, refusing(413, lambda request, _: len(request.body) > 1000)),
        (storing.FAMILY, leaves_optins_out),
        (storing.FAMILY, made_in_another_zone),
    ],
)
def test_what_is_refused_or_left_out_of_an_answer_tells_nothing(family: Family, twist: Twist) -> None:
    assert [] == [one for one in told_by(family, twist, name="fullwhere") if not one.endswith("required")]


def empties(server: Twisted, request: Request) -> Response:
    """Keep an empty text for what is there, where somebody is imported again."""
    body = body_of(request) if imports(request) else {}
    response = server.healthy(request)
    record: Any = response.json()
    if not response.success or not isinstance(record, dict) or "id" not in record:
        return response
    emptied: set[str] = server.kept.setdefault(str(record["id"]), set())
    emptied.update(name for name, value in body.items() if value == "")
    return answering(response, {**record, **dict.fromkeys(emptied, "")})


def knows_small_letters(server: Twisted, request: Request) -> Response:
    """Make a second record of whom it knows by an address with capital letters, and show it with that address."""
    body, others = body_of(request), server.kept
    email = str(body.get("email"))
    if imports(request) and email != email.lower():
        other = f"other{len(others)}@example.com"
        others[other] = email
        request = sending(request, {**body, "email": other})
    response = server.healthy(request)
    text = response.body.decode()
    for other, email in others.items():
        text = text.replace(other, email)
    return replace(response, body=text.encode())


def test_who_is_known_by_capital_letters_is_known_again() -> None:
    assert "importCustomer.dedupe" in told_by(duplicates.FAMILY, knows_small_letters, 2, "fullwhere")


def test_an_empty_text_is_nothing_to_fill_a_record_with() -> None:
    fact = "importCustomer.dedupe.existing"
    assert fact in told_by(duplicates.FAMILY, empties, 2, "fullwhere")
    refused = refusing(422, lambda _, sent: "" in sent.values())
    assert [] == told_by(duplicates.FAMILY, refused, 2, "fullwhere")


def shows(request: Request) -> dict[str, str | None]:
    return {name: request.header(name) for name in CREDENTIALS}


def with_credentials(request: Request) -> Request:
    return replace(request, headers=(*request.headers, *CREDENTIALS.items()))


def open_from_the_second_page_on(server: Twisted, request: Request) -> Response:
    body = body_of(request)
    later = request.path.endswith("/list") and isinstance(page := body.get("page"), int) and page > 1
    return server.healthy(with_credentials(request) if later and None in shows(request).values() else request)


def test_a_second_page_that_needs_no_credentials_is_told() -> None:
    told = told_by(credentials.FAMILY, open_from_the_second_page_on, name="fullwhere")
    assert ["listCustomers.needs.apiKey"] == told


@pytest.mark.parametrize(("in_any_order", "expected"), [(True, ["getCustomer.needs.apiKey"]), (False, [])])
def test_two_credentials_in_each_others_place_are_none(*, in_any_order: bool, expected: list[str]) -> None:
    api, found, own = catalogued("fullwhere"), list[str](), {"X-API-KEY": "key-4711", "X-API-SECRET": "sec-0815"}
    healthy = mock_target(api).connect()

    def answer(request: Request) -> Response:
        given = {name: value for name, value in request.headers if name in own}
        right = set(given.values()) == set(own.values()) if in_any_order else given == own
        known = [(name, value) for name, value in request.headers if name not in own]
        return healthy.send(with_credentials(replace(request, headers=tuple(known)))) if right else Response(401)

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) else [])

    access = Access(Credentials({"apiKey": own["X-API-KEY"], "apiSecret": own["X-API-SECRET"]}))
    target = replace(function_target(api, answer, access), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    credentials.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert expected == found
