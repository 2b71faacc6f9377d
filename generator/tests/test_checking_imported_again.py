"""An import that is known again is known however it is written, is listed still, and is read by its key."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from mock_apis import catalogued
from test_checking_single import told_by
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.batches import each_element
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.identity import duplicates
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twist, Twisted, answering, sending

_MARK = re.compile(rb"zz\d+zz")


def _sent(request: Request) -> list[dict[str, Any]]:
    body: Any = json.loads(request.body or b"{}")
    elements: list[dict[str, Any]] = body.get("batch", [body])
    return elements


def forgetting(member: str, sign: str) -> Twist:
    """Return a twist that knows nobody again in whose ``member`` there is a sign."""
    numbers = count(1)

    def done(server: Twisted, request: Request) -> Response:
        if request.method == "POST" and request.path == "/partners/customer":
            [body] = _sent(request)
            if sign in str(body.get(member)):
                request = sending(request, {**body, member: f"zz{next(numbers)}zz{body[member]}"})
        response = server.healthy(request)
        return replace(response, body=_MARK.sub(b"", response.body))

    return done


def _told_later(twist: Twist) -> list[str]:
    """Return what is told of duplicates when they are looked at for the second time."""
    api, found = catalogued("fullwhere"), list[str]()

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) else [])

    target = function_target(api, Twisted(mock_target(api).connect().send, twist))
    session = Session(api, replace(target, disposable=True), target.connect(), Ledger(api, target, hear))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    for _ in range(2):
        duplicates.FAMILY.check(world)
    return found


@pytest.mark.parametrize(("member", "sign"), [("email", "+"), ("phoneNumber", " ")])
def test_who_writes_an_address_with_a_plus_or_a_number_with_spaces_is_known_again(member: str, sign: str) -> None:
    assert "importCustomer.dedupe" in _told_later(forgetting(member, sign))
    assert "importCustomer.dedupe" not in _told_later(forgetting(member, "\N{SNOWMAN}"))


def test_a_server_that_takes_no_spaces_in_a_number_is_asked_without() -> None:
    def strict(server: Twisted, request: Request) -> Response:
        spaced = request.method == "POST" and any(" " in str(one.get("phoneNumber")) for one in _sent(request))
        return Response(400, (("Content-Type", "application/json"),), b"{}") if spaced else server.healthy(request)

    assert "importCustomer.dedupe" not in _told_later(strict)


def hiding_twins(server: Twisted, request: Request) -> Response:
    """Leave out of lists who came twice in a batch."""
    hidden = server.kept.setdefault("hidden", set[Any]())
    if request.path.endswith("/batch"):
        pairs = Counter((one.get("email"), one.get("phoneNumber")) for one in _sent(request))
        hidden.update(pair for pair, often in pairs.items() if often > 1)
    response = server.healthy(request)
    listed: Any = response.json()
    if not request.path.endswith("/list") or not isinstance(listed, dict):
        return response
    items = [one for one in listed.get("items", []) if (one["email"], one["phoneNumber"]) not in hidden]
    return answering(response, {**listed, "items": items})


def losing_what_batches_make(server: Twisted, request: Request) -> Response:
    """Read nobody by a key that no single import has told."""
    response = server.healthy(request)
    known, shown = server.kept.setdefault("known", set[Any]()), response.json()
    if request.path == "/partners/customer" and isinstance(shown, dict) and "id" in shown:
        if request.method == "POST":
            known.add(shown["id"])
        elif shown["id"] not in known:
            return Response(404, (("Content-Type", "application/json"),), b"{}")
    return response


@pytest.mark.parametrize(
    ("twist", "fact"),
    [(hiding_twins, "importCustomer.dedupe.within-batch"), (losing_what_batches_make, "importCustomers.read")],
)
def test_what_a_batch_makes_is_listed_and_read(twist: Twist, fact: str) -> None:
    assert fact in told_by(each_element.FAMILY, twist, rounds=2, name="fullwhere")
    assert fact not in told_by(each_element.FAMILY, lambda server, request: server.healthy(request), name="fullwhere")
