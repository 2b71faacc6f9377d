"""The stated rules, compiled into checks of a running server: one family of rules a file, one row each in the table."""

from __future__ import annotations

from truespec.checking.rules.access import (
    alternatives,
    credentials,
    first_credentials,
    permissions,
    rates,
    tenants,
    tenants_at_a_glance,
)
from truespec.checking.rules.batches import batch_lists, each_element, many_at_once, natural_keys
from truespec.checking.rules.consistency import consistent_lists, in_pieces
from truespec.checking.rules.filters import as_sent, crossed, days, found_again, keeping
from truespec.checking.rules.ground import remaining
from truespec.checking.rules.ground.world import Family
from truespec.checking.rules.identity import duplicates, joining, uniqueness
from truespec.checking.rules.lists import asking, listed_alike, listing
from truespec.checking.rules.orders import ordering, ordering_at_a_glance
from truespec.checking.rules.pages import narrowed_pages, paging
from truespec.checking.rules.records import (
    alone,
    at_a_glance,
    changes,
    changes_at_a_glance,
    consenting,
    edges,
    extremes,
    ignoring,
    lettering,
    locked,
    made_alone,
    missing,
    moving,
    needing,
    optional,
    parts,
    reading,
    spelling,
    storing,
    taking,
    together,
    untouched,
    within_alone,
    zeros,
)
from truespec.checking.rules.searches import ranking, searching

__all__ = ["FAMILIES", "in_turn"]

FAMILIES: tuple[Family, ...] = (
    storing.FAMILY,
    changes_at_a_glance.FAMILY,
    tenants_at_a_glance.FAMILY,
    uniqueness.GLANCE,
    narrowed_pages.FIRST,
    reading.FAMILY,
    batch_lists.AT_ONCE,
    at_a_glance.FAMILY,
    paging.GLANCE,
    keeping.FIRST,
    searching.FAMILY,
    ordering_at_a_glance.FAMILY,
    missing.FAMILY,
    duplicates.FAMILY,
    each_element.FAMILY,
    changes.FAMILY,
    narrowed_pages.FAMILY,
    first_credentials.FAMILY,
    zeros.FAMILY,
    uniqueness.FAMILY,
    locked.FAMILY,
    batch_lists.FAMILY,
    natural_keys.FAMILY,
    tenants.FAMILY,
    permissions.FAMILY,
    consenting.FAMILY,
    ordering.FAMILY,
    consistent_lists.FAMILY,
    consistent_lists.QUERIES,
    joining.FAMILY,
    in_pieces.MADE,
    in_pieces.CHANGES,
    in_pieces.UNIQUENESS,
    in_pieces.REMOVALS,
    in_pieces.PATCHES,
    in_pieces.BATCHES,
    in_pieces.OTHERS,
    in_pieces.CLOSER,
    paging.FAMILY,
    keeping.FAMILY,
    untouched.FAMILY,
    parts.FAMILY,
    days.FAMILY,
    asking.FAMILY,
    spelling.FAMILY,
    moving.FAMILY,
    together.FAMILY,
    listing.FAMILY,
    extremes.FAMILY,
    needing.FAMILY,
    ignoring.FAMILY,
    alternatives.FAMILY,
    ranking.FAMILY,
    lettering.FAMILY,
    edges.FAMILY,
    rates.FAMILY,
    taking.FAMILY,
    optional.FAMILY,
    as_sent.FAMILY,
    alone.FAMILY,
    within_alone.FAMILY,
    found_again.FAMILY,
    crossed.FAMILY,
    credentials.FAMILY,
    listed_alike.FAMILY,
    made_alone.FAMILY,
    many_at_once.FAMILY,
    remaining.FAMILY,
)
"""Every family, in the order a run checks them: what tells most for the fewest requests comes first.

``storing`` comes before all of them: it learns what a server does not keep because it has never heard of it.
"""


def in_turn(*, written: bool) -> tuple[Family, ...]:
    """Return the families for the first round: where no rules are ``written`` down, what is left tells most."""
    if written:
        return FAMILIES
    first = (
        storing.FAMILY,
        in_pieces.MADE,
        in_pieces.GLANCE,
        in_pieces.OTHERS,
        in_pieces.BATCHES,
        in_pieces.UNIQUENESS,
        first_credentials.FAMILY,
        consistent_lists.QUERIES,
        consistent_lists.FAMILY,
        in_pieces.CHANGES,
        in_pieces.PATCHES,
        in_pieces.REMOVALS,
        joining.FAMILY,
        in_pieces.CLOSER,
        permissions.FAMILY,
    )
    looked = (*first, changes_at_a_glance.FAMILY)
    return (*first, *(family for family in FAMILIES if family not in looked))
