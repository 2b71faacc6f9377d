"""The order of a list: the one a request names, else what fits its text best, else the stated one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final, TypeAlias

from truespec.contract.behaviour import Action, Sort
from truespec.contract.schema import Absent, Json, Schema
from truespec.contract.selection import Order
from truespec.mock.places import given, leaves
from truespec.mock.records import at, key_text
from truespec.mock.searching import distance
from truespec.mock.shapes import Shapes
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["ordered"]

_Path: TypeAlias = tuple[str, ...]

_MOST_NAMES: Final = 32
"""How many names of one request are looked at: sorting is work, and a body may have a million of them."""


def ordered(
    call: Call, action: Action, records: Sequence[Record], shapes: Shapes, schema: Schema | None = None
) -> Sequence[Record]:
    """Return records in the order the request and the rules ask for.

    Records that are equal keep the order they would have anyway; those without a value come last in both directions.
    Names that no record has and ``schema`` does not declare change nothing.
    """
    usual = _by_rule(records, action.sort)
    rule = action.order
    if rule is None:
        return usual
    named = [(path, turned) for name, turned in _names(call, rule) if (path := _path(name, records, shapes, schema))]
    if named:
        # The first name counts most, so it sorts last.
        for path, turned in reversed(named):
            usual = _sorted(usual, path, descending=turned)
        return usual
    text = None if rule.relevance is None else given(call, rule.relevance)
    return usual if text is None else _by_relevance(key_text(text), action, rule, usual)


def _by_rule(records: Sequence[Record], rule: Sort | None) -> Sequence[Record]:
    if rule is None:
        return records
    return _sorted(records, (rule.member,), descending=rule.direction == "descending")


def _names(call: Call, rule: Order) -> Iterator[tuple[str, bool]]:
    """Yield each member the request names, and whether it is to be descending."""
    value = given(call, rule.by)
    word = None if rule.direction is None else given(call, rule.direction)
    turned = rule.direction is not None and word == rule.descending
    for name in (value if isinstance(value, list) else [value])[:_MOST_NAMES]:
        if isinstance(name, str) and name:
            prefixed = bool(rule.prefix) and name.startswith(rule.prefix)
            yield (name.removeprefix(rule.prefix) if prefixed else name), turned or prefixed


def _path(name: str, records: Sequence[Record], shapes: Shapes, schema: Schema | None) -> _Path:
    """Return where a record has the member of a name, ``parent.child`` read as written too; empty where it has none."""
    for path in dict.fromkeys(((name,), tuple(name.split(".")))):
        if schema is not None and shapes.member(schema, path) is not None:
            return path
        if any(not isinstance(at(record, path), Absent) for record in records):
            return path
    return ()


def _sorted(records: Sequence[Record], path: _Path, *, descending: bool) -> Sequence[Record]:
    if len(path) == 1 and all(type(record.get(path[0])) is str for record in records):
        # Times and names, as nearly always: comparing them needs no words of ours.
        return sorted(records, key=itemgetter(path[0]), reverse=descending)
    known, unknown = list[tuple[Json, Record]](), list[Record]()
    for record in records:
        value = at(record, path)
        if value is None or isinstance(value, Absent):
            unknown.append(record)
        else:
            known.append((value, record))
    known.sort(key=lambda pair: _rank(pair[0]), reverse=descending)
    return [*(record for _, record in known), *unknown]


def _rank(value: Json) -> tuple[bool, float, str]:
    """Return what a value is sorted by: numbers by size before texts by code points."""
    if isinstance(value, (int, float)):
        return (False, value, "")
    return (True, 0, key_text(value))


def _by_relevance(text: str, action: Action, rule: Order, records: Sequence[Record]) -> Sequence[Record]:
    members = [path for one in action.filters if one.place == rule.relevance for path in one.members]
    if action.search is not None and action.search.query == rule.relevance:
        members.extend((member,) for member in action.search.members)

    def rank(record: Record) -> int:
        paths = members or [(member,) for member in record]
        return distance(text, (value for path in paths for value in leaves(record, path)))

    return sorted(records, key=rank)
