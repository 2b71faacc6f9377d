"""What is absent, days and whole records may be written in ways that no documentation excludes."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from checked_server import guest_api
from mock_apis import catalogued
from test_checking_judgements import GUEST, exchange, judged
from test_checking_single import findings_of, told_by
from truespec.checking.conformance import Conformance
from truespec.checking.credentials import Credentials, dummies
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access import permissions
from truespec.checking.rules.filters import crossed
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists import listing
from truespec.checking.rules.records import changes, consenting, storing, taking
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from truespec.checking.verdict import Finding
from twisted import Twist, Twisted, answering, asking, query_of, sending

JSON = (("Content-Type", "application/json"),)
TEXTS = ("first_name", "last_name", "phone", "company", "notes")


def born(change: Any) -> Twist:
    """Return a twist that shows days of birth as ``change`` writes them."""

    def done(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        shown: Any = response.json()
        one: Any = shown.get("customer") if isinstance(shown, dict) else None
        if not isinstance(one, dict) or not isinstance(one.get("dob"), str):
            return response
        return answering(response, {"customer": {**one, "dob": change(one["dob"])}})

    return done


@pytest.mark.parametrize(
    ("written", "expected"),
    [("{} 00:00:00", []), ("{}T00:00:00Z", []), ("{} 09:30:00", ["dob"]), ("1890-01-01 00:00:00", ["dob"])],
)
def test_a_day_may_be_shown_as_the_moment_at_which_it_begins(written: str, expected: list[str]) -> None:
    told = told_by(storing.FAMILY, born(written.format), name="collins")
    assert expected == [one.removeprefix("CreateCustomer.keeps.") for one in dict.fromkeys(told) if "keeps" in one]


def replacing(*, whole: bool) -> Twist:
    """Return a twist that asks for an address with every update, and empties what is left out of one."""

    def done(server: Twisted, request: Request) -> Response:
        body: Any = json.loads(request.body or b"null")
        if request.method != "PUT" or not isinstance(body, dict):
            return server.healthy(request)
        if "email" not in body:
            return Response(422, JSON, b"{}")
        return server.healthy(sending(request, {**dict.fromkeys(TEXTS, ""), **body}) if whole else request)

    return done


@pytest.mark.parametrize("whole", [True, False])
def test_an_update_that_replaces_all_may_need_more_than_an_example_has(*, whole: bool) -> None:
    found = findings_of(taking.FAMILY, replacing(whole=whole), name="collins")
    examples = [finding for finding in found if finding.fact.id == "UpdateCustomer.takes.example"]
    assert [whole] == [finding.assumed is not None for finding in examples]


@pytest.mark.parametrize(
    ("customer", "broken"),
    [({"email": ""}, False), ({"email": "nobody"}, True), ({"email": "", "labels": [""]}, False)],
    ids=str,
)
def test_an_empty_text_may_stand_for_what_is_not_there(*, customer: dict[str, Any], broken: bool) -> None:
    api = catalogued("collins")
    operation = next(operation for operation in api.operations if operation.id == "GetCustomer")
    response = Response(200, JSON, json.dumps({"customer": customer}).encode())
    judged = Conformance(api).judge(Exchange(operation, Request("GET", "/customers/1"), response))
    assert broken == any(one.detail and one.fact.id.endswith("email.format") for one in judged)


def test_an_empty_text_stands_for_nothing_that_is_always_there(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    found = judged(api, exchange(api, ("getGuest", 200), {**GUEST, "createdAt": ""}))
    assert found["getGuest.200.body.createdAt.format"].detail


@pytest.mark.parametrize(("status", "expected"), [(404, []), (422, []), (410, []), (418, ["GetAllCustomers"])], ids=str)
def test_another_tenant_may_be_refused_for_what_it_does_not_have(status: int, expected: list[str]) -> None:
    api, found = catalogued("collins"), list[Finding]()

    def hear(event: Event) -> None:
        found.extend([event.finding] if isinstance(event, Found) else [])

    def others_have_none(server: Twisted, request: Request) -> Response:
        is_another = request.header("Authorization") == "Bearer quayside"
        return Response(status, JSON, b"{}") if is_another and request.path == "/customers" else server.healthy(request)

    access = Access(dummies(api), second=Credentials({"BearerAuth": "quayside"}))
    target = function_target(api, Twisted(mock_target(api).connect().send, others_have_none), access)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    permissions.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert expected == [one.fact.operation for one in found if one.assumed is None][:1]


def last_page_again(server: Twisted, request: Request) -> Response:
    """Show the last page again for those after it."""
    response, query = server.healthy(request), query_of(request)
    pages, page = response.header("X-Pagination-Total-Pages"), query.get("page", "1")
    beyond = pages is not None and page.isdecimal() and int(page) > int(pages) > 0
    return server.healthy(asking(request, {**query, "page": str(pages)})) if beyond else response


def test_a_list_that_shows_its_last_page_again_repeats_nothing() -> None:
    assert [] == told_by(crossed.FAMILY, last_page_again, rounds=11, name="collins")


def told_shortly(server: Twisted, request: Request) -> Response:
    """Answer what is written with little more than the key, and turn away the first who reads what was agreed to."""
    response, sent = server.healthy(request), request.body.decode()
    shown: Any = response.json()
    if request.method == "GET" and server.kept.get("path") == request.path:
        server.kept["path"] = ""
        return Response(429, JSON, b"{}")
    if request.method not in {"POST", "PUT"} or not response.success:
        return response
    if "marketing_preference_ids" in sent:
        server.kept.setdefault("path", f"/customers/{shown['customer']['id']}")
    return answering(response, {"customer": {name: shown["customer"][name] for name in ("id", "created_date")}})


@pytest.mark.parametrize("family", [changes.FAMILY, consenting.FAMILY], ids=lambda family: family.name)
def test_what_an_answer_leaves_out_it_does_not_tell_wrongly(family: Family) -> None:
    assert [] == [one.fact.id for one in findings_of(family, told_shortly, 4, "collins") if one.assumed is None]


def gathering(*, late: bool) -> Twist:
    """Return a twist that keeps all metadata that was sent, one beside the other; a ``late`` list shows the first."""

    def done(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        shown: Any = response.json()
        if not isinstance(shown, dict) or not response.success:
            return response
        if "items" in shown:
            return answering(response, {**shown, "items": [with_metadata(server, one, late) for one in shown["items"]]})
        sent: Any = request.json()
        if isinstance(sent, dict) and "id" in shown:
            server.kept.setdefault(shown["id"], []).append(sent.get("metadata") or {})
        return answering(response, with_metadata(server, shown, late=False))

    return done


def with_metadata(server: Twisted, record: dict[str, Any], late: bool) -> dict[str, Any]:  # noqa: FBT001 - one of two
    """Return a record with all that was sent as its metadata, or what was sent first."""
    sent: list[dict[str, Any]] = server.kept.get(record.get("id"), [])[: 1 if late else None]
    return {**record, "metadata": {name: value for one in sent for name, value in one.items()}}


@pytest.mark.parametrize("late", [False, True])
def test_an_object_that_has_gained_a_member_is_not_listed_as_it_was(*, late: bool) -> None:
    told = told_by(listing.FAMILY, gathering(late=late), name="fullwhere")
    assert late == ("listCustomers.shows-changes" in told)
