"""A server may leave out names that it has never heard of: it is not accused of losing what it was sent."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from mock_apis import catalogued
from test_checking_between import members
from test_checking_closely import accused
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import TargetLost
from truespec.checking.rules.batches import batch_lists
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records import storing
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target
from twisted import Twisted, sending

VENUES = ("north", "south")
ENOUGH = 300


def keeping(request: Request, most: int) -> Request:
    """Return a request that sends of the venues those that are known, and so many of them at most."""
    sent = json.loads(request.body or b"null")
    if not isinstance(sent, dict) or not isinstance(sent.get("associated_venues"), list):
        return request
    return sending(
        request, sent | {"associated_venues": [one for one in sent["associated_venues"] if one in VENUES][:most]}
    )


def lost(most: int = 9) -> set[str]:
    """Return what is first told of the venues of a mock that knows two, which a record of others shows."""
    api, facts, sent = catalogued("collins"), set[str](), 0
    headers = (("Authorization", "Bearer x"), ("Content-Type", "application/json"))

    def twist(server: Twisted, request: Request) -> Response:
        nonlocal sent
        sent += 1
        if sent == 1:
            body = json.dumps({"first_name": "Ada", "associated_venues": [*VENUES]}).encode()
            assert 201 == server.healthy(Request("POST", "/customers", headers, body)).status
        if sent == ENOUGH:
            raise TargetLost("that was enough")
        return server.healthy(keeping(request, most))

    def hear(event: Event) -> None:
        if isinstance(event, Found) and "associated_venues" in event.finding.fact.id + event.finding.detail:
            facts.add(event.finding.fact.id)

    check(
        api, function_target(api, Twisted(mock_target(api).connect().send, twist)), listeners=[hear], parts=("rules",)
    )
    return facts


def test_names_that_the_server_does_not_know_may_be_left_out_where_those_of_others_are_kept() -> None:
    assert set[str]() == lost()


def test_a_list_of_which_an_end_is_lost_is_told_though_a_name_of_others_is_kept() -> None:
    assert "CreateCustomer.keeps.associated_venues" in lost(most=1)


@pytest.mark.parametrize(
    ("name", "told"), [("pricelistUid", set[str]()), ("loyaltyId", {"createCustomer.keeps.loyaltyId"})]
)
def test_a_reference_to_what_is_not_there_may_be_left_out(name: str, told: set[str]) -> None:
    def twist(server: Twisted, request: Request) -> Response:
        sent = members(request)
        return server.healthy(sending(request, {**sent, name: ""}) if name in sent else request)

    assert told == set(accused("flowretail", twist, storing.FAMILY, 1))


def _made_then_in_batches(world: World) -> None:
    storing.FAMILY.check(world)
    batch_lists.FAMILY.check(world)


def test_a_reference_that_was_left_out_once_is_sent_in_no_batch() -> None:
    def twist(server: Twisted, request: Request) -> Response:
        text = re.sub(rb'"pricelistUid": ?"[^"]*"', b'"pricelistUid": ""', request.body)
        return server.healthy(replace(request, body=text))

    family = Family("made", "as it was sent", _made_then_in_batches)
    assert [] == accused("flowretail", twist, family, 1)
