"""A span of moments is about the one that is meant: a record that was changed after it was made has two of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from truespec.checking.rules.filters.filter_values import FilterCase, written
from truespec.checking.rules.filters.filtered_totals import read_list
from truespec.checking.rules.ground.fitting import BOUNDS, fits
from truespec.checking.rules.ground.subjects import fresh, new_values
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["look_at_the_moment_meant"]

_KINDS: Final = frozenset({"created", "updated"})
_BETWEEN: Final = 2
"""So many seconds pass before a record is changed: a second lies between two moments that are told in seconds."""


@dataclass(frozen=True, slots=True)
class _Changed:
    """A record that was changed, and a moment between that of its making and that of its change."""

    subject: Subject
    between: str


def look_at_the_moment_meant(case: FilterCase) -> None:
    """Change a record some time after it was made, and ask for a span that begins or ends in between."""
    rules = list(_about_moments(case))
    changed = _changed(case) if rules else None
    for rule in rules if changed is not None else ():
        if changed is not None:
            _judge(case, rule, changed)


def _about_moments(case: FilterCase) -> Iterator[Filter]:
    """Yield the filters for a bound of a moment that the server sets, when a record is made or when it changes."""
    times = {name: what for name, what in case.resource.sets if what in _KINDS}
    for rule in case.lister.action.filters:
        shape = case.lister.shape_at(rule.place)
        whole = len(rule.members) == 1 and rule.members[0][:1] == rule.members[0] and rule.within is None
        moment = shape is not None and shape.format == "date-time"
        if rule.operator in BOUNDS and whole and moment and rule.members[0][0] in times:
            yield rule


def _changed(case: FilterCase) -> _Changed | None:
    """Change a record of our own; ``None`` where that cannot be done, or where its times do not show it."""
    world, resource = case.world, case.resource
    found, subject = world.first("update", resource), fresh(world, resource, {})
    values = None if found is None else new_values(world, *found, resource)
    if found is None or found[0].key is None or subject is None or not values:
        return None
    for _ in range(_BETWEEN):
        world.pause()
    action, operation = found
    answer = world.session.ask(operation, world.values_for(operation, action.key, subject.key), values)
    read = world.read(resource, subject.key) if answer.response.success else None
    times = {what: name for name, what in resource.sets if what in _KINDS}
    if read is None or read[1] is None or times.keys() != _KINDS:
        return None
    between = _between(read[1].get(times["created"]), read[1].get(times["updated"]))
    return None if between is None else _Changed(Subject(subject.key, read[1], subject.sent), between)


def _between(made: Json, changed: Json) -> str | None:
    """Return a moment that lies between two, in the form they have; ``None`` where none does, or they have no zone."""
    if not isinstance(made, str) or not isinstance(changed, str):
        return None
    try:
        first, last = datetime.fromisoformat(made), datetime.fromisoformat(changed)
    except ValueError:
        return None
    if first.tzinfo is None or last.tzinfo is None or (last - first).total_seconds() < _BETWEEN:
        return None
    middle = (first + (last - first) / 2).astimezone(last.tzinfo).replace(microsecond=0)
    text = middle.isoformat(timespec="milliseconds" if "." in changed else "seconds")
    return text.replace("+00:00", "Z") if changed.endswith("Z") else text


def _judge(case: FilterCase, rule: Filter, changed: _Changed) -> None:
    """Judge whether the record is listed as its moment has it, where its other moment would have it otherwise."""
    asked, subject = (written(case, rule, [changed.between]),), changed.subject
    wanted = fits(subject.record, *asked[0])

    def is_as_meant() -> bool:
        found, _, complete = read_list(case, asked)
        return found is None or (not complete and wanted is True) or (subject.key in found) == wanted

    if wanted is None or is_as_meant() or comes_true(case.world, is_as_meant):
        return
    last = case.world.session.last
    now = case.world.read(case.resource, subject.key)
    case.world.session.last = last
    if now is None or now[1] is None or fits(now[1], *asked[0]) is not wanted:
        return
    shown = (read_list(case, ())[0] or {}).get(subject.key)
    case.world.session.last = last
    if shown is not None and fits(shown, *asked[0]) is (not wanted):
        # The list has not come to know of the change.
        return
    states = f"it is about `{rule.members[0][-1]}`, not another time"
    fact = case.world.fact(rule, case.lister.operation, "members", "operator", part="moment", states=states)
    detail = "a record that fits is not listed" if wanted else "a record that does not fit is listed"
    case.lister.ledger.broken(fact, f"{detail}, and would be otherwise by another time that it has", last)
