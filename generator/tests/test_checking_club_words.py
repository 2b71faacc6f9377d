"""What the words of a spec say of members of a club: what only one may have, what a text finds, and what is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from members_server import ClubServer, club
from mock_apis import written_api
from truespec.checking.credentials import Credentials
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target

_RULES: dict[str, Any] = {
    "behaviour": 1,
    "resources": {"member": {"schema": "member", "key": "id", "sets": {"createdAt": "created"}}},
    "operations": {
        "createMember": {"action": "create", "resource": "member", "answer": "body", "states": "It is kept."},
        "getMember": {
            "action": "read",
            "resource": "member",
            "key": "path.id",
            "answer": "body",
            "states": "It is shown.",
        },
        "replaceMember": {
            "action": "update",
            "resource": "member",
            "key": "path.id",
            "answer": "body",
            "states": "It is replaced.",
            "change": {"rule": "replace", "states": "What is left out goes back to its default or null."},
        },
    },
}


def told(folder: Path, fault: str, rules: dict[str, Any] | None, parts: tuple[str, ...]) -> set[str]:
    """Return what is broken."""
    api = written_api(folder / "club.json", club(), rules)
    verdict = check(api, function_target(api, ClubServer(fault), Access(Credentials({}))), parts=parts)
    return {finding.fact.id for finding in verdict.broken}


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("rules", [None, _RULES])
def test_a_club_that_does_as_it_says_is_not_accused(tmp_path: Path, rules: dict[str, Any] | None, seed: int) -> None:
    api = written_api(tmp_path / "club.json", club(), rules)
    assert () == check(api, function_target(api, ClubServer(), Access(Credentials({}))), seed=seed).broken


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("letters", "listMembers.consistent.search.q.letters"),
        ("anywhere", "listMembers.consistent.search.q.begins"),
        ("no phone", "listMembers.consistent.search.q.phone"),
        ("any body", "createMember.consistent.repeated.otherwise"),
        ("known", "createMember.consistent.new"),
        ("kept back", "createMember.unique.email.deleted"),
        ("deleted never", "listMembers.consistent.put-away.includeDeleted"),
        ("some", "importMembers.consistent.together"),
        ("by points", "listMembers.consistent.order.sort.lastName"),
    ],
)
def test_a_club_that_does_otherwise_is_told(tmp_path: Path, fault: str, fact: str) -> None:
    assert {fact} == told(tmp_path, fault, None, ("rules",))


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("letters", "listMembers.consistent.search.q.letters"),
        ("points stay", "replaceMember.change"),
        ("short notes", "createMember.takes.notes.maxLength"),
    ],
)
def test_with_rules_what_they_leave_unsaid_is_read_in_the_words(tmp_path: Path, fault: str, fact: str) -> None:
    assert fact in told(tmp_path, fault, _RULES, ("rules",))


@pytest.mark.parametrize(("fault", "part"), [("noise", "json"), ("wrong", "wrong")])
def test_each_refusal_has_the_status_that_the_words_keep_for_it(tmp_path: Path, fault: str, part: str) -> None:
    assert f"createMember.refuses-apart.{part}" in told(tmp_path, fault, None, ("made-up",))


def test_null_is_no_name_where_one_is_required(tmp_path: Path) -> None:
    assert "createMember.request.lastName.type" in told(tmp_path, "null name", None, ("made-up",))
