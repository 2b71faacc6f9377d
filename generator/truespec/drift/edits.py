"""What to add to a spec so that it says what a page says: edits as data, in words of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from truespec.documentation import steps
from truespec.documentation.surface import Value
from truespec.drift.change import Change, Edit
from truespec.drift.description import Described
from truespec.drift.expected import Element, Expected
from truespec.drift.writing import LIMITS, PLAIN, as_written, body, header, parameter, response, schema_for

__all__ = ["edits_for"]

_PARAMETERS: Final = frozenset({"query", "header", "path", "cookie"})
_SHARED: Final = "the schema is shared with other places"


def edits_for(change: Change, expected: Expected, operation: str, siblings: tuple[str, ...]) -> tuple[Edit, ...]:
    """Return what would make the spec say what the page says at the place of a change; empty where that is no addition.

    ``operation`` is the one of the spec, ``siblings`` the names that the page lists before it, the nearest first.
    """
    if isinstance(change.after, Mapping) and not change.attribute and change.place:
        return tuple(_place(change, change.after, expected, operation, siblings))
    if change.attribute:
        element = expected.find(operation, change.place)
        if element is not None and (change.place, change.attribute, change.after) == ("", "deprecated", True):
            return (Edit(element.location, (), "deprecated", True, "operationId"),)
        return () if element is None else tuple(_attribute(change, element))
    return ()


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
    elif way == ("body",):
        yield Edit(home, (), "requestBody", body(change.place, whole), "parameters")
    elif len(way) == 4 and way[2] == ".header":
        answer = expected.find(operation, "".join(way[:2]))
        if answer is not None:
            yield Edit(answer.location, ("headers",), name, header(name, change.place, whole), "description")
    else:
        owner = expected.find(operation, steps.above(change.place))
        if owner is not None and owner.described is not None:
            yield from _inside(owner, owner.described, change.place, whole, siblings)


def _inside(
    owner: Element,
    described: Described,
    place: str,
    whole: Mapping[str, Mapping[str, Value]],
    siblings: tuple[str, ...],
) -> Iterator[Edit]:
    """Yield the edits for what is inside an object or a list: members, elements, further members."""
    step = steps.segments(place)[-1]
    caution = _SHARED if described.through else ""
    if step.startswith("."):
        yield from _member(owner, steps.last_name(place), place, whole, siblings)
    elif step == "[]" and described.items is None:
        yield Edit(described.base.location, (), "items", schema_for(place, whole), "type", caution)
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


def _attribute(change: Change, element: Element) -> Iterator[Edit]:
    """Yield the edits for one attribute that the spec has not, or of whose values it has not all."""
    described = element.described
    if described is None:
        return
    caution = _SHARED if described.through else ""
    value, said = change.after, element.said.get(change.attribute)
    if change.attribute == "enum" and isinstance(value, tuple):
        known = said.value if said is not None and isinstance(said.value, tuple) else None
        if known is None:
            yield Edit(described.base.location, (), "enum", as_written(value), "type", caution)
        elif set(map(repr, known)) < set(map(repr, value)):
            for one in value:
                if one not in known:
                    yield Edit(described.base.location, ("enum",), "", as_written(one), caution=caution)
        return
    if said is not None and said.value is not False:
        return
    keyword = _keyword(change.attribute, element)
    if keyword:
        on_parameter = change.attribute == "deprecated" and steps.segments(change.place)[0] in _PARAMETERS
        home = element.location if on_parameter else described.base.location
        yield Edit(home, (), keyword, as_written(value), "type", caution="" if on_parameter else caution)


def _keyword(attribute: str, element: Element) -> str:
    if attribute in PLAIN:
        return attribute
    if attribute in {"min", "max"}:
        said = element.said.get("type")
        kind = said.value if said is not None and isinstance(said.value, str) else ""
        return LIMITS.get(kind, ("minimum", "maximum"))[attribute == "max"]
    return ""
