"""A batch with a list for each thing to do may be queued: what it did is not there at once, and then it is."""

from __future__ import annotations

import random

import pytest
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.batches.late_batches import LateBatches
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twisted


def queueing(steps: int) -> Twisted:
    """Return a server that does a batch so many requests later, 0 for at once and a negative number for never."""

    def answer(server: Twisted, request: Request) -> Response:
        server.kept["asked"] = now = server.kept.get("asked", 0) + 1
        queue: list[tuple[int, Request]] = server.kept.setdefault("queue", [])
        while queue and queue[0][0] <= now:
            server.healthy(queue.pop(0)[1])
        if not request.path.endswith("/batch") or steps == 0:
            return server.healthy(request)
        queue.extend([(now + steps, request)] if steps > 0 else [])
        return Response(200, (("Content-Type", "application/json"),), b"{}")

    return Twisted(mock_target(catalogued("flowretail")).connect().send, answer)


@pytest.mark.parametrize(("steps", "late"), [(0, False), (5, True), (-1, False)])
def test_what_a_batch_with_lists_makes_may_come_later(steps: int, *, late: bool) -> None:
    api = catalogued("flowretail")
    target = function_target(api, queueing(steps))
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    action, operation = next(world.actions("batch"))
    assert action.batch is not None
    exchange = session.ask(operation, world.values_for(operation), {})
    fact = world.fact(action.batch.lists[0], operation)
    assert (LateBatches(world)(fact, exchange) is not None) is late
