"""A member that records are recognised by and that a server pays no heed, however it reads that they are a pair."""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.identity import duplicates
from truespec.checking.session import Session
from truespec.checking.targets import function_target

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))


def told(mutant: str = "", variant: str = "") -> set[str]:
    """Return what is found broken of how a server written without the mock recognises records."""
    fullwhere: Any = importlib.import_module("foreign.fullwhere")
    api = catalogued("fullwhere")
    target = function_target(api, fullwhere.Server(mutant, variant), fullwhere.ACCESS)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    duplicates.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return {finding.fact.id for finding in session.ledger.verdict("quick").broken}


@pytest.mark.parametrize("mutant", ["dedupe-by-mail", "dedupe-by-phone"])
def test_a_member_of_a_pair_that_is_paid_no_heed_is_told(mutant: str) -> None:
    assert "importCustomer.dedupe.heeds" in told(mutant)


@pytest.mark.parametrize("variant", ["", "either", "nulls-match", "mail-first", "normalises"])
def test_a_pair_may_be_read_as_both_as_either_or_as_one_before_the_other(variant: str) -> None:
    assert told(variant=variant) == set()
