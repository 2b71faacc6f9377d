"""A record that is left alone while it is in a state: the mock refuses to touch it, the checks tell who does."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from checked_server import BEHAVIOUR, OPENAPI
from mock_apis import Caller, written_api
from truespec.checking.run import check
from truespec.contract.api import Api
from truespec.mock.coverage import ignored_rules
from truespec.mock.service import Service
from truespec.mutation.judging import healthy_target, judge
from truespec.mutation.table import mutants

STATES = ["new", "here", "gone"]
RULE: dict[str, Any] = {"member": "state", "values": ["gone"], "status": 409, "states": "Who is gone is left alone."}


@cache
def hotel(leaving: str = "done") -> Api:
    """Return the contract of a guest list whose guests have a state, in one of which they are left alone."""
    document, behaviour = deepcopy(OPENAPI), deepcopy(BEHAVIOUR)
    guest, guests = document["paths"]["/guests/{id}"], behaviour["operations"]
    for name in ("Guest", "NewGuest"):
        document["components"]["schemas"][name]["properties"]["state"] = {"type": "string", "enum": STATES}
    document["components"]["schemas"]["Guest"]["required"].append("state")
    behaviour["resources"]["guest"]["sets"]["state"] = {"constant": "new"}
    for operation in (guest["patch"], guest["delete"]):
        operation["responses"]["409"] = {"description": "Who is gone is left alone."}
    guests[guest["patch"]["operationId"]]["locked"] = {**RULE, **({"leaving": leaving} if leaving else {})}
    guests[guest["delete"]["operationId"]]["locked"] = RULE
    return written_api(Path(mkdtemp()) / "hotel.json", document, behaviour)


@pytest.mark.parametrize(
    ("leaving", "state", "method", "body", "status"),
    [
        ("done", "gone", "PATCH", {"name": "B"}, 409),
        ("done", "gone", "PATCH", {"name": "B", "state": "gone"}, 409),
        ("done", "gone", "PATCH", {"state": "here"}, 200),
        ("", "gone", "PATCH", {"state": "here"}, 200),
        ("refused", "gone", "PATCH", {"state": "here"}, 409),
        ("done", "gone", "DELETE", None, 409),
        ("done", "here", "PATCH", {"name": "B"}, 200),
        ("done", "here", "DELETE", None, 204),
    ],
)
def test_the_mock_leaves_alone_who_is_in_the_state(
    leaving: str, state: str, method: str, body: dict[str, str] | None, status: int
) -> None:
    caller = Caller(Service(hotel(leaving)), {"X-Key": "any"})
    made = json.loads(caller.send("POST", "/guests", "", {"email": "a@example.com", "state": state}).body)
    assert caller.send(method, f"/guests/{made['id']}", "", body).status == status


@pytest.mark.parametrize("leaving", ["", "done", "refused"])
def test_a_healthy_mock_is_not_accused(leaving: str) -> None:
    api = hotel(leaving)
    verdict = check(api, healthy_target(api, seed=1), "quick", seed=1, parts=("rules",))
    assert [(finding.fact.id, finding.detail) for finding in verdict.broken] == []
    rules = {fact.id for fact in verdict.holds if ".locked" in fact.id}
    assert {"kept", "locked", "status"} | ({"leaving"} if leaving else set()) == {one.split(".")[-1] for one in rules}


def test_the_rules_are_counted_and_none_is_ignored_by_the_mock() -> None:
    behaviour = hotel().behaviour
    assert behaviour is not None
    assert 2 == sum(rule.id.endswith(".locked") for action in behaviour.actions for rule in action.rules)
    assert not [one for one in ignored_rules(hotel()) if "locked" in str(one)]


def test_every_mutant_of_what_is_left_alone_is_killed() -> None:
    api = hotel()
    wanted = {name: mutant for name, mutant in mutants(api).items() if ".locked" in name}
    told = {name: judge(api, mutant, "quick").outcome for name, mutant in wanted.items()}
    assert {} == {name: outcome for name, outcome in told.items() if outcome != "killed"}
    assert {"forgotten", "answers-400", "leaving-refused"} <= {name.partition("/")[2] for name in told}
