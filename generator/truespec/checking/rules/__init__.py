"""The stated rules, compiled into checks of a running server: one family of rules a file, one row each in the table."""

from __future__ import annotations

from truespec.checking.rules import (
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
    ignoring,
    joining,
    lettering,
    listing,
    missing,
    needing,
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
)
from truespec.checking.rules.world import Family

__all__ = ["FAMILIES"]

FAMILIES: tuple[Family, ...] = (
    storing.FAMILY,
    consistent_records.FAMILY,
    reading.FAMILY,
    changes.FAMILY,
    missing.FAMILY,
    duplicates.FAMILY,
    tenants.FAMILY,
    consenting.FAMILY,
    joining.FAMILY,
    parts.FAMILY,
    consistent_lists.FAMILY,
    searching.FAMILY,
    ordering.FAMILY,
    batches.FAMILY,
    paging.FAMILY,
    batch_lists.FAMILY,
    filters.FAMILY,
    days.FAMILY,
    listing.FAMILY,
    ignoring.FAMILY,
    needing.FAMILY,
    permissions.FAMILY,
    ranking.FAMILY,
    rates.FAMILY,
    taking.FAMILY,
    lettering.FAMILY,
    credentials.FAMILY,
    remaining.FAMILY,
)
"""Every family, in the order a run checks them: what tells most for the fewest requests comes first."""
