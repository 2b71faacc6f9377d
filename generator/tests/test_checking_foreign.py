"""What older records and the words of the documentation tell, asked of a server that was written without the mock."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from mock_apis import catalogued

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))


def outcome(mutant: str) -> Any:
    """Return what becomes of a server that breaks a fact, until one is told to be broken."""
    judged: Any = importlib.import_module("judged")
    collins: Any = importlib.import_module("foreign.collins")
    server = collins.Server(mutant)
    return judged.outcome(mutant, catalogued("collins"), server, collins.ACCESS, "quick", whole=False)


@pytest.mark.parametrize(
    ("mutant", "fact"),
    [
        ("filter-created_date-by-updated", "filters.query.created_date_from"),
        ("filter-last_updated-by-created", "filters.query.last_updated_to"),
        ("filter-created_date-keeps-null", "filters.query.created_date"),
        ("filter-booking_date_from-exclusive", "filters.query.booking_date_from.same-day"),
        ("filter-booking_date_to-exclusive", "filters.query.booking_date_to.same-day"),
        ("filter-booking_date-first-only", "filters.query.booking_date_from"),
        ("filter-opted_in_date_to-exclusive", "filters.query.opted_in_date_to.same-day"),
        ("filter-opted_out_date-by-other", "filters.query.opted_out_date.its-day"),
        ("sort-updated-by-created", "order.descending"),
        ("sort-ignored-with-query", "order.beside"),
        ("refuses-blank-labels", "CreateCustomer.takes.labels.example"),
        ("header-reset-slashes", "401.header.x-ratelimit-reset"),
        ("update-time-stays", "customer.sets.last_updated.moves"),
    ],
)
def test_a_fact_that_no_made_up_record_tells_of_is_told(mutant: str, fact: str) -> None:
    assert fact in {finding.fact.id.removeprefix("GetAllCustomers.") for finding in outcome(mutant).broken}


@pytest.mark.parametrize(
    "mutant",
    [
        "filter-dob_month-one-digit",
        "filter-labels-last-only",
        "filter-full_name-last-name",
        "filter-opted_out_date_from-ignored",
        "query-no-phone",
        "update-dob-ignored",
    ],
)
def test_what_is_lost_of_a_filter_or_of_a_change_is_told_early(mutant: str) -> None:
    assert 0 < outcome(mutant).until < 140
