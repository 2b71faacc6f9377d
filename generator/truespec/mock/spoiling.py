"""Breaches of the schema, planted into answers: which members there are to break, and how each is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from truespec.contract.api import Api
from truespec.contract.schema import Json, Schema
from truespec.mock.errors import UnknownFaultError, known_ones
from truespec.mock.fault_plan import Fault, FaultPlan, Spoil, Violation
from truespec.mock.shapes import Shapes

__all__ = ["SPOILING", "spoiled"]

_EXTRA: Final = "unexpectedMember"
_NO_FORMAT: Final = "of no format"
_NO_CHOICE: Final = "none of these"
_CHECKED: Final = frozenset(
    {"date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "time", "uri", "uuid"}
)
"""Formats that are broken by a text that is none of them."""


def spoiled(value: Json, plan: FaultPlan) -> Json:
    """Return the JSON body of a success as the plan wants it, every member of a named kind at every depth."""
    for spoil in plan.spoils:
        if spoil.kind == "extra":
            value = _extended(value)
            continue
        names = spoil.names
        if spoil.first or not names:
            names = frozenset({_first(value, names)})
        value = _spoiled(value, names, _BROKEN[spoil.kind]) if spoil.kind != "missing" else _without(value, names)
    return value


def _spoiled(value: Json, names: frozenset[str], broken: Callable[[Json], Json]) -> Json:
    if isinstance(value, list):
        return [_spoiled(element, names, broken) for element in value]
    if not isinstance(value, dict):
        return value
    return {
        name: broken(member) if name in names else _spoiled(member, names, broken) for name, member in value.items()
    }


def _without(value: Json, names: frozenset[str]) -> Json:
    if isinstance(value, list):
        return [_without(element, names) for element in value]
    if not isinstance(value, dict):
        return value
    return {name: _without(member, names) for name, member in value.items() if name not in names}


def _extended(value: Json) -> Json:
    if isinstance(value, list):
        return [_extended(element) for element in value]
    if not isinstance(value, dict):
        return value
    return {**{name: _extended(member) for name, member in value.items()}, _EXTRA: True}


def _of_another_type(value: Json) -> Json:
    return "unexpected" if isinstance(value, (dict, list)) else {"unexpected": True}


_BROKEN: Final[Mapping[Violation, Callable[[Json], Json]]] = {
    "type": _of_another_type,
    "enum": lambda _: _NO_CHOICE,
    "null": lambda _: None,
    "format": lambda _: _NO_FORMAT,
}


def _first(value: Json, names: frozenset[str]) -> str:
    """Return the name of the first member, depth first, that is among ``names``, or without any that is a text.

    Empty where there is none.
    """
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            fitting = (
                name for name, member in current.items() if (name in names if names else isinstance(member, str))
            )
            named = next(fitting, "")
            if named:
                return named
            waiting.extend(reversed(list(current.values())))
        elif isinstance(current, list):
            waiting.extend(reversed(current))
    return ""


def _answer_members(api: Api) -> Iterator[tuple[str, Schema]]:
    """Yield the name and the schema of every member that an answer may have, at any depth."""
    done = set[str]()
    waiting = [
        media.schema
        for operation in api.operations
        for answer in operation.answers
        for media in answer.content
        if media.schema is not None
    ]
    while waiting:
        schema: Schema = waiting.pop()
        yield from ((member.wire, member.schema) for member in schema.properties)
        waiting.extend(child for _, child in schema.children())
        if schema.reference and schema.reference not in done:
            done.add(schema.reference)
            waiting.append(api.schema(schema.reference).schema)


def _has_enum(shapes: Shapes, schema: Schema) -> bool:
    return shapes(schema).enum is not None


def _has_format(shapes: Shapes, schema: Schema) -> bool:
    return any(_own_format(shapes, one) for one in (schema, *(c for group in shapes(schema).choices for c in group)))


def _own_format(shapes: Shapes, schema: Schema) -> bool:
    return shapes(schema).format in _CHECKED


def _never_null(shapes: Shapes, schema: Schema) -> bool:
    return not shapes.nullable(schema)


_BREAKABLE: Final[Mapping[Violation, tuple[str, Callable[[Shapes, Schema], bool]]]] = {
    "enum": (" with an enumeration", _has_enum),
    "format": (" with a format", _has_format),
    "null": (" that is never null", _never_null),
}


def _plan(kind: Violation, before: FaultPlan, argument: str, api: Api) -> FaultPlan:
    such, breakable = _BREAKABLE.get(kind, ("", None))
    if kind == "extra" or (kind == "type" and not argument):
        return replace(before, spoils=(*before.spoils, Spoil(kind)))
    shapes = Shapes(api)
    known = {name for name, schema in _answer_members(api) if breakable is None or breakable(shapes, schema)}
    if (argument and argument not in known) or not known:
        which = f" {argument!r}" if argument else ""
        raise UnknownFaultError(f"no answer of the API has a member{which}{such}", known_ones(argument, sorted(known)))
    spoil = Spoil(kind, frozenset({argument})) if argument else Spoil(kind, frozenset(known), first=True)
    return replace(before, spoils=(*before.spoils, spoil))


SPOILING: Final = (
    Fault(
        "field-type",
        "[MEMBER]",
        "a member of answers has another JSON type (default: the first text)",
        partial(_plan, "type"),
    ),
    Fault("field-missing", "MEMBER", "a member of answers is left out", partial(_plan, "missing")),
    Fault(
        "field-enum",
        "[MEMBER]",
        "a member of answers is none of the listed values (default: the first with a list)",
        partial(_plan, "enum"),
    ),
    Fault(
        "field-null",
        "[MEMBER]",
        "a member of answers is null although it may not be (default: the first such)",
        partial(_plan, "null"),
    ),
    Fault(
        "field-format",
        "[MEMBER]",
        "a member of answers is not of its format (default: the first with one)",
        partial(_plan, "format"),
    ),
    Fault("field-extra", "", "every object of an answer has an undeclared member", partial(_plan, "extra")),
)
"""Faults of members; the argument is a member's name on the wire."""
