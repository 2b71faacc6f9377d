"""What others removed between two looks is not missed in a search."""

from __future__ import annotations

import random
from dataclasses import replace

from mock_apis import catalogued
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.searches import searching
from truespec.checking.session import Session
from truespec.checking.targets import mock_target


def test_a_record_that_somebody_removed_is_not_looked_for_again() -> None:
    api = catalogued("flowretail")
    target = mock_target(api)
    session = Session(api, replace(target, disposable=True), target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    searching.FAMILY.check(world)
    action, operation = next(iter(world.actions("delete")))
    assert action.key is not None
    for subject in world.populations["customer"]:
        session.ask(operation, world.values_for(operation, action.key, subject.key))
    asked = session.ledger.requests["searchCustomers"]
    world.rounds = 2
    searching.FAMILY.check(world)
    assert () == session.ledger.verdict("quick").broken
    assert 0 < asked == session.ledger.requests["searchCustomers"]
