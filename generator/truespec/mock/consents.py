"""Consents: sent as a list of keys or a map to yes and no, kept as a list of objects that know when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truespec.contract.effects import Consent
from truespec.contract.schema import Json
from truespec.mock.places import sent
from truespec.mock.records import Collection, key_text
from truespec.mock.store import Record
from truespec.mock.validation import Call

__all__ = ["consented"]


def consented(call: Call, rules: Iterable[Consent], record: Record, records: Collection) -> dict[str, Json]:
    """Return the members of ``record`` that keep consents as they are after a request, those it says nothing of left.

    Rules are followed in their order: where two forms speak of the same consent, the later one counts.
    """
    members: dict[str, Json] = {}
    for rule in rules:
        said = _said(rule, call)
        if said:
            before = members.get(rule.member, record.get(rule.member))
            members[rule.member] = _kept(rule, said, before if isinstance(before, list) else [], records)
    return members


def _said(rule: Consent, call: Call) -> Mapping[str, bool]:
    """Return yes or no for each key that a request speaks of."""
    value = sent(call, rule.place)
    if rule.form == "map":
        return {key: yes is True for key, yes in value.items()} if isinstance(value, dict) else {}
    return {key_text(key): True for key in value} if isinstance(value, list) else {}


def _kept(rule: Consent, said: Mapping[str, bool], before: list[Json], records: Collection) -> list[Json]:
    """Return the list of consents with what was said in it; the time of the last answer of the other kind stays."""
    elements = {key_text(element.get(rule.key)): element for element in before if isinstance(element, dict)}
    for key, yes in said.items():
        time = rule.agreed if yes else rule.refused
        element = {**elements.get(key, {rule.key: key}), rule.flag: yes}
        elements[key] = {**element, time: records.now(rule.member, time)} if time else element
    return list(elements.values())
