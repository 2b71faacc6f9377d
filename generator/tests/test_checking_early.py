"""What is asked first: faults of lists, searches and batches are met early, and nothing is asked twice without need."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.cases import Cases
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.reach import reach
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records import reading
from truespec.checking.session import Session
from truespec.checking.sharding import Shard
from truespec.checking.targets import Access, function_target, mock_target
from twisted import Twist, Twisted, answering, asking, query_of, sending, told_after


def _body(request: Request) -> Any:
    return json.loads(request.body or b"null")


def second_value_lost(server: Twisted, request: Request) -> Response:
    body = _body(request)
    several = request.target.partition("?")[0].endswith("/search") and {"mobile", "email"} <= body.keys()
    return server.healthy(sending(request, {n: v for n, v in body.items() if n != "email"}) if several else request)


def filter_lost_in_order(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    kept = {name: value for name, value in query.items() if name != "customerExternalId"}
    return server.healthy(asking(request, kept) if "sortBy" in query else request)


def filter_looks_elsewhere(server: Twisted, request: Request) -> Response:
    wanted, response = query_of(request).get("customerExternalId"), server.healthy(request)
    if wanted is None or not response.success:
        return response
    everyone = json.loads(server.healthy(asking(request, {"pageSize": "100"})).body)["items"]
    items = [one for one in everyone if wanted in {one.get("externalId"), one.get("origin")}]
    page = json.loads(response.body)
    return answering(response, {"items": items, "paging": {**page["paging"], "totalCount": len(items)}})


def upserts_leave_what_is_there(server: Twisted, request: Request) -> Response:
    if request.target.endswith("/customers/batch") and "upsert" in _body(request):
        known = server.kept.setdefault("known", set[str]())
        body = _body(request)
        new = [one for one in body["upsert"] if one.get("customerUid") not in known]
        known |= {one.get("customerUid") for one in body["upsert"]}
        return server.healthy(sending(request, {**body, "upsert": new}))
    if request.method == "POST" and request.target.endswith("/customers"):
        server.kept.setdefault("known", set[str]()).add(_body(request).get("customerUid"))
    return server.healthy(request)


def upsert_lost(server: Twisted, request: Request) -> Response:
    if not request.target.endswith("/customers/batch"):
        return server.healthy(request)
    return server.healthy(sending(request, {**_body(request), "upsert": []}))


def always_the_first_page(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    return server.healthy(asking(request, {**query, "pageNumber": "1"}) if "pageNumber" in query else request)


def strangers_may_extend(server: Twisted, request: Request) -> Response:
    """Take any token where an extension is added; elsewhere the mock knows that of a stranger."""
    sent = request.header("Authorization") or ""
    if sent and "unknown-" not in sent:
        server.kept["right"] = sent
    if request.method == "POST" and "/extensions/" in request.target and sent:
        others = tuple(header for header in request.headers if header[0] != "Authorization")
        return server.healthy(replace(request, headers=(*others, ("Authorization", server.kept["right"]))))
    return server.healthy(request)


EARLY = [
    (strangers_may_extend, "addCustomerExtension.needs.", 260),
    (second_value_lost, "searchCustomers.search.together", 250),
    (filter_lost_in_order, "listCustomers.filters.query.customerExternalId.ordered", 250),
    (filter_looks_elsewhere, "listCustomers.filters.query.customerExternalId.there", 460),
    (upserts_leave_what_is_there, "batchCustomers.lists.body.upsert", 330),
    (upsert_lost, "batchCustomers.lists.body.upsert", 120),
    (always_the_first_page, "listCustomers.paging.no-repeat", 90),
]


@pytest.mark.parametrize(("twist", "rule", "most"), EARLY, ids=[twist.__name__ for twist, _, _ in EARLY])
def test_what_is_wrong_with_lists_searches_and_batches_is_told_early(twist: Twist, rule: str, most: int) -> None:
    assert 0 < told_after("flowretail", twist, rule) < most


def test_where_refusals_are_assumed_what_nothing_can_be_done_without_comes_first() -> None:
    api = catalogued("flowretail")
    operation, target = api.operation("deleteCustomerExtension"), mock_target(api)
    assert operation is not None
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    sure, unsure = (
        [kind for kind, _ in Cases(world, operation, random.Random(0)).clearest(sure=how)] for how in (True, False)
    )
    assert {f"{operation.id} path.customerExtensionCode enum", f"{operation.id} storeUid required"} == set(unsure[:2])
    assert unsure[0] not in sure


def test_what_takes_a_part_away_is_asked_of_records_that_have_it() -> None:
    api = catalogued("flowretail")
    operation, target = api.operation("deleteCustomerExtension"), mock_target(api)
    customer = api.behaviour.resource("customer") if api.behaviour is not None else None
    assert operation is not None
    assert customer is not None
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    cases, statuses = Cases(world, operation, random.Random(0)), list[int]()
    for request in islice(cases.singles(), 25):
        found = world.read(customer, request.path.split("/")[-3])
        assert found is None or found[1] is None or found[1]["extensions"]
        response = session.send(operation, request).response
        statuses.append(response.status)
        cases.hear(response)
    assert {204, 400} <= set(statuses)


def test_what_the_user_knows_is_named_in_bodies_too() -> None:
    api, sent = catalogued("flowretail"), dict[str, list[Any]]()
    healthy = mock_target(api).connect().send

    def server(request: Request) -> Response:
        sent.setdefault(f"{request.method} {request.path.rsplit('/', 2)[-2]}", []).append(_body(request))
        return healthy(request)

    access = Access(mock_target(api).access.credentials, parameters=(("storeUid", "oslo"), ("customerUid", "known")))
    target = function_target(api, server, access)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    reach(world, Shard())
    adding, making = api.operation("addCustomerExtension"), api.operation("createCustomer")
    assert adding is not None
    assert making is not None
    assert {"storeUid": "oslo"} == world.new_body(adding)
    assert {"oslo"} == {body["storeUid"] for name in ("POST extensions", "DELETE extensions") for body in sent[name]}
    assert "known" != (world.new_body(making) or {}).get("customerUid")


def test_no_page_is_read_twice_where_nothing_changes_meanwhile() -> None:
    api = catalogued("flowretail")
    target = mock_target(api)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    lister = lister_of(world, world.behaviour.resources[0])
    assert lister is not None
    remembering = lister.remembering()
    pages = [remembering.page(number, limit) for number, limit in ((1, 2), (1, 2), (1, 3), (1, 2))]
    assert (2, pages[0]) == (session.ledger.requests.total(), pages[3])
    assert lister.page(1, 2) is not lister.page(1, 2)


@pytest.mark.parametrize(
    ("known", "missing", "told"),
    [((), "/stores/", ""), ((("storeUid", "oslo"),), "/stores/", "broken"), ((), "/", "broken")],
)
def test_a_place_that_was_made_up_may_be_unknown_to_a_server(
    known: tuple[tuple[str, str], ...], missing: str, told: str
) -> None:
    api, made = catalogued("flowretail"), mock_target(catalogued("flowretail")).connect().send
    reads = {"getStoreCustomer"} if missing == "/stores/" else {"getCustomer", "exportCustomer", "getStoreCustomer"}

    def server(request: Request) -> Response:
        found = made(request)
        late = missing != "/" or request.path.endswith("/export")
        unknown = request.method == "GET" and missing in request.path and late
        return replace(found, status=404, body=b"{}") if unknown else found

    target = function_target(api, server, Access(mock_target(api).access.credentials, parameters=known))
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    reading.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    verdict = session.ledger.verdict("quick")
    # What an export and a store answer with is assumed, so that it is not told as broken.
    found = {finding.fact.id: finding.detail for finding in (*verdict.broken, *verdict.differs)}
    unknown = {one.fact.id: one.reason for one in verdict.not_checked if "--param storeUid" in one.reason}
    assert bool(told) == bool(reads & found.keys())
    assert ({"getStoreCustomer"} if not told else set[str]()) == unknown.keys()


def test_a_record_may_stand_within_an_answer_of_whose_schema_only_the_name_is_documented() -> None:
    api, healthy = catalogued("flowretail"), mock_target(catalogued("flowretail")).connect().send

    def server(request: Request) -> Response:
        found = healthy(request)
        return replace(found, body=b'{"customer":' + found.body + b"}") if "/stores/" in request.path else found

    access = Access(mock_target(api).access.credentials, parameters=(("storeUid", "oslo"),))
    target = function_target(api, server, access)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    reading.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert () == session.ledger.verdict("quick").broken


def telling(name: str, value: str | None) -> Twist:
    """Return a twist that tells one header so, or not at all."""

    def told(server: Twisted, request: Request) -> Response:
        answer = server.healthy(request)
        others = tuple(one for one in answer.headers if one[0].lower() != name.lower())
        return replace(answer, headers=others if value is None else (*others, (name, value)))

    return told


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("X-RateLimit-Limit", None, "rate_limit.limit"),
        ("X-RateLimit-Remaining", "some", "rate_limit.number"),
        ("X-RateLimit-Remaining", "7", "rate_limit.counts"),
    ],
)
def test_how_the_limit_of_requests_stands_is_read_from_the_first_answers(
    name: str, value: str | None, rule: str
) -> None:
    assert 0 < told_after("collins", telling(name, value), rule) <= 60
