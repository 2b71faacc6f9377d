"""One schema may be both what is sent and what is shown: nobody sends what is only read."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from riders import ACCESS, RiderServer, rider_api, rider_target
from truespec.checking.records import RecordMaker
from truespec.checking.run import check
from truespec.contract.schema import Schema
from truespec.diagnostics import Location

_MANY = 40

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))


@pytest.mark.parametrize("behaviour", [True, False])
def test_a_server_of_riders_is_not_accused(tmp_path: Path, *, behaviour: bool) -> None:
    api = rider_api(tmp_path, behaviour=behaviour)
    verdict = check(api, rider_target(api, RiderServer()), parts=("rules",))
    assert () == (*verdict.broken, *verdict.differs)


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("code-made-twice", "createRider.consistent.unique.code"),
        ("code-given-twice", "replaceRider.consistent.unique.code"),
    ],
)
def test_what_must_not_be_in_use_by_another_is_refused(tmp_path: Path, fault: str, fact: str) -> None:
    api = rider_api(tmp_path, behaviour=False)
    judged: Any = importlib.import_module("judged")
    told = judged.outcome(fault, api, RiderServer(fault), ACCESS, "quick", whole=False)
    assert fact in [finding.fact.id for finding in told.broken]


def test_what_is_only_read_is_not_sent(tmp_path: Path) -> None:
    api = rider_api(tmp_path, behaviour=False)
    made = RecordMaker(api, "test", 0).make(api.schema("Rider").schema, ("points", "firstName"))
    assert isinstance(made, dict)
    assert sorted(made) == ["firstName", "lastName"]


@pytest.mark.parametrize(
    "pattern", ["^[A-Z0-9-]+$", "^[A-Z0-9]+$", "^[a-z0-9]{1,30}$", "^[0-9]+$", "^[1-9][0-9]{3,9}$"]
)
def test_texts_for_a_pattern_differ_where_it_leaves_room(tmp_path: Path, pattern: str) -> None:
    maker = RecordMaker(rider_api(tmp_path, behaviour=False), "test", 0)
    schema = Schema(Location("test"), types=("string",), constraints={"pattern": pattern})
    assert len({maker.value("code", schema) for _ in range(_MANY)}) == _MANY
