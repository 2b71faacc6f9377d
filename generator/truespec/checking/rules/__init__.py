"""The stated rules, compiled into checks of a running server: one family of rules a file, one row each in the table."""

from __future__ import annotations

from truespec.checking.rules import (
    asking,
    batch_lists,
    batches,
    changes,
    consenting,
    consistent_lists,
    consistent_records,
    credentials,
    days,
    duplicates,
    filters,
    found_again,
    ignoring,
    joining,
    lettering,
    listing,
    missing,
    moving,
    narrowed_pages,
    needing,
    optional,
    ordering,
    paging,
    parts,
    permissions,
    ranking,
    rates,
    reading,
    remaining,
    searching,
    storing,
    taking,
    tenants,
    uniqueness,
    untouched,
    zeros,
)
from truespec.checking.rules.world import Family

__all__ = ["FAMILIES", "in_turn"]

FAMILIES: tuple[Family, ...] = (
    storing.FAMILY,
    filters.FIRST,
    narrowed_pages.FIRST,
    batch_lists.AT_ONCE,
    searching.FAMILY,
    changes.FAMILY,
    consistent_records.FAMILY,
    reading.FAMILY,
    duplicates.FAMILY,
    uniqueness.FAMILY,
    consenting.FAMILY,
    joining.FAMILY,
    narrowed_pages.FAMILY,
    ordering.FAMILY,
    parts.FAMILY,
    credentials.STRANGERS,
    consistent_lists.FAMILY,
    batches.FAMILY,
    batch_lists.FAMILY,
    paging.FAMILY,
    filters.FAMILY,
    moving.FAMILY,
    missing.FAMILY,
    tenants.FAMILY,
    found_again.FAMILY,
    days.FAMILY,
    listing.FAMILY,
    ignoring.FAMILY,
    needing.FAMILY,
    permissions.FAMILY,
    ranking.FAMILY,
    rates.FAMILY,
    taking.FAMILY,
    optional.FAMILY,
    lettering.FAMILY,
    zeros.FAMILY,
    asking.FAMILY,
    untouched.FAMILY,
    credentials.FAMILY,
    remaining.FAMILY,
)
"""Every family, in the order a run checks them: what tells most for the fewest requests comes first."""


def in_turn(*, written: bool) -> tuple[Family, ...]:
    """Return the families for the first round: where rules are ``written`` down, they tell more than what is left."""
    first = (storing.FAMILY, reading.FAMILY, changes.FAMILY, missing.FAMILY) if written else ()
    return (*first, *(family for family in FAMILIES if family not in first))
