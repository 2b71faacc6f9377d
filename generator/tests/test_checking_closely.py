"""What takes a second look: texts cut at their end, changes in part, an element alone, and a search without a scope."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.credentials import dummies
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.batches import batch_lists
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.orders import ordering
from truespec.checking.rules.records import changes, taking, zeros
from truespec.checking.rules.searches import searching
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from twisted import Twist, Twisted, answering, asking, query_of, refusing, sending


def accused(  # noqa: PLR0913 - these are what a look at one family is made of
    name: str,
    twist: Twist,
    family: Family,
    rounds: int,
    seed: int = 0,
    *,
    parameters: tuple[tuple[str, str], ...] = (),
) -> list[str]:
    """Return the documented facts that one family sees broken by a mock that is twisted, but for forms of answers.

    ``parameters`` are values that the server is said to know, by the names of what they are for.
    """
    api, broken = catalogued(name), list[str]()

    def hear(event: Event) -> None:
        if isinstance(event, Found) and event.finding.assumed is None and ".200." not in event.finding.fact.id:
            broken.append(event.finding.fact.id)

    server = Twisted(mock_target(api).connect().send, twist)
    access = Access(dummies(api), parameters=parameters)
    target = replace(function_target(api, server, access), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    family.check(World(session, RecordMaker(api, "test", seed), random.Random(seed), rounds))
    return broken


def _body(request: Request) -> Any:
    return json.loads(request.body or b"null")


def healthy(server: Twisted, request: Request) -> Response:
    return server.healthy(request)


needs_a_name = refusing(
    400, lambda request, body: request.method == "PUT" and body and not {"lastname", "companyName"} & body.keys()
)
no_long_addresses = refusing(422, lambda _, body: len(str(body.get("email"))) > 150)


def notes_cut(server: Twisted, request: Request) -> Response:
    body = _body(request)
    if request.method == "POST" and body.get("notes"):
        return server.healthy(sending(request, {**body, "notes": body["notes"][:500]}))
    return server.healthy(request)


def streets_cut(server: Twisted, request: Request) -> Response:
    body = _body(request)
    if request.method == "POST" and isinstance(body.get("company_address"), dict):
        body["company_address"]["street"] = str(body["company_address"].get("street", ""))[:100]
        return server.healthy(sending(request, body))
    return server.healthy(request)


def says_it_is_deleted(server: Twisted, request: Request) -> Response:
    body = _body(request)
    if not request.target.endswith("/customers/batch") or "delete" not in body:
        return server.healthy(request)
    response = server.healthy(sending(request, {**body, "delete": []}))
    return replace(response, status=207 if len(body["delete"]) > 1 else response.status)


def still_read(server: Twisted, request: Request) -> Response:
    """Go on reading what was removed by a batch, which is listed no more."""
    response = server.healthy(request)
    if request.method == "GET" and response.status == 404:
        return server.kept.get(request.target, response)
    if request.method == "GET" and response.success:
        server.kept[request.target] = response
    return response


def no_list_is_left_out(server: Twisted, request: Request) -> Response:
    body = _body(request)
    if request.method == "PUT":
        return server.healthy(sending(request, {name: value for name, value in body.items() if value != []}))
    return server.healthy(request)


def few_orders(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    if query.get("sortBy", "createdAt") != "createdAt":
        return server.healthy(asking(request, {**query, "sortBy": "origin", "sortDirection": "ASC"}))
    return server.healthy(request)


def turned_orders(salt: str) -> Twist:
    """Return a twist that orders by a hash, either way, whenever another order is asked for than the two it knows."""

    def hashed(item: dict[str, Any]) -> str:
        return hashlib.sha256(f"{salt}{item['customerUid']}".encode()).hexdigest()

    def turned(server: Twisted, request: Request) -> Response:
        query = query_of(request)
        if query.get("sortBy", "createdAt") in {"createdAt", "displayName"} or request.method != "GET":
            return server.healthy(request)
        size, number = int(query.get("pageSize", "25")), int(query.get("pageNumber", "1"))
        response = server.healthy(asking(request, {"pageSize": "1000", "pageNumber": "1"}))
        if not response.success:
            return response
        page = json.loads(response.body)
        items = sorted(page["items"], key=hashed, reverse=query.get("sortDirection") == "DESC")
        items = items[size * (number - 1) : size * number]
        return answering(
            response, {"items": items, "paging": {**page["paging"], "pageSize": size, "pageNumber": number}}
        )

    return turned


def finding_contacts(*, always: bool) -> Twist:
    """Return a twist that shows a contact of the first customer, and finds it in its scope, or ``always``."""

    def found(server: Twisted, request: Request) -> Response:
        response, body = server.healthy(request), _body(request)
        if not response.success or "pageNumber" not in query_of(request):
            return response
        page = json.loads(response.body)
        if request.method == "GET":
            page["items"][0]["contacts"] = [{"lastname": "Zwischenberg"}]
            server.kept["first"] = page["items"][0]
        elif body.get("query") == "Zwischenberg" and (always or body.get("scope") == "CONTACT"):
            page = {"items": [server.kept["first"]], "paging": {**page["paging"], "totalCount": 1}}
        return answering(response, page)

    return found


@pytest.mark.parametrize(
    ("name", "twist", "family", "rounds", "fact"),
    [
        ("flowretail", needs_a_name, changes.FAMILY, 1, "updateCustomer.change"),
        ("flowretail", needs_a_name, changes.FAMILY, 2, "updateCustomer.change"),
        ("flowretail", says_it_is_deleted, batch_lists.FAMILY, 1, "batchCustomers.lists.body.delete"),
        ("flowretail", finding_contacts(always=True), searching.FAMILY, 1, "searchCustomers.search.scope"),
        ("collins", notes_cut, taking.FAMILY, 1, "CreateCustomer.keeps.notes"),
        ("collins", streets_cut, taking.FAMILY, 1, "CreateCustomer.keeps.company_address"),
        ("collins", no_long_addresses, taking.FAMILY, 1, "CreateCustomer.takes.email.maxLength"),
        ("collins", no_list_is_left_out, zeros.FAMILY, 1, "UpdateCustomer.keeps.labels"),
    ],
)
def test_what_shows_only_to_who_looks_closely_is_told(
    name: str, twist: Twist, family: Family, rounds: int, fact: str
) -> None:
    assert fact in accused(name, twist, family, rounds)


@pytest.mark.parametrize(
    ("name", "twist", "family", "rounds"),
    [
        ("flowretail", healthy, changes.FAMILY, 2),
        ("flowretail", healthy, batch_lists.FAMILY, 1),
        ("flowretail", still_read, batch_lists.FAMILY, 1),
        ("flowretail", finding_contacts(always=False), searching.FAMILY, 1),
        ("collins", healthy, taking.FAMILY, 1),
        ("collins", healthy, zeros.FAMILY, 1),
    ],
)
def test_who_looks_closely_accuses_nobody_healthy(name: str, twist: Twist, family: Family, rounds: int) -> None:
    assert [] == accused(name, twist, family, rounds)


@pytest.mark.parametrize("seed", [2, 3])
def test_a_server_may_order_by_something_else_what_it_does_not_know(seed: int) -> None:
    assert [] == accused("flowretail", few_orders, ordering.FAMILY, 1, seed)


@pytest.mark.parametrize(
    ("salt", "rounds"),
    [
        pytest.param("9", 2, id="three-numbers-come-by-their-digits-by-chance"),
        pytest.param("13", 1, id="a-few-of-our-own-come-as-by-an-order-it-knows"),
        pytest.param("16", 2, id="neighbours-cannot-be-compared"),
    ],
)
def test_what_comes_in_an_order_by_chance_is_not_ordered_by_it(salt: str, rounds: int) -> None:
    assert [] == accused("flowretail", turned_orders(salt), ordering.FAMILY, rounds, 2)
