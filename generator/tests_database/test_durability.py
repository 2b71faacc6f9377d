"""A mock that is killed in the middle of ten thousand writes, five times, loses nothing that it acknowledged."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from mock_stores import kill_while_writing

WRITES = 10_000


@pytest.mark.parametrize("seed", range(5))
def test_kill_in_the_middle_of_ten_thousand_writes_loses_nothing(tmp_path: Path, seed: int) -> None:
    acknowledged, kept = kill_while_writing(tmp_path / "data.db", WRITES, random.Random(seed))
    assert acknowledged <= kept
    assert len(kept) <= len(acknowledged) + 1
    assert len(acknowledged) >= WRITES // 10
