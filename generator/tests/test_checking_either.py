"""How the filters of a list go together is nobody's rule where none says it: any may be enough."""

from __future__ import annotations

import importlib
import json
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.filters import keeping
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session
from truespec.checking.targets import function_target

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

PLAIN = frozenset({"limit", "page", "sort", "query"})


class AnyIsEnough:
    """Answers a list that is asked for by several filters with what fits any of them."""

    def __init__(self, server: Any) -> None:
        self.server = server

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        about: dict[str, list[tuple[str, str]]] = {}
        for name, value in request.query:
            about.setdefault(name.removesuffix("_from").removesuffix("_to").removesuffix("_date"), []).append(
                (name, value)
            )
        groups = [group for name, group in about.items() if name not in PLAIN]
        if request.path != "/customers" or request.method != "GET" or len(groups) < 2:
            return self.server(request)
        found = {one["id"]: one for group in groups for one in self._all(request, group)}
        return replace(self.server(request), body=json.dumps({"customers": list(found.values())}).encode())

    def _all(self, request: Request, group: list[tuple[str, str]]) -> list[dict[str, Any]]:
        asked = [dict([*group, ("page", str(page))]) for page in (1, 2)]
        answers = [self.server(replace(request, target=f"/customers?{urlencode(one)}")) for one in asked]
        return [one for answer in answers for one in answer.json().get("customers", [])]


def told(mutant: str = "", *, either: bool = False) -> set[str]:
    """Return the documented facts about filters that a server breaks."""
    collins: Any = importlib.import_module("foreign.collins")
    api, server = catalogued("collins"), collins.Server(mutant)
    target = function_target(api, AnyIsEnough(server) if either else server, collins.ACCESS)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    keeping.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    broken = session.ledger.verdict("quick").broken
    return {finding.fact.id for finding in broken if ".filters." in finding.fact.id}


def test_a_server_may_list_what_fits_any_of_several_filters() -> None:
    assert not told(either=True)


def test_a_filter_that_is_forgotten_is_told_all_the_same() -> None:
    assert told("filter-booking_date_to-ignored")
