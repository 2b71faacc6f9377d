"""What an import makes of others: of its twin in a batch, of the element before it, of somebody else's record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.records import spelling
from truespec.checking.rules.records.spelling import telling_words
from twisted import Twist, Twisted, answering, refusing, sending, told

IMPORT = "/partners/customer"
SOMEBODY = "5f7b1c7e-2f0a-4a7e-9a1d-0c2b6f1f8e11"


def body_of(request: Request) -> dict[str, Any]:
    value = json.loads(request.body) if request.body[:1] == b"{" else None
    return dict(value) if isinstance(value, dict) else {}


def elements_of(request: Request) -> list[dict[str, Any]]:
    elements = body_of(request).get("batch")
    whole = isinstance(elements, list) and all(isinstance(one, dict) for one in elements)
    return list(elements) if whole and elements is not None else []


def pair_of(one: dict[str, Any]) -> str:
    return json.dumps([one.get("email"), one.get("phoneNumber")])


def imported(change: dict[str, Any], name: str, value: Any) -> Twist:
    """Return a twist that keeps something else for one value of a member."""

    def done(server: Twisted, request: Request) -> Response:
        body = body_of(request)
        changed = request.path == IMPORT and name in body and body[name] == value
        return server.healthy(sending(request, {**body, **change}) if changed else request)

    return done


def follows_the_other(server: Twisted, request: Request) -> Response:
    body = body_of(request)
    follows = "emailOptin" in body and body["emailOptin"] is None
    return server.healthy(sending(request, {**body, "emailOptin": body.get("smsOptin")}) if follows else request)


def yes_by_itself(server: Twisted, request: Request) -> Response:
    body = body_of(request)
    makes = request.path == IMPORT and request.method == "POST" and body.get("emailOptin") is None
    return server.healthy(sending(request, {**body, "emailOptin": True}) if makes else request)


def lines_joined(server: Twisted, request: Request) -> Response:
    body = body_of(request)
    text = body.get("description")
    joined = {**body, "description": text.replace("\n", " ")} if isinstance(text, str) else None
    return server.healthy(request if joined is None else sending(request, joined))


def goes_on_in_the_next(server: Twisted, request: Request) -> Response:
    elements, last = elements_of(request), dict[str, Any]()
    mixed = [last := {**last, **one} for one in elements]
    return server.healthy(sending(request, {"batch": mixed}) if elements else request)


def second_twin_lost(server: Twisted, request: Request) -> Response:
    firsts: dict[str, dict[str, Any]] = {}
    elements = elements_of(request)
    for one in elements:
        firsts.setdefault(pair_of(one), one)
    return server.healthy(sending(request, {"batch": list(firsts.values())}) if elements else request)


def second_twin_first(server: Twisted, request: Request) -> Response:
    elements = elements_of(request)
    return server.healthy(sending(request, {"batch": elements[::-1]}) if elements else request)


def twins_mixed(server: Twisted, request: Request) -> Response:
    elements = elements_of(request)
    names = ("company", "civility", "description", "metaId", "comoId", "zeltyId")
    latest = {pair_of(one): {name: one[name] for name in names if name in one} for one in elements}
    mixed = [{**one, **latest[pair_of(one)]} for one in elements]
    return server.healthy(sending(request, {"batch": mixed}) if elements else request)


def of_one_name(server: Twisted, request: Request) -> Response:
    """Take everybody of one name for the first one."""
    name = body_of(request).get("firstName") if request.path == IMPORT and request.method == "POST" else None
    if name is None or name not in server.kept:
        response = server.healthy(request)
        server.kept.update({name: response} if name is not None and response.success else {})
        return response
    return server.kept[name]


def what_was_filled_is_overwritten(server: Twisted, request: Request) -> Response:
    body = body_of(request) if request.path == IMPORT else {}
    response = server.healthy(request)
    record = response.json()
    if not response.success or not isinstance(record, dict) or "id" not in record:
        return response
    times, comes, company = server.kept.get(str(record["id"]), (0, None, None))
    if request.method == "POST":
        # Filled by one import, it is what every later one says.
        filled = times > 0 and comes is None and record["company"] is not None
        company = body.get("company") or company if company is not None or filled else None
        server.kept[str(record["id"])] = (times + 1, record["company"], company)
    return answering(response, {**record, "company": company or record["company"]})


def goes_to_somebody_else(server: Twisted, request: Request) -> Response:
    """Show somebody who was there before, who is changed by what is imported."""
    response = server.healthy(request)
    if request.path == IMPORT and request.method == "POST" and response.success:
        server.kept["last"] = body_of(request).get("company") or server.kept.get("last")
        server.kept["like"] = response.json()
    blank = {"id": SOMEBODY, "email": "me@example.org", "company": None}
    if request.path.endswith("/list") and response.success and not server.kept:
        page = json.loads(response.body)
        return answering(response, {**page, "items": [blank, *page["items"]]})
    if request.target.endswith(f"id={SOMEBODY}") and server.kept:
        shown = {**server.kept["like"], **blank, "company": server.kept["last"]}
        return Response(200, (("Content-Type", "application/json"),), json.dumps(shown).encode())
    return response


def batch_open_to_nobody(server: Twisted, request: Request) -> Response:
    nobody = request.header("X-API-KEY") is None and request.header("X-API-SECRET") is None
    known = (("X-API-KEY", "truespec-dummy-credential"), ("X-API-SECRET", "truespec-dummy-credential"))
    opened = nobody and request.path.endswith("/batch")
    return server.healthy(replace(request, headers=(*request.headers, *known)) if opened else request)


def batch_done_and_refused(server: Twisted, request: Request) -> Response:
    missing = request.header("X-API-KEY") is None and request.path.endswith("/batch")
    if not missing:
        return server.healthy(request)
    server.healthy(replace(request, headers=(*request.headers, ("X-API-KEY", "truespec-dummy-credential"))))
    return Response(401)


def fails_at_a_dot(server: Twisted, request: Request) -> Response:
    names = body_of(request).get("metadata")
    failing = isinstance(names, dict) and any("." in name for name in names)
    return Response(500) if failing else server.healthy(request)


def zeros_lost(server: Twisted, request: Request) -> Response:
    body = body_of(request)
    plain = {name: text.lstrip("0") for name, text in body.items() if isinstance(text, str) and text.isdecimal()}
    return server.healthy(sending(request, {**body, **plain}) if plain else request)


def second_page_is_third(server: Twisted, request: Request) -> Response:
    body = body_of(request)
    alone = request.path.endswith("/list") and "limit" not in body and body.get("page") == 2
    return server.healthy(sending(request, {"page": 3}) if alone else request)


def knows_the_latest(server: Twisted, request: Request) -> Response:
    """Take whom it knows for another, but for the last twenty: a second record is made, and shown with that pair."""
    body, pair = body_of(request), pair_of(body_of(request))
    latest: list[str] = server.kept.setdefault("latest", [])
    others: dict[str, str] = server.kept.setdefault("others", {})
    if request.path == IMPORT and request.method == "POST":
        if pair in latest[:-20] and body.get("phoneNumber"):
            other = f"+3319900{len(latest):04}"
            others[other] = body["phoneNumber"]
            request = sending(request, {**body, "phoneNumber": other})
        latest.append(pair)
    response = server.healthy(request)
    text = response.body.decode()
    for other, number in others.items():
        text = text.replace(other, number)
    return replace(response, body=text.encode())


TWISTS: list[tuple[Twist, str]] = [
    (imported({"language": "zh"}, "language", "zh-TW"), "importCustomer.keeps.language"),
    (follows_the_other, "importCustomer.keeps.emailOptin"),
    (lines_joined, "importCustomer.keeps.description"),
    (goes_on_in_the_next, "importCustomers.apart"),
    (second_twin_lost, "importCustomer.dedupe.existing.within-batch"),
    (second_twin_first, "importCustomer.dedupe.existing.within-batch"),
    (twins_mixed, "importCustomer.dedupe.existing.within-batch"),
    (of_one_name, "importCustomer.dedupe.others"),
    (what_was_filled_is_overwritten, "importCustomer.dedupe.existing"),
    (goes_to_somebody_else, "customer.untouched"),
    (zeros_lost, "importCustomer.keeps.zenchefId"),
    (knows_the_latest, "importCustomer.dedupe"),
    (second_page_is_third, "listCustomers.paging.alone"),
    (refusing(400, lambda _, body: "+" in str(body.get("email"))), "importCustomer.takes"),
    (refusing(400, lambda _, body: "é" in str(body.get("lastName"))), "importCustomer.takes.lastName"),
    (fails_at_a_dot, "importCustomer.server-error"),
    (batch_open_to_nobody, "importCustomers.needs.apiKey"),
    (batch_done_and_refused, "importCustomers.needs.apiKey"),
]


@pytest.mark.parametrize(("twist", "rule"), TWISTS, ids=[f"{rule}-{at}" for at, (_, rule) in enumerate(TWISTS)])
def test_what_an_import_does_to_others_is_told(twist: Twist, rule: str) -> None:
    assert [rule] == told("fullwhere", twist, rule)


def test_null_may_be_the_yes_that_counts_where_nothing_is_said() -> None:
    assert ["importCustomer.keeps.emailOptin"] == told_by(spelling.FAMILY, follows_the_other, name="fullwhere")
    assert [] == told_by(spelling.FAMILY, yes_by_itself, name="fullwhere")


def test_of_a_long_list_of_words_those_are_tried_that_are_unlike_the_rest() -> None:
    words = [*("ab", "cd", "ef", "gh", "ij", "kl"), "klm", "no", "zh-TW", "pqrs", "zz"]
    assert ["zh-TW", "no", "ab", "zz", "pqrs", "klm"] == telling_words(words, every=False)[:6]
    assert set(words) == set(telling_words(words, every=True))
