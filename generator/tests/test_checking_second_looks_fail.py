"""A second look at what was wrong, with a record in which nothing can be seen, is made once more."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from checked_server import guest_api
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.evidence import NothingTells, Trouble, judge_twice
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import mock_target
from truespec.checking.verdict import Fact


def looking(world: World, seen: list[str]) -> Callable[[], Trouble]:
    """Return what sees these things, one after the other: something wrong, nothing wrong, or nothing at all."""

    def look() -> Trouble:
        what = seen.pop(0)
        if what == "nothing":
            raise NothingTells
        operation = world.api.operations[0]
        return ("it is wrong", world.session.ask(operation, {})) if what == "wrong" else None

    return look


@pytest.mark.parametrize(
    ("seen", "broken"),
    [
        (["wrong", "wrong"], True),
        (["wrong", "nothing", "wrong"], True),
        (["wrong", "nothing", "right"], False),
        (["wrong", "nothing", "nothing", "nothing"], False),
        (["nothing"], False),
    ],
)
def test_only_what_is_wrong_twice_is_told(tmp_path: Path, seen: list[str], *, broken: bool) -> None:
    api = guest_api(tmp_path)
    target = mock_target(api)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    fact = Fact("a", "It is so.", api.location, api.operations[0].id, "rule", None)
    judge_twice(world, fact, looking(world, list(seen)))
    assert broken is any(finding.fact.id == "a" for finding in session.ledger.verdict("quick").broken)
