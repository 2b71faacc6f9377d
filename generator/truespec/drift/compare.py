"""Three ways at once: what pages say, what they said when they were accepted, and what the spec says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from truespec.contract.api import Api
from truespec.diagnostics import Location
from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Capture, capture
from truespec.documentation.facts.operations import matched
from truespec.documentation.facts.surface import Evidence, Grade, Surface, Value
from truespec.documentation.locks.acceptance import accepted
from truespec.documentation.locks.locked_page import LockedPage
from truespec.drift.change import Action, Change, Edit, Kind, Weight
from truespec.drift.coverage import Coverage
from truespec.drift.edits import edits_for
from truespec.drift.expected import Element, Expected
from truespec.drift.levels import plain
from truespec.drift.new_operation import operation_edits
from truespec.drift.page_changes import page_changes
from truespec.drift.servers import server_location, servers_differ
from truespec.drift.sharing import along, refuting
from truespec.drift.spec_changes import SpecComparison

__all__ = ["Comparer", "Comparison", "Pair", "compare"]

_OF_PAGE = frozenset({Kind.ADDED, Kind.CHANGED, Kind.REMOVED, Kind.RENAMED, Kind.REWORDED})
_OF_SPEC = frozenset({Kind.SPEC_BEHIND, Kind.SPEC_CONTRADICTS, Kind.REFUTED})
_ADDING = frozenset({Kind.ADDED, Kind.CHANGED, Kind.SPEC_BEHIND, Kind.SPEC_CONTRADICTS, Kind.REFUTED})


@dataclass(frozen=True, slots=True)
class Pair:
    """One page: as it was accepted, as it is now; either may be missing."""

    name: str
    before: Surface | None = None
    now: Surface | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences of one API, and how much is covered; ``compared`` is false where no page could be read."""

    changes: tuple[Change, ...]
    coverage: Coverage
    compared: bool


class Comparer:
    """Compares the pages of one API, one after the other; of a page it keeps what differs, and what is counted."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._expected = Expected(api)
        self._coverage = Coverage()
        self._changes: list[Change] = []
        self._documented: set[str] = set()
        self._compared = self._cut = False

    def add(self, pair: Pair) -> None:
        """Compare a page; one that cannot be read as a surface (grade D) says nothing, and counts as not compared."""
        surface = pair.now or pair.before
        if surface is None or surface.page.grade is Grade.D:
            return
        self._compared = True
        expected = self._expected
        page = capture(_best(pair, surface))
        self._cut = self._cut or not page.page.whole
        same = matched(expected.operations, page.order)
        self._documented.update(same.values())
        found = list(SpecComparison(page, expected, same, pair.name, self._coverage).changes())
        found += servers_differ(page, self._api, pair.name)
        moved: list[Change] = []
        if pair.before is not None and pair.now is not None:
            moved = [replace(one, page=pair.name) for one in page_changes(capture(pair.before), capture(pair.now))]
        self._changes += _joined(moved, found, page, expected, same)

    def finish(self, order: Iterable[str] = ()) -> Comparison:
        """Return all differences, pages in this ``order``, then others as they came, then what no page documents."""
        numbers = {name: number for number, name in enumerate(order)}
        self._changes.sort(key=lambda change: numbers.get(change.page, len(numbers)))
        if self._compared and not self._cut:
            self._changes += _undocumented(self._expected, self._documented, self._coverage)
        return Comparison(tuple(self._changes), self._coverage, self._compared)


def compare(pairs: Iterable[Pair], api: Api) -> Comparison:
    """Compare the pages of an API with what they were and with its contract."""
    comparer = Comparer(api)
    for pair in pairs:
        comparer.add(pair)
    return comparer.finish()


def _best(pair: Pair, surface: Surface) -> Surface:
    """Return what is known of a page: what it shows now, and what it hides now and showed before."""
    if pair.before is None or pair.now is None:
        return surface
    return accepted(LockedPage(pair.name, pair.before), pair.name, pair.now).surface


def _undocumented(expected: Expected, documented: set[str], coverage: Coverage) -> Iterator[Change]:
    """Yield the operations of the spec that no page has; those that are assumed as a whole apart."""
    for label, operation in expected.operations.items():
        if label in documented:
            continue
        if any(not assumption.attribute for assumption in operation.assumptions):
            coverage.assumed += 1
            continue
        coverage.unsupported += 1
        yield Change(Kind.UNSUPPORTED, Weight.NOTE, label, location=operation.location, spec="says it")


def _joined(
    moved: list[Change], found: list[Change], page: Capture, expected: Expected, same: Mapping[str, str]
) -> Iterator[Change]:
    """Yield the changes of a page, each with how the spec stands to it, and then what only concerns the spec."""
    by_place = {(one.operation, one.place, one.attribute): one for one in found if one.kind in _OF_SPEC}
    told: set[int] = set()
    for change in moved:
        known = _counterpart(change, by_place)
        if known is not None:
            told.add(id(known))
        seen = _seen_in_spec(change, known, page, expected, same)
        yield seen
        yield from along(seen, page, expected, same)
    for change in found:
        if id(change) not in told:
            yield _with_edits(change, page, expected, same)


def _counterpart(change: Change, by_place: Mapping[tuple[str, str, str], Change]) -> Change | None:
    if change.kind not in _OF_PAGE:
        return None
    return by_place.get((change.operation, change.place, change.attribute))


def _seen_in_spec(
    change: Change, known: Change | None, page: Capture, expected: Expected, same: Mapping[str, str]
) -> Change:
    if change.kind not in _OF_PAGE:
        return change
    if not change.operation:
        agreed = replace(change, spec="agrees", location=server_location(expected.api))
        return agreed if known is None else replace(known, kind=change.kind, before=change.before)
    operation = same.get(change.operation)
    if operation is None and change.kind is Kind.REMOVED:
        operation = matched(expected.operations, (change.operation,)).get(change.operation)
        same = same if operation is None else {**same, change.operation: operation}
    if operation is None:
        absent = replace(change, spec="not there", location=expected.api.location)
        return _with_edits(absent, page, expected, same) if change.kind is Kind.ADDED else absent
    if known is not None:
        located = replace(change, spec=known.spec, location=known.location)
        return _with_edits(located, page, expected, same)
    old = str(change.before) if change.kind is Kind.RENAMED else change.place
    element = expected.find(operation, change.place) or expected.find(operation, old)
    if element is None:
        spec = "not there" if change.kind is not Kind.REMOVED else "has none either"
        return replace(change, spec=spec, location=_owner_location(expected, operation, change.place))
    located = replace(change, spec=_stand(change, element), location=element.location)
    if change.kind is Kind.REMOVED or (change.kind is Kind.CHANGED and located.spec == "still says it"):
        return _with_edits(located, page, expected, same)
    return located


def _stand(change: Change, element: Element) -> str:
    """Return in words how the spec stands to a change that it does not contradict."""
    match change.kind:
        case Kind.REMOVED:
            return "still has it"
        case Kind.REWORDED:
            return "has its own words"
        case Kind.CHANGED if change.after is None:
            said = element.said.get(change.attribute)
            return "still says it" if said is not None and said.value is not False else "says nothing of it either"
        case Kind.CHANGED:
            return "agrees"
        case _:
            return "has it already"


def _owner_location(expected: Expected, operation: str, place: str) -> Location:
    for one in steps.ancestors(place):
        element = expected.find(operation, one)
        if element is not None:
            return element.described.base.location if element.described is not None else element.location
    return expected.operations[operation].location


def _with_edits(change: Change, page: Capture, expected: Expected, same: Mapping[str, str]) -> Change:
    if not change.operation:  # of the whole page: it has its edits
        return change
    operation = same.get(change.operation)
    if operation is None:
        edits = () if change.place or change.kind not in _ADDING else operation_edits(change, expected, same)
        return replace(change, edits=edits, location=change.location or expected.api.location)
    edits = edits_for(change, expected, operation, _siblings(page, change), _said_below(page, change))
    if change.evidence is not Evidence.STATED:
        edits = tuple(
            replace(edit, caution=edit.caution or f"only its {change.evidence.value} says it") for edit in edits
        )
    edits = tuple(_cautioned(edit, change, expected, operation) for edit in edits)
    refuted = refuting(change, edits, page, expected, same) if change.kind in _ADDING else []
    if refuted:
        edits = tuple(
            replace(edit, caution=f"{refuted[0]} has the same schema, and is shown without it") for edit in edits
        )
    location = change.location or (edits[0].location if edits else _owner_location(expected, operation, change.place))
    return replace(change, edits=edits, location=location)


def _cautioned(edit: Edit, change: Change, expected: Expected, operation: str) -> Edit:
    """Return an edit that is no addition with the places that it changes as well."""
    element = expected.find(operation, str(change.before) if change.kind is Kind.RENAMED else change.place)
    if element is None or element.owner is None or change.kind is Kind.SETTLED:
        return edit
    if edit.action is Action.ADD or edit.caution:
        return edit
    others = [one for one in expected.everywhere(element.owner) if one != (operation, steps.above(element.place))]
    if not others:
        return edit
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return replace(edit, caution=f"it changes {' '.join(others[0])}{more} as well")


def _said_below(page: Capture, change: Change) -> dict[str, dict[str, Value]]:
    """Return what a page says of a place, and of those below it."""
    said = page.places(change.operation)
    return {
        place: plain(attributes)
        for place, attributes in said.items()
        if change.attribute and (place == change.place or change.place in steps.ancestors(place))
    }


def _siblings(page: Capture, change: Change) -> tuple[str, ...]:
    """Return the names that the page lists before a place on the same level, the nearest first."""
    owner = steps.above(change.place)
    level = [place for place in page.places(change.operation) if steps.above(place) == owner]
    if change.place not in level:
        return ()
    return tuple(steps.last_name(place) for place in reversed(level[: level.index(change.place)]))
