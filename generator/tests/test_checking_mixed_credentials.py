"""A key with the secret of another partner lets nobody in."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from mock_apis import catalogued
from truespec.checking.credentials import Credentials, dummies
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access import credentials
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target

MINE, THEIRS = ("key-4711", "sec-0815"), ("key-1213", "sec-1617")
SHARED = ("key-4711", "sec-1617")
"""A second secret of the first key."""


@pytest.mark.parametrize(
    ("second", "known", "expected"),
    [
        (THEIRS, {MINE, THEIRS}, []),
        (THEIRS, {MINE, THEIRS, (MINE[0], THEIRS[1])}, ["getCustomer.needs.apiSecret"]),
        (SHARED, {MINE, SHARED}, []),
    ],
)
def test_the_secret_of_another_key_is_none(
    second: tuple[str, str], known: set[tuple[str, str]], expected: list[str]
) -> None:
    api, found = catalogued("fullwhere"), list[str]()
    healthy, all_right = mock_target(api).connect(), dummies(api)

    def answer(request: Request) -> Response:
        if (request.header("X-API-KEY"), request.header("X-API-SECRET")) not in known:
            return Response(401)
        rest = replace(request, headers=tuple(one for one in request.headers if not one[0].startswith("X-API-")))
        return healthy.send(all_right.add(rest, api.security_schemes, {}))

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) else [])

    mine, theirs = (Credentials({"apiKey": key, "apiSecret": secret}) for key, secret in (MINE, second))
    target = replace(function_target(api, answer, Access(mine, second=theirs)), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    credentials.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert expected == found
