"""What older records tell that none of the run's own does, asked of a server that was written without the mock."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from mock_apis import catalogued

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))


def told(mutant: str) -> set[str]:
    """Return the first documented facts that are told to be broken by a server that breaks one."""
    judged: Any = importlib.import_module("judged")
    collins: Any = importlib.import_module("foreign.collins")
    server = collins.Server(mutant)
    found = judged.outcome(mutant, catalogued("collins"), server, collins.ACCESS, "quick", whole=False)
    return {finding.fact.id.removeprefix("GetAllCustomers.") for finding in found.broken}


@pytest.mark.parametrize(
    ("mutant", "fact"),
    [
        ("filter-created_date-by-updated", "filters.query.created_date_from"),
        ("filter-last_updated-by-created", "filters.query.last_updated_to"),
        ("filter-booking_date_from-exclusive", "filters.query.booking_date_from.same-day"),
        ("filter-booking_date-first-only", "filters.query.booking_date.its-day"),
        ("filter-opted_in_date_to-exclusive", "filters.query.opted_in_date_to.same-day"),
        ("filter-opted_out_date-by-other", "filters.query.opted_out_date.its-day"),
        ("sort-updated-by-created", "order.descending"),
        ("update-time-stays", "customer.sets.last_updated.moves"),
    ],
)
def test_a_fact_that_only_older_records_tell_of_is_told(mutant: str, fact: str) -> None:
    assert fact in told(mutant)
