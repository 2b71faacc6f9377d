"""What to edit in a spec so that it says what a page says: edits as data, in words of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.surface import Value
from truespec.drift.access_edits import credential_edits, scope_edits
from truespec.drift.alterations import SHARED, altering_edits, parent_of, settling_edits
from truespec.drift.change import Change, Edit, Kind
from truespec.drift.expected import Element, Expected
from truespec.drift.removals import removing_edits, renaming_edits
from truespec.drift.writing import Places, body, header, parameter, response, schema_for

__all__ = ["edits_for"]

_PARAMETERS: Final = frozenset({"query", "header", "path", "cookie"})


def edits_for(
    change: Change, expected: Expected, operation: str, siblings: tuple[str, ...], whole: Places | None = None
) -> tuple[Edit, ...]:
    """Return what would make the spec say what the page says at the place of a change; empty where nothing can be told.

    ``operation`` is the one of the spec, ``siblings`` the names that the page lists before the place, the nearest
    first, ``whole`` what the page says of the place and of those below it.
    """
    if change.kind is Kind.REMOVED and not change.attribute:
        return removing_edits(change, expected, operation)
    if change.kind is Kind.RENAMED:
        return renaming_edits(change, expected, operation)
    if isinstance(change.after, Mapping) and not change.attribute and change.place:
        return tuple(_place(change, change.after, expected, operation, siblings))
    element = expected.find(operation, change.place)
    if element is None or not change.attribute:
        return ()
    if change.kind is Kind.SETTLED:
        return settling_edits(change, element)
    if change.attribute == "scopes":
        return scope_edits(change, expected, operation)
    return altering_edits(change, element, whole or {}, expected)


def _place(
    change: Change, values: Mapping[str, Value], expected: Expected, operation: str, siblings: tuple[str, ...]
) -> Iterator[Edit]:
    way = steps.segments(change.place)
    name = steps.last_name(change.place)
    whole = {change.place: values, **change.below}
    home = expected.operations[operation].location
    if len(way) == 2 and way[0] in _PARAMETERS:
        yield Edit(home, ("parameters",), "", parameter(way[0], name, change.place, whole))
    elif len(way) == 2 and way[0] == "response":
        yield Edit(home, ("responses",), name, response(name, change.place, whole))
    elif len(way) == 2 and way[0] == "auth":
        yield from credential_edits(change, values, expected, operation)
    elif way == ("body",):
        yield Edit(home, (), "requestBody", body(change.place, whole), "parameters")
    elif len(way) == 4 and way[2] == ".header":
        answer = expected.find(operation, "".join(way[:2]))
        if answer is not None:
            yield Edit(answer.location, ("headers",), name, header(name, change.place, whole), "description")
    else:
        owner = expected.find(operation, steps.above(change.place))
        if owner is not None:
            yield from _inside(owner, change.place, whole, siblings, expected)


def _inside(owner: Element, place: str, whole: Places, siblings: tuple[str, ...], expected: Expected) -> Iterator[Edit]:
    """Yield the edits for what is inside an object or a list: members, elements, further members."""
    step, described = steps.segments(place)[-1], owner.described
    if described is None:
        return
    caution = SHARED if expected.is_shared(described) else ""
    if step.startswith("."):
        yield from _member(owner, steps.last_name(place), place, whole, siblings)
    elif step == "[]" and described.items is None:
        yield Edit(described.base.location, (), "items", schema_for(place, whole), "type", caution)
    elif step.startswith("|") and described.alternatives:
        branches, _ = parent_of(described.alternatives[0].location)
        yield Edit(branches, (), "", schema_for(place, whole), caution=caution)
    elif step == "{}" and described.additional is None:
        yield Edit(described.base.location, (), "additionalProperties", schema_for(place, whole), "type", caution)


def _member(
    owner: Element, name: str, place: str, whole: Mapping[str, Mapping[str, Value]], siblings: tuple[str, ...]
) -> Iterator[Edit]:
    """Yield the edits for a member; it goes where the nearest of its siblings is declared."""
    described = owner.described
    if described is None:
        return
    declared = {member.wire: schema for member, schema in described.members}
    after = next((sibling for sibling in siblings if sibling in declared), "")
    last = next(reversed(declared.values()), described.base)
    home = declared.get(after, last).location
    caution = (
        "" if whole[place].get("type") is not None or whole[place].get("enum") is not None else "its type is not shown"
    )
    yield Edit(home, ("properties",), name, schema_for(place, whole, described_as=name), after, caution)
    if whole[place].get("required") is True:
        yield Edit(home, ("required",), "", name, "type", caution)
