"""What one family of rules tells of a server of Collins that was written without the mock, and of changed answers."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.accepted import learn
from truespec.checking.rules.records.untouched import note_others
from truespec.checking.session import Session
from truespec.checking.targets import function_target

__all__ = ["Between", "told"]

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

Between = Callable[[Callable[[Request], Response], Request], Response]
"""Answers a request, perhaps by asking a server."""


def told(  # noqa: PLR0913 - what is put between, and how it is looked at
    family: Family,
    between: Between | None = None,
    mutant: str = "",
    variant: str = "",
    rounds: int = 1,
    *,
    assumed: bool = False,
) -> set[str]:
    """Return the documented facts that one family finds broken, or those that are ``assumed`` and are not so."""
    collins: Any = importlib.import_module("foreign.collins")
    api, server = catalogued("collins"), collins.Server(mutant, variant)
    answer = server if between is None else lambda request: between(server, request)
    target = function_target(api, answer, collins.ACCESS)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    action, operation = next(iter(world.actions("list")))
    note_others(world, action, session.ask(operation, world.values_for(operation)))
    learn(world)
    world.rounds = rounds
    family.check(world)
    verdict = session.ledger.verdict("quick")
    return {finding.fact.id for finding in (verdict.differs if assumed else verdict.broken)}
