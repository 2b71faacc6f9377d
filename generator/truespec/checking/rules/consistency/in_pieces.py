"""The pieces in which a run looks whether a server keeps to what it says itself of records, by how much each tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from truespec.checking.rules.consistency.consistent_answers import check_answers
from truespec.checking.rules.consistency.consistent_batches import check_batches
from truespec.checking.rules.consistency.consistent_changes import check_changes
from truespec.checking.rules.consistency.consistent_computed import check_computed
from truespec.checking.rules.consistency.consistent_counts import check_counts
from truespec.checking.rules.consistency.consistent_filtered import check_filtered
from truespec.checking.rules.consistency.consistent_imports import check_imports
from truespec.checking.rules.consistency.consistent_locations import check_locations
from truespec.checking.rules.consistency.consistent_lookups import check_lookups
from truespec.checking.rules.consistency.consistent_members import check_members
from truespec.checking.rules.consistency.consistent_patches import check_patches
from truespec.checking.rules.consistency.consistent_readers import check_places, check_readers
from truespec.checking.rules.consistency.consistent_records import check_defaults, check_made, check_removals
from truespec.checking.rules.consistency.consistent_repeats import check_repeats
from truespec.checking.rules.consistency.consistent_restores import check_restores
from truespec.checking.rules.consistency.consistent_reuse import check_reuse
from truespec.checking.rules.consistency.consistent_revisions import check_revisions
from truespec.checking.rules.consistency.consistent_searches import check_searches
from truespec.checking.rules.consistency.consistent_statuses import check_statuses
from truespec.checking.rules.consistency.consistent_tallies import check_tallies
from truespec.checking.rules.consistency.consistent_uniqueness import check_uniqueness
from truespec.checking.rules.consistency.consistent_versions import check_versions
from truespec.checking.rules.consistency.consistent_wholes import check_wholes
from truespec.checking.rules.ground.evidence import Case
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.changes_at_a_glance import suspected
from truespec.contract.behaviour import Action, Resource

__all__ = ["BATCHES", "CHANGES", "CLOSER", "GLANCE", "MADE", "OTHERS", "PATCHES", "REMOVALS", "UNIQUENESS"]

_Look = Callable[[Case], None]


def _looking(*looks: _Look, unwritten: tuple[_Look, ...] = ()) -> Callable[[World], None]:
    """Return what takes a look at the records of each resource; ``unwritten`` are those where no rules are written."""
    return partial(_look, looks, unwritten)


def _look(looks: tuple[_Look, ...], unwritten: tuple[_Look, ...], world: World) -> None:
    for case in _cases(world):
        for look in (*(unwritten if world.unwritten else ()), *looks):
            look(case)


def _cases(world: World) -> Iterator[Case]:
    for resource in world.behaviour.resources:
        create, read = world.maker_of(resource), world.first("read", resource)
        if create is not None and read is not None and read[0].key is not None and _is_key(read[0], resource):
            yield Case(world, resource, create, read[1])


def _is_key(action: Action, resource: Resource) -> bool:
    """Say whether it is beyond doubt that the path takes what the records show: both are ids, or called the same."""
    named = action.key.path[-1].lower() if action.key is not None and action.key.path else ""
    key = resource.key.lower()
    return named == key or (named.endswith("id") and key.endswith("id"))


_closely: Final = _looking(
    check_counts,
    check_imports,
    check_locations,
    check_computed,
    check_repeats,
    check_versions,
    check_revisions,
    check_restores,
    check_members,
    check_tallies,
    check_searches,
    check_reuse,
    unwritten=(check_lookups,),
)


def _glance(world: World) -> None:
    """Change and remove one record: where that looks wrong, what judges it closely is asked at once."""
    for resource in world.behaviour.resources if world.unwritten and world.rounds == 1 else ():
        suspicion = suspected(world, resource)
        if suspicion is not None:
            for family in (CHANGES, PATCHES) if suspicion == "change" else (REMOVALS,):
                family.check(world)
            return


def _look_closer(world: World) -> None:
    """Judge what fewer servers get wrong, and what takes more requests to tell."""
    _closely(world)
    check_filtered(world)


_STATES: Final = "where no rules are written, a server keeps to what it says itself"

GLANCE = Family("consistency at a glance", _STATES, _glance)
MADE = Family("consistency", _STATES, _looking(check_defaults, check_statuses, unwritten=(check_made,)))
CHANGES = Family("consistency of changes", _STATES, _looking(unwritten=(check_changes,)))
REMOVALS = Family("consistency of removals", _STATES, _looking(check_removals))
UNIQUENESS = Family("consistency of what is unique", _STATES, _looking(unwritten=(check_uniqueness,)))
PATCHES = Family("consistency of patches", _STATES, _looking(check_patches, check_wholes, check_answers))
BATCHES = Family("consistency of batches", _STATES, _looking(unwritten=(check_batches,)))
OTHERS = Family(
    "consistency for others",
    "what is not there for one of two is not there for them at all",
    _looking(check_readers, unwritten=(check_places,)),
)
CLOSER = Family("consistency of the rest", "a server keeps to what it says of headers, counts and others", _look_closer)
