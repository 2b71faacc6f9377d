"""One fact each that a server gets wrong, as a change around the mock: the rule that is about it tells."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.credentials import Credentials
from truespec.checking.events import Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access.alike import check_alike
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from truespec.checking.verdict import Finding
from twisted import Twist, Twisted, answering, asking, query_of, refusing, sending, told


def text_alone(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    kept = {name: value for name, value in query.items() if name in {"query", "limit", "page"}}
    return server.healthy(asking(request, kept) if request.method == "GET" and "query" in query else request)


def order_lost(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    if query.get("page", "1") != "1":
        query.pop("sort", None)
    return server.healthy(asking(request, query) if "sort" in query_of(request) else request)


def never_refused(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    body = json.loads(response.body or b"null")
    for one in (body or {}).get("customer", {}).get("marketing_preferences") or []:
        one["opt_out_date"] = one.get("opt_out_date") or one.get("opt_in_date")
    return answering(response, body) if body else response


def no_time(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    headers = tuple(
        (name, "soon" if name.lower() == "x-ratelimit-reset" else value) for name, value in response.headers
    )
    return replace(response, headers=headers)


def long_gone(server: Twisted, request: Request) -> Response:
    response, gone = server.healthy(request), "2001-01-01T00:00:00Z"
    headers = tuple((name, gone if name.lower() == "x-ratelimit-reset" else value) for name, value in response.headers)
    return replace(response, headers=headers)


def writes_are_free(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    name = "X-RateLimit-Remaining"
    if request.method == "GET":
        return response
    left = server.kept.setdefault("left", response.header(name))
    headers = tuple((one, left if one.lower() == name.lower() else value) for one, value in response.headers)
    return replace(response, headers=headers)


def no_address(server: Twisted, request: Request) -> Response:
    if b"company_address" in request.body:
        return Response(422, (("Content-Type", "application/json"),), b"{}")
    return server.healthy(request)


def change_takes_parts(server: Twisted, request: Request) -> Response:
    response, path = server.healthy(request), request.target
    if request.method == "PUT" and response.success:
        server.healthy(
            replace(request, method="DELETE", target=f"{path}/extensions/TWO_INVOICE", body=b'{"storeUid":"s"}')
        )
    return response


def part_changes_name(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    if "/extensions/" in request.target and response.success:
        owner = request.target.partition("/extensions/")[0]
        server.healthy(replace(sending(request, {"firstname": "Another"}), method="PUT", target=owner))
    return response


def stale_elsewhere(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    if "/stores/" in request.target and response.success:
        return server.kept.setdefault(request.target, response)
    return response


def stale_within(server: Twisted, request: Request) -> Response:
    """Answer with a record within something else, and as it was when it was asked for first."""
    response = server.healthy(request)
    if request.target.endswith("/export") and response.success:
        within = {"at": "2024-05-06T07:08:09Z", "customer": json.loads(response.body), "orders": []}
        return server.kept.setdefault(request.target, answering(response, within))
    return response


def anywhere(server: Twisted, request: Request) -> Response:
    body = json.loads(request.body or b"null")
    if request.target.partition("?")[0].endswith("/customers/search") and "query" not in body and body.get("mobile"):
        body["query"] = body.pop("mobile")
        return server.healthy(sending(request, body))
    return server.healthy(request)


def one_word(server: Twisted, request: Request) -> Response:
    body = json.loads(request.body or b"null")
    if request.target.partition("?")[0].endswith("/customers/search") and " " in body.get("query", ""):
        body["query"] += " zz-none"
        return server.healthy(sending(request, body))
    return server.healthy(request)


def twice_in_batch(server: Twisted, request: Request) -> Response:
    body = json.loads(request.body or b"null")
    if request.target.endswith("/customers/batch") and "create" in body:
        body["create"] += [{k: v for k, v in one.items() if k != "customerUid"} for one in body["create"]]
        return server.healthy(sending(request, body))
    return server.healthy(request)


def all_refused(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    return replace(response, status=400) if response.status == 207 else response


def strangers_are_told_nothing(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    kept = tuple(item for item in response.headers if not item[0].lower().startswith("x-ratelimit"))
    return replace(response, headers=kept) if response.status == 401 else response


no_map = refusing(422, lambda _, body: isinstance(body.get("marketing_preferences"), dict))
no_texts = refusing(422, lambda _, body: isinstance(body.get("custom_field_value"), str))
no_order = refusing(422, lambda request, _: "sort" in query_of(request))
no_zeros = refusing(400, lambda _, body: str(body.get("ledgerNumber")).startswith("0"))
one_list = refusing(400, lambda request, body: request.target.endswith("/batch") and len(body) > 1)


def small_words(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    return replace(response, body=response.body.replace(b'"COMPANY"', b'"company"').replace(b'"B2B"', b'"b2b"'))


def first_list_only(server: Twisted, request: Request) -> Response:
    body = json.loads(request.body or b"null")
    if request.target.endswith("/customers/batch") and len(body) > 1:
        return server.healthy(sending(request, {name: value for name, value in body.items() if name != "delete"}))
    return server.healthy(request)


def one_success_is_enough(server: Twisted, request: Request) -> Response:
    response, body = server.healthy(request), json.loads(request.body or b"null")
    several = request.target.endswith("/customers/batch") and len(body.get("update", ())) > 1
    return replace(response, status=200) if several and response.status == 207 else response


def upserts_only_make(server: Twisted, request: Request) -> Response:
    body = json.loads(request.body or b"null")
    if request.target.endswith("/customers/batch") and "upsert" in body:
        new = [one for one in body["upsert"] if server.healthy(asking_for(request, one)).status != 200]
        return server.healthy(sending(request, {**body, "upsert": new}))
    return server.healthy(request)


def asking_for(request: Request, element: dict[str, Any]) -> Request:
    target = request.target.removesuffix("batch") + str(element.get("customerUid"))
    return replace(request, method="GET", target=target, body=b"")


TWISTS = [
    ("collins", text_alone, "GetAllCustomers.filters.query."),
    ("collins", order_lost, "GetAllCustomers.order.pages"),
    ("collins", never_refused, "CreateCustomer.consents.body.marketing_preference_ids.opt_out_date.never"),
    ("collins", no_time, "rate_limit.reset.time"),
    ("collins", long_gone, "rate_limit.reset.time"),
    ("collins", writes_are_free, "rate_limit.counts"),
    ("collins", no_address, "CreateCustomer.takes.company_address"),
    ("flowretail", change_takes_parts, "updateCustomer.change"),
    ("flowretail", part_changes_name, "addCustomerExtension.leaves-rest"),
    ("flowretail", stale_elsewhere, "getStoreCustomer.agrees"),
    ("flowretail", stale_within, "exportCustomer.agrees"),
    ("flowretail", anywhere, "searchCustomers.search.body.mobile.only"),
    ("flowretail", one_word, "searchCustomers.search."),
    ("flowretail", twice_in_batch, "batchCustomers.lists.body.create"),
    ("flowretail", all_refused, "batchCustomers.outcome.failed"),
    ("collins", strangers_are_told_nothing, "rate_limit.limit"),
    ("collins", no_map, "CreateCustomer.consents.body.marketing_preferences"),
    ("collins", no_texts, "CreateCustomer.takes.custom_field_value"),
    ("collins", no_order, "GetAllCustomers.order.ascending"),
    ("flowretail", no_zeros, "createCustomer.takes.ledgerNumber.example"),
    ("flowretail", small_words, "createCustomer.keeps.customerType"),
    ("flowretail", one_list, "batchCustomers.together"),
    ("flowretail", first_list_only, "batchCustomers.lists.body.delete.together"),
    ("flowretail", one_success_is_enough, "batchCustomers.outcome.failed"),
]


@pytest.mark.parametrize(("name", "twist", "rule"), TWISTS, ids=[f"{name}-{rule}" for name, _, rule in TWISTS])
def test_what_one_server_gets_wrong_is_told_by_its_rule(name: str, twist: Twist, rule: str) -> None:
    assert [rule] == told(name, twist, rule)


def test_what_a_list_does_not_do_alone_it_need_not_do_beside_others() -> None:
    assert [] == told("flowretail", upserts_only_make, "batchCustomers.lists.body.upsert.together")


RESEMBLING: dict[str, Callable[[str, str], bool]] = {
    "one that only begins like it": lambda sent, right: sent.startswith(right),
    "its last character left out": lambda sent, right: len(sent) > 9 and right.startswith(sent),
    "its letters in the other case": lambda sent, right: sent.lower() == right.lower(),
}


@pytest.mark.parametrize("how", RESEMBLING)
def test_what_only_resembles_a_credential_is_none_and_is_not_shown(how: str) -> None:
    right = "canary-51f0c2"
    told = judged_by_credential(right, lambda sent: RESEMBLING[how](sent, right))
    assert [f"it answered 200 with {how}"] == [finding.detail for finding in told]
    assert right not in str(told)
    assert right.swapcase() not in str(told)


def test_a_credential_that_may_be_a_number_has_letters_of_no_case() -> None:
    right = "6b0f7f0e-52a5-4c0c"
    assert not judged_by_credential(right, lambda sent: sent.lower() == right)


def test_a_record_that_is_not_there_is_no_credential_refused() -> None:
    found = judged_by_credential("right", lambda _: True, missing=2)
    assert not [one for one in found if ".needs." in one.fact.id]
    assert judged_by_credential("right", lambda sent: sent.startswith("right"))


def judged_by_credential(right: str, knows: Callable[[str], bool], missing: int = 0) -> list[Finding]:
    """Return what is found at a server that takes every credential for the right one that it ``knows`` as such.

    To so many requests it answers at first that what they are about is not there.
    """
    api, found = catalogued("collins"), list[Finding]()
    mock, operation, asked = mock_target(api).connect(), api.operation("GetAllCustomers"), itertools.count()

    def answer(request: Request) -> Response:
        if next(asked) < missing:
            return Response(404, (("Content-Type", "application/json"),), b"{}")
        sent = request.header("Authorization")
        known = sent is not None and knows(sent.removeprefix("Bearer "))
        headers = tuple((name, value) for name, value in request.headers if name != "Authorization")
        own = ("Authorization", f"Bearer {'known' if known else 'unknown-one'}")
        return mock.send(replace(request, headers=(*headers, own) if sent else headers))

    target = function_target(api, answer, Access(Credentials({"BearerAuth": right})))
    ledger = Ledger(api, target, lambda event: found.append(event.finding) if isinstance(event, Found) else None)
    world = World(Session(api, target, target.connect(), ledger), RecordMaker(api, "test", 0), random.Random(0), 1)
    assert operation is not None
    check_alike(world, [(api.security_schemes[0], operation)])
    return found
