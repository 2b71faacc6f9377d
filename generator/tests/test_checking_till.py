"""A search is the only list, and what is added is a number in the path: what is healthy is not accused."""

from __future__ import annotations

from pathlib import Path

from till_server import till_api, till_target
from truespec.checking.run import check


def test_a_healthy_till_is_not_accused(tmp_path: Path) -> None:
    api = till_api(tmp_path)
    verdict = check(api, till_target(api), parts=("rules",))
    assert [finding.fact.id for finding in verdict.broken] == []
