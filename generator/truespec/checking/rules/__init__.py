"""The stated rules, compiled into checks of a running server: one family of rules a file, one row each in the table."""

from __future__ import annotations

from truespec.checking.rules import batches, changes, credentials, duplicates, listing, missing, paging, storing
from truespec.checking.rules.world import Family

__all__ = ["FAMILIES"]

FAMILIES: tuple[Family, ...] = (
    credentials.FAMILY,
    storing.FAMILY,
    missing.FAMILY,
    duplicates.FAMILY,
    changes.FAMILY,
    batches.FAMILY,
    paging.FAMILY,
    listing.FAMILY,
)
"""Every family, in the order a run checks them: what later ones lean on comes first."""
