"""What a server does not like in a body is found out in few requests, whether it says what it is or not."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.accepted import learn
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from truespec.contract.schema import Json

Wrong = Callable[[dict[str, Json]], list[str]]
NEITHER = "MarketingOptInSetting", "Department"


def learnt(wrong: Wrong, *, named: bool) -> tuple[dict[str, set[str]], int]:
    """Return what is left out by operation, and how many requests that took, where some bodies are refused."""
    api, sent = catalogued("resdiary"), 0
    server = mock_target(api).connect()

    def answer(request: Request) -> Response:
        nonlocal sent
        sent += 1
        body = request.json()
        found = wrong(body) if isinstance(body, dict) else []
        if not found:
            return server.send(request)
        text = f"The parameter {found[0]} is not valid" if named else "The request is not valid"
        return Response(400, (("Content-Type", "application/json"),), json.dumps({"Message": text}).encode())

    target = function_target(api, answer)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    learn(world)
    return {id_: set(names) for id_, names in world.refused.items()}, sent


@pytest.mark.parametrize(("named", "most"), [(True, 10), (False, 30)])
def test_members_that_are_refused_are_found_in_few_requests(*, named: bool, most: int) -> None:
    left_out, sent = learnt(lambda body: [name for name in NEITHER if name in body], named=named)
    assert {"createCustomer": {*NEITHER}, "updateCustomer": {*NEITHER}} == left_out
    assert sent <= most


@pytest.mark.parametrize("named", [True, False])
def test_what_is_needed_beside_others_is_not_left_out(*, named: bool) -> None:
    def wrong(body: dict[str, Json]) -> list[str]:
        return ["Surname"] if "Surname" not in body else ["IpAddress"] if "IpAddress" in body else []

    left_out, _ = learnt(wrong, named=named)
    assert {"createCustomer": {"IpAddress"}, "updateCustomer": {"IpAddress"}} == left_out


def test_a_member_that_is_only_spoken_of_is_not_left_out() -> None:
    def wrong(body: dict[str, Json]) -> list[str]:
        return ["IpAddress, unlike Phone and Email,"] if "IpAddress" in body else []

    left_out, _ = learnt(wrong, named=True)
    assert {"createCustomer": {"IpAddress"}, "updateCustomer": {"IpAddress"}} == left_out


def test_where_nothing_helps_nothing_is_left_out() -> None:
    left_out, sent = learnt(lambda _: ["Surname"], named=False)
    assert {"createCustomer": set[str](), "updateCustomer": set[str]()} == left_out
    assert sent <= 100
