"""Without any rules written, what other people add while a list is read is no fault of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards_server import CardServer, cards_verdict


@pytest.mark.parametrize("others", [2, 3, 5])
def test_a_list_that_others_add_to_is_not_accused(tmp_path: Path, others: int) -> None:
    assert () == cards_verdict(tmp_path, CardServer(others=others)).broken


@pytest.mark.parametrize(("fault", "fact"), [("total", "total"), ("limit", "default.limit")])
def test_what_is_wrong_with_a_list_that_stands_still_is_told(tmp_path: Path, fault: str, fact: str) -> None:
    broken = {finding.fact.id for finding in cards_verdict(tmp_path, CardServer(fault=fault)).broken}
    assert f"listCards.consistent.{fact}" in broken
