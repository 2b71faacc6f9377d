"""One schema at several places: what a page shows at one of them holds at those that it does not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from truespec.diagnostics import Location
from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Capture
from truespec.documentation.facts.surface import Visibility
from truespec.documentation.loss.visibility import of_place
from truespec.drift.change import Change, Edit, Kind
from truespec.drift.edits import edits_for
from truespec.drift.expected import Element, Expected

__all__ = ["along", "refuting"]

_FEWEST = 2
"""Members that two objects have at least, before their being the same can be no accident."""


def along(change: Change, page: Capture, expected: Expected, same: Mapping[str, str]) -> Iterator[Change]:
    """Yield a member that came or went once more for each place with its schema that the page does not show.

    The same schema is what the spec says once, or what samples of the page show with the very same members.
    """
    operation = same.get(change.operation)
    if change.kind not in {Kind.ADDED, Kind.REMOVED} or operation is None or not change.place:
        return
    owner = expected.find(operation, steps.above(change.place))
    if owner is None or owner.described is None:
        return
    step = steps.segments(change.place)[-1]
    own = (operation, owner.place)
    theirs = {ours: one for one, ours in same.items()}
    shared = list(dict.fromkeys(expected.everywhere(_home(change, owner, expected.find(operation, change.place)))))
    twins = _twins(change, owner, page, expected, theirs)
    for label, place in dict.fromkeys((*shared, *twins)):
        other = theirs.get(label, label)
        if (label, place) == own or place + step in page.places(other):
            continue
        hidden = of_place(page, other, place + step) is not Visibility.SHOWN
        if hidden and _is_answer(place) == _is_answer(change.place) and not _repeats(page, other, place):
            with_it = f"{change.operation} {steps.above(change.place)}"
            found = replace(change, operation=other, place=place + step, with_it=with_it, edits=())
            yield found if (label, place) in shared else _apart(found, change, expected, label)


def _home(change: Change, owner: Element, element: Element | None) -> Location:
    """Return the schema that declares the member, or is to declare it."""
    if element is not None and element.owner is not None:
        return element.owner
    found = _growing(change.edits)
    if found is not None:
        return found
    assert owner.described is not None  # noqa: S101 -- asked for owners of members
    return owner.described.base.location


def _growing(edits: tuple[Edit, ...]) -> Location | None:
    return next((edit.location for edit in edits if edit.steps == ("properties",)), None)


def _twins(
    change: Change, owner: Element, page: Capture, expected: Expected, theirs: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return the places whose samples have all the members the owner had, and no other."""
    name = steps.last_name(change.place)
    known = _names(owner) - {name}
    return [
        (label, one.place)
        for label, one in expected.objects()
        if len(known) >= _FEWEST
        and _names(one) - {name} == known
        and _sampled(page, theirs.get(label, label), one.place) - {name} == known
    ]


def _names(element: Element) -> set[str]:
    return set() if element.described is None else {member.wire for member, _ in element.described.members}


def _sampled(page: Capture, operation: str, place: str) -> set[str]:
    return {steps.last_name(one) for one in page.samples(operation) if steps.above(one) == place}


def _apart(found: Change, change: Change, expected: Expected, label: str) -> Change:
    """Return the change of a place whose schema the spec writes a second time: it has edits and a place of its own."""
    element = expected.find(label, found.place)
    if element is not None:
        spec = "has it already" if found.kind is Kind.ADDED else "still has it"
        return replace(found, location=element.location, spec=spec)
    before = tuple(edit.after for edit in change.edits if edit.after)
    edits = edits_for(found, expected, label, before) if found.kind is Kind.ADDED else ()
    location = next((edit.location for edit in edits), found.location)
    spec = "not there" if found.kind is Kind.ADDED else "has none either"
    return replace(found, edits=edits, location=location, spec=spec)


def refuting(
    change: Change, edits: tuple[Edit, ...], page: Capture, expected: Expected, same: Mapping[str, str]
) -> list[str]:
    """Return the operations of the spec that would get an added member as well, and that the page shows without it."""
    home = _growing(edits)
    if home is None:
        return []
    own = (same[change.operation], steps.above(change.place))
    step = steps.segments(change.place)[-1]
    return [
        label
        for label, place in expected.everywhere(home)
        if (label, place) != own and _is_shown_without(page, label, place + step, same)
    ]


def _is_shown_without(page: Capture, label: str, place: str, same: Mapping[str, str]) -> bool:
    """Whether the page would show a place of an operation of the spec, and does not have it."""
    operation = next((theirs for theirs, ours in same.items() if ours == label), "")
    if not operation or place in page.places(operation) or _repeats(page, operation, steps.above(place)):
        return False
    return steps.above(place) in page.places(operation) and of_place(page, operation, place) is Visibility.SHOWN


def _repeats(page: Capture, operation: str, place: str) -> bool:
    """Whether a page leaves a place out only because it has shown the same before."""
    said = page.places(operation)
    return any("circular" in said.get(one, {}) for one in (place, *steps.ancestors(place)))


def _is_answer(place: str) -> bool:
    return place.startswith("response")
