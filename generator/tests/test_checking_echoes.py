"""A name that is a guess is none any more once the server shows under it what was sent."""

from __future__ import annotations

import json

import pytest
from mock_apis import catalogued
from truespec.checking.acceptance import Acceptance
from truespec.checking.echoes import Echoes
from truespec.checking.exchange import Exchange, Request, Response
from truespec.contract.schema import Json

API = catalogued("resdiary")
_JSON = (("Content-Type", "application/json"),)


def _made(sent: Json, answer: Json) -> Exchange:
    target = "/api/ConsumerApi/v1/Restaurant/Harbour/Customer"
    request = Request("POST", target, _JSON, json.dumps(sent).encode())
    return Exchange(API.operation("createCustomer"), request, Response(200, _JSON, json.dumps(answer).encode()))


@pytest.mark.parametrize(
    ("sent", "shown", "known"),
    [
        ([12, 31], [12, 31], True),
        ([12, 31], [], False),
        ([], [], False),
        ([12, 31], None, False),
    ],
)
def test_a_guessed_member_has_to_be_refused_where_the_server_shows_what_is_sent_in_it(
    sent: Json, shown: Json, *, known: bool
) -> None:
    echoes = Echoes()
    acceptance = Acceptance(API, echoes=echoes)
    before = _made({"Surname": "Morel", "CustomerCodes": sent}, {"Id": 4, "CustomerCodes": shown})
    echoes.hear(before, before.response.json())
    judgement = acceptance.judge(_made({"CustomerCodes": ["twelve"]}, {"Id": 5}))
    assert judgement is not None
    assert judgement.detail
    assert known is (judgement.fact.assumed is None)


def test_an_echo_of_one_operation_says_nothing_of_another() -> None:
    echoes = Echoes()
    exchange = _made({"CustomerCodes": [12, 31]}, {"Id": 4, "CustomerCodes": [12, 31]})
    echoes.hear(exchange, exchange.response.json())
    assert echoes.has(API.operation("createCustomer"), "CustomerCodes")
    assert not echoes.has(API.operation("updateCustomer"), "CustomerCodes")
