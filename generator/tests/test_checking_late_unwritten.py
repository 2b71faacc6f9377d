"""Without any rules written, a list or a search that is a little behind loses nothing; one that never comes does."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards_server import CardServer, cards_verdict


@pytest.mark.parametrize("seed", [0, 1])
def test_a_list_with_a_cursor_and_a_search_may_be_a_little_behind(tmp_path: Path, seed: int) -> None:
    verdict = cards_verdict(tmp_path, CardServer(behind=3), seed)
    assert () == verdict.broken
    told = {finding.fact.id for finding in verdict.differs}
    assert "listCards.consistent.new" in told


def test_a_list_that_never_shows_what_is_new_is_told(tmp_path: Path) -> None:
    verdict = cards_verdict(tmp_path, CardServer(fault="stuck"))
    assert "listCards.consistent.new" in {finding.fact.id for finding in verdict.broken}
