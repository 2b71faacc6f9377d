"""Keys of one form, words that come by themselves and the order of a dictionary are no faults."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from roster_server import RosterServer, roster_api, roster_target
from truespec.checking.credentials import Credentials
from truespec.checking.rules.ground.values import before, proves_order
from truespec.checking.run import check
from truespec.checking.targets import Access

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))


@pytest.mark.parametrize("behaviour", [True, False])
def test_a_healthy_roster_is_not_accused(tmp_path: Path, *, behaviour: bool) -> None:
    api = roster_api(tmp_path, behaviour=behaviour)
    verdict = check(api, roster_target(api, RosterServer()), parts=("rules",))
    assert () == verdict.broken
    assert "getMember.missing" not in [finding.fact.id for finding in verdict.differs]


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("gone", "getMember.missing"),
        ("unsorted", "listMembers.sort"),
        ("import-mixes", "importMembers.apart"),
        ("refuses-most", "addMember.takes.lessons.maximum"),
        ("refuses-full-dues", "addMember.takes.dues.maximum"),
        ("cuts-badges", "addMember.keeps.badges"),
        ("one-desk", "addMember.keeps.desks"),
    ],
)
def test_a_roster_that_gets_one_thing_wrong_breaks_a_fact(tmp_path: Path, fault: str, fact: str) -> None:
    api = roster_api(tmp_path, behaviour=True)
    verdict = check(api, roster_target(api, RosterServer(fault)), parts=("rules",))
    assert fact in [finding.fact.id for finding in verdict.broken]


def test_what_comes_by_itself_is_looked_at_before_all_else(tmp_path: Path) -> None:
    judged: Any = importlib.import_module("judged")
    server, access = RosterServer("kind-forced"), Access(Credentials({"club": "a"}))
    told = judged.outcome("", roster_api(tmp_path, behaviour=True), server, access, "quick", whole=False)
    assert "member.sets.kind" in [finding.fact.id for finding in told.broken]
    assert told.until < 60


@pytest.mark.parametrize(("one", "other"), [("null", "Null"), ("a-b", "aa"), ("b", "ä"), ("Zoë", "ærø"), ("b a", "ba")])
def test_of_texts_that_servers_sort_in_more_than_one_way_none_comes_first(one: str, other: str) -> None:
    assert not before(one, other)
    assert not before(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("anna", "bert"), ("A 1", "B 1"), ("2026-01-01T00:00:00+02:00", "2026-01-01T00:00:00Z")]
)
def test_of_others_one_comes_first(one: str, other: str) -> None:
    assert before(one, other)
    assert not before(other, one)


def test_neighbours_prove_an_order_only_where_they_can_be_compared() -> None:
    assert proves_order([("anna", "bert"), ("bert", "bert"), ("bert", "carl")], descending=False)
    assert proves_order([("bert", "anna")], descending=True)
    assert not proves_order([("anna", "bert"), ("b", "ä")], descending=False)
    assert not proves_order([("b", "ä")], descending=True)
    assert not proves_order([], descending=False)


def test_one_of_several_may_become_the_main_one(tmp_path: Path) -> None:
    api = roster_api(tmp_path, behaviour=True)
    verdict = check(api, roster_target(api, RosterServer("main-of-several")), parts=("rules",))
    assert "addMember.keeps.desks" not in {finding.fact.id for finding in verdict.broken}
