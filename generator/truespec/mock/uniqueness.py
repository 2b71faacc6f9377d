"""Which rule a record goes against whose values only one record may have."""

from __future__ import annotations

from collections.abc import Iterable

from truespec.contract.behaviour import Dedupe
from truespec.contract.conditions import Unique
from truespec.contract.schema import Json
from truespec.mock.records import Collection, key_text
from truespec.mock.store import Record

__all__ = ["taken_rule"]


def taken_rule(
    records: Collection, rules: Iterable[Unique], record: Record, before: Record | None = None
) -> Unique | None:
    """Return the first of ``rules`` that another record stands in the way of, ``None`` where the record may be kept.

    A record that is changed (``before``: as it was) is only asked for what is new in it.
    """
    return next((rule for rule in rules if _is_taken(records, rule, record, before)), None)


def _is_taken(records: Collection, rule: Unique, record: Record, before: Record | None) -> bool:
    wanted = _values(rule, record)
    if None in wanted or (before is not None and wanted == _values(rule, before)):
        return False
    if rule.letters != "alike":
        exact = Dedupe(rule.id, rule.states, rule.location, members=rule.members)
        return records.same(record, exact) is not None
    key = records.resource.key
    own = key_text(record.get(key))
    return any(_values(rule, other) == wanted and key_text(other.get(key)) != own for other in records.all())


def _values(rule: Unique, record: Record) -> tuple[Json, ...]:
    values = (record.get(member) for member in rule.members)
    if rule.letters != "alike":
        return tuple(values)
    return tuple(value.casefold() if isinstance(value, str) else value for value in values)
