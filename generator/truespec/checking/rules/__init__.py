"""The stated rules, compiled into checks of a running server: one family of rules a file, one row each in the table."""

from __future__ import annotations

from truespec.checking.rules import (
    alone,
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
    spelling,
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
    narrowed_pages.FIRST,
    reading.FAMILY,
    batch_lists.AT_ONCE,
    filters.FIRST,
    searching.FAMILY,
    changes.FAMILY,
    narrowed_pages.FAMILY,
    ordering.FAMILY,
    consenting.FAMILY,
    missing.FAMILY,
    parts.FAMILY,
    duplicates.FAMILY,
    uniqueness.FAMILY,
    joining.FAMILY,
    credentials.STRANGERS,
    consistent_lists.FAMILY,
    batches.FAMILY,
    batch_lists.FAMILY,
    paging.FAMILY,
    consistent_records.FAMILY,
    filters.FAMILY,
    moving.FAMILY,
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
    spelling.FAMILY,
    zeros.FAMILY,
    alone.FAMILY,
    asking.FAMILY,
    untouched.FAMILY,
    credentials.FAMILY,
    remaining.FAMILY,
)
"""Every family, in the order a run checks them: what tells most for the fewest requests comes first."""


def in_turn(*, written: bool) -> tuple[Family, ...]:
    """Return the families for the first round: where no rules are ``written`` down, what is left tells most."""
    first = () if written else (storing.FAMILY, consistent_records.FAMILY)
    return (*first, *(family for family in FAMILIES if family not in first))
