"""Where a server counts its records, a key that was made up may be one of ours: nobody is accused of what it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_checking_bounds import Shed, shed_api
from truespec.checking.credentials import Credentials
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target


class Counting(Shed):
    """Gives the first of its tools the numbers that are made up most."""

    def new_key(self) -> int:
        """Return the next number."""
        return {0: 7, 1: 1}.get(len(self.tools), 100 + len(self.tools))


@pytest.mark.parametrize("seed", [0, 1])
def test_a_record_that_a_made_up_key_has_named_is_not_told_to_be_untouched(tmp_path: Path, seed: int) -> None:
    api = shed_api(tmp_path)
    verdict = check(api, function_target(api, Counting(), Access(Credentials({}))), seed=seed)
    told = [finding.fact.id for finding in (*verdict.broken, *verdict.differs)]
    assert [] == [id_ for id_ in told if id_.endswith(".untouched")]
