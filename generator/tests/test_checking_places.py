"""Records below a place of the path, such as a tenant, are judged as others are, and from a second place as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from club_server import ClubServer, club_api, club_target
from truespec.checking.run import check


def broken(folder: Path, fault: str) -> set[str]:
    """Return the facts that a server is told to break."""
    api = club_api(folder)
    return {one.fact.id for one in check(api, club_target(api, ClubServer(fault)), parts=("rules",)).broken}


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("lists all clubs", "listMembers.consistent.hidden.club_id"),
        ("finds in all clubs", "searchMembers.consistent.hidden.club_id"),
        ("removes elsewhere", "removeMember.consistent.hidden.club_id"),
        ("changes elsewhere", "changeMember.consistent.hidden.club_id"),
        ("batch unmade", "addMembers.consistent.made"),
        ("counts all", "addMembers.consistent.counts.created_count"),
        ("leads to all", "addMember.consistent.location"),
        ("leads nowhere", "addMember.consistent.location"),
        ("forgets keys", "addMember.consistent.repeated"),
        ("nicks of many", "addMember.consistent.unique.nick"),
        ("letters apart", "addMember.consistent.unique.nick.letters"),
        ("finds letters apart", "listMembers.consistent.search.q.letters"),
        ("null is nothing", "changeMember.consistent.empties"),
        ("finds no remark", "listMembers.consistent.search.q.remark"),
        ("nothing to remove", "removeMember.consistent.unknown"),
    ],
)
def test_what_a_server_denies_itself_is_told_below_a_place_too(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in broken(tmp_path, fault)


@pytest.mark.parametrize("honest", ["", "tells of failures alone", "leads to a page"])
def test_a_server_that_denies_nothing_is_not_accused(tmp_path: Path, honest: str) -> None:
    assert set() == broken(tmp_path, honest)


def test_where_there_is_nothing_to_remove_elsewhere_that_may_be_told_as_done(tmp_path: Path) -> None:
    assert not [fact for fact in broken(tmp_path, "nothing to remove") if ".hidden" in fact]
