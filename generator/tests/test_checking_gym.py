"""What a gym documents that others do not: elements with a reference, needed criteria, a count and a cursor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gym_server import BEHAVIOUR, OPENAPI, GymServer, gym_target
from mock_apis import written_api
from truespec.checking.exchange import Request
from truespec.checking.records import RecordMaker
from truespec.checking.run import Profile, check
from truespec.contract.api import Api


def gym(folder: Path) -> Api:
    return written_api(folder / "openapi.json", OPENAPI, BEHAVIOUR)


def broken(api: Api, server: GymServer, profile: Profile = "quick") -> set[str]:
    return {finding.fact.id for finding in check(api, gym_target(api, server), profile, parts=("rules",)).broken}


def _sent(server: GymServer, path: str) -> list[Any]:
    def body(request: Request) -> Any:
        return request.json()

    return [body(request) for request in server.asked if request.path == path]


def test_a_healthy_gym_is_told_nothing(tmp_path: Path) -> None:
    server = GymServer()
    assert broken(gym(tmp_path), server) == set()
    batches = [body["items"] for body in _sent(server, "/members/batch")]
    # Every element has a reference, and no two of one batch have the same.
    assert max(map(len, batches)) > 1
    assert all(len({one["ref"] for one in items}) == len(items) for items in batches)
    # Whoever searches says that there are criteria, even where there are none.
    assert all("criteria" in body for body in _sent(server, "/members/search"))


@pytest.mark.parametrize(
    ("fault", "fact"),
    [("counts-all", "listMembers.paging.totals.page_items"), ("swaps-refs", "addMembers.answers")],
)
def test_what_a_gym_does_otherwise_is_told(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken(gym(tmp_path), GymServer(fault))


def test_a_member_is_made_in_a_club_of_ours_even_where_a_gym_is_busy_at_first(tmp_path: Path) -> None:
    server = GymServer("busy-at-first")
    assert broken(gym(tmp_path), server) == set()
    # Members are in one club or another, so that a filter by the club would tell them apart.
    assert len({one["homeClubId"] for one in server.members.values()}) > 1


def test_keys_that_nobody_has_are_not_the_same(tmp_path: Path) -> None:
    api = gym(tmp_path)
    maker = RecordMaker(api, "test", 0)
    key = api.schema("Member").schema
    member = maker.shape(key).properties["id"].schema
    assert len({str(maker.sampled(member)) for _ in range(40)}) == 40
