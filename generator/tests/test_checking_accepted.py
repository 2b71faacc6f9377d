"""What a server does not like in a body is found out in few requests, whether it says what it is or not."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from mock_apis import catalogued
from test_checking_company import buyers, refusing
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.reach import reach
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.accepted import learn, learn_more
from truespec.checking.session import Session
from truespec.checking.sharding import Shard
from truespec.checking.targets import function_target, mock_target
from truespec.contract.schema import Json
from twisted import Twisted

Wrong = Callable[[dict[str, Json]], list[str]]
CREATED = 201
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


@pytest.mark.parametrize("seed", range(6))
def test_what_goes_only_with_a_word_of_another_member_is_sent_beside_that_word_alone(tmp_path: Path, seed: int) -> None:
    """The first body may be taken by chance, and the next one not."""
    api = buyers(tmp_path)
    twist = refusing(lambda body: "taxNumber" in body and body.get("kind", "private") != "trade")
    target = function_target(api, Twisted(mock_target(api).connect().send, twist))
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", seed), random.Random(seed), 1)
    reach(world, Shard())
    learn(world)
    (buyer,) = world.behaviour.resources
    made = list[tuple[dict[str, Json], int]]()
    for _ in range(30):
        learn_more(world)
        body = world.new_body(api.operations[0])
        answer = world.make_record(buyer, body) if body is not None else None
        assert body is not None
        assert answer is not None
        made.append((body, answer[0].response.status))
    assert len([status for _, status in made if status != CREATED]) <= 2
    later = [body for body, _ in made[10:]]
    assert {body.get("kind") for body in later} == {"private", "trade", "staff"}
    assert {body.get("kind") for body in later if "taxNumber" in body} == {"trade"}
