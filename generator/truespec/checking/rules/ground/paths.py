"""Members of JSON values, found and set by the names that lead to them, and the places that rules name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import cast

from truespec.contract.behaviour import Action, Place
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.diagnostics import Location

__all__ = ["is_of_some", "is_search_needed", "places_in", "take", "with_value"]


def take(value: Json | Absent, path: Sequence[str]) -> Json | Absent:
    """Return the member that a path of names leads to, ``ABSENT`` where it leads nowhere."""
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return ABSENT
        value = value[name]
    return value


def with_value(body: Json | Absent, path: Sequence[str], value: Json) -> Json:
    """Return a copy of an object with the member at a path set; objects on the way are made where they are missing."""
    if not path:
        return value
    members: dict[str, Json] = dict(body) if isinstance(body, dict) else {}
    members[path[0]] = with_value(members.get(path[0], ABSENT), path[1:], value)
    return members


def places_in(rule: object) -> Iterator[Place]:
    """Yield every place that a rule names, and those that the rules inside it do."""
    if isinstance(rule, Place):
        yield rule
    elif isinstance(rule, tuple):
        for one in cast("tuple[object, ...]", rule):
            yield from places_in(one)
    elif is_dataclass(rule) and not isinstance(rule, type | Location):
        for one in fields(rule):
            yield from places_in(getattr(rule, one.name))


def is_of_some(action: Action, operation: Operation) -> bool:
    """Say whether a list is never of all records: what every request has to say, such as its path, is a filter."""
    needed = {(one.place, one.wire) for one in operation.parameters if one.required}
    return any((rule.place.part, rule.place.path[0]) in needed for rule in action.filters if rule.place.path)


def is_search_needed(action: Action, operation: Operation) -> bool:
    """Say whether nothing is listed unless a text is sent to be looked for; in a body it is taken for needed."""
    if action.search is None:
        return False
    query = action.search.query
    return query.part != "query" or any(
        one.required for one in operation.parameters if (one.place, one.wire) == (query.part, query.path[0])
    )
