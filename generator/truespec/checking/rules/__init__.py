"""The stated rules, compiled into checks of a running server: one family of rules a file, one row each in the table."""

from __future__ import annotations

from truespec.checking.rules import (
    batch_lists,
    batches,
    changes,
    consenting,
    credentials,
    days,
    duplicates,
    filters,
    ignoring,
    joining,
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
    credentials.FAMILY,
    reading.FAMILY,
    missing.FAMILY,
    duplicates.FAMILY,
    changes.FAMILY,
    ignoring.FAMILY,
    consenting.FAMILY,
    joining.FAMILY,
    parts.FAMILY,
    batches.FAMILY,
    batch_lists.FAMILY,
    needing.FAMILY,
    permissions.FAMILY,
    tenants.FAMILY,
    rates.FAMILY,
    taking.FAMILY,
    # Lists last: what the others made is in them.
    filters.FAMILY,
    days.FAMILY,
    searching.FAMILY,
    ordering.FAMILY,
    ranking.FAMILY,
    paging.FAMILY,
    listing.FAMILY,
    remaining.FAMILY,
)
"""Every family, in the order a run checks them: what later ones lean on comes first."""
