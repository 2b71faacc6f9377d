"""What cursors in a header, records in envelopes, soft delete and merge patches get wrong is told, and nothing else."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from desk_contract import desk_api
from desk_server import ACCESS, DeskServer, desk_target
from truespec.checking.run import check

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))


@pytest.mark.parametrize("behaviour", [True, False])
@pytest.mark.parametrize("habit", [""])
def test_a_desk_that_does_nothing_wrong_is_not_accused(tmp_path: Path, habit: str, *, behaviour: bool) -> None:
    api = desk_api(tmp_path, behaviour=behaviour)
    assert () == check(api, desk_target(api, DeskServer(habit)), parts=("rules",)).broken


@pytest.mark.parametrize(
    ("fault", "fact", "behaviour"),
    [
        ("cursor-repeats", "listMembers.consistent.parts", False),
        ("cursor-loses", "listMembers.consistent.parts", False),
        ("total-of-part", "listMembers.consistent.total", False),
        ("loans-of-all", "listLoans.consistent.parent", False),
        ("loans-of-all", "listLoans.consistent.parent", True),
        ("tag-ignored", "listMembers.consistent.filter.filter[tag]", False),
        ("tag-ignored", "listMembers.consistent.filter.filter[tag]", True),
        ("tag-empty", "listMembers.consistent.filter.filter[tag]", False),
        ("endless", "listMembers.consistent.end", False),
        ("any-media", "addMember.request.body.media", True),
        ("bulk-stops", "enrolMembers.goes-on", True),
        ("bulk-refused-last", "enrolMembers.answers", True),
        ("bulk-unchecked", "addMember.unique.1.in-batch", True),
        ("open-list", "listMembers.consistent.hidden", False),
        *(("open-restore", "restoreMember.consistent.hidden", told) for told in (True, False)),
        ("open-return", "loan.scope.returnLoan", True),
        ("open-return", "returnLoan.consistent.hidden", False),
        ("open-delete", "archiveMember.consistent.hidden", True),
        *(
            (fault, "restoreMember.consistent.back", True)
            for fault in ("archive-lost", "restore-lost", "restore-clears")
        ),
        ("restore-untags", "restoreMember.consistent.back", False),
        ("archive-forgets", "restoreMember.consistent.back", False),
        *(("wishes-replaced", "changeMember.consistent.merges", told) for told in (True, False)),
        ("null-ignored", "changeMember.consistent.empties", False),
        *((fault, "getMember.consistent.if-none-match", True) for fault in ("told-again", "told-never")),
        ("stands-still", "changeMember.consistent.moves.updated_at", False),
        ("archived-always", "listMembers.consistent.put-away.include_archived", True),
        ("archived-never", "listMembers.consistent.put-away.include_archived", False),
    ],
)
def test_a_desk_that_gets_one_thing_wrong_breaks_a_fact(
    tmp_path: Path, fault: str, fact: str, *, behaviour: bool
) -> None:
    judged: Any = importlib.import_module("judged")
    api = desk_api(tmp_path, behaviour=behaviour)
    told = judged.outcome(fault, api, DeskServer(fault), ACCESS, "quick", whole=False)
    assert fact in [finding.fact.id for finding in told.broken]
