"""A record of others that a list shows otherwise than reading it does: told, but for what counts the readings."""

from __future__ import annotations

import random
from itertools import count
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.other_readers import shows_as_listed
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twisted, answering


@pytest.mark.parametrize(("step", "expected"), [(1, []), (0, ["getCustomer.agrees"])], ids=["counts", "differs"])
def test_what_counts_the_readings_is_no_contradiction(step: int, expected: list[str]) -> None:
    api, found, readings = catalogued("fullwhere"), list[str](), count(7, step)

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) else [])

    def counting(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        record: Any = response.json()
        if request.method == "GET" and isinstance(record, dict) and "feedbackCount" in record:
            return answering(response, {**record, "feedbackCount": next(readings)})
        return response

    target = function_target(api, Twisted(mock_target(api).connect().send, counting))
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    resource = world.behaviour.resources[0]
    subject = fresh(world, resource)
    assert subject is not None
    read = world.read(resource, subject.key)
    assert read is not None
    assert read[1] is not None
    shows_as_listed(world, resource, type(subject)(subject.key, {**read[1], "feedbackCount": 0}, {}), read[1])
    assert expected == found
