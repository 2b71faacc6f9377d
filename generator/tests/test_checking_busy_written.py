"""What other people add while pages are read, and a copy of a list that is late now and then, contradict nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from cards_server import CardServer, cards_verdict


@pytest.mark.parametrize("others", [2, 3])
def test_counts_and_pages_that_others_add_to_are_not_accused(tmp_path: Path, others: int) -> None:
    assert () == cards_verdict(tmp_path, CardServer(others=others), rules=True).broken


@pytest.mark.parametrize("copies", [2, 3])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_list_that_is_read_from_several_copies_is_not_accused(tmp_path: Path, copies: int, seed: int) -> None:
    assert () == cards_verdict(tmp_path, CardServer(behind=4, copies=copies), seed, rules=True).broken


def test_counts_that_contradict_the_pages_are_told(tmp_path: Path) -> None:
    assert cards_verdict(tmp_path, CardServer(fault="total"), rules=True).broken
