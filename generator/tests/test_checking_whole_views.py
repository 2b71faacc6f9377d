"""A way of reading that is said to show the whole customer shows all of it, in whatever form."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.other_readers import shows_elsewhere
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twisted, answering

Change = Callable[[dict[str, Any]], dict[str, Any]]


def lacking(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out a member that was sent."""
    return {name: value for name, value in record.items() if name != "email"}


def emptied(record: dict[str, Any]) -> dict[str, Any]:
    """Show nothing in a member that was sent."""
    return {**record, "email": ""}


def renamed(record: dict[str, Any]) -> dict[str, Any]:
    """Show a member under another name."""
    return {**lacking(record), "contact": {"mail": record.get("email")}}


def within(record: dict[str, Any]) -> dict[str, Any]:
    """Show the customer beside the store."""
    return {"customer": record, "store": {"storeUid": "a", "visits": 2}}


@pytest.mark.parametrize(
    ("change", "place", "expected"),
    [
        (lacking, "/stores/", ["getStoreCustomer.whole"]),
        (emptied, "/stores/", ["getStoreCustomer.whole"]),
        (lacking, "/export", []),
        (renamed, "/stores/", []),
        (within, "/stores/", []),
    ],
)
def test_the_whole_customer_lacks_nothing_that_was_sent(change: Change, place: str, expected: list[str]) -> None:
    api, found = catalogued("flowretail"), list[str]()

    def hear(event: Event) -> None:
        if isinstance(event, Found) and event.finding.fact.id.endswith(".whole"):
            found.append(event.finding.fact.id)

    def answer(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        record: Any = response.json()
        # Of what an export answers with it is not said that it is the whole customer.
        return answering(response, change(record)) if place in request.path else response

    target = function_target(api, Twisted(mock_target(api).connect().send, answer))
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    resource = world.behaviour.resources[0]
    subject = fresh(world, resource, {"email": "ida@example.com"})
    assert subject is not None
    read = world.read(resource, subject.key)
    assert read is not None
    assert read[1] is not None
    shows_elsewhere(world, resource, type(subject)(subject.key, read[1], subject.sent), read[0])
    assert expected == found
