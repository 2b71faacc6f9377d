"""Random journeys: what only a sequence shows is found, told by its shortest form, and a correct server passes."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checked_server import GuestServer, guest_api, guest_target
from truespec.checking.events import Event, PhaseStarted
from truespec.checking.exchange import Request, Response
from truespec.checking.journey import Journey
from truespec.checking.journey_model import Contradiction
from truespec.checking.journeys import Effort, Journeys
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.run import check
from truespec.checking.session import Session
from truespec.checking.sharding import Shard
from truespec.checking.targets import Target, function_target
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.mock import exchange as mock_exchange
from truespec.mock.service import Service

ROOT = Path(__file__).resolve().parents[2]


class Tangled(GuestServer):
    """A guest list with faults that no single request and no single rule shows."""

    def _one(self, request: Any, id_: str) -> tuple[int, Any]:
        everyone = list(self.guests.values())
        if request.method == "DELETE" and "delete-takes-neighbour" in self.faults and len(everyone) > 2:
            neighbour = everyone[everyone.index(self.guests[id_]) - 1]
            self.guests.pop(neighbour["id"], None)
        status, value = super()._one(request, id_)
        if request.method == "PATCH" and "update-spreads" in self.faults and status == 200:
            for guest in self.guests.values():
                guest["city"] = self.guests[id_]["city"]
        if request.method == "PATCH" and "update-moves-creation" in self.faults and status == 200:
            self.guests[id_]["createdAt"] = "2024-12-31T00:00:00Z"
        return status, value

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        if "nulls-are-equal" in self.faults and body.get("email") is None:
            known = [guest for guest in self.guests.values() if guest["email"] is None]
            if known:
                return known[0]
        return super()._create(body)


def travelled(api: Api, target: Target, effort: Effort = "quick", seed: int = 0) -> Verdict:
    """Go on journeys and do nothing else."""
    ledger = Ledger(api, target, lambda _: None)
    world = World(
        Session(api, target, target.connect(), ledger), RecordMaker(api, "test", seed), random.Random(seed), 2
    )
    for unit in Journeys(world, effort, seed).units(Shard()):
        unit.do()
    return ledger.verdict(effort)


@pytest.mark.parametrize("seed", range(2))
def test_a_correct_server_is_never_accused(tmp_path: Path, seed: int) -> None:
    api = guest_api(tmp_path)
    verdict = travelled(api, guest_target(api, GuestServer()), seed=seed)
    assert ((), ()) == (verdict.broken, verdict.differs)
    assert verdict.requests > 200


def test_a_list_that_is_put_together_a_moment_later_is_walked_through_again(tmp_path: Path) -> None:
    api, server, late = guest_api(tmp_path), GuestServer(), dict[tuple[Any, ...], tuple[float, Response]]()
    now = 0.0

    def answer(request: Request) -> Response:
        nonlocal now
        now += 0.02
        asked, found = (request.target, request.headers), server(request)
        if request.method != "GET" or request.path != "/guests":
            return found
        if asked not in late or now - late[asked][0] > 0.3:
            late[asked] = now, found
        return late[asked][1]

    def let_pass(seconds: float) -> None:
        nonlocal now
        now += seconds

    verdict = travelled(api, replace(guest_target(api, answer), let_pass=let_pass))
    assert () == verdict.broken


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("delete-takes-neighbour", "deleteGuest.leaves-others"),
        ("update-spreads", "updateGuest.leaves-others"),
        ("update-moves-creation", "guest.sets.createdAt.stays"),
        ("nulls-are-equal", "createGuest.dedupe.nulls"),
        ("update-lost", "updateGuest"),
        ("delete-kept", "deleteGuest"),
        ("write-lost", "createGuest"),
        ("dedupe-off", "createGuest.dedupe"),
        ("not-found-200", "deleteGuest.missing.removed"),
    ],
)
def test_what_a_sequence_shows_is_found(tmp_path: Path, fault: str, fact: str) -> None:
    api = guest_api(tmp_path)
    verdict = travelled(api, guest_target(api, Tangled(fault)))
    ids = [finding.fact.id for finding in verdict.broken]
    assert [id_ for id_ in ids if id_.endswith(fact)], ids


def test_the_shortest_sequence_is_told(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    verdict = travelled(api, guest_target(api, Tangled("update-spreads")))
    finding = next(item for item in verdict.broken if item.fact.id == "updateGuest.leaves-others")
    asked = [turn.request.split()[0] for turn in finding.conversation]
    assert ["POST", "POST", "PATCH", "GET"] == asked
    assert 4 == finding.reproduction.count("curl ")
    assert "behaviour.yaml" in str(finding.fact.location)


def test_what_is_known_to_be_broken_does_not_hide_the_rest(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    verdict = travelled(api, guest_target(api, Tangled("update-lost", "nulls-are-equal")))
    ids = {finding.fact.id for finding in verdict.broken}
    assert {"updateGuest", "createGuest.dedupe.nulls"} <= ids


def test_an_api_without_rules_is_travelled_by_custom(tmp_path: Path) -> None:
    api, heard = guest_api(tmp_path, behaviour=False), list[Event]()
    check(api, guest_target(api, GuestServer()), listeners=[heard.append], parts=("rules",))
    assert "journeys" in [event.phase for event in heard if isinstance(event, PhaseStarted)]


def test_what_is_done_under_the_key_of_a_merged_record_may_be_done_to_the_one_it_became() -> None:
    api = load_api("resdiary", Report(), ROOT)
    assert api is not None
    assert api.behaviour is not None
    service, became = Service(api), dict[str, str]()

    def answer(request: Request) -> Response:
        path, _, query = request.target.partition("?")
        steps, sent = path.split("/"), request.json()
        steps[-1] = became.get(steps[-1], steps[-1])
        given = mock_exchange.Request(request.method, "/".join(steps), query, request.headers, request.body)
        answered = service(given)
        if steps[-1] == "Merge" and isinstance(sent, dict) and isinstance(sent["CustomerIds"], list):
            became.update({str(key): str(sent["MasterCustomerId"]) for key in sent["CustomerIds"]})
        return Response(answered.status, answered.headers, answered.body)

    target = function_target(api, answer)
    ledger = Ledger(api, target, lambda _: None)
    world = World(Session(api, target, target.connect(), ledger), RecordMaker(api, "test", 0), random.Random(0), 2)
    journey = Journey(world, api.behaviour.resources[0])
    new, all_members = {"which": 0, "left_out": 0, "like": 1}, {"left_out": 0, "nothing": 99}
    steps: list[tuple[str, dict[str, int]]] = [
        *[("create", new)] * 3,
        ("merge", {"which": 0, "other": 1}),
        ("update", {"which": 1, **all_members}),
        ("update", {"which": 2, **all_members}),
        ("update", {"which": 1, **all_members}),
    ]
    for name, values in steps:
        try:
            getattr(journey, name)(**values)
        except Contradiction as found:
            ledger.broken(found.fact, found.detail, found.exchange)
    assert became
    assert "updateCustomer.leaves-others" not in {one.fact.id for one in ledger.verdict("quick").broken}


def test_a_change_that_a_busy_server_did_not_show_is_no_change_by_itself(tmp_path: Path) -> None:
    api, server, asked = guest_api(tmp_path), GuestServer(), list[str]()
    assert api.behaviour is not None

    def answer(request: Request) -> Response:
        asked.append(request.method)
        is_busy = asked[-2:] == ["PATCH", "GET"] and asked.count("PATCH") == 1
        return Response(429) if is_busy else server(request)

    target = guest_target(api, answer)
    ledger = Ledger(api, target, lambda _: None)
    world = World(Session(api, target, target.connect(), ledger), RecordMaker(api, "test", 0), random.Random(0), 2)
    journey = Journey(world, api.behaviour.resources[0])
    for _ in range(2):
        journey.create(which=0, left_out=0, like=1)
    for which in range(2):
        journey.update(which=which, left_out=0, nothing=99)
    assert ["PATCH", "GET", "PATCH", "GET", "GET"] == asked[-5:]
