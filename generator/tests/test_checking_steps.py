"""A step of a path that has no known form is sent early: a server that trips over it, does so whatever is wrong."""

from __future__ import annotations

import random

import pytest
from mock_apis import catalogued
from truespec.checking.cases import Cases
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.steps import telling_steps
from truespec.checking.targets import mock_target

_FEW = 6


@pytest.mark.parametrize(
    ("told", "bad", "malformed"),
    [
        ({"pattern": "7"}, ["..%", "text"], "text"),
        ({"type": "text"}, ["a b"], "a b"),
        ({"enum": "text"}, ["text"], None),
        ({"minimum": 0}, [0, -1], None),
    ],
)
def test_one_text_of_no_known_form_is_enough(told: dict[str, object], bad: list[object], malformed: str | None) -> None:
    assert malformed == telling_steps(told, [], bad).get("malformed")  # type: ignore[arg-type]


def test_a_malformed_key_is_among_the_first_that_are_sent() -> None:
    api = catalogued("resdiary")
    target = mock_target(api)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    operation = api.operation("getCustomer")
    assert operation is not None
    cases = Cases(World(session, RecordMaker(api, "test", 0), random.Random(0), 1), operation, random.Random(0))
    first = [made for _, made in cases.clearest()][:_FEW]
    sent = [request.path.rpartition("/")[2] for make in first for request in make()]
    assert any(not step.isdigit() for step in sent)
