"""A merge patch of one switch leaves the other as it is, whichever way the two were turned before."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards_server import CardServer, cards_verdict


@pytest.mark.parametrize("seed", range(4))
def test_a_switch_that_falls_back_when_another_is_sent_is_told(tmp_path: Path, seed: int) -> None:
    broken = {finding.fact.id for finding in cards_verdict(tmp_path, CardServer(fault="wants"), seed).broken}
    assert "changeCard.consistent.merges" in broken


@pytest.mark.parametrize("rules", [True, False])
def test_switches_that_stay_are_not_accused(tmp_path: Path, *, rules: bool) -> None:
    assert () == cards_verdict(tmp_path, CardServer(), rules=rules).broken
