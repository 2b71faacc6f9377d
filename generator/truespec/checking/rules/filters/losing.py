"""A record that a filtered list lacks: whether it fits, and whether it is missing whenever the list is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truespec.checking.rules.filters.filter_values import FilterCase
from truespec.checking.rules.filters.filtered_totals import read_list
from truespec.checking.rules.ground.fitting import Asked, fits_all
from truespec.checking.rules.ground.world import Subject
from truespec.contract.schema import Json

__all__ = ["as_now", "is_lost", "stay_lost"]

_AGAIN: Final = 2
"""So often a list of several pages is read again before a record is told to be lost."""


def is_lost(case: FilterCase, subject: Subject, asked: Asked) -> bool:
    """Say whether a record that is not listed fits, and still does when it is read again."""
    if fits_all(subject.record, asked) is not True:
        return False
    now = as_now(case, subject)
    return now is not None and fits_all(now, asked) is True


def stay_lost(case: FilterCase, lost: Sequence[Subject], asked: Asked) -> bool:
    """Read a list of several pages again: what others remove meanwhile moves a record to a page that was read."""
    waiting = list(lost)
    for _ in range(_AGAIN):
        found, _pages, complete = read_list(case, asked)
        if found is None or not complete:
            return False
        waiting = [subject for subject in waiting if subject.key not in found]
    return bool(waiting)


def as_now(case: FilterCase, subject: Subject) -> dict[str, Json] | None:
    """Read a record again; ``None`` where it is not there any more, and as it was where it cannot be read."""
    last = case.world.session.last
    read = case.world.read(case.resource, subject.key)
    case.world.session.last = last
    return subject.record if read is None else read[1]
