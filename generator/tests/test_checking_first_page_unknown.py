"""Where nobody documents whether pages count from 0 or 1, only a list with records in it tells."""

from __future__ import annotations

import json
import random

import pytest
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import listers_of
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target


class _Shelf:
    """Lists what it holds by pages of two, the first of which is ``first``."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.held: list[dict[str, str]] = []

    def __call__(self, request: Request) -> Response:
        asked = dict(request.query)
        number, size = int(asked.get("pageNumber", self.first)), int(asked.get("pageSize", 2))
        begin = (number - self.first) * size
        shown = self.held[begin : begin + size] if begin >= 0 else []
        paging = {"totalCount": len(self.held), "pageSize": size, "pageNumber": number}
        body = json.dumps({"items": shown, "paging": paging}).encode()
        return Response(200, (("content-type", "application/json"),), body)


@pytest.mark.parametrize("first", [0, 1])
def test_an_empty_list_does_not_tell_how_pages_are_counted(first: int) -> None:
    api, shelf = catalogued("flowretail"), _Shelf(first)
    target = function_target(api, shelf, mock_target(api).access)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    lister = next(lister for resource in world.behaviour.resources for lister in listers_of(world, resource))
    assert 1 == lister.first, "nothing is known yet: it is as others have it"
    shelf.held = [{"uid": str(number)} for number in range(5)]
    assert first == lister.first
